"""A slow and lossy network between a program and its servers, as far as TCP lets programs see one.

What ``tc netem`` does to packets, TCP shows as waiting: each piece of data comes later, and where a packet was lost, it
and all behind it come after it was sent again. A relay needs neither root nor a kernel with netem.
"""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

DELAY_S, JITTER_S = 0.02, 0.02
LOST, AGAIN_S = 0.05, 0.3
"""Share of pieces that are lost, and until they are sent again (at least 200 ms in Linux)."""
_PIECE = 16_384

Address = str | tuple[str, int]
"""The path of a Unix socket, or a host and a port."""


class SlowNetwork:
    """Relays connections to a server; ``lost`` counts the pieces that had to be sent again."""

    def __init__(self, server: Address, *, seed: int = 0) -> None:
        self._server = server
        self._chance, self._jitter = random.Random(seed), random.Random(seed)
        self._ended = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.port: int = self._listening.getsockname()[1]
        self.lost = 0
        self._start(self._accept)

    def close(self) -> None:
        """Cut every connection."""
        self._ended.set()
        for one in (self._listening, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in [*self._threads]:
            thread.join()
        for one in (self._listening, *self._open):
            one.close()

    def _start(self, work: "object", *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listening.accept()
                server = socket.socket(socket.AF_UNIX if isinstance(self._server, str) else socket.AF_INET)
                self._open += [client, server]
                server.connect(self._server)
                self._start(self._relay, client, server)
                self._start(self._relay, server, client)

    def _relay(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(_PIECE):
                is_lost = self._chance.random() < LOST
                self.lost += is_lost
                self._ended.wait(DELAY_S + self._jitter.random() * JITTER_S + AGAIN_S * is_lost)
                target.sendall(piece)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


@contextmanager
def slow_network(server: Address) -> Iterator[SlowNetwork]:
    """Relay connections to a server for the length of the block."""
    made = SlowNetwork(server)
    try:
        yield made
    finally:
        made.close()
