"""The way out to the network: only to addresses that anybody may reach, only so long, only so many bytes."""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from ssl import SSLContext
from typing import Any, TypeVar

import httpcore2

from domain.errors import SourceError, TryLater

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

Result = TypeVar("Result")

Resolve = Callable[[str, int], Sequence[str]]
"""From a host's name and a port to its addresses, as digits."""

_WORLD = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is handed out to the public; loopback, private, link-local and multicast lie outside."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NOT_FOR_PAGES = [ipaddress.IPv4Network(one) for one in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")]
"""Protocol services, among them Oracle's metadata; relays of 6to4; Azure's metadata. Python calls them global."""

_CONNECT_S = 10.0


def resolve(host: str, port: int) -> list[str]:
    """Return every address that the system's resolver knows for a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may reach this address, also if it hides an IPv4 address inside IPv6."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in one for one in _NOT_FOR_PAGES)
    hidden = address.ipv4_mapped or address.sixtofour
    if hidden is None and address in _NAT64:
        hidden = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if hidden is not None:
        return is_public(hidden)
    return address in _WORLD and address.is_global


class Guard(httpcore2.NetworkBackend):
    """Opens the connections of one fetch, redirects included.

    Each name is resolved once for each connection, every address that it has is checked, and the checked
    address is the one connected to: a name cannot be looked up a second time with another answer. ``also`` are
    networks to let pass although they are not public. Raises SourceError.
    """

    def __init__(self, *, within_s: float, max_bytes: int, also: Sequence[Network] = (), by: Resolve = resolve) -> None:
        self._ends = time.monotonic() + within_s
        self._within_s = within_s
        self._bytes_left = max_bytes
        self._also = also
        self._resolve = by
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - what is left of the whole fetch counts, here and below
        local_address: str | None = None,  # noqa: ARG002 - the interface's; we have no use for it
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of the host that answers, once all of them were found harmless."""
        problem: Exception | None = None
        for address in self._checked(host, port):
            try:
                stream = self._network.connect_tcp(
                    address, port, timeout=min(_CONNECT_S, self.time_left()), socket_options=socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                problem = error
            else:
                return _Stream(stream, self)
        raise TryLater(f"{host} does not answer.", hint="Try again later, or check the address.") from problem

    def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore2.NetworkStream:
        """Never."""
        raise SourceError(f"{path} is not on the web.", hint="Name an address that begins with https://.")

    def time_left(self) -> float:
        """Return the seconds that are left, above 0; raise SourceError if none is."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TryLater(
                f"The page did not arrive within {self._within_s:g} seconds.", hint="Try again later, or save it."
            )
        return left

    def spend(self, count: int) -> None:
        """Note that so many bytes have arrived; raise SourceError if they are too many."""
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise too_large()

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            found = [ipaddress.ip_address(address) for address in self._looked_up(host, port)]
        except (OSError, ValueError) as error:
            if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
                raise TryLater(f"Nobody knows just now where {host} is.", hint="Check the network.") from error
            raise SourceError(f"There is no server {host}.", hint="Check the address and the network.") from error
        for address in found:
            if not is_public(address) and not any(address in network for network in self._also):
                raise SourceError(
                    f"{host} is not on the public web; Dateline does not fetch from there.",
                    hint="Save the page as .html and take that in.",
                )
        return [str(address) for address in found]

    def _looked_up(self, host: str, port: int) -> Sequence[str]:
        """Look a name up in the time that is left. The system's resolver knows no limit, so a thread waits for it."""
        found: list[Sequence[str]] = []
        problem: list[Exception] = []

        def look_up() -> None:
            try:
                found.append(self._resolve(host, port))
            except Exception as error:  # raised below, in the thread that asked
                problem.append(error)

        thread = threading.Thread(target=look_up, name="dateline-look-up", daemon=True)
        thread.start()
        thread.join(min(_CONNECT_S, self.time_left()))
        if problem:
            raise problem[0]
        if not found:
            raise TryLater(f"The name servers do not say where {host} is.", hint="Check the network.")
        return found[0]


class _Stream(httpcore2.NetworkStream):
    """A connection whose every step ends in time and whose bytes are counted."""

    def __init__(self, stream: httpcore2.NetworkStream, guard: Guard) -> None:
        self._stream = stream
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        data = self._in_time(lambda left: self._stream.read(max_bytes, left))
        self._guard.spend(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._in_time(lambda left: self._stream.write(buffer, left))

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        safe = self._in_time(lambda left: self._stream.start_tls(ssl_context, server_hostname, left))
        return _Stream(safe, self._guard)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _in_time(self, step: Callable[[float], Result]) -> Result:
        try:
            return step(self._guard.time_left())
        except (httpcore2.ReadTimeout, httpcore2.WriteTimeout, httpcore2.ConnectTimeout):
            self._guard.time_left()  # says so, if it was the whole fetch that took too long
            raise


def too_large() -> SourceError:
    """What is said of a page that does not end."""
    return SourceError("The page is too large to be an article.", hint="Save only the article's text; take that in.")
