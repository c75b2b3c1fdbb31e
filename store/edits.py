"""The log of users' edits: who added, changed, corrected and removed an article. Without a login nothing is logged."""

import sqlite3

from domain.dates import utc_now
from domain.values import Edit, EditKind
from domain.writing import Change, Version
from store.connections import LibraryConnections


class SqliteEdits:
    """Reads the log of edits of a library."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def edits(self, article_id: str) -> list[Edit]:
        """Return the edits of an article, also of a removed one, the oldest first."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT kind, user, made FROM edits WHERE article = ? ORDER BY number", (article_id,)
            )
            return [Edit(kind=kind, user=user, made=made) for kind, user, made in rows]


def note_edits(connection: sqlite3.Connection, change: Change) -> None:
    """Log who makes a change, before it is applied; delete the log of articles that cannot be brought back any more."""
    if change.removed:
        connection.execute(
            "DELETE FROM edits WHERE article NOT IN (SELECT id FROM articles)"
            " AND article NOT IN (SELECT article FROM removed_articles)"
        )
    if not change.user:
        return
    kinds = {version.article.id: _kind(connection, version) for version in change.versions}
    for article_id in change.removed:
        kinds[article_id] = "removed"
    now = utc_now()
    rows = [(article_id, kind, change.user, now) for article_id, kind in kinds.items() if kind is not None]
    connection.executemany("INSERT INTO edits (article, kind, user, made) VALUES (?, ?, ?, ?)", rows)


def _kind(connection: sqlite3.Connection, version: Version) -> EditKind | None:
    """Return the kind of edit that a version is; None if it changes nothing that users edit."""
    found = connection.execute("SELECT digest FROM articles WHERE id = ?", (version.article.id,)).fetchone()
    if found is None:
        return "added"
    if version.corrected is not None:
        return "corrected"
    return None if found[0] == version.article.digest else "changed"
