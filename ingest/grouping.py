"""Group articles into events in the background: those that came in, changed or lost one of their event."""

import threading
from collections.abc import Callable, Sequence
from datetime import date

from domain.errors import DatelineError, Stopping
from domain.events import Disagreement, Event, EventBook
from ingest.events import WINDOW, compare, events

_AT_ONCE = 64
"""Articles that are compared together."""
_FIRST_LOOK_S, _LOOK_AGAIN_S = 3.0, 2.0


class EventGrouper:
    """Keeps the events of a library up to date. What it stores follows from the articles alone, not from their order.

    Two processes may do so at once: each article is compared anew until it is stored as it is.
    """

    def __init__(
        self,
        *,
        book: EventBook,
        generation: Callable[[], int],
        find_disagreements: Callable[[Event], Sequence[Disagreement]],
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the parts.

        Args:
            book: where events are stored.
            generation: moves with every change of the library.
            find_disagreements: where the articles of an event disagree; may embed sentences.
            give_way: called before each piece of work; returns when it may begin.
        """
        self._book = book
        self._generation = generation
        self._find_disagreements = find_disagreements
        self._give_way = give_way
        self._seen: int | None = None
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def group_all(self) -> None:
        """Group all articles that have not been grouped as they are now. Raises LibraryError."""
        while not self._ended.is_set() and (waiting := self._book.ungrouped(_AT_ONCE)):
            self._give_way()
            first = date.fromisoformat(waiting[0].day)
            compared = [one for one in waiting if date.fromisoformat(one.day) - first <= WINDOW]
            last = date.fromisoformat(compared[-1].day)
            near = self._book.near((first - WINDOW).isoformat(), (last + WINDOW).isoformat())
            self._book.regroup(compared, compare(compared, near), events)

    def examine_all(self) -> None:
        """Look for disagreements in all events where that has not been done. Raises LibraryError and EmbedderError."""
        while not self._ended.is_set() and (waiting := self._book.unexamined(1)):
            self._give_way()
            self._book.note_disagreements(waiting[0], self._find_disagreements(waiting[0]))

    @property
    def running(self) -> bool:
        """Whether the events are kept up to date in a thread of this process."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Keep the events up to date in a thread, until ``close`` is called."""
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name="dateline-events", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread, when it has done the piece of work that it is at."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        pause_s = _FIRST_LOOK_S
        while not self._ended.wait(pause_s):
            pause_s = _LOOK_AGAIN_S
            try:
                generation = self._generation()
                if generation != self._seen:
                    self.group_all()
                    self.examine_all()
                    self._seen = generation
            except Stopping:
                return
            except DatelineError:
                pass  # whoever reads the library meets the error; here it is tried again
