"""The addresses that a server may listen on, and checks of each request: known host, same origin, no framing."""

from collections.abc import Callable, Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette._utils import get_route_path
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST_REFUSED = (
    "This server is not known under this name. Whoever runs it can name it in DATELINE_HOSTS, with DATELINE_SHARED=yes."
)
ORIGIN_REFUSED = "This request comes from a page of another site."

PORT = 8502
"""The default port of the interface for programs, served by itself."""
API_PATH = "/api"
"""The path of the interface on the page's server."""
EXTENSION_ORIGIN = "chrome-extension://pdklfnkndpbjmnnmepcdbgagagkllpko"
"""Origin of the browser extension: Chromium derives it from the ``key`` of extension/manifest.json."""

_REFUSED = 403
_NO_SUCH_PAGE = 404
_POLICY_VIOLATION = 1008
"""Close code of RFC 6455; before the handshake the server answers 403 in its place."""

Refuse = Callable[[str, int], Response]
"""Makes the response to a refused request from a sentence and a status code."""


def plain_refusal(sentence: str, status: int) -> Response:
    """Return a refusal as plain text."""
    return PlainTextResponse(sentence, status_code=status)


class RequestGuard:
    """ASGI middleware in front of every route: known Host, same origin, never in a frame of another page.

    A site whose name resolves to this machine after it was loaded (DNS rebinding) has the same origin for the browser;
    only the Host header shows the attack.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Collection[str],
        unserved: str | None = None,
        api_path: str | None = None,
        refuse: Refuse = plain_refusal,
    ) -> None:
        """Guard an application.

        Args:
            app: answers the requests that are not refused.
            hosts: names, in lower case and without port, that are known beside those of this machine.
            unserved: no path that this is part of is served.
            api_path: where the interface for programs lies, of which the browser extension may use what adds a page;
                None: there is none.
            refuse: makes the response to a request that is refused.
        """
        self._app = app
        self._hosts = hosts
        self._unserved = unserved
        self._api_path = api_path
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request that is refused; pass any other to the application."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def send_unframed(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                headers.append("Content-Security-Policy", "frame-ancestors 'none'")
                headers["X-Frame-Options"] = "DENY"
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send_unframed)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": ""})
        else:
            await self._refuse(*refusal)(scope, receive, send_unframed)

    def _refusal(self, scope: Scope) -> tuple[str, int] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_known(host):
            return HOST_REFUSED, _REFUSED
        if any(not _is_same(origin, host) for origin in headers.getlist("origin")) and not self._is_adding(scope):
            return ORIGIN_REFUSED, _REFUSED
        if self._unserved is not None and self._unserved in scope["path"]:
            return "", _NO_SUCH_PAGE
        return None

    def _is_adding(self, scope: Scope) -> bool:
        """Return whether a request is the browser extension's, by its Origin header, which no web page can forge."""
        if self._api_path is None or scope["type"] != "http":
            return False
        path = get_route_path(scope)
        return (
            Headers(scope=scope).getlist("origin") == [EXTENSION_ORIGIN]
            and path.startswith(self._api_path)
            and _adds_a_page(scope["method"], path.removeprefix(self._api_path))
        )

    def _is_known(self, host: str) -> bool:
        try:
            parts = urlsplit(f"//{host}")
            name = (parts.hostname or "").rstrip(".")
            whole = parts.netloc == host and parts.username is None and parts.port != 0
        except ValueError:
            return False
        return whole and (is_loopback(name) or name in self._hosts)


def _adds_a_page(method: str, path: str) -> bool:
    """Return whether the browser extension needs this route: to get its token, to add a page, to follow its job."""
    if method == "GET":
        return path.startswith("/jobs/")
    return method == "POST" and path in ("/pairing", "/articles")


def is_loopback(host: str | None) -> bool:
    """Return whether a host name or address, without its port, can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _is_same(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
