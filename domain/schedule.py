"""The schedule on which feeds and articles are fetched again, and the protocol to where it is stored."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

FEED, ARTICLE = "feed:", "article:"
"""The prefixes of the names of places: a feed's address or an article's id follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The schedule of one place, a feed or an article's page, and the results of its last fetches.

    ``due`` is when it is fetched next (seconds since 1970). ``failures`` counts the failures in a row,
    ``failing_since`` is the time of the first of them (UTC, ISO 8601) and ``reason`` the last one's message. ``quiet``
    counts the fetches in a row that found nothing new. ``stopped``: it is not fetched again, since its server says that
    it is gone for good.
    """

    place: str
    due: float
    failures: int = 0
    failing_since: str | None = None
    reason: str | None = None
    quiet: int = 0
    stopped: bool = False


class LookBook(Protocol):
    """Storage of the schedule, for any number of threads and processes."""

    def looks(self) -> dict[str, Look]:
        """Return the schedule of every place, by the place's name."""
        ...

    def look(self, place: str) -> Look | None:
        """Return the schedule of a place; None if it has none yet."""
        ...

    def failing(self) -> list[Look]:
        """Return the places whose last fetch failed."""
        ...

    def put(self, looks: Sequence[Look]) -> None:
        """Store the schedule of some places, replacing what was stored for them."""
        ...

    def prune(self, places: Collection[str]) -> None:
        """Delete the schedule of every place but these."""
        ...

    def turn(self) -> AbstractContextManager[bool]:
        """Be the only scheduler of all processes for the length of the block; yield False if another one is."""
        ...
