"""What stands between the network and Streamlit: settings are checked before the server listens, requests before it."""

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

import settings
from assembly import build
from domain.errors import SettingError
from server.guard import API_PATH, RequestGuard, is_loopback
from services.logs import set_up_logs
from ui import health, labels
from ui.login import check_start
from ui.scripts import SCRIPTS, scripts_path
from ui.streamlit_internals import AGENT_PATH, stay_on_this_machine
from ui.uploads import UploadGuard

log = logging.getLogger(__name__)
SCRIPT = Path(__file__).parent / "pages" / "main.py"


def start() -> list[Middleware]:
    """Check the settings and return the middleware for the application.

    Raises:
        SystemExit: the page would be open to more people than the settings say, or they cannot be read; with the
            sentence that says so, and exit code 1.
    """
    try:
        loaded = settings.load()
        login = check_start(loaded, st.get_option("server.address"))
    except SettingError as error:
        raise SystemExit(str(error)) from error
    set_up_logs(loaded)
    stay_on_this_machine()
    api_path = API_PATH if loaded.api else None
    guard = Middleware(RequestGuard, hosts=loaded.host_names, unserved=AGENT_PATH, api_path=api_path)
    return [guard, Middleware(UploadGuard, login=login)]


def _script(request: Request) -> Response:
    text = SCRIPTS.get(request.path_params["name"])
    if text is None:
        return PlainTextResponse("", status_code=404)
    # The address holds a hash of the scripts, so what it names never changes.
    return Response(text, media_type="text/javascript", headers={"Cache-Control": "max-age=31536000,immutable"})


class _Api:
    """ASGI application: the interface for other programs, once the server is up."""

    app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; 404 where the interface is not served."""
        await (self.app or _NOT_SERVED)(scope, receive, send)


_API = _Api()
_NOT_SERVED = PlainTextResponse(labels.API_NOT_SERVED, status_code=404)


def routes() -> list[BaseRoute]:
    """Return the routes beside the page: health, its scripts, and the interface for other programs if that is set."""
    scripts = Route(scripts_path("{name}"), _script)
    return [*health.ROUTES, scripts, *([Mount(API_PATH, app=_API)] if settings.load().api else [])]


@asynccontextmanager
async def _serving_api(loaded: settings.Settings) -> AsyncIterator[None]:
    """Serve the interface for other programs over the page's services, for the length of the block."""
    if not loaded.api:
        yield
        return
    from server.api import create_app
    from server.tokens import make_first_token
    from ui.pages import layout

    services = layout.running().program
    library = services.parts.store()
    if not loaded.shared:
        make_first_token(library.tokens, library.file.parent)
    api = create_app(services, works=False)
    async with api.router.lifespan_context(api):
        _API.app = api
        layout.running().begin()  # jobs are done also while nobody has opened the page
        yield
        _API.app = None


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Run what belongs to the server's whole life: its address on the terminal, background work, the interface.

    Streamlit's own lines are off, since they look outwards for addresses. Background work ends with the server.
    """
    loaded = settings.load()
    address = st.get_option("server.address")
    port, base = st.get_option("server.port"), st.get_option("server.baseUrlPath").strip("/")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    name = address if is_loopback(address) else "localhost"
    print(labels.SERVED_AT.format(address=f"{scheme}://{f'[{name}]' if ':' in name else name}:{port}/{base}"))
    if not is_loopback(address):
        names = ", ".join(sorted(loaded.host_names))
        print(labels.SERVED_FOR.format(names=names) if names else labels.SERVED_FOR_NOBODY, flush=True)
    if warning := build(loaded).maintenance.drive_warning():
        log.warning("%s", warning)
    if loaded.database_url is not None:
        from ui.pages import layout

        layout.running().begin()  # what an earlier process holds is sent, and jobs are done, also before anybody comes
    async with _serving_api(loaded):
        yield
    if "ui.pages.layout" in sys.modules:  # else nobody has opened it
        from ui.pages import layout

        layout.stop()
