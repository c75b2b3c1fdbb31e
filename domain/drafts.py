"""Drafts that users store."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Aside = Mapping[tuple[str, str], str]
"""Findings that the user has dismissed: (type, words) -> the user's reason; the type is "quotation" or "statement"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """A stored draft; ``changed`` is the time when it was last stored (UTC, ISO 8601)."""

    id: str
    text: str
    aside: Aside = field(default_factory=dict)
    changed: str = ""
