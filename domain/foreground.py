"""Foreground requests, to which background work yields."""

import math
import time
from collections.abc import Callable
from threading import Condition
from types import TracebackType
from typing import Self, TypeVar

Argument = TypeVar("Argument")
Result = TypeVar("Result")

_PAUSE_S = 1.0
"""Background work stays paused for so long after the last foreground request: the next question may follow."""


class Foreground:
    """Counts the foreground requests in progress: each is a ``with`` block on this object.

    Background work calls ``wait_until_free`` before each of its steps. Safe to use from any thread.
    """

    def __init__(self, *, pause_s: float = _PAUSE_S) -> None:
        """``pause_s``: for how many seconds after a foreground request background work still waits."""
        self._changed = Condition()
        self._waiting = 0
        self._free_at_s = 0.0
        self._pause_s = pause_s

    def __enter__(self) -> Self:
        """Count one more foreground request."""
        with self._changed:
            self._waiting += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Count one foreground request less, and start the pause after it."""
        with self._changed:
            self._waiting -= 1
            self._free_at_s = time.monotonic() + self._pause_s
            self._changed.notify_all()

    def during(self, call: Callable[[Argument], Result]) -> Callable[[Argument], Result]:
        """Wrap a function so that each of its calls counts as a foreground request."""

        def called(argument: Argument) -> Result:
            with self:
                return call(argument)

        return called

    def wait_until_free(self, *, at_most_s: float = math.inf) -> None:
        """Block until no foreground request is in progress and the pause after the last one is over.

        Args:
            at_most_s: return after so many seconds in any case.
        """
        ends_s = time.monotonic() + at_most_s
        with self._changed:
            while (left_s := min(ends_s, self._free_again_s()) - time.monotonic()) > 0:
                self._changed.wait(None if math.isinf(left_s) else left_s)

    def _free_again_s(self) -> float:
        return math.inf if self._waiting else self._free_at_s
