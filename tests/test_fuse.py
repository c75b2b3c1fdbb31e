"""Several rankings made into one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.fuse import best_first, reciprocal_ranks

rankings = st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=4)


def test_a_key_gets_the_sum_of_its_reciprocal_ranks() -> None:
    scores = reciprocal_ranks([["a", "b"], ["b"]], constant=10, depth=5)

    assert scores == {"a": pytest.approx(1 / 11), "b": pytest.approx(1 / 12 + 1 / 11)}


def test_places_beyond_the_depth_count_for_nothing() -> None:
    assert set(reciprocal_ranks([["a", "b", "c"]], constant=10, depth=2)) == {"a", "b"}


@pytest.mark.parametrize("nothing", [[], [[]], [[], []]])
def test_no_rankings_give_no_scores(nothing: list[list[str]]) -> None:
    assert reciprocal_ranks(nothing, constant=10, depth=5) == {}


def test_the_best_come_first_and_ties_as_they_came_in() -> None:
    assert best_first({"late": 1.0, "best": 3.0, "tie": 2.0, "another tie": 2.0}) == [
        "best", "tie", "another tie", "late",
    ]  # fmt: skip


@given(rankings)
def test_every_key_that_some_ranking_has_is_scored_above_nothing(ranked: list[list[str]]) -> None:
    scores = reciprocal_ranks(ranked, constant=10, depth=8)

    assert set(scores) == {key for ranking in ranked for key in ranking}
    assert all(0 < score <= len(ranked) / 11 for score in scores.values())


@given(st.permutations("abcdef"))
def test_one_ranking_alone_keeps_its_order(ranking: list[str]) -> None:
    assert best_first(reciprocal_ranks([ranking], constant=10, depth=6)) == list(ranking)


@given(rankings, rankings)
def test_a_key_never_loses_by_another_ranking(some: list[list[str]], more: list[list[str]]) -> None:
    before = reciprocal_ranks(some, constant=10, depth=8)

    after = reciprocal_ranks([*some, *more], constant=10, depth=8)

    assert all(after[key] >= score for key, score in before.items())
