"""The texts that an article had before the present one, and the protocol to where they are stored."""

from dataclasses import dataclass
from typing import Protocol

KEPT_VERSIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerVersion:
    """A text that an article had. ``ended`` is when another took its place (UTC, ISO 8601; "": not known)."""

    digest: str
    title: str
    text: str
    ended: str


class VersionBook(Protocol):
    """The former texts of articles; they are removed with their article."""

    def versions(self, article_id: str) -> list[FormerVersion]:
        """Return the former texts of an article, the oldest first."""
        ...

    def version(self, article_id: str, digest: str) -> FormerVersion | None:
        """Return the last former text with this digest; None if the article had none, or it is not kept any more."""
        ...
