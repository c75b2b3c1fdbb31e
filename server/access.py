"""Authentication, rate limits and size limits of requests, checked before a request's body is read."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from http import HTTPStatus

from anyio import to_thread
from starlette._utils import get_route_path
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.errors import DatelineError
from domain.request import request
from domain.tokens import Token, TokenBook
from server.problems import problem
from server.tokens import check_token

REQUESTS_PER_S = 20.0
"""The rate limit of one token (average per second, burst), and of all requests without a valid token together."""
MAX_BODY_BYTES = 200_000
"""A question has at most 4,000 characters; some quotes and ids fit too."""
MAX_DRAFT_BYTES = 1_250_000
"""A draft of 200,000 characters, each written as ``\\u`` and four digits."""
MAX_ARTICLE_BYTES = 21_000_000
"""A file of 20 MB, and the multipart form around it."""
MAX_BUCKETS = 1_000

_NOBODY = ""
_REQUEST_ID = "X-Request-ID"
_ID_CHARS = 64


class RequestRates:
    """Rate limits by token buckets: each holds a burst of requests and is refilled at the allowed rate."""

    def __init__(
        self,
        per_s: float = REQUESTS_PER_S,
        *,
        at_once: float | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Allow ``per_s`` requests a second on average, and bursts of ``at_once``; None: of those of a second."""
        self._per_s = per_s
        self._at_once = per_s if at_once is None else at_once
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, name: str) -> float:
        """Count a request of ``name``; return 0 if it is allowed, else the seconds until one is."""
        now = self._now()
        left, at = self._buckets.get(name, (self._at_once, now))
        left = min(self._at_once, left + (now - at) * self._per_s)
        passes = left >= 1
        self._buckets[name] = (left - 1 if passes else left, now)
        self._buckets.move_to_end(name)
        if len(self._buckets) > MAX_BUCKETS:
            self._buckets.popitem(last=False)
        return 0.0 if passes else (1 - left) / self._per_s


class Access:
    """ASGI middleware that refuses requests without a valid token, too many requests, and too large bodies.

    The token is in ``scope["state"]["token"]`` afterwards. Paths in ``open_paths`` need none.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        tokens: Callable[[], TokenBook],
        open_paths: frozenset[str],
        body_bytes: Mapping[str, int],
        rates: RequestRates | None = None,
    ) -> None:
        """Check the requests to an application.

        Args:
            app: answers the requests that pass.
            tokens: opens the library's tokens.
            open_paths: need no token, and show nothing of the library.
            body_bytes: the most bytes of a body by path, where that is not ``MAX_BODY_BYTES``.
            rates: how many requests may come.
        """
        self._app = app
        self._tokens = tokens
        self._open_paths = open_paths
        self._body_bytes = body_bytes
        self._rates = rates or RequestRates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request that is refused; pass any other to the application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), get_route_path(scope)
        try:
            token = await self._token(headers)
        except DatelineError as error:
            refusal = problem(error.args[0], HTTPStatus.SERVICE_UNAVAILABLE, hint=error.hint)
            await refusal(scope, receive, send)
            return
        wait_s = self._rates.wait_s(token.id if token else _NOBODY)
        limit = self._body_bytes.get(path, MAX_BODY_BYTES)
        if wait_s:
            refusal = too_many(f"More than {REQUESTS_PER_S:g} requests a second.", wait_s)
        elif token is None and path not in self._open_paths:
            refusal = problem(
                "This needs a token: send the header Authorization: Bearer dl_…",
                HTTPStatus.UNAUTHORIZED,
                headers={"WWW-Authenticate": "Bearer"},
            )
        elif (size := headers.get("content-length", "0")).isdecimal() and int(size) > limit:
            refusal = problem(_too_large(limit), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            scope.setdefault("state", {})["token"] = token
            await self._app(scope, _limited(receive, limit), send)
            return
        await refusal(scope, receive, send)

    async def _token(self, headers: Headers) -> Token | None:
        kind, _, sent = headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not sent:
            return None
        return await to_thread.run_sync(lambda: check_token(self._tokens(), sent.strip()))


class RequestIds:
    """ASGI middleware that gives each request an id, for the log and for the response's ``X-Request-ID``.

    A proxy in front, such as HAProxy, may have set the id in that header already.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request with its id to the application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(_REQUEST_ID, "")
        usable = given.isascii() and given.replace("-", "").isalnum() and len(given) <= _ID_CHARS
        with request(given if usable else "") as named:

            async def send_named(message: Message) -> None:
                if message["type"] == "http.response.start":
                    MutableHeaders(scope=message)[_REQUEST_ID] = named
                await send(message)

            await self._app(scope, receive, send_named)


def too_many(detail: str, wait_s: float) -> Response:
    """Return the response to a request over the rate limit; the next one is allowed after ``wait_s`` seconds."""
    return problem(detail, HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(math.ceil(wait_s))})


def _limited(receive: Receive, limit: int) -> Receive:
    """Return a ``receive`` that raises HTTPException once more than ``limit`` bytes of a body have come."""
    came = 0

    async def limited() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > limit:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_large(limit))
        return message

    return limited


def _too_large(limit: int) -> str:
    return f"The request is larger than {limit:,} bytes."
