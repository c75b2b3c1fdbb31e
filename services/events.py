"""Read the events of the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.errors import UnknownArticle, UnknownEvent
from domain.events import Event, EventBook
from domain.lazy import Lazy
from ingest.grouping import EventGrouper
from ingest.report import event_as_json
from store import SqliteLibrary


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Reads events. They are grouped in the background or, if no background thread runs, when they are read."""

    store: Lazy[SqliteLibrary]
    grouper: Lazy[EventGrouper]

    def events(self, *, since: str | None = None, limit: int | None = None) -> list[Event]:
        """Return the events, the one with the newest article first.

        Args:
            since: only those of which an article came in, or changed, at this time (UTC, ISO 8601) or later.
            limit: so many at most.
        """
        return self._grouped().events(since=since, limit=limit)

    def as_json(self, events: Sequence[Event]) -> dict[str, Any]:
        """Return events as other programs read them."""
        return {"events": [event_as_json(one) for one in events]}

    def event_of(self, article_id: str) -> Event:
        """Return the event of an article. Raises UnknownArticle, UnknownEvent."""
        found = self._grouped().event_of(article_id)
        if found is not None:
            return found
        if self.store().by_id(article_id) is None:
            raise UnknownArticle(f"There is no article {article_id}.", hint="It may have been removed; see --list.")
        raise UnknownEvent("No other article of the library is about this event.", hint="See the list of events.")

    def _grouped(self) -> EventBook:
        if not self.grouper().running:
            self.grouper().group_all()
        return self.store().events
