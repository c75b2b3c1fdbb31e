"""A part that is built at the first look at it, by whichever thread comes first, and kept."""

from functools import cached_property
from typing import Any, Self, TypeVar, overload

Part = TypeVar("Part")


class built_once(cached_property[Part]):  # noqa: N801 - reads like the decorator it extends
    """A cached property that two threads never build twice (Python 3.12 took the lock out of functools').

    Its owner has an ``RLock`` called ``building``: one part may look at another while it is built.
    """

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Part: ...
    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        """Return the part, built at the first look."""
        if instance is None:
            return self
        with instance.building:
            return super().__get__(instance, owner)
