"""Background work: jobs, the schedule, loading models, and embedding sentences in advance."""

import contextlib
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from domain.errors import DatelineError
from domain.jobs import Order, asked_by
from domain.lazy import Lazy
from domain.values import Outcome
from ingest.fetch.opml import read_opml
from ingest.fetch.visits import Visits
from ingest.reading_lists import ReadingList, orders_of
from ingest.schedule import Schedule
from ingest.tasks import refreshing
from services.library import Library
from services.parts import Parts
from store import SqliteJobs

WATCHED_S = 0.5
"""How often ``watch`` looks for finished jobs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """Starts background work. Jobs are stored until they are done, by this process or another one over the library."""

    library: Library
    visits: Lazy[Visits]
    parts: Parts
    schedule: Lazy[Schedule]
    refreshes: bool
    """Whether feeds and articles are fetched again on a schedule."""
    wants_read_ahead: bool
    load: Callable[[], None]

    @property
    def jobs(self) -> SqliteJobs:
        """The jobs, how far each is, and their outcomes."""
        return self.library.store().jobs

    @property
    def expecting(self) -> bool:
        """Whether the library is empty while a job brings the first articles, so that a question should wait."""
        return any(job.brings for job in self.jobs.jobs()) and not self.library.entries()

    def order(self, orders: Sequence[Order], *, by: str = "") -> int:
        """Store a job; return its number. ``by`` is the name of the user who asks for it, "" without a login."""
        number = self.jobs.add(asked_by(orders, by))
        self.parts.runner().call()
        return number

    def order_refresh(self, article_ids: Collection[str] = ()) -> int:
        """Store a job that fetches these articles again; without ids, all articles and all feeds."""
        entries = [entry for entry in self.library.entries() if not article_ids or entry.id in article_ids]
        feeds = [] if article_ids else self.library.feeds()
        return self.order(refreshing(self.visits().refreshable(entries), feeds))

    def order_list(self, found: ReadingList, *, reader: str = "", by: str = "") -> int:
        """Store a job that takes in a reading list; return its number.

        Args:
            found: the parsed list.
            reader: the id of the user who gets its collections and notes.
            by: the name of the user who asks for it, "" without a login.
        """
        return self.order(orders_of(found, reader=reader), by=by)

    def follow(self, urls: Sequence[str], *, by: str = "") -> int:
        """Store a job that follows feeds; return its number."""
        return self.order([Order(kind="follow", name=url, fields={"url": url}) for url in urls], by=by)

    def follow_list(self, opml: bytes, *, by: str = "") -> int:
        """Store a job that follows the feeds of an OPML list; return its number. Raises SourceError."""
        return self.follow(read_opml(opml), by=by)

    def start_work(self) -> None:
        """Start the threads that do jobs (unfinished ones of an earlier process first), derive data and group events.

        Another one fetches feeds and articles on a schedule, if that is configured.
        """
        self.parts.runner().start()
        self.parts.examiner().start()
        self.parts.grouper().start()
        if self.refreshes:
            self.schedule().start()

    def watch(self, ended: threading.Event) -> Iterator[Outcome]:
        """Do the jobs, and fetch feeds and articles on a schedule, until ``ended`` is set.

        Yields:
            The outcomes of each job that is finished meanwhile, except "unchanged".
        """
        seen = max((job.number for job in self.jobs.jobs() if not job.open), default=0)
        self.parts.runner().start()
        self.schedule().start()
        while not ended.wait(WATCHED_S):
            over = [job.number for job in self.jobs.jobs() if not job.open and job.number > seen]
            for number in sorted(over):
                yield from (one for one in self.jobs.outcomes(number) if one.status != "unchanged")
            seen = max([seen, *over])
        self.stop_work()

    def stop_work(self) -> None:
        """Stop the threads; an unfinished task is left to the next process, and does not count as a failed attempt."""
        if self.schedule.built:
            self.schedule().end()
        if self.parts.runner.built:
            self.parts.runner().end()
        if self.parts.examiner.built:
            self.parts.examiner().end()
        if self.parts.grouper.built:
            self.parts.grouper().close()

    def warm_up(self) -> threading.Thread:
        """Load the models and open the index in a background thread; return that thread.

        The library is opened before that, so that who only reads it does not wait for a model.
        """
        with contextlib.suppress(DatelineError):  # the first call that needs it shows the error
            self.parts.conversations()
        thread = threading.Thread(target=self._load, name="dateline-warm-up", daemon=True)
        thread.start()
        return thread

    def read_ahead(self) -> threading.Event:
        """Start a thread that embeds the sentences of articles, also of later ones, while no request is in progress.

        Does nothing if the settings turn it off; then the first question about an article takes longer.

        Returns:
            An event that stops the thread when it is set.
        """
        from answering.quoting.read_ahead import read_on

        ended = threading.Event()
        if self.wants_read_ahead:
            arguments = (self.parts.reads_ahead, ended)
            threading.Thread(target=read_on, args=arguments, name="dateline-read-ahead", daemon=True).start()
        return ended

    def _load(self) -> None:
        with contextlib.suppress(DatelineError):  # the first question meets the same error, and shows it
            self.load()
