"""A gate for something that many threads use and one must now and then replace."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, RLock


class Gate:
    """Many may pass at once; ``closed`` waits until nobody is inside and lets nobody in."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside = 0
        self._shut = False
        self._one = RLock()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Be inside for the length of the block. Not to be nested in a thread."""
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
        """Be the only one inside for the length of the block."""
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
        """One at a time of those who are inside."""
        with self._one:
            yield
