"""Events: groups of articles about one happening, which of them was first, and where they disagree."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from domain.dates import day_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_ZONES = timedelta(hours=14)
"""The largest distance of a time zone from UTC: a day begins somewhere so much before it begins in UTC."""

Group = Callable[[Sequence[str], Mapping[tuple[str, str], float]], list[list[str]]]
"""Clusters articles into events.

Called with article ids and, by pairs of ids, the probability that both are about one event. Returns the ids of each
event, the most central article first; an article without a partner is an event of its own.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventText:
    """The data of an article that events are grouped by: its ``title`` and how its text begins (``lead``).

    ``content`` identifies a version of this data: it changes with any of it. ``vectors`` are those of the article's
    first passages, shape (n, dim), n at least 1. ``day`` is that of publication (ISO 8601).
    """

    id: str
    content: str
    title: str
    lead: str
    day: str
    outlet: str | None
    vectors: "npt.NDArray[np.float32]"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventArticle:
    """An article of an event, as a list shows it; it came in, or changed, at the time ``when`` (UTC, ISO 8601)."""

    id: str
    digest: str
    title: str
    outlet: str | None
    published: str | None
    url: str | None = None
    when: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuote:
    """A sentence of an article: ``article.text[start:end] == quote`` in the version with ``digest``."""

    article_id: str
    digest: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two sentences of different articles that give different numbers for the same thing."""

    one: EventQuote
    other: EventQuote


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Two articles or more about one happening, in the order of their publication.

    ``id`` is the id of one of the articles, ``name`` the headline of one of them. ``disagreements`` is None until they
    have been searched for.
    """

    id: str
    name: str
    articles: tuple[EventArticle, ...]
    disagreements: tuple[Disagreement, ...] | None = None

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets, each once, in the order of their first article; articles that name none are left out."""
        return tuple(dict.fromkeys(one.outlet for one in self.articles if one.outlet))

    @property
    def first_day(self) -> str | None:
        """The first day of publication (ISO 8601)."""
        return min((day for one in self.articles if (day := day_of(one.published))), default=None)

    @property
    def last_day(self) -> str | None:
        """The last day of publication (ISO 8601)."""
        return max((day for one in self.articles if (day := day_of(one.published))), default=None)

    @property
    def when(self) -> str:
        """The time (UTC, ISO 8601) at which the last of the articles came in, or changed."""
        return max(one.when for one in self.articles)

    @property
    def first(self) -> EventArticle | None:
        """The article that was published first; None where the times of publication do not show it."""
        return first_published(self.articles)


def in_order(articles: Iterable[EventArticle]) -> tuple[EventArticle, ...]:
    """Sort articles by publication, by the earliest time that a printed date can mean; undated ones last."""
    undated = datetime.max.replace(tzinfo=UTC)
    spans = ((_possible(one.published) or (undated, undated), one) for one in articles)
    return tuple(one for _, one in sorted(spans, key=lambda pair: (pair[0], pair[1].id)))


def first_published(articles: Sequence[EventArticle]) -> EventArticle | None:
    """Return the article that was certainly published first; None if there is none, or fewer than two articles.

    Its time is known with a time zone, and no other article can have been earlier. An article with a day only, or with
    a time without a zone, can have been published at any moment that this is somewhere on earth.
    """
    spans = [(_possible(one.published), one) for one in articles]
    exact = [(span[0], one) for span, one in spans if span is not None and span[0] == span[1]]
    if len(spans) < 2 or not exact:
        return None
    earliest, first = min(exact, key=lambda pair: pair[0])
    others = (span for span, one in spans if one is not first)
    return first if all(span is not None and span[0] > earliest for span in others) else None


def _possible(published: str | None) -> tuple[datetime, datetime] | None:
    """Return the earliest and the latest moment that a printed time can mean; both are the same if it has a zone."""
    day = day_of(published)
    if published is None or day is None:
        return None
    try:
        moment = datetime.fromisoformat(published) if len(published) > len(day) else None
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo is not None:
        return moment, moment
    if moment is not None:
        return moment.replace(tzinfo=UTC) - _ZONES, moment.replace(tzinfo=UTC) + _ZONES
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    return start - _ZONES, start + timedelta(days=1) + _ZONES


class EventBook(Protocol):
    """Storage of events. They are derived from the articles and can be computed again at any time."""

    def ungrouped(self, limit: int) -> list[EventText]:
        """Return at most ``limit`` articles that are new or changed since they were grouped, the earliest day first."""
        ...

    def near(self, first: str, last: str) -> list[EventText]:
        """Return the articles published between two days (ISO 8601), both included."""
        ...

    def regroup(self, compared: Sequence[EventText], pairs: Mapping[tuple[str, str], float], group: Group) -> None:
        """Replace the stored pairs of some articles, and group again every article connected to them by pairs.

        Args:
            compared: as ``ungrouped`` returned them; one that has changed since stays ungrouped.
            pairs: (smaller id, larger id) -> the probability (0 to 1) that both articles are about one event.
            group: clusters the connected articles.
        """
        ...

    def unexamined(self, limit: int) -> list[Event]:
        """Return at most ``limit`` events whose disagreements have not been searched for."""
        ...

    def note_disagreements(self, event: Event, found: Sequence[Disagreement]) -> None:
        """Store the disagreements of an event (empty: there are none), unless its articles have changed meanwhile."""
        ...

    def events(self, *, since: str | None = None, limit: int | None = None) -> list[Event]:
        """Return the events, the one with the newest article first.

        Args:
            since: only events with an article that came in, or changed, at this time (UTC, ISO 8601) or later.
            limit: the largest number of events to return; None: all.
        """
        ...

    def event_of(self, article_id: str) -> Event | None:
        """Return the event of an article; None if no other article is about it."""
        ...
