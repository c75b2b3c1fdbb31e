"""Read the articles of the library and the feeds that are followed."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from domain.commands import INGEST
from domain.errors import SourceError, UnknownArticle
from domain.lazy import Lazy
from domain.links import link_to_words, web_link
from domain.schedule import FEED, Look
from domain.values import Article, ArticleEntry, Citation, Edit, Passage, RemovedArticle, Standing, Stretch
from domain.versions import FormerVersion
from domain.visiting import Feed
from ingest.difference import difference
from store import SqliteCollections, SqliteLibrary, SqliteNotes
from text.index_words import article_language, language_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Reads articles and feeds. Does not load any model, so no call waits for one."""

    store: Lazy[SqliteLibrary]

    def entries(self) -> list[ArticleEntry]:
        """Return every article of the library, in the order they came in."""
        with self.store().snapshot() as snapshot:
            return snapshot.entries()

    def part(
        self, *, after: int = 0, limit: int, since: str | None = None
    ) -> tuple[list[ArticleEntry], int | None, int]:
        """Return a page of the list of articles, in the order they came in.

        Args:
            after: the position that the page before returned; 0 for the first page.
            limit: the largest number of articles on the page.
            since: only articles that came in, or whose text changed, at that time (UTC, ISO 8601) or later.

        Returns:
            The articles, the position at which the next page begins (None if this is the last one), and the number of
            all articles in the library.
        """
        with self.store().snapshot() as snapshot:
            return *snapshot.part(after=after, limit=limit, since=since), snapshot.count()

    def digests(self) -> dict[str, str]:
        """Return the digest of every article's text, by id."""
        with self.store().snapshot() as snapshot:
            return snapshot.digests()

    def standings(self) -> dict[str, Standing]:
        """Return what has become of articles at their published places, by article id, where anything is known."""
        with self.store().snapshot() as snapshot:
            return snapshot.standings()

    def article(self, article_id: str) -> Article:
        """Return one article. Raises UnknownArticle."""
        with self.store().snapshot() as snapshot:
            return snapshot.article(article_id)

    def passages(self, article_id: str) -> tuple[Article, list[Passage]]:
        """Return one article and its passages in order. Raises UnknownArticle."""
        with self.store().snapshot() as snapshot:
            return snapshot.article(article_id), snapshot.passages(article_id)

    def changes(self, article_id: str) -> tuple[Stretch, ...]:
        """Compare an article's text with the one before; return () if there is none. Raises UnknownArticle."""
        with self.store().snapshot() as snapshot:
            text, before = snapshot.article(article_id).text, snapshot.previous(article_id)
        return () if before is None else difference(before, text)

    def versions(self, article_id: str) -> list[FormerVersion]:
        """Return the former versions of an article, the oldest first. Raises UnknownArticle."""
        self.article(article_id)
        return self.store().versions.versions(article_id)

    def history(self, article_id: str) -> list[tuple[FormerVersion, tuple[Stretch, ...]]]:
        """Return each former version, the oldest first, with its comparison to the next one. Raises UnknownArticle."""
        versions = self.versions(article_id)
        after = [*(one.text for one in versions), self.article(article_id).text][1:]
        return [(one, difference(one.text, text)) for one, text in zip(versions, after, strict=True)]

    def as_it_was(self, article_id: str, digest: str) -> Article:
        """Return an article in the version whose text has this digest.

        Raises:
            UnknownArticle: there is no such article, or no stored version with this digest.
        """
        article = self.article(article_id)
        if article.digest == digest:
            return article
        texts = self.store().versions.versions(article_id)
        place = next((place for place in reversed(range(len(texts))) if texts[place].digest == digest), None)
        if place is None:
            raise UnknownArticle(
                f"The article {article_id} has no version {digest}.", hint="See its versions; the oldest are deleted."
            )
        entry = self.store().by_id(article_id)
        return replace(
            article,
            source=replace(article.source, title=texts[place].title),
            text=texts[place].text,
            digest=digest,
            read_at=texts[place - 1].ended if place else (entry.added if entry else None),
            findings=None,
            language=None,
            spans=None,
        )

    def quoted(self, citation: Citation) -> tuple[str | None, str | None]:
        """Return a link to a quote on its published page, and when the quoted text was extracted.

        Returns:
            The link (None if the article has no web address) and the time (UTC, ISO 8601; None if it is not known). The
            link opens the page without scrolling to the quote if the citation is a fact of the source, or if the quoted
            version is no longer stored; in the latter case the time is None.
        """
        cited = citation.article
        try:
            article = self.as_it_was(cited.id, cited.digest)
        except UnknownArticle:
            return web_link(cited.source.url), None
        if citation.start is None or citation.end is None:
            return web_link(cited.source.url), article.read_at
        return link_to_words(cited.source.url, article.text, citation.start, citation.end), article.read_at

    def collections(self, reader: str = "") -> SqliteCollections:
        """Return the collections that a user sees, by the user's id; "" where nobody has logged in."""
        return self.store().collections(reader)

    def collect(self, name: str, article_ids: Collection[str], *, reader: str = "") -> int:
        """Add articles to a collection, which is made if there is none of that name; return how many it has then.

        Raises UnknownArticle, CollectionError.
        """
        with self.store().snapshot() as snapshot:
            for article_id in article_ids:
                snapshot.article(article_id)
        return self.collections(reader).add(name, article_ids).count

    def notes(self, reader: str = "") -> SqliteNotes:
        """Return the notes and highlights of a user."""
        return self.store().notes(reader)

    def language(self, text: str) -> str:
        """Return the code of a text's language; "" for English, or if it is not certain."""
        return _unless_english(article_language(text))

    def language_of(self, article: Article) -> str:
        """Return the code of an article's language; "" for English, or if it is not certain."""
        return _unless_english(language_of(article))

    def removed(self) -> list[RemovedArticle]:
        """Return the articles that were removed and can be brought back, the last removed first."""
        return self.store().removed.articles()

    def edits(self, article_id: str) -> list[Edit]:
        """Return who added, changed, corrected and removed an article, the oldest first; empty without a login."""
        return self.store().edits.edits(article_id)

    def feeds(self) -> list[Feed]:
        """Return the feeds that are followed."""
        return self.store().feeds.feeds()

    def failing(self) -> list[Look]:
        """Return the feeds and articles that could not be fetched the last time."""
        return self.store().looks.failing()

    def failing_feeds(self) -> dict[str, Look]:
        """Return the feeds that could not be fetched the last time, by address."""
        return {one.place.removeprefix(FEED): one for one in self.failing() if one.place.startswith(FEED)}

    def unfollow(self, url: str) -> None:
        """Stop following a feed; its articles stay. Raises SourceError if it is not followed."""
        if not self.store().feeds.unfollow(url):
            raise SourceError(f"The feed {url} is not followed.", hint=f"See the feeds with: {INGEST} --list")


def _unless_english(code: str) -> str:
    return "" if code == "en" else code
