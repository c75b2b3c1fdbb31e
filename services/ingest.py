"""Add, refresh, correct and remove articles at once, without a job."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.commands import INGEST
from domain.errors import UnknownArticle
from domain.foreground import Foreground
from domain.jobs import MOST_ATTEMPTS, Order, Task
from domain.lazy import Lazy
from domain.values import Material, Outcome
from ingest.extract.sandbox import Sandboxes
from ingest.fetch.feeds import Feeds
from ingest.fetch.visits import Visits
from ingest.fetch.web import FeedFound
from ingest.pipeline import Ingest as Pipeline
from ingest.reading_lists import ReadingList, orders_of, reading_list_of
from ingest.tasks import Tasks
from services.library import Library

Progress = Callable[[int, int, str], None]
"""Called during a longer operation with (number of finished items, total, name of the present item)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingest:
    """Adds, refreshes, corrects and removes articles. Methods return one outcome for each item, in order.

    An item that fails has an outcome with the status "failed"; the others are not affected.
    """

    library: Library
    pipeline: Lazy[Pipeline]
    visits: Lazy[Visits]
    feeds: Lazy[Feeds]
    foreground: Foreground
    sandbox: Lazy[Sandboxes]
    tasks: Lazy[Tasks]

    def take_in(self, materials: Sequence[Material], *, progress: Progress | None = None) -> list[Outcome]:
        """Parse and store articles; background work yields meanwhile."""
        with self.foreground:
            return self.pipeline().take_in(materials, progress=progress)

    def visit(self, urls: Sequence[str], *, progress: Progress | None = None) -> list[Outcome]:
        """Take in what is at web addresses: an article, or the entries of a feed, which is followed from then on."""
        outcomes: list[Outcome] = []
        for done, url in enumerate(urls):
            if progress is not None:
                progress(done, len(urls), url)
            found = self.visits().visit(url)
            if isinstance(found, FeedFound):
                outcomes.extend(self.follow(found.asked, progress=progress))
            else:
                outcomes.append(found)
        return outcomes

    def refresh(self, article_ids: Sequence[str] = (), *, progress: Progress | None = None) -> list[Outcome]:
        """Fetch these articles again from where they were published; without ids, all articles and all feeds."""
        entries = self.library.entries()
        unknown = set(article_ids) - {entry.id for entry in entries}
        wanted = [entry for entry in entries if not article_ids or entry.id in article_ids]
        outcomes = [*map(_unknown, sorted(unknown)), *self.visits().refresh(wanted, progress=progress)]
        return outcomes if article_ids else [*outcomes, *self.feeds().refresh(progress=progress)]

    def follow(self, url: str, *, progress: Progress | None = None) -> list[Outcome]:
        """Take in the entries of a feed, and follow it: ``refresh`` without ids takes in its new entries."""
        return self.feeds().follow(url, progress=progress)

    def read_list(self, data: bytes, name: str) -> ReadingList:
        """Parse the export of a reading list, in the sandbox. Raises SourceError."""
        return reading_list_of(self.sandbox()(Material(name=name, data=data, media="list"))[1])

    def take_in_list(
        self, found: ReadingList, *, reader: str = "", progress: Progress | None = None
    ) -> Iterator[Outcome]:
        """Take in the articles of a reading list, each with its date, its tags as collections, and its notes.

        Entries that have been taken in before are not fetched again, so an interrupted import can be repeated.

        Args:
            found: the parsed list.
            reader: the id of the user who gets the collections and notes.
            progress: called before each entry.

        Yields:
            The outcome of each entry.
        """
        orders = orders_of(found, reader=reader)
        for done, order in enumerate(orders):
            if progress is not None:
                progress(done, len(orders), order.name)
            yield from self._done(order)

    def _done(self, order: Order) -> Iterator[Outcome]:
        """Do a task at once, without further attempts if it fails."""
        came = self.tasks()(Task(number=0, job=0, order=order, attempts=MOST_ATTEMPTS))
        if isinstance(came, list):
            for part in came:
                yield from self._done(part)
        else:
            yield came

    def remove(self, article_ids: Sequence[str]) -> list[Outcome]:
        """Remove articles."""
        return self.pipeline().remove(article_ids)

    def bring_back(self, article_ids: Sequence[str]) -> list[Outcome]:
        """Store removed articles again, as they were, but without their notes and former versions."""
        outcomes = []
        for article_id in article_ids:
            try:
                outcomes.append(self.pipeline().bring_back(self.library.store().removed.article(article_id)))
            except UnknownArticle as error:
                outcomes.append(Outcome(status="failed", id=None, title="", error=str(error), source=article_id))
        return outcomes

    def correct(self, article_id: str, fields: Mapping[str, str]) -> Outcome:
        """Set fields of an article's source, which then override what the article says.

        Args:
            article_id: the article.
            fields: any of title, outlet, author, published and updated; "" removes the field.
        """
        return self.pipeline().correct(article_id, fields)


def _unknown(article_id: str) -> Outcome:
    error = UnknownArticle(f"There is no article {article_id}.", hint=f"See the ids with: {INGEST} --list")
    return Outcome(status="failed", id=None, title="", error=str(error), source=article_id)
