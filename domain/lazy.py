"""Build a part of the program on its first use."""

from collections.abc import Callable
from threading import RLock
from typing import Generic, TypeVar

Part_co = TypeVar("Part_co", covariant=True)


class Lazy(Generic[Part_co]):
    """Builds a value at the first call, once, and returns the same value from then on. Any thread may call.

    Each value has its own lock, so a slow one blocks only the callers that need it. A build that raises is tried again
    by the next call.
    """

    def __init__(self, build: Callable[[], Part_co]) -> None:
        self._build = build
        self._lock = RLock()  # a part that needs itself fails with RecursionError instead of waiting for ever
        self._built: list[Part_co] = []

    def __call__(self) -> Part_co:
        """Return the value, built if this is the first call. Raises whatever ``build`` raises."""
        if not self._built:
            with self._lock:
                if not self._built:
                    self._built.append(self._build())
        return self._built[0]

    @property
    def built(self) -> bool:
        """Whether the value has been built."""
        return bool(self._built)
