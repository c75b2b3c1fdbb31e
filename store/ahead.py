"""Queues of background work on articles: those with sentences to embed, and those with data to derive."""

from domain.derived import Derived
from store.connections import LibraryConnections
from store.writing import keep_derived


class SqliteReadingList:
    """Implements domain.protocols.ReadingList and ingest.extract.examine.Unexamined."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def next_unread(self) -> str | None:
        """Return the id of the newest article whose sentences have not been embedded since its text last changed."""
        with self._connections.reading() as connection:
            row = connection.execute(
                "SELECT id FROM articles WHERE unread AND duplicate_of IS NULL ORDER BY number DESC LIMIT 1"
            ).fetchone()
            return None if row is None else str(row[0])

    def note_read(self, article_id: str, digest: str, *, suggestion: str | None = None) -> None:
        """Take an article off the queue, unless its text has changed meanwhile."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE articles SET unread = 0, suggestion = ? WHERE id = ? AND digest = ?",
                (suggestion, article_id, digest),
            )

    def unexamined(self) -> list[str]:
        """Return the ids of articles without derived data, the last to come in first."""
        with self._connections.reading() as connection:
            rows = connection.execute("SELECT id FROM articles WHERE sentences IS NULL ORDER BY number DESC")
            return [row[0] for row in rows]

    def note_examined(self, article_id: str, digest: str, derived: Derived) -> None:
        """Store data derived from the text with this digest, unless the article's text has changed meanwhile."""
        with self._connections.writing() as connection:
            keep_derived(connection, article_id, digest, derived)
