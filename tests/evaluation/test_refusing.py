"""Refusal figures and bootstrap intervals: known values, edges, and what must hold for any scores."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from evaluation.figures import Figure, Floats, mean, median
from evaluation.refusing import area, recall_at_10, refusal_figures, risk_coverage, risk_under_coverage

SCORES = st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), min_size=2, max_size=60)


def rows(pairs: list[tuple[bool, int]]) -> Floats:
    return np.array([[float(answerable), float(score), 0.0] for answerable, score in pairs])


def sides(answerable: list[float], unanswerable: list[float]) -> Floats:
    return np.array([[1.0, score, 0.0] for score in answerable] + [[0.0, score, 0.0] for score in unanswerable])


def test_one_in_ten_may_be_refused_falsely() -> None:
    answerable = [0.1, *np.linspace(0.5, 0.9, 9)]

    assert recall_at_10(sides(answerable, [0.2, 0.3, 0.7, 0.8])) == 0.5


def test_of_nine_none_may_be_refused_falsely() -> None:
    answerable = [0.1, *np.linspace(0.5, 0.9, 8)]

    assert recall_at_10(sides(answerable, [0.05, 0.3, 0.7, 0.8])) == 0.25


def test_a_score_at_the_threshold_is_answered() -> None:
    assert recall_at_10(sides([0.5] * 10, [0.5] * 10)) == 0


def test_scores_that_separate_are_perfect() -> None:
    figures = sides([0.6, 0.7], [0.1, 0.2])

    assert (recall_at_10(figures), area(figures)) == (1, 1)


def test_without_one_side_nothing_is_said() -> None:
    assert math.isnan(recall_at_10(sides([], [0.1])))
    assert math.isnan(area(sides([0.1], [])))


@given(SCORES)
def test_the_area_is_the_share_of_pairs_in_order(pairs: list[tuple[bool, int]]) -> None:
    wins = [
        1.0 if own > other else 0.5 if own == other else 0.0
        for answerable, own in pairs
        if answerable
        for also, other in pairs
        if not also
    ]
    expected = np.mean(wins) if wins else float("nan")

    assert area(rows(pairs)) == pytest.approx(expected, nan_ok=True)


@given(SCORES)
def test_the_threshold_never_refuses_more_than_one_in_ten(pairs: list[tuple[bool, int]]) -> None:
    answerable = sorted(score for right, score in pairs if right)
    unanswerable = [score for right, score in pairs if not right]
    if not answerable or not unanswerable:
        return
    allowed = [
        sum(score < threshold for score in unanswerable) / len(unanswerable)
        for threshold in {*answerable, *unanswerable}
        if sum(score < threshold for score in answerable) <= len(answerable) / 10
    ]

    # No threshold among the scores that keeps to one in ten refuses more of the unanswerable.
    assert recall_at_10(rows(pairs)) == pytest.approx(max(allowed))


def test_figures_at_the_shipped_threshold() -> None:
    items = [
        {"answerable": True, "score": 0.9, "refused": False},
        {"answerable": True, "score": 0.2, "refused": True},
        {"answerable": False, "score": 0.1, "refused": True},
        {"answerable": False, "score": 0.3, "refused": True},
        {"answerable": False, "score": 0.8, "refused": False},
    ]

    values = {name: figure.value for name, figure in refusal_figures(items).items()}

    assert values["refusal_recall"] == pytest.approx(2 / 3)
    assert values["refusal_precision"] == pytest.approx(2 / 3)
    assert values["false_refusal_rate"] == 0.5


def test_a_baseline_that_only_scores_has_no_figures_of_decisions() -> None:
    items = [{"answerable": True, "score": 0.9, "refused": None}, {"answerable": False, "score": 0.1, "refused": None}]

    assert set(refusal_figures(items)) == {"refusal_recall@10", "auc"}


def test_risk_grows_with_the_unanswerable_that_are_answered() -> None:
    curve = risk_coverage(sides([0.9, 0.5], [0.7, 0.1]))

    assert curve.tolist() == [[0.25, 0.0], [0.5, 0.5], [0.75, pytest.approx(1 / 3)], [1.0, 0.5]]
    assert risk_under_coverage(sides([0.9, 0.5], [0.7, 0.1])) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_equal_scores_do_not_hide_risk() -> None:
    assert risk_coverage(sides([0.5], [0.5]))[0].tolist() == [0.5, 1.0]


@given(arrays.arrays(np.float64, st.integers(1, 30), elements=st.floats(0, 1)), st.integers(0, 5))
def test_an_interval_is_the_same_for_the_same_seed_and_within_the_values(values: Floats, seed: int) -> None:
    figure = mean(values.tolist())

    low, high = figure.interval(resamples=50, seed=seed)

    assert (low, high) == figure.interval(resamples=50, seed=seed)
    assert values.min() - 1e-9 <= low <= high <= values.max() + 1e-9


def test_an_interval_of_a_mean_is_about_two_standard_errors() -> None:
    values = np.random.default_rng(1).normal(size=400).tolist()

    low, high = mean(values).interval()

    assert high - low == pytest.approx(2 * 1.96 / math.sqrt(400), rel=0.2)


def test_nothing_measured_is_not_a_number() -> None:
    figure = mean([])

    assert math.isnan(figure.value)
    assert all(math.isnan(bound) for bound in figure.interval())


def test_draws_without_a_figure_are_left_out() -> None:
    figure = Figure(sides([0.9], [0.1]), area)

    assert figure.interval() == (1, 1)


def test_the_median_of_an_even_number() -> None:
    assert median([1, 2, 3, 10]).value == 2.5
