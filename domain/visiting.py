"""The seam between visiting the web and what is kept: which addresses lead to which article."""

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
