"""Former versions of an article's text."""

from dataclasses import dataclass

KEPT_VERSIONS = 20
"""How many former versions of an article are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerVersion:
    """A former version of an article; ``ended`` is when it was replaced (UTC, ISO 8601; "": not known)."""

    digest: str
    title: str
    text: str
    ended: str
