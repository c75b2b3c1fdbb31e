"""Resolve a scope to the articles of the library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.dates import day_of
from domain.values import ArticleEntry, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The articles of a scope in one state of the library, each text once.

    ``entries`` are in the order in which they came in; if the original of a text is outside the scope, its first
    duplicate inside takes its place. ``searched`` is the same scope by the ids of originals alone, since only they are
    indexed; ``cited_as`` maps such an original to the duplicate that is cited instead. ``undated`` counts the articles
    that are left out only because they have no date.
    """

    entries: tuple[ArticleEntry, ...]
    searched: Scope
    cited_as: Mapping[str, str] = field(default_factory=dict)
    undated: int = 0


def select(entries: Sequence[ArticleEntry], scope: Scope) -> Selection:
    """Return the articles of the library that are in a scope.

    Args:
        entries: all entries of the library, in the order they came in.
        scope: any scope.
    """
    chosen = [entry for entry in entries if _is_named(entry, scope)]
    standing: dict[str, ArticleEntry] = {}
    for entry in chosen:
        original = entry.duplicate_of or entry.id
        if _in_range(entry, scope) and (original not in standing or entry.duplicate_of is None):
            standing[original] = entry
    return Selection(
        entries=tuple(entry for entry in chosen if standing.get(entry.duplicate_of or entry.id) is entry),
        searched=_by_id(scope, frozenset(standing)),
        cited_as={original: entry.id for original, entry in standing.items() if entry.id != original},
        undated=sum(day_of(entry.source.published) is None for entry in chosen) if scope.dated else 0,
    )


def _is_named(entry: ArticleEntry, scope: Scope) -> bool:
    if entry.id in scope.hidden or entry.duplicate_of in scope.hidden:
        return False
    return scope.within is None or entry.id in scope.within


def _in_range(entry: ArticleEntry, scope: Scope) -> bool:
    if not scope.dated:
        return True
    day = day_of(entry.source.published)
    return day is not None and (scope.since or day) <= day <= (scope.until or day)


def _by_id(scope: Scope, originals: frozenset[str]) -> Scope:
    """Return the scope by ids; excluding a few is faster to search than naming all the others."""
    if scope.within is None and not scope.dated:
        return Scope(hidden=scope.hidden)
    return Scope(within=originals)
