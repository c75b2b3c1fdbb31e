"""Uploads wait in the page's memory: where there is a login, only users who are logged in may send any."""

import json

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui import labels
from ui.streamlit_internals import UPLOAD_PATH, signed_login

_READS = ("GET", "HEAD", "OPTIONS")
_FORBIDDEN = 403


class UploadGuard:
    """ASGI middleware that refuses uploads without the cookie that Streamlit signs at a login."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that is refused, and hand on any other."""
        is_upload = scope["type"] == "http" and UPLOAD_PATH in scope["path"] and scope["method"] not in _READS
        if is_upload and not _is_logged_in(HTTPConnection(scope).cookies):
            await PlainTextResponse(labels.UPLOAD_REFUSED, status_code=_FORBIDDEN)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_logged_in(cookies: dict[str, str]) -> bool:
    """Return whether a login has signed the cookies."""
    signed = signed_login(cookies)
    try:
        return bool(signed and json.loads(signed).get("is_logged_in"))
    except (ValueError, AttributeError):
        return False
