"""A least-recently-used cache that computes missing values in one batch."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Caches the ``most`` last used values. Safe to use from several threads.

    Unlike ``functools.lru_cache`` it computes all missing values of a call at once, which is faster for batched work.
    """

    def __init__(self, make: Callable[[list[Key]], Sequence[Value]], *, most: int) -> None:
        """``make`` returns the values of some keys, in their order; the same key must always get the same value."""
        self._make = make
        self._most = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def __call__(self, keys: Sequence[Key]) -> list[Value]:
        """Return the value of each key, in order."""
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        if missing:
            known.update(zip(missing, self._make(missing), strict=True))
        with self._lock:
            for key, value in known.items():
                self._kept[key] = value
                self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return [known[key] for key in keys]
