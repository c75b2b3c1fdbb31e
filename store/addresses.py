"""Web addresses of articles, and the feeds that are followed, in the library's file."""

from domain.visiting import Feed, Visited
from store.connections import LibraryConnections


class SqliteAddressBook:
    """Implements domain.visiting.AddressBook in the library's file."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def visited(self, address: str) -> Visited | None:
        """Return the record of an address."""
        return next(iter(self._rows("address = ?", address)), None)

    def addresses(self, article_id: str) -> list[Visited]:
        """Return the addresses that lead to an article."""
        return self._rows("article = ?", article_id)

    def remember(self, visited: Visited) -> None:
        """Store the record of an address, replacing the present one; ignored if its article has been removed."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO addresses (address, article, url, etag, modified)"
                " SELECT ?, id, ?, ?, ? FROM articles WHERE id = ?",
                (visited.address, visited.url, visited.etag, visited.modified, visited.article_id),
            )

    def mark(self, article_id: str, *, gone: bool) -> None:
        """Store whether an article is ``gone`` from where it was published; if not, delete the notice there too."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE articles SET gone = :gone, notice = iif(:gone, notice, NULL) WHERE id = :id",
                {"gone": gone, "id": article_id},
            )

    def _rows(self, condition: str, value: str) -> list[Visited]:
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT address, article, url, etag, modified FROM addresses WHERE {condition} ORDER BY address",
                (value,),
            )
            return [
                Visited(address=address, article_id=article, url=url, etag=etag, modified=modified)
                for address, article, url, etag, modified in rows
            ]


class SqliteFeedBook:
    """Implements domain.visiting.FeedBook in the library's file."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def feeds(self) -> list[Feed]:
        """Return the feeds that are followed."""
        with self._connections.reading() as connection:
            rows = connection.execute("SELECT url, title, etag, modified FROM feeds ORDER BY url").fetchall()
            return [Feed(url=url, title=title, etag=etag, modified=modified) for url, title, etag, modified in rows]

    def follow(self, feed: Feed, *, only_known: bool = False) -> None:
        """Store a feed, with ``only_known`` only if it is followed."""
        with self._connections.writing() as connection:
            row = (feed.url, feed.title, feed.etag, feed.modified)
            known = "SELECT 1 FROM feeds WHERE url = ?"
            if only_known and connection.execute(known, (feed.url,)).fetchone() is None:
                return
            connection.execute("INSERT OR REPLACE INTO feeds (url, title, etag, modified) VALUES (?, ?, ?, ?)", row)

    def unfollow(self, url: str) -> bool:
        """Delete a feed and the record of its seen entries."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM feed_entries WHERE feed = ?", (url,))
            return connection.execute("DELETE FROM feeds WHERE url = ?", (url,)).rowcount > 0

    def move(self, url: str, to: str) -> None:
        """Change the address of a feed."""
        with self._connections.writing() as connection:
            connection.execute("UPDATE OR REPLACE feeds SET url = ? WHERE url = ?", (to, url))
            connection.execute("UPDATE feed_entries SET feed = ? WHERE feed = ?", (to, url))

    def seen(self, address: str) -> bool:
        """Return whether an entry has been taken in before."""
        with self._connections.reading() as connection:
            return connection.execute("SELECT 1 FROM feed_entries WHERE address = ?", (address,)).fetchone() is not None

    def note_seen(self, address: str, feed: str) -> None:
        """Record that an entry has been taken in."""
        with self._connections.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO feed_entries (address, feed) VALUES (?, ?)", (address, feed))
