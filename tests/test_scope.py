"""What a scope comes to among the articles at hand: ids, days, and texts that came in twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scope import select
from domain.values import EVERYTHING, ArticleEntry, Scope, Source


def entry(name: str, published: str | None = None, *, duplicate_of: str | None = None) -> ArticleEntry:
    return ArticleEntry(
        id=name,
        source=Source(title=name, published=published),
        digest="d",
        identity=f"upload:{name}",
        passages=0,
        words=0,
        duplicate_of=duplicate_of,
    )


LIBRARY = [
    entry("march", "2025-03-01"),
    entry("may", "2025-05-31T23:30:00-05:00"),
    entry("undated"),
    entry("again", "2025-06-15", duplicate_of="march"),
    entry("thrice", "2025-06-20", duplicate_of="march"),
    entry("vague", "last spring"),
]


def names(scope: Scope) -> list[str]:
    return [one.id for one in select(LIBRARY, scope).entries]


def test_everything_is_every_text_once() -> None:
    selection = select(LIBRARY, EVERYTHING)

    assert [one.id for one in selection.entries] == ["march", "may", "undated", "vague"]
    assert (selection.searched, selection.cited_as, selection.undated) == (EVERYTHING, {}, 0)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(since="2025-03-01", until="2025-03-01"), ["march"]),
        (Scope(since="2025-03-02", until="2025-05-31"), ["may"]),
        (Scope(until="2025-05-30"), ["march"]),
        (Scope(since="2025-06-01"), ["again"]),
        (Scope(since="2026-01-01"), []),
        (Scope(within=frozenset({"undated", "unknown"})), ["undated"]),
        (Scope(within=frozenset({"undated"}), since="2025-01-01"), []),
        (Scope(within=frozenset({"thrice"})), ["thrice"]),
        (Scope(within=frozenset({"thrice", "march"})), ["march"]),
        (Scope(within=frozenset()), []),
        (Scope(hidden=frozenset({"march", "may"})), ["undated", "vague"]),
        (Scope(hidden=frozenset({"again"})), ["march", "may", "undated", "vague"]),
    ],
)
def test_each_field_narrows(scope: Scope, expected: list[str]) -> None:
    assert names(scope) == expected


def test_a_duplicate_stands_for_its_original_where_only_it_is_in_the_scope() -> None:
    selection = select(LIBRARY, Scope(since="2025-06-01"))

    assert selection.searched == Scope(within=frozenset({"march"}))
    assert selection.cited_as == {"march": "again"}


def test_articles_without_a_day_are_counted_where_days_are_asked_for() -> None:
    assert select(LIBRARY, Scope(since="2025-01-01")).undated == 2
    assert select(LIBRARY, Scope(since="2025-01-01", within=frozenset({"march", "vague"}))).undated == 1
    assert select(LIBRARY, Scope(within=frozenset({"vague"}))).undated == 0


days = st.none() | st.dates().map(str)
ids = st.sampled_from([one.id for one in LIBRARY])


@given(within=st.none() | st.frozensets(ids), hidden=st.frozensets(ids), since=days, until=days)
def test_what_is_searched_names_originals_alone_and_never_what_is_hidden(
    within: frozenset[str] | None, hidden: frozenset[str], since: str | None, until: str | None
) -> None:
    selection = select(LIBRARY, Scope(within=within, hidden=hidden, since=since, until=until))

    originals = {one.id for one in LIBRARY if one.duplicate_of is None}
    standing = {one.duplicate_of or one.id for one in selection.entries}
    assert len(standing) == len(selection.entries)
    assert standing == {name for name in originals if name in selection.searched}
    assert not {one.id for one in selection.entries} & hidden
    assert set(selection.cited_as) <= standing
