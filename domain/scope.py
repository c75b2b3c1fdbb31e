"""What a scope comes to among the articles at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.dates import day_of
from domain.values import ArticleEntry, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The articles of a scope in one state of the library, each text once.

    ``entries`` keep the order in which they came in; where the original of a text is outside the scope, its first
    duplicate inside stands for it. ``searched`` says the same by the ids of originals alone, whose words are what the
    rankings know; ``cited_as`` maps such an original to the duplicate that is cited in its place. ``undated`` counts
    the articles that only the want of a date keeps out.
    """

    entries: tuple[ArticleEntry, ...]
    searched: Scope
    cited_as: Mapping[str, str] = field(default_factory=dict)
    undated: int = 0


def select(entries: Sequence[ArticleEntry], scope: Scope) -> Selection:
    """Return which of the library's ``entries`` (all of them) the scope holds."""
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
    """Leaving out a few is quicker to search than naming all the others."""
    if scope.within is None and not scope.dated:
        return Scope(hidden=scope.hidden)
    return Scope(within=originals)
