"""Which articles' sentences have been embedded, all of them; words from before are indexed by language meanwhile."""

from store.connections import Connections
from store.writing import index_by_language


class SqliteReadingList:
    """Implements domain.protocols.ReadingList."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def next_unread(self) -> str | None:
        """Return the newest article that has not been read since its words came in."""
        with self._connections.reading() as connection:
            row = connection.execute(
                "SELECT id FROM articles WHERE unread AND duplicate_of IS NULL ORDER BY number DESC LIMIT 1"
            ).fetchone()
            return None if row is None else str(row[0])

    def note_read(self, article_id: str, digest: str, *, suggestion: str | None = None) -> None:
        """Note that an article has been read; one that has other words by now is still to be read."""
        with self._connections.writing() as connection:
            index_by_language(connection, article_id)
            connection.execute(
                "UPDATE articles SET unread = 0, suggestion = ? WHERE id = ? AND digest = ?",
                (suggestion, article_id, digest),
            )
