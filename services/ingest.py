"""Change the articles of the library at once, without a job."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.attention import Attention
from domain.commands import INGEST
from domain.errors import UnknownArticle
from domain.lazy import Lazy
from domain.values import Material, Outcome
from ingest.follow import Feeds
from ingest.pipeline import Ingest as Pipeline
from ingest.visit import Visits
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

    def take_in(self, materials: Sequence[Material], *, progress: Progress | None = None) -> list[Outcome]:
        """Take articles in; what is read ahead waits meanwhile."""
        with self.attention:
            return self.pipeline().take_in(materials, progress=progress)

    def visit(self, urls: Sequence[str], *, progress: Progress | None = None) -> list[Outcome]:
        """Take in the articles at web addresses."""
        return self.visits().visit(urls, progress=progress)

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

    def remove(self, article_ids: Sequence[str]) -> list[Outcome]:
        """Remove articles."""
        return self.pipeline().remove(article_ids)

    def correct(self, article_id: str, fields: Mapping[str, str]) -> Outcome:
        """Set fields of an article's source (title, outlet, author, published, updated) for good; "" removes one."""
        return self.pipeline().correct(article_id, fields)


def _unknown(article_id: str) -> Outcome:
    error = UnknownArticle(f"There is no article {article_id}.", hint=f"See the ids with: {INGEST} --list")
    return Outcome(status="failed", id=None, title="", error=str(error), source=article_id)
