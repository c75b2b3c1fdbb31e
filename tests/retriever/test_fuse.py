"""Scores of several kinds brought to one scale and added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.found import KEYWORD_ARTICLE, KEYWORD_PASSAGE, Found
from retriever.fuse import above, best_first, best_of, shares, weighted_sum

scores = st.integers(-9, 9)
scored = st.lists(st.tuples(st.sampled_from("abcdefgh"), scores.map(float)), max_size=8, unique_by=lambda pair: pair[0])


def test_a_share_is_of_the_best() -> None:
    assert shares([("a", 8.0), ("b", 2.0)]) == {"a": 1.0, "b": 0.25}


def test_nothing_has_no_shares() -> None:
    assert shares([]) == above(0.0, []) == {}
    assert shares([("a", 0.0)]) == {"a": 0.0}


def test_a_key_that_comes_twice_counts_by_its_first_score() -> None:
    assert shares([("a", 4.0), ("a", 2.0)]) == {"a": 1.0}
    assert above(1.0, [("a", 4.0), ("a", 2.0)]) == {"a": 3.0}


def test_what_is_not_above_the_floor_is_at_nought() -> None:
    assert above(2.0, [("a", 4.0), ("b", 2.0), ("c", 1.0)]) == {"a": 2.0, "b": 0.0, "c": 0.0}


def test_an_article_is_as_good_as_its_best_passage() -> None:
    assert best_of({("a", 0): 0.2, ("b", 0): 0.3, ("a", 7): 0.5}) == {"a": 0.5, "b": 0.3}


def test_a_part_that_lacks_a_key_adds_nothing() -> None:
    assert weighted_sum([({"a": 1.0, "b": 2.0}, 1.0), ({"b": 4.0}, 0.5)]) == {"a": 1.0, "b": 4.0}
    assert weighted_sum([]) == {}


def test_the_best_come_first_and_ties_as_they_came_in() -> None:
    assert best_first({"late": 1.0, "best": 3.0, "tie": 2.0, "another tie": 2.0}) == [
        "best", "tie", "another tie", "late",
    ]  # fmt: skip


@given(scored)
def test_one_ranking_alone_keeps_its_order(found: list[tuple[str, float]]) -> None:
    ranking = sorted(found, key=lambda pair: -pair[1])

    assert best_first(above(-9.0, ranking)) == [key for key, _ in ranking]


def test_what_only_a_keyword_finds_stands_beside_the_farthest_by_meaning() -> None:
    found = Found(
        dense=[(("a", 0), 0.9), (("b", 0), 0.5)],
        keyword=[(("c", 3), 8.0), (("a", 1), 4.0)],
        whole=[("c", 2.0)],
        floor=0.5,
    )

    assert found.passage_scores() == {
        ("a", 0): pytest.approx(0.4),
        ("b", 0): 0,
        ("c", 3): KEYWORD_PASSAGE,
        ("a", 1): KEYWORD_PASSAGE / 2,
    }
    assert found.article_scores() == {
        "a": pytest.approx(0.4 + KEYWORD_PASSAGE / 2),
        "b": 0,
        "c": pytest.approx(KEYWORD_PASSAGE + KEYWORD_ARTICLE),
    }
    assert found.ranks() == {
        ("a", 0): {"dense": 1},
        ("b", 0): {"dense": 2},
        ("c", 3): {"keyword": 1},
        ("a", 1): {"keyword": 2},
    }
