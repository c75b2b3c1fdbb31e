"""Web addresses of articles, the feeds that are followed, and the protocols to where both are stored."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """An address that led to an article.

    ``address`` is the canonical form by which it is recognised again, ``url`` what to fetch. ``etag`` and ``modified``
    are the HTTP validators (ETag, Last-Modified) of the stored version; None if the server sent none.
    """

    address: str
    article_id: str
    url: str
    etag: str | None = None
    modified: str | None = None


class AddressBook(Protocol):
    """Storage of the addresses that lead to articles. They are deleted with their article."""

    def visited(self, address: str) -> Visited | None:
        """Return the record of an address (in canonical form); None if it leads to no article."""
        ...

    def addresses(self, article_id: str) -> list[Visited]:
        """Return every address that leads to an article."""
        ...

    def remember(self, visited: Visited) -> None:
        """Store the record of an address, replacing the present one."""
        ...

    def mark(self, article_id: str, *, gone: bool) -> None:
        """Store whether an article is ``gone`` from where it was published."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that is followed; ``etag`` and ``modified`` as in :class:`Visited`."""

    url: str
    title: str
    etag: str | None = None
    modified: str | None = None


class FeedBook(Protocol):
    """Storage of the feeds that are followed, and of which of their entries have been taken in."""

    def feeds(self) -> list[Feed]:
        """Return the feeds that are followed, sorted by address."""
        ...

    def follow(self, feed: Feed, *, only_known: bool = False) -> None:
        """Store a feed, replacing its present record; with ``only_known``, do nothing if it is not followed."""
        ...

    def unfollow(self, url: str) -> bool:
        """Delete a feed and the record of its seen entries; return whether it was followed."""
        ...

    def move(self, url: str, to: str) -> None:
        """Change the address of a feed, replacing any feed that is followed at the new one."""
        ...

    def seen(self, address: str) -> bool:
        """Return whether a feed's entry, by its canonical address, has been taken in before."""
        ...

    def note_seen(self, address: str, feed: str) -> None:
        """Record that an entry, by its canonical address, of the feed with the address ``feed`` has been taken in."""
        ...
