"""Uploads wait in the page's memory: only a user whose page is open here, and who is logged in, may send any."""

import json
import logging

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui import labels
from ui.streamlit_internals import UPLOAD_PATH, is_open_here, signed_login

log = logging.getLogger(__name__)

_READS = ("GET", "HEAD", "OPTIONS")
_FORBIDDEN = 403


class UploadGuard:
    """ASGI middleware that refuses uploads without the cookie that Streamlit signs at a login.

    Streamlit refuses those that belong to a page open in another process, without a reason that users could see; the
    log names it.
    """

    def __init__(self, app: ASGIApp, login: bool) -> None:
        self._app, self._login = app, login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that is refused, and hand on any other."""
        if scope["type"] != "http" or UPLOAD_PATH not in scope["path"] or scope["method"] in _READS:
            await self._app(scope, receive, send)
        elif self._login and not _is_logged_in(HTTPConnection(scope).cookies):
            await PlainTextResponse(labels.UPLOAD_REFUSED, status_code=_FORBIDDEN)(scope, receive, send)
        else:
            session_id = scope["path"].partition(UPLOAD_PATH)[2].partition("/")[0]
            if scope["method"] == "PUT" and not is_open_here(session_id):
                log.warning("%s", labels.UPLOAD_ELSEWHERE)
            await self._app(scope, receive, send)


def _is_logged_in(cookies: dict[str, str]) -> bool:
    """Return whether a login has signed the cookies."""
    signed = signed_login(cookies)
    try:
        return bool(signed and json.loads(signed).get("is_logged_in"))
    except (ValueError, AttributeError):
        return False
