"""An address to what stands there: over http and https, through redirects, within limits."""

import math
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from urllib.parse import urlsplit

import httpcore2
import httpx2

from domain.errors import SourceError, TryLater
from ingest.extract.feed import is_feed
from ingest.fetch.files import MAX_BYTES
from ingest.fetch.guard import Guard, Network, Resolve, resolve, too_large

MAX_REDIRECTS = 10
WITHIN_S = 30.0
"""For everything together: names, connections, redirects, the page."""

MAX_HOST_PAUSE_S = 86_400.0
"""A host that asks to be left alone for longer is asked again after a day."""

_GONE = (404, 410)
_FOR_GOOD = 410
_PERMANENT = (301, 308)
_PASSING = (408, 425, 429, *range(500, 600))
_BROKEN_OFF = (
    *(httpx2.ReadError, httpx2.WriteError, httpx2.RemoteProtocolError),
    *(httpcore2.ReadError, httpcore2.WriteError, httpcore2.RemoteProtocolError),
)
_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.8,text/plain;q=0.7,*/*;q=0.5"
_AGENT = "Mozilla/5.0 (compatible; Dateline/0.1; reads single articles for one reader)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a server said of a page's version; sent back, it need not send the same page again."""

    etag: str | None = None
    modified: str | None = None


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands at an address.

    ``asked`` is the address that was asked for, ``url`` where it was found after redirects. ``moved``: there were some,
    and each is permanent.
    """

    asked: str
    url: str
    data: bytes
    media_type: str = ""
    charset: str | None = None
    marks: Marks = NO_MARKS
    moved: bool = False


class FeedFound(Page):
    """A feed stands at an address."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server says that the version with the marks that were sent still stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Nothing stands there; ``for_good``: the server says that nothing will again (410)."""

    for_good: bool


Found = Page | FeedFound | Unchanged | Gone


class _Pauses:
    """Hosts that have asked to be left alone (``Retry-After``), and until when; any thread may call."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._until: dict[str, float] = {}

    def check(self, host: str) -> None:
        """Raise TryLater if the host is to be left alone."""
        rest_s = self._until.get(host, 0.0) - self._now()
        if rest_s > 0:
            raise TryLater(
                f"{host} has asked to be left alone for a while.", hint="Try again later.", after_s=math.ceil(rest_s)
            )
        self._until.pop(host, None)

    def note(self, host: str, after_s: float) -> None:
        """Note that a host asks to be left alone for so long."""
        if after_s > 0:
            self._until[host] = self._now() + min(after_s, MAX_HOST_PAUSE_S)


class Web:
    """Fetches. One fetch affects another only where a host asks to be left alone: it is, whatever its page."""

    def __init__(
        self,
        *,
        also: Sequence[Network] = (),
        by: Resolve = resolve,
        within_s: float = WITHIN_S,
        now: Callable[[], float] = time.time,
    ) -> None:
        """``also`` and ``by`` are for the guard, see there; ``now`` is the time in seconds."""
        self._also = also
        self._by = by
        self._within_s = within_s
        self._pauses = _Pauses(now)

    def fetch(self, url: str, marks: Marks = NO_MARKS) -> Found:
        """Return what stands at an address.

        Args:
            url: begins with http:// or https://.
            marks: of the version that is known; only with them the answer may be ``Unchanged``.

        Raises:
            SourceError: it cannot be had; TryLater, a kind of it, where it may be had later.
        """
        guard = Guard(within_s=self._within_s, max_bytes=MAX_BYTES, also=self._also, by=self._by)
        headers = {"Accept": _ACCEPT, "User-Agent": _AGENT, **_conditions(marks)}
        try:
            with httpx2.Client(transport=_Transport(guard, self._tls), headers=headers, trust_env=False) as client:
                return _found(url, *_follow(client, client.build_request("GET", _checked(url)), self._pauses))
        except SourceError:
            raise
        except (httpx2.TimeoutException, httpcore2.TimeoutException) as error:
            raise TryLater(f"{_host(url)} answers too slowly.", hint="Try again later.") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpcore2.ProtocolError, httpcore2.NetworkError) as error:
            refusal = TryLater if isinstance(error, _BROKEN_OFF) else SourceError
            raise refusal(
                f"The page could not be fetched from {_host(url)}: {str(error) or type(error).__name__}.",
                hint="Try again later, or save the page as .html and take that in.",
            ) from error

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx2.create_ssl_context()


class _Transport(httpx2.BaseTransport):
    """httpx over connections that the guard opens."""

    def __init__(self, guard: Guard, tls: ssl.SSLContext) -> None:
        self._pool = httpcore2.ConnectionPool(network_backend=guard, ssl_context=tls)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        reply = self._pool.handle_request(
            httpcore2.Request(
                request.method,
                httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
            )
        )
        return httpx2.Response(reply.status, headers=reply.headers, stream=_Body(reply), request=request)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, reply: httpcore2.Response) -> None:
        self._reply = reply

    def __iter__(self):  # type: ignore[no-untyped-def]
        return self._reply.iter_stream()

    def close(self) -> None:
        self._reply.close()


def _follow(client: httpx2.Client, request: httpx2.Request, pauses: _Pauses) -> tuple[httpx2.Response, bytes, bool]:
    """Return the last response of a row of redirects, its body, and whether all of them are permanent."""
    statuses: list[int] = []
    for _ in range(MAX_REDIRECTS + 1):
        pauses.check(request.url.host)
        response = client.send(request, stream=True)
        try:
            if response.status_code in _PASSING:
                pauses.note(request.url.host, _seconds(response.headers.get("retry-after", "")))
            if response.next_request is None:
                body = _body(response) if response.is_success else b""
                return response, body, bool(statuses) and all(status in _PERMANENT for status in statuses)
            statuses.append(response.status_code)
            safe, request = request.url.scheme == "https", response.next_request
            _checked(str(request.url))
            if safe and request.url.scheme != "https":
                raise SourceError(
                    f"{response.url.host} leads from https to an address without it.",
                    hint="Open it in a browser; if that is right, name the address that begins with http://.",
                )
        finally:
            response.close()
    raise SourceError(
        f"{request.url.host} redirects more than {MAX_REDIRECTS} times.", hint="Open it in a browser and save it."
    )


def _found(asked: str, response: httpx2.Response, body: bytes, moved: bool) -> Found:
    if response.status_code == httpx2.codes.NOT_MODIFIED:
        return Unchanged()
    if response.status_code in _GONE:
        return Gone(for_good=response.status_code == _FOR_GOOD)
    if not response.is_success:
        raise _refused(response)
    headers = response.headers
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    kind = FeedFound if is_feed(media_type, body) else Page
    return kind(
        asked=asked,
        url=str(response.url.copy_with(fragment=None)),
        data=body,
        media_type=media_type,
        charset=response.charset_encoding,
        marks=Marks(etag=_plain(headers.get("etag")), modified=_plain(headers.get("last-modified"))),
        moved=moved,
    )


def _plain(mark: str | None) -> str | None:
    """A mark that can be sent back as it came; others are no use."""
    return mark if mark and mark.isascii() and mark.isprintable() else None


def _body(response: httpx2.Response) -> bytes:
    """Return the body, unpacked piece by piece, so that a small one which unpacks to a huge one is stopped."""
    if int(response.headers.get("content-length", "0")) > MAX_BYTES:
        raise too_large()
    if "," in response.headers.get("content-encoding", ""):  # inner layers may unpack for ever and yield nothing
        raise SourceError(
            f"{response.url.host} packs the page more than once.", hint="Open it in a browser and save it."
        )
    data = bytearray()
    for piece in response.iter_bytes():
        data += piece
        if len(data) > MAX_BYTES:
            raise too_large()
    return bytes(data)


def _refused(response: httpx2.Response) -> SourceError:
    status, host = response.status_code, response.url.host
    if status in (401, 402, 403, 407, 451):
        return SourceError(f"{host} does not show this page to everybody ({status}).", hint="Save it from a browser.")
    if status in _PASSING:
        after_s = _seconds(response.headers.get("retry-after", ""))
        return TryLater(f"{host} cannot answer just now ({status}).", hint="Try again later.", after_s=after_s)
    return SourceError(f"{host} answers with an error ({status}).", hint="Check the address in a browser.")


def _seconds(retry_after: str) -> float:
    """Return how long a server asks to be left alone: it names seconds, or a moment; 0 for anything else."""
    if retry_after.strip().isascii() and retry_after.strip().isdigit():
        return float(retry_after[:9])
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _checked(url: str) -> str:
    """Return the address if it may be fetched at all; redirects come through here too."""
    try:
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            raise SourceError(f"{url} is no address of a web page.", hint="It must begin with https:// or http://.")
        if parts.username or parts.password:
            raise SourceError("The address holds a password, which would be kept.", hint="Leave it out.")
    except ValueError as error:
        raise SourceError(f"{url} is no address of a web page.", hint="Check it.") from error
    return url


def _conditions(marks: Marks) -> dict[str, str]:
    known = {"If-None-Match": _plain(marks.etag), "If-Modified-Since": _plain(marks.modified)}
    return {name: value for name, value in known.items() if value}


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
