"""Whether somebody waits for the program: work that can be done at any time gives way."""

import math
import time
from collections.abc import Callable
from threading import Condition
from types import TracebackType
from typing import Self, TypeVar

Argument = TypeVar("Argument")
Result = TypeVar("Result")

_PAUSE_S = 1.0
"""So long after somebody waited nothing is begun: the next question may follow."""


class Attention:
    """Whether somebody waits for the program: for the length of a ``with``. Any thread may ask and wait."""

    def __init__(self, *, pause_s: float = _PAUSE_S) -> None:
        self._changed = Condition()
        self._waiting = 0
        self._free_at_s = 0.0
        self._pause_s = pause_s

    def __enter__(self) -> Self:
        """Somebody waits from now on."""
        with self._changed:
            self._waiting += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Whoever waited has what it waited for."""
        with self._changed:
            self._waiting -= 1
            self._free_at_s = time.monotonic() + self._pause_s
            self._changed.notify_all()

    def during(self, call: Callable[[Argument], Result]) -> Callable[[Argument], Result]:
        """Return the call with somebody waiting for its length."""

        def called(argument: Argument) -> Result:
            with self:
                return call(argument)

        return called

    def wait_until_free(self, *, at_most_s: float = math.inf) -> None:
        """Return once nobody waits, nor has done so a moment ago; or after ``at_most_s``."""
        ends_s = time.monotonic() + at_most_s
        with self._changed:
            while (left_s := min(ends_s, self._free_again_s()) - time.monotonic()) > 0:
                self._changed.wait(None if math.isinf(left_s) else left_s)

    def _free_again_s(self) -> float:
        return math.inf if self._waiting else self._free_at_s
