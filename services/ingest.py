"""Change the articles of the library at once, without a job."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.attention import Attention
from domain.commands import INGEST
from domain.errors import UnknownArticle
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
"""Called with (number done, total, name of the item in work) during a longer task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingest:
    """Take articles in, refresh, correct and remove them. Each call returns one outcome per item, in order.

    An item that fails does so alone, as an outcome ``failed``.
    """

    library: Library
    pipeline: Lazy[Pipeline]
    visits: Lazy[Visits]
    feeds: Lazy[Feeds]
    attention: Attention
    sandbox: Lazy[Sandboxes]
    tasks: Lazy[Tasks]

    def take_in(self, materials: Sequence[Material], *, progress: Progress | None = None) -> list[Outcome]:
        """Take articles in; what is read ahead waits meanwhile."""
        with self.attention:
            return self.pipeline().take_in(materials, progress=progress)

    def visit(self, urls: Sequence[str], *, progress: Progress | None = None) -> list[Outcome]:
        """Take in what stands at web addresses: articles, and of a feed its entries, which is followed from then on."""
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
        """Fetch these articles again from where they came from; without ids all of them, and all feeds."""
        entries = self.library.entries()
        unknown = set(article_ids) - {entry.id for entry in entries}
        wanted = [entry for entry in entries if not article_ids or entry.id in article_ids]
        outcomes = [*map(_unknown, sorted(unknown)), *self.visits().refresh(wanted, progress=progress)]
        return outcomes if article_ids else [*outcomes, *self.feeds().refresh(progress=progress)]

    def follow(self, url: str, *, progress: Progress | None = None) -> list[Outcome]:
        """Take in the entries of a feed, and from now on its new ones at each ``refresh`` without ids."""
        return self.feeds().follow(url, progress=progress)

    def read_list(self, data: bytes, name: str) -> ReadingList:
        """Return what the export of a reading list holds; it is parsed in the sandbox. Raises SourceError."""
        return reading_list_of(self.sandbox()(Material(name=name, data=data, media="list"))[1])

    def take_in_list(
        self, found: ReadingList, *, reader: str = "", progress: Progress | None = None
    ) -> Iterator[Outcome]:
        """Take in the articles of a reading list, each with its date, its tags as collections, and its notes.

        What has been taken in before is not fetched again, so the same list can be begun again where it broke off.

        Args:
            found: the list.
            reader: the user whose collections and notes they become.
            progress: called before each entry.
        """
        orders = orders_of(found, reader=reader)
        for done, order in enumerate(orders):
            if progress is not None:
                progress(done, len(orders), order.name)
            yield from self._done(order)

    def _done(self, order: Order) -> Iterator[Outcome]:
        """Do a task now and for the last time."""
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
        """Take removed articles in again, as they were; what belonged to them (notes, former texts) stays gone."""
        outcomes = []
        for article_id in article_ids:
            try:
                outcomes.append(self.pipeline().bring_back(self.library.store().removed.article(article_id)))
            except UnknownArticle as error:
                outcomes.append(Outcome(status="failed", id=None, title="", error=str(error), source=article_id))
        return outcomes

    def correct(self, article_id: str, fields: Mapping[str, str]) -> Outcome:
        """Set fields of an article's source (title, outlet, author, published, updated) for good; "" removes one."""
        return self.pipeline().correct(article_id, fields)


def _unknown(article_id: str) -> Outcome:
    error = UnknownArticle(f"There is no article {article_id}.", hint=f"See the ids with: {INGEST} --list")
    return Outcome(status="failed", id=None, title="", error=str(error), source=article_id)
