"""A readers-writer lock for a resource that many threads use and that one must replace now and then."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, RLock


class Gate:
    """A readers-writer lock: many threads can be inside ``passing`` at once, one alone inside ``closed``."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside = 0
        self._shut = False
        self._one = RLock()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Use the resource for the length of the block. Must not be nested in one thread."""
        with self._changed:
            self._changed.wait_for(lambda: not self._shut)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Wait until no thread is inside ``passing``, and keep all others out for the length of the block."""
        with self._changed:
            self._changed.wait_for(lambda: not self._shut)
            self._shut = True
            self._changed.wait_for(lambda: self._inside == 0)
        try:
            yield
        finally:
            with self._changed:
                self._shut = False
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Exclude the other threads that are inside ``passing`` and call this too."""
        with self._one:
            yield
