"""Former versions of articles in the library's file."""

from domain.versions import FormerVersion
from store.connections import LibraryConnections


class SqliteVersions:
    """Reads former versions of articles, which are deleted with their article."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def versions(self, article_id: str) -> list[FormerVersion]:
        """Return the former versions of an article, the oldest first."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT digest, title, text, ended FROM previous WHERE article = ? ORDER BY number", (article_id,)
            )
            return [FormerVersion(digest=row[0], title=row[1], text=row[2], ended=row[3]) for row in rows]
