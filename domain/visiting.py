"""The protocol between visiting the web and what is kept: which addresses lead to which article."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """An address that led to an article.

    ``address`` is the plain form by which it is recognised again, ``url`` what to fetch. ``etag`` and ``modified``
    are what the server said of the version that is kept; None if it said nothing.
    """

    address: str
    article_id: str
    url: str
    etag: str | None = None
    modified: str | None = None


class AddressBook(Protocol):
    """What is known of web addresses. Forgotten with the article that they lead to."""

    def visited(self, address: str) -> Visited | None:
        """Return what is known of an address (in its plain form)."""
        ...

    def addresses(self, article_id: str) -> list[Visited]:
        """Return every address that leads to an article."""
        ...

    def remember(self, visited: Visited) -> None:
        """Keep what is known of an address, in place of what was."""
        ...

    def mark(self, article_id: str, *, gone: bool) -> None:
        """Note whether an article is still where it came from."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that is followed; ``etag`` and ``modified`` as in :class:`Visited`."""

    url: str
    title: str
    etag: str | None = None
    modified: str | None = None


class FeedBook(Protocol):
    """What is known of feeds."""

    def feeds(self) -> list[Feed]:
        """Return the feeds that are followed, by their address."""
        ...

    def follow(self, feed: Feed, *, only_known: bool = False) -> None:
        """Keep a feed, in place of what was known of it; ``only_known``: unless it is followed no more."""
        ...

    def unfollow(self, url: str) -> bool:
        """Forget a feed and which entries were seen; return whether it was followed."""
        ...

    def move(self, url: str, to: str) -> None:
        """Follow a feed at another address, in place of whatever feed was followed there."""
        ...

    def seen(self, address: str) -> bool:
        """Whether an entry (by its plain address) has become an article once."""
        ...

    def note_seen(self, address: str, feed: str) -> None:
        """Note that it has."""
        ...
