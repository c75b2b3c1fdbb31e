"""The texts that an article had before the present one."""

from dataclasses import dataclass

KEPT_VERSIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerVersion:
    """A text that an article had. ``ended`` is when another took its place (UTC, ISO 8601; "": not known)."""

    digest: str
    title: str
    text: str
    ended: str
