"""Who added, changed, corrected and removed an article; nothing is stored where nobody has logged in."""

import sqlite3

from domain.dates import utc_now
from domain.values import Edit, EditKind
from domain.writing import Change, Version
from store.connections import LibraryConnections


class SqliteEdits:
    """What users did to the articles of a library."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def edits(self, article_id: str) -> list[Edit]:
        """Return what users did to an article, also to one that was removed, the oldest first."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT kind, user, made FROM edits WHERE article = ? ORDER BY number", (article_id,)
            )
            return [Edit(kind=kind, user=user, made=made) for kind, user, made in rows]


def note_edits(connection: sqlite3.Connection, change: Change) -> None:
    """Note who makes a change, before it is made; forget the edits of articles that cannot be brought back any more."""
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
    """Return what a version does to its article; None: nothing that a user asked for."""
    found = connection.execute("SELECT digest FROM articles WHERE id = ?", (version.article.id,)).fetchone()
    if found is None:
        return "added"
    if version.corrected is not None:
        return "corrected"
    return None if found[0] == version.article.digest else "changed"
