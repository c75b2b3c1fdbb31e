"""Uploads wait in the page's memory: where there is a login, only users who are logged in may send any."""

import json

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.web.server.server_util import AUTH_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from ui import labels

_UPLOADS = "/_stcore/upload_file/"
_READS = ("GET", "HEAD", "OPTIONS")
_FORBIDDEN = 403


class UploadGuard:
    """ASGI middleware that refuses uploads without the cookie that Streamlit signs at a login."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that is refused, and hand on any other."""
        is_upload = scope["type"] == "http" and _UPLOADS in scope["path"] and scope["method"] not in _READS
        if is_upload and not _is_logged_in(HTTPConnection(scope).cookies):
            await PlainTextResponse(labels.UPLOAD_REFUSED, status_code=_FORBIDDEN)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_logged_in(cookies: dict[str, str]) -> bool:
    """Whether a login has signed the cookies, as Streamlit itself reads them when a page is opened."""
    signed = _get_signed_cookie_with_chunks(cookies, AUTH_COOKIE_NAME)
    try:
        return bool(signed and json.loads(signed).get("is_logged_in"))
    except (ValueError, AttributeError):
        return False
