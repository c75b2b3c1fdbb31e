"""Look at feeds and articles by itself: when each is due, and how long to wait after what it answered."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest
from urllib.parse import urlsplit

from domain.errors import DatelineError
from domain.jobs import IN_LIBRARY, Order
from domain.schedule import ARTICLE, FEED, Look, LookBook
from domain.values import Outcome

MAX_PAUSE_S = 30 * 86_400.0
"""Between two looks at a place, however often it failed or had nothing new; a longer interval that is set counts."""
MAX_DOUBLINGS = 12
MAX_LOOKS_OF_HOST = 20
"""At places of one host that are ordered at once; the others stay due until the next check."""
CHECKS_A_PERIOD = 10
MIN_CHECK_S, MAX_CHECK_S = 1.0, 60.0
"""So often it is seen what is due."""

log = logging.getLogger(__name__)


class Schedule:
    """Orders looks that are due as jobs, and notes what came of them.

    A place that fails waits twice as long each time, and at least as long as it asks for; so does an article that has
    not changed. Of a host's places a few are looked at at a time. A place that is gone for good (410) is not looked at
    again.
    """

    def __init__(
        self,
        *,
        book: LookBook,
        places: Callable[[], Sequence[Order]],
        order: Callable[[Sequence[Order]], int],
        every_s: float,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Look at places by themselves.

        Args:
            book: stores when each place is due.
            places: returns the tasks of looking at every place.
            order: stores a job.
            every_s: seconds between two looks at a place that answers and changes.
            now: the time in seconds since 1970.
        """
        self._book = book
        self._places = places
        self._order = order
        self._every_s = every_s
        self._now = now
        self._ended = threading.Event()

    def start(self) -> None:
        """Order what is due in the background, for as long as this process lives or until ``end``."""
        threading.Thread(target=self._run, name="dateline-schedule", daemon=True).start()

    def end(self) -> None:
        """Order nothing more."""
        self._ended.set()

    def order_due(self) -> int | None:
        """Order a job of the looks that are due; return its number, None if none is, or another process orders them."""
        with self._book.turn() as ours:
            if not ours:
                return None
            now, looks = self._now(), self._book.looks()
            orders = {place_of(order): order for order in self._places()}
            # A feed is looked at as soon as it is known of; an article has just come in.
            new = [
                Look(place=one, due=now if one.startswith(FEED) else now + self._every_s)
                for one in orders.keys() - looks
            ]
            looks |= {one.place: one for one in new}
            due = _few_of_each_host(
                sorted(
                    (looks[place] for place in orders if not looks[place].stopped and looks[place].due <= now),
                    key=lambda look: look.due,
                ),
                host=lambda look: _host(orders[look.place]),
            )
            # Until its look is noted, it is not due again in the next moment.
            self._book.put([*new, *(replace(one, due=now + self._every_s) for one in due)])
            self._book.prune(orders)
            return self._order(_by_turns([orders[one.place] for one in due])) if due else None

    def _run(self) -> None:
        pause_s = min(max(self._every_s / CHECKS_A_PERIOD, MIN_CHECK_S), MAX_CHECK_S)
        while not self._ended.is_set():
            try:
                self.order_due()
            except DatelineError as error:  # the library cannot be used just now
                log.warning("%s", error)
            self._ended.wait(pause_s)


class Looks:
    """Notes what came of looking at a place."""

    def __init__(self, book: LookBook, *, every_s: float, now: Callable[[], float] = time.time) -> None:
        self._book = book
        self._every_s = every_s
        self._now = now

    def note(self, order: Order, outcome: Outcome | None) -> None:
        """Note what came of a task that looked at a place: an outcome; None if a feed had new entries."""
        place, now = place_of(order), self._now()
        known = self._book.look(place) or Look(place=place, due=now)
        if outcome is None or outcome.status in IN_LIBRARY:
            changes = outcome is None or outcome.status != "unchanged" or place.startswith(FEED)
            quiet = 0 if changes else known.quiet + 1
            self._book.put([Look(place=place, due=now + self._pause_s(quiet), quiet=quiet)])
        elif outcome.status in ("failed", "gone"):
            failures = known.failures + 1
            pause_s = max(self._pause_s(failures), outcome.again_after_s or 0.0)
            self._book.put(
                [
                    Look(
                        place=place,
                        due=now + pause_s,
                        failures=failures,
                        failing_since=known.failing_since or _as_text(now),
                        reason=outcome.error or outcome.note or "There is no page any more.",
                        stopped=outcome.ended,
                    )
                ]
            )

    def _pause_s(self, times: int) -> float:
        return min(self._every_s * 2.0 ** min(times, MAX_DOUBLINGS), max(self._every_s, MAX_PAUSE_S))


def is_look(order: Order) -> bool:
    """Whether a task looks again at a place that is known."""
    return order.kind == "refresh" or (order.kind == "follow" and "again" in order.fields)


def place_of(order: Order) -> str:
    """Return the name of the place that a task looks at."""
    return f"{ARTICLE}{order.fields['id']}" if order.kind == "refresh" else f"{FEED}{order.fields['url']}"


def _by_turns(orders: Sequence[Order]) -> list[Order]:
    """Return tasks such that sites take turns: no server gets all its requests in a row."""
    sites: dict[str, list[Order]] = {}
    for one in orders:
        sites.setdefault(_host(one), []).append(one)
    return [one for turn in zip_longest(*sites.values()) for one in turn if one is not None]


def _few_of_each_host(due: Iterable[Look], host: Callable[[Look], str]) -> list[Look]:
    """Return the first looks of each host, in order; files have no host, and no limit."""
    counts: Counter[str] = Counter()
    few = []
    for look in due:
        name = host(look)
        counts[name] += 1
        if not name or counts[name] <= MAX_LOOKS_OF_HOST:
            few.append(look)
    return few


def _host(order: Order) -> str:
    return urlsplit(order.fields.get("url", "")).hostname or ""


def _as_text(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
