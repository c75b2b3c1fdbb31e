"""Removed articles, which are stored for some time so that they can be brought back."""

import sqlite3
from datetime import UTC, datetime, timedelta

from domain.dates import utc_now
from domain.errors import UnknownArticle
from domain.values import KEPT_DAYS, RemovedArticle, Source
from store.connections import LibraryConnections

_SOURCE = ("title", "url", "outlet", "author", "published", "updated", "published_at")
_COLUMNS = f"identity, {', '.join(_SOURCE)}, text"
_LISTED = "article NOT IN (SELECT id FROM articles)"


class SqliteRemoved:
    """The removed articles of a library."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def articles(self) -> list[RemovedArticle]:
        """Return the removed articles that are not in the library again, the last removed first."""
        return self._read(f"{_LISTED} ORDER BY number DESC")

    def article(self, article_id: str) -> RemovedArticle:
        """Return the removed article with this id, as it was when last removed. Raises UnknownArticle."""
        found = self._read("article = ? ORDER BY number DESC LIMIT 1", article_id)
        if not found:
            raise UnknownArticle(
                f"No article {article_id} was removed in the last {KEPT_DAYS} days.",
                hint="What was removed before can only come from a backup, or be taken in again.",
            )
        return found[0]

    def _read(self, condition: str, *values: str) -> list[RemovedArticle]:
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT article, {_COLUMNS}, removed, removed_by FROM removed_articles"
                f" WHERE removed >= ? AND {condition}",
                (_oldest(), *values),
            )
            return [
                RemovedArticle(
                    id=article_id,
                    identity=identity,
                    source=Source(**dict(zip(_SOURCE, source, strict=True))),
                    text=text,
                    removed=removed,
                    removed_by=by,
                )
                for article_id, identity, *source, text, removed, by in rows
            ]


def keep_removed(connection: sqlite3.Connection, article_id: str, removed_by: str) -> None:
    """Store an article that is about to be removed, and delete those that were removed long ago."""
    connection.execute("DELETE FROM removed_articles WHERE removed < ? OR article = ?", (_oldest(), article_id))
    connection.execute(
        f"INSERT INTO removed_articles (article, {_COLUMNS}, removed, removed_by)"
        f" SELECT id, {_COLUMNS}, ?, ? FROM articles WHERE id = ?",
        (utc_now(), removed_by, article_id),
    )


def _oldest() -> str:
    return (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).isoformat(timespec="seconds")
