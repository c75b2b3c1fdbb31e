"""A model's words as they come: with an end to waiting, and a way to stop at once."""

import time
from collections.abc import Callable, Iterator
from queue import Empty, Queue
from threading import Event, Thread

from domain.errors import ModelError

_LOOK_S = 0.05
"""How often it is looked whether the reader wants it stopped, while nothing comes."""


def flowing(
    pieces: Iterator[str], *, patience_s: float, stopped: Callable[[], bool], too_slow: Callable[[], ModelError]
) -> Iterator[str]:
    """Yield the pieces as they come, from a thread of their own, until they end or ``stopped`` says so.

    Raises what the pieces raise, and ``too_slow()`` when none has come for ``patience_s`` seconds. Whatever ends it,
    the pieces are closed, at the latest when the next one comes.
    """
    came: Queue[str | BaseException | None] = Queue()
    left = Event()
    Thread(target=_pump, args=(pieces, came, left), name="model", daemon=True).start()
    try:
        last = time.monotonic()
        while not stopped():
            try:
                piece = came.get(timeout=_LOOK_S)
            except Empty:
                if time.monotonic() - last > patience_s:
                    raise too_slow() from None
                continue
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise piece
            last = time.monotonic()
            yield piece
    finally:
        left.set()


def _pump(pieces: Iterator[str], came: "Queue[str | BaseException | None]", left: Event) -> None:
    try:
        for piece in pieces:
            if left.is_set():
                break
            came.put(piece)
        came.put(None)
    except BaseException as error:  # it is raised where the pieces are read
        came.put(error)
    finally:
        if close := getattr(pieces, "close", None):
            close()
