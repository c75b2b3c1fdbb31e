"""A snapshot of the library: reads within one transaction."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from domain.derived import Span
from domain.errors import UnknownArticle
from domain.events import Event
from domain.keys import split_vector_id, vector_id
from domain.suspicious import Found
from domain.values import EVERYTHING, Article, ArticleEntry, Format, Passage, Scope, Source, Standing
from store.events import read_event_of
from store.keywords import in_scope, match_any

ENTRY = (
    "id, identity, title, url, outlet, author, published, updated, digest, duplicate_of, passages, words, gone,"
    " format, extractor, added, changed, story, CASE WHEN unread THEN NULL ELSE suggestion END,"
    " notice, replaced, findings"
)


class SqliteSnapshot:
    """Implements domain.protocols.Snapshot. Valid as long as the connection's read transaction is open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kept: dict[str, Article] = {}

    @contextmanager
    def released(self, keep: Iterable[Article] = ()) -> Iterator[None]:
        """Hold no transaction for the length of the block; see domain.protocols.Snapshot."""
        self._kept |= {article.id: article for article in keep}
        self._connection.execute("COMMIT")
        try:
            yield
        finally:
            begin_reading(self._connection)

    @property
    def generation(self) -> int:
        """The number of the library's state, which grows with every change."""
        return generation(self._connection)

    def entries(self) -> list[ArticleEntry]:
        """Return every article, also duplicates, in the order they came in."""
        rows = self._connection.execute(f"SELECT {ENTRY} FROM articles ORDER BY number")
        return [entry(row) for row in rows]

    def part(self, *, after: int = 0, limit: int, since: str | None = None) -> tuple[list[ArticleEntry], int | None]:
        """Return a page of the list of articles, in the order they came in.

        Args:
            after: the position that the page before returned; 0 for the first page.
            limit: the largest number of articles on the page.
            since: only articles that came in, or whose text changed, at that time (UTC, ISO 8601) or later.

        Returns:
            The articles, and the position at which the next page begins; None if this is the last one.
        """
        condition = "" if since is None else "AND coalesce(changed, added) >= :since"
        rows = self._connection.execute(
            f"SELECT {ENTRY}, number FROM articles WHERE number > :after {condition} ORDER BY number LIMIT :limit + 1",
            {"after": after, "limit": limit, "since": since},
        ).fetchall()
        shown = rows[:limit]
        return [entry(row) for row in shown], (shown[-1][-1] if len(rows) > limit else None)

    def count(self) -> int:
        """Return the number of articles, duplicates included."""
        counted: int = self._connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        return counted

    def digests(self) -> dict[str, str]:
        """Return the digest of every article's text, by article id; ten times as fast as ``entries``."""
        return dict(self._connection.execute("SELECT id, digest FROM articles").fetchall())

    def article(self, article_id: str) -> Article:
        """Return an article with its text; raises UnknownArticle."""
        if article_id in self._kept:
            return self._kept[article_id]
        row = self._connection.execute(
            f"SELECT {ENTRY}, language, sentences, text FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        if row is None:
            raise UnknownArticle(f"There is no article {article_id}.", hint="It may have been removed; see --list.")
        listed = entry(row)
        return Article(
            id=listed.id,
            source=listed.source,
            text=row[-1],
            digest=listed.digest,
            standing=listed.standing,
            findings=listed.findings,
            language=row[-3],
            spans=_spans(row[-2]),
            read_at=listed.changed or listed.added,
            suggestion=listed.suggestion,
        )

    def standings(self) -> dict[str, Standing]:
        """Return what has become of articles at their published places, by article id, where anything is known."""
        rows = self._connection.execute(
            "SELECT id, notice, replaced FROM articles WHERE notice IS NOT NULL OR replaced IS NOT NULL"
        )
        return {article_id: _standing(notice, replaced) for article_id, notice, replaced in rows}

    def sources(self, article_ids: Sequence[str]) -> dict[str, Source]:
        """Return the source of each article, by its id; unknown ids are left out."""
        rows = self._connection.execute(
            f"SELECT {ENTRY} FROM articles WHERE id IN (SELECT value FROM json_each(?))", (_json(article_ids),)
        )
        return {listed.id: listed.source for listed in map(entry, rows)}

    def previous(self, article_id: str) -> str | None:
        """Return the text that an article had before its last change; None if it never changed."""
        row = self._connection.execute(
            "SELECT text FROM previous WHERE article = ? ORDER BY number DESC LIMIT 1", (article_id,)
        ).fetchone()
        return None if row is None else str(row[0])

    def passages(self, article_id: str) -> list[Passage]:
        """Return an article's passages, ordered by ``ordinal``; empty for a duplicate."""
        text = self.article(article_id).text
        rows = self._connection.execute(
            'SELECT ordinal, start, "end" FROM passages WHERE article = (SELECT number FROM articles WHERE id = ?)'
            " ORDER BY ordinal",
            (article_id,),
        )
        return [
            Passage(article_id=article_id, ordinal=ordinal, text=text[start:end], start=start, end=end)
            for ordinal, start, end in rows
        ]

    def passages_of_vectors(self, vector_ids: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        """Map vector ids to their passages, as (article id, ordinal); ids without a passage are left out."""
        wanted = set(vector_ids)
        keys = {split_vector_id(identifier)[1] for identifier in wanted}
        rows = self._connection.execute(
            "SELECT a.id, p.vector_key, p.ordinal FROM json_each(?) AS k"
            " JOIN passages AS p ON p.vector_key = k.value JOIN articles AS a ON a.number = p.article"
            " ORDER BY p.article, p.ordinal",
            (_json(keys),),
        )
        found: dict[str, list[tuple[str, int]]] = {}
        for article_id, key, ordinal in rows:
            if (identifier := vector_id(article_id, key)) in wanted:
                found.setdefault(identifier, []).append((article_id, ordinal))
        return found

    def stories(self) -> dict[str, str]:
        """Map the ids of articles that have near-duplicates to the label of their near-duplicate group."""
        rows = self._connection.execute(
            "SELECT id, story FROM articles WHERE duplicate_of IS NULL AND story IN (SELECT story FROM articles"
            " WHERE story IS NOT NULL AND duplicate_of IS NULL GROUP BY story HAVING count(*) > 1)"
        )
        return dict(rows.fetchall())

    def copies(self, article_id: str) -> list[Source]:
        """Return the sources of an article's duplicates and near-duplicates, in the order they came in."""
        rows = self._connection.execute(
            f"SELECT {ENTRY} FROM articles WHERE id <> :id AND coalesce(duplicate_of, id) IN (SELECT other.id"
            " FROM articles AS own JOIN articles AS other ON other.id = own.id OR other.story = own.story"
            " WHERE own.id = (SELECT coalesce(duplicate_of, id) FROM articles WHERE id = :id)) ORDER BY number",
            {"id": article_id},
        )
        return [entry(row).source for row in rows]

    def event_of(self, article_id: str) -> Event | None:
        """Return the event of an article; None if no other article is about it."""
        return read_event_of(self._connection, article_id)

    def match_passages(self, terms: Sequence[str], *, limit: int, scope: Scope) -> list[tuple[str, int, float]]:
        """Return (article id, ordinal, BM25 score) of passages with any of the terms, best first."""
        condition, parameters = in_scope(scope, "a.id")
        rows = self._connection.execute(
            "SELECT a.id, p.ordinal, -w.rank FROM passage_words AS w"
            " JOIN passages AS p ON p.number = w.rowid JOIN articles AS a ON a.number = p.article"
            f" WHERE passage_words MATCH ? {condition} ORDER BY w.rank LIMIT ?",
            (match_any(terms), *parameters, limit),
        )
        return rows.fetchall()

    def match_articles(self, terms: Sequence[str], *, limit: int, scope: Scope) -> list[tuple[str, float]]:
        """Return (article id, BM25 score) of articles with any of the terms, best first."""
        condition, parameters = in_scope(scope, "a.id")
        rows = self._connection.execute(
            "SELECT a.id, -w.rank FROM article_words AS w JOIN articles AS a ON a.number = w.rowid"
            f" WHERE article_words MATCH ? {condition} ORDER BY w.rank LIMIT ?",
            (match_any(terms), *parameters, limit),
        )
        return rows.fetchall()

    def languages(self) -> frozenset[str]:
        """Return the languages of the articles, as codes."""
        rows = self._connection.execute("SELECT DISTINCT language FROM articles WHERE language IS NOT NULL")
        return frozenset(row[0] for row in rows)

    def article_counts(self, terms: Sequence[str], *, scope: Scope = EVERYTHING) -> dict[str, int]:
        """Return the document frequency of each term, in titles and texts, among the scope's articles."""
        condition, parameters = in_scope(scope, "a.id")
        joined = " JOIN articles AS a ON a.number = w.rowid" if condition else ""
        count = f"SELECT count(*) FROM article_words AS w{joined} WHERE article_words MATCH ?{condition}"
        return {term: self._connection.execute(count, (match_any([term]), *parameters)).fetchone()[0] for term in terms}


STANDS = Standing()
"""The standing of nearly every article, shared to save memory."""


def entry(row: Sequence[str]) -> ArticleEntry:
    """Build an entry from a row with the columns ENTRY."""
    identifier, identity, title, url, outlet, author, published, updated, *rest = row
    digest, duplicate_of, passages, words, gone, made_from, extractor, *rest = rest
    added, changed, story, suggestion, notice, replaced, findings = rest[:7]
    source = Source(
        title=title,
        url=url,
        outlet=outlet,
        author=author,
        published=published,
        updated=updated,
        format=cast("Format | None", made_from),
        extractor=extractor,
    )
    return ArticleEntry(
        id=identifier,
        source=source,
        digest=digest,
        identity=identity,
        passages=int(passages),
        words=int(words),
        duplicate_of=duplicate_of,
        gone=bool(gone),
        added=added,
        changed=changed,
        story=story,
        suggestion=suggestion,
        standing=_standing(notice, replaced),
        findings=_findings(findings),
    )


def _findings(kept: str | None) -> tuple[Found, ...] | None:
    if kept is None or kept == "[]":  # a fast path: nearly all are empty, and a list of thousands is read often
        return None if kept is None else ()
    return tuple(Found(trick=trick, words=words) for trick, words in json.loads(kept))


def _spans(kept: str | None) -> tuple[Span, ...] | None:
    return None if kept is None else tuple(Span(*span) for span in json.loads(kept))


def _standing(notice: str | None, replaced: str | None) -> Standing:
    return Standing(withdrawn=notice, replaced=replaced and replaced[:10]) if notice or replaced else STANDS


def begin_reading(connection: sqlite3.Connection) -> None:
    """Begin a transaction that is pinned to the state at this moment."""
    connection.execute("BEGIN")
    connection.execute("SELECT 1 FROM meta").fetchone()  # SQLite pins the state at the first read


def generation(connection: sqlite3.Connection) -> int:
    """Return the number of the library's state, which grows with every change."""
    value: int = connection.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()[0]
    return value


def _json(values: Iterable[str]) -> str:
    return json.dumps(list(values))
