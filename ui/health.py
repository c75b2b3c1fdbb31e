"""Routes for load balancers and supervisors: whether the process answers, and whether it can answer questions."""

import sys
from contextlib import closing
from threading import Lock

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import settings
from assembly import build
from domain.errors import DatelineError


def _healthy(_request: Request) -> Response:
    return PlainTextResponse("ok")


class _Readiness:
    """Whether the library can be read: open already, or else opened once to see."""

    def __init__(self) -> None:
        self._seen = False
        self._looking = Lock()

    def __call__(self, _request: Request) -> Response:
        """Return 200, or 503 with the sentence that says what is wrong. Runs in a thread."""
        try:
            with self._looking:
                self._look()
        except DatelineError as error:
            return PlainTextResponse(str(error), status_code=503)
        return PlainTextResponse("ready")

    def _look(self) -> None:
        layout = sys.modules.get("ui.pages.layout")
        program = None if layout is None else layout.program()
        if program is not None:
            program.library.part(limit=1)
        elif not self._seen:
            with closing(build(settings.load())) as opened:
                opened.library.part(limit=1)
            self._seen = True


def _metrics(_request: Request) -> Response:
    """Return the figures of this page's program in Prometheus' text format. Runs in a thread."""
    from services.metrics import CONTENT_TYPE
    from ui.pages import layout

    return Response(layout.running().program.metrics.exposition(), media_type=CONTENT_TYPE)


ROUTES = [
    Route("/metrics", _metrics),
    Route("/healthz", _healthy),
    Route("/readyz", _Readiness().__call__),
]
