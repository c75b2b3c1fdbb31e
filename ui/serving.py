"""What stands between the network and Streamlit: settings are checked before the server listens, requests before it."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from threading import Lock

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import net_util

import settings
from assembly import build
from domain.errors import DatelineError, SettingError
from server.guard import RequestGuard, is_loopback
from ui import labels
from ui.login import check_start

SCRIPT = Path(__file__).parent / "pages" / "main.py"

_AGENT_API = "/_stcore/agent/"
"""Streamlit's interface for programs, which Dateline does not serve."""


def start() -> list[Middleware]:
    """Check the settings and return the middleware for the application.

    Raises:
        SystemExit: the page would be open to more people than the settings say, or they cannot be read; with the
            sentence that says so, and exit code 1.
    """
    try:
        loaded = settings.load()
        check_start(loaded, st.get_option("server.address"))
    except SettingError as error:
        raise SystemExit(str(error)) from error
    net_util.get_external_ip = lambda: None  # else Streamlit asks a server on the internet for this machine's address
    return [Middleware(RequestGuard, hosts=loaded.host_names, unserved=_AGENT_API)]


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


ROUTES = [
    Route("/healthz", _healthy),
    Route("/readyz", _Readiness().__call__),
]
"""For load balancers and supervisors: whether the process answers, and whether it can answer questions."""


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Say where the page is served; Streamlit's own lines, which look outwards for addresses, are off."""
    loaded = settings.load()
    address = st.get_option("server.address")
    port, base = st.get_option("server.port"), st.get_option("server.baseUrlPath").strip("/")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    name = address if is_loopback(address) else "localhost"
    print(labels.SERVED_AT.format(address=f"{scheme}://{f'[{name}]' if ':' in name else name}:{port}/{base}"))
    if not is_loopback(address):
        names = ", ".join(sorted(loaded.host_names))
        print(labels.SERVED_FOR.format(names=names) if names else labels.SERVED_FOR_NOBODY, flush=True)
    yield
    if "ui.pages.layout" in sys.modules:  # else nobody has opened it
        from ui.pages import layout

        layout.stop()
