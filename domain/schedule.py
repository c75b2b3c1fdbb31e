"""When feeds and articles are looked at by themselves, and the protocol to where that is stored."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

FEED, ARTICLE = "feed:", "article:"
"""How the name of a place begins; an address or an article's id follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is known of looking at a place.

    ``due`` is when it is looked at next (seconds since 1970). ``failures`` counts looks that failed in a row,
    ``failing_since`` is the time of the first of them (UTC, ISO 8601) and ``reason`` what the last one said. ``quiet``
    counts looks in a row that found nothing new. ``stopped``: it is not looked at again, since it said so.
    """

    place: str
    due: float
    failures: int = 0
    failing_since: str | None = None
    reason: str | None = None
    quiet: int = 0
    stopped: bool = False


class LookBook(Protocol):
    """Where looks are stored. Any number of threads and processes may use it."""

    def looks(self) -> dict[str, Look]:
        """Return them by place."""
        ...

    def look(self, place: str) -> Look | None:
        """Return what is known of looking at a place; None if nothing is."""
        ...

    def failing(self) -> list[Look]:
        """Return the looks of places whose last look failed."""
        ...

    def put(self, looks: Sequence[Look]) -> None:
        """Store looks, each in place of what was known of its place."""
        ...

    def prune(self, places: Collection[str]) -> None:
        """Forget every place but these."""
        ...

    def turn(self) -> AbstractContextManager[bool]:
        """Be the only scheduler of all processes, for the length of the block; False: another one is."""
        ...
