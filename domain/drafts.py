"""Drafts that somebody wants kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Aside = Mapping[tuple[str, str], str]
"""Why findings are put aside, by their type ("quotation" or "statement") and words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """A draft that is stored until it is deleted; ``changed`` is when it was stored last (UTC, ISO 8601)."""

    id: str
    text: str
    aside: Aside = field(default_factory=dict)
    changed: str = ""
