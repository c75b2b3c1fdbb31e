"""The pure measures: known values, edges, and what must hold for any input."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaluation.metrics import (
    average_precision,
    folded,
    harmonic,
    hit,
    holds_answer,
    ndcg,
    overlap,
    plain,
    recall,
    reciprocal_rank,
    shingle_overlap,
    ties_against,
)

RANKINGS = st.lists(st.sampled_from("abcdefghij"), unique=True)
GOLD = st.sets(st.sampled_from("abcdefghij"), min_size=1)


def test_the_first_right_one_counts() -> None:
    assert reciprocal_rank(["x", "a", "b"], ["a", "b"]) == 0.5
    assert reciprocal_rank([], ["a"]) == 0


def test_a_right_one_behind_the_depth_does_not_count() -> None:
    ranked = [*"0123456789", "a"]

    assert reciprocal_rank(ranked, ["a"]) == 0
    assert reciprocal_rank(ranked[1:], ["a"]) == 0.1
    assert (hit(ranked, ["a"], depth=10), hit(ranked, ["a"], depth=11)) == (False, True)


def test_average_precision_counts_what_is_not_ranked_as_missed() -> None:
    assert average_precision(["a", "x", "b"], ["a", "b"]) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(["a"], ["a", "b"]) == 0.5


def test_ndcg_of_two_right_ones_at_ranks_one_and_three() -> None:
    assert ndcg(["a", "x", "b"], ["a", "b"]) == pytest.approx((1 + 1 / 2) / (1 + 1 / math.log2(3)))


def test_more_right_ones_than_the_depth_can_still_be_perfect() -> None:
    gold = [str(i) for i in range(30)]

    assert ndcg(gold, gold) == 1
    assert recall(gold, gold, depth=5) == pytest.approx(5 / 30)


@given(RANKINGS, GOLD)
def test_measures_of_a_ranking_lie_between_nothing_and_all(ranked: list[str], gold: set[str]) -> None:
    for value in (reciprocal_rank(ranked, gold), average_precision(ranked, gold), ndcg(ranked, gold)):
        assert 0 <= value <= 1 + 1e-12


@given(GOLD)
def test_the_right_ones_alone_are_a_perfect_ranking(gold: set[str]) -> None:
    ranked = sorted(gold)

    assert average_precision(ranked, gold) == ndcg(ranked, gold) == reciprocal_rank(ranked, gold) == 1


@given(RANKINGS, GOLD, st.integers(0, 9))
def test_moving_a_right_one_up_never_lowers_a_measure(ranked: list[str], gold: set[str], place: int) -> None:
    if place + 1 >= len(ranked) or ranked[place] in gold or ranked[place + 1] not in gold:
        return
    better = [*ranked[:place], ranked[place + 1], ranked[place], *ranked[place + 2 :]]

    for measure in (reciprocal_rank, average_precision, ndcg):
        assert measure(better, gold) >= measure(ranked, gold) - 1e-12


def test_ties_count_against_the_right_sentence() -> None:
    ranked, gold = ties_against([1.0, 1.0, 1.0], [True, False, False])

    assert (ranked[-1], gold) == ("0", {"0"})


@given(st.lists(st.booleans(), min_size=1).filter(any))
def test_a_scorer_that_knows_nothing_gets_the_worst_rank(right: list[bool]) -> None:
    ranked, gold = ties_against([0.0] * len(right), right)

    assert reciprocal_rank(ranked, gold, depth=len(ranked)) == 1 / (right.count(False) + 1)


def test_overlap_of_chosen_sentences() -> None:
    assert overlap([0, 1, 2], [2, 3]) == pytest.approx((1 / 3, 1 / 2, 0.4))


@pytest.mark.parametrize(("chosen", "gold"), [([], [1]), ([1], []), ([], [])])
def test_overlap_with_nothing_is_nothing(chosen: list[int], gold: list[int]) -> None:
    assert overlap(chosen, gold) == (0, 0, 0)


def test_harmonic_mean_of_nothing() -> None:
    assert harmonic(0, 0) == 0


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("It cost $19 million.", "$19 million"),
        ("Inflation rose to 5.9% – the most", "5.9%"),
        ("a bit of the Bed, Bath & Beyond sale", "Bed Bath & Beyond"),
        ("Russia's plan", "Russia"),
        ("in THE White\nHouse", "the white house"),
        ("at 9.40 p.m., when", "9.40 P.M."),
        ("Head of the coast guard", "the head of coast guard"),
    ],
)
def test_an_answer_is_found_as_whole_words(text: str, answer: str) -> None:
    assert holds_answer([text], [answer])


@pytest.mark.parametrize(
    ("text", "answer"), [("Idahoans met", "Idaho"), ("17.5 metres", "17"), ("1,70", "170"), ("cost 5", "$5"), ("", "x")]
)
def test_part_of_a_word_or_number_is_no_answer(text: str, answer: str) -> None:
    assert not holds_answer([text], [answer])


def test_all_answer_strings_must_stand_somewhere() -> None:
    assert holds_answer(["Rosneft was named.", "So was Lukoil."], ["Rosneft", "Lukoil"])
    assert not holds_answer(["Rosneft was named."], ["Rosneft", "Lukoil"])
    assert not holds_answer(["Rosneft was named."], [])


@given(st.text(), st.text())
def test_an_answer_stands_in_its_own_text(before: str, answer: str) -> None:
    assume(plain(answer).strip())

    assert holds_answer([f"{before} {answer} ."], [answer])


@given(st.text())
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_shingles_of_one_another() -> None:
    assert shingle_overlap("a b c d e", "a b c d e") == (1, 1)
    assert shingle_overlap("a b c d x", "a b c d e") == (0.5, 0.5)
    assert shingle_overlap("A b c d", "a b c d") == (0, 0)


def test_shingles_are_counted_as_often_as_they_stand() -> None:
    precision, found = shingle_overlap("a a a a a a", "a a a a a")

    assert (precision, found) == (pytest.approx(2 / 3), 1)


def test_a_page_without_text_has_no_precision() -> None:
    precision, found = shingle_overlap("", "a b c d")

    assert math.isnan(precision)
    assert found == 0


def test_white_space_is_folded() -> None:
    assert (folded(" a \n\t b\xa0c "), folded(None)) == ("a b c", "")
