"""What stands between the network and Streamlit: settings are checked before the server listens, requests before it."""

import sys
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import net_util

import settings
from domain.errors import SettingError
from ui import words
from ui.sharing import check_start, is_loopback

SCRIPT = Path(__file__).parent / "main.py"

_AGENT_API = "/_stcore/agent/"
_REFUSED = 403
_NO_SUCH_PAGE = 404
_POLICY_VIOLATION = 1008
"""Close code of RFC 6455; before the handshake the server answers 403 in its place."""


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
    return [Middleware(RequestGuard, hosts=loaded.host_names)]


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Say where the page is served; Streamlit's own lines, which look outwards for addresses, are off."""
    loaded = settings.load()
    address = st.get_option("server.address")
    port, base = st.get_option("server.port"), st.get_option("server.baseUrlPath").strip("/")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    name = address if is_loopback(address) else "localhost"
    print(words.SERVED_AT.format(address=f"{scheme}://{f'[{name}]' if ':' in name else name}:{port}/{base}"))
    if not is_loopback(address):
        names = ", ".join(sorted(loaded.host_names))
        print(words.SERVED_FOR.format(names=names) if names else words.SERVED_FOR_NOBODY, flush=True)
    yield
    if "ui.page" in sys.modules:  # else nobody has opened it
        from ui import page

        page.stop()


class RequestGuard:
    """ASGI middleware in front of every route: known Host, same origin, never in a frame of another page.

    A site whose name is led to this machine after it was loaded (DNS rebinding) is of the same origin for the browser;
    only the Host that it asks for betrays it.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that is refused, and hand on any other."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def send_unframed(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                headers.append("Content-Security-Policy", "frame-ancestors 'none'")
                headers["X-Frame-Options"] = "DENY"
            await send(message)

        refused = self._refusal(scope)
        if refused is None:
            await self._app(scope, receive, send_unframed)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": ""})
        else:
            await refused(scope, receive, send_unframed)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_known(host):
            return PlainTextResponse(words.HOST_REFUSED, status_code=_REFUSED)
        if any(not _is_same(origin, host) for origin in headers.getlist("origin")):
            return PlainTextResponse(words.ORIGIN_REFUSED, status_code=_REFUSED)
        if _AGENT_API in scope["path"]:
            return PlainTextResponse("", status_code=_NO_SUCH_PAGE)
        return None

    def _is_known(self, host: str) -> bool:
        try:
            parts = urlsplit(f"//{host}")
            name = (parts.hostname or "").rstrip(".")
            whole = parts.netloc == host and parts.username is None and parts.port != 0
        except ValueError:
            return False
        return whole and (is_loopback(name) or name in self._hosts)


def _is_same(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
