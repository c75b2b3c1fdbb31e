"""Read the articles of the library and the feeds that are followed."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.errors import SourceError, UnknownArticle
from domain.lazy import Lazy
from domain.suspicious import Found, suspicious
from domain.values import Article, ArticleEntry, Passage, Stretch
from domain.visiting import Feed
from ingest.difference import difference
from store import SqliteLibrary
from text.index_words import article_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The articles as they are stored. Needs no model, so no call waits for one."""

    store: Lazy[SqliteLibrary]
    _suspicious: dict[str, tuple[Found, ...]] = field(default_factory=dict)
    """What was found in a text, by the text's digest."""

    def entries(self) -> list[ArticleEntry]:
        """Return every article of the library, in the order they came in."""
        with self.store().snapshot() as snapshot:
            return snapshot.entries()

    def part(
        self, *, after: int = 0, limit: int, since: str | None = None
    ) -> tuple[list[ArticleEntry], int | None, int]:
        """Return a part of the list of articles, in the order they came in.

        Args:
            after: where the part before ended; 0 for the first one.
            limit: the number of articles at most.
            since: only articles that came in, or whose text changed, at that time (UTC, ISO 8601) or later.

        Returns:
            The articles, where the part ends (None if there are no more), and the number of all articles.
        """
        with self.store().snapshot() as snapshot:
            return *snapshot.part(after=after, limit=limit, since=since), snapshot.count()

    def digests(self) -> dict[str, str]:
        """Return the digest of every article's text, by id."""
        with self.store().snapshot() as snapshot:
            return snapshot.digests()

    def article(self, article_id: str) -> Article:
        """Return one article. Raises UnknownArticle."""
        with self.store().snapshot() as snapshot:
            return snapshot.article(article_id)

    def passages(self, article_id: str) -> tuple[Article, list[Passage]]:
        """Return one article and its passages in order. Raises UnknownArticle."""
        with self.store().snapshot() as snapshot:
            return snapshot.article(article_id), snapshot.passages(article_id)

    def entry(self, article_id: str) -> ArticleEntry | None:
        """Return one article as a list shows it; None if it is not in the library."""
        return self.store().by_id(article_id)

    def changes(self, article_id: str) -> tuple[Stretch, ...]:
        """Return the last change of an article's text; empty if it never changed. Raises UnknownArticle."""
        with self.store().snapshot() as snapshot:
            text, before = snapshot.article(article_id).text, snapshot.previous(article_id)
        return () if before is None else difference(before, text)

    def language(self, text: str) -> str:
        """Return the code of a text's language; "" for English, and where it is not certain."""
        code = article_language(text)
        return "" if code == "en" else code

    def suspicious(self, entries: Sequence[ArticleEntry]) -> dict[str, tuple[Found, ...]]:
        """Find what is addressed to machines in these articles; each text is read once.

        Returns:
            The findings by article id; without articles that have none, were removed, or changed since they were
            listed.
        """
        with self.store().snapshot() as snapshot:
            for entry in entries:
                if entry.digest not in self._suspicious:
                    with contextlib.suppress(UnknownArticle):
                        article = snapshot.article(entry.id)
                        self._suspicious[article.digest] = suspicious(article.text)
        return {entry.id: found for entry in entries if (found := self._suspicious.get(entry.digest))}

    def feeds(self) -> list[Feed]:
        """Return the feeds that are followed."""
        return self.store().feeds.feeds()

    def unfollow(self, url: str) -> None:
        """Forget a feed; its articles stay. Raises SourceError if it is not followed."""
        if not self.store().feeds.unfollow(url):
            raise SourceError(f"The feed {url} is not followed.", hint="See the feeds with: python -m ingest --list")
