"""Floors hold only on the data that they were pinned on, rise by themselves, and fall only when somebody says so."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import pins
from evaluation.pins import FLOORS, FloorError, below, floor_of, lower_is_better, pin, pinned

BOUNDS = st.lists(st.floats(0, 1), min_size=2, max_size=2, unique=True).map(sorted)


@given(BOUNDS)
def test_a_floor_lies_below_the_interval(interval: list[float]) -> None:
    bound = floor_of("mrr@10", interval, count=40)

    assert bound is not None
    assert bound < interval[0] or bound == 0
    assert bound >= interval[0] - 0.0101


@given(BOUNDS)
def test_the_floor_of_what_should_be_low_lies_above_the_interval(interval: list[float]) -> None:
    bound = floor_of("false_refusal_rate", interval, count=40)

    assert bound is not None
    assert interval[1] < bound <= interval[1] + 0.0101


def test_where_all_went_alike_a_few_may_still_go_wrong() -> None:
    assert floor_of("hits@10", [1.0, 1.0], count=60) == 0.94
    assert floor_of("false_refusal_rate", [0.0, 0.0], count=60) == 0.06


def test_a_control_has_no_floor() -> None:
    assert floor_of("lead4_answer", [0.5, 0.6], count=40) is None


def test_shares_of_one_kind_have_no_floor() -> None:
    assert floor_of("false_accepted, number", [0.1, 0.2], count=40) is None
    assert floor_of("false_accepted", [0.1, 0.2], count=40) == 0.21


@pytest.mark.parametrize("name", ["wrong", "answered_unanswerable", "true_rejected", "false_accepted", "wrong, de"])
def test_what_should_be_low_has_a_ceiling(name: str) -> None:
    assert lower_is_better(name)
    assert below({name: 0.4}, {name: 0.3}) == [f"{name} is 0.400, its floor is 0.3"]


def test_a_ceiling_set_by_hand_outlives_pinning(tmp_path: Path) -> None:
    (tmp_path / FLOORS).write_text(json.dumps({"suite": {"d": {"median_words": 60}}}), "utf-8")

    pin(
        "suite",
        "d",
        {"median_words": 50, "map": 0.9},
        {"median_words": [45, 55], "map": [0.8, 1]},
        count=40,
        folder=tmp_path,
    )

    assert pinned(FLOORS, "suite", "d", folder=tmp_path) == {"median_words": 60, "map": 0.79}


def test_a_figure_that_is_undefined_has_no_floor() -> None:
    assert floor_of("auc", [float("nan"), float("nan")], count=40) is None


def test_what_is_below_its_floor_is_named() -> None:
    lines = below({"map": 0.79, "mrr": 0.9, "median_words": 61}, {"map": 0.8, "mrr": 0.9, "median_words": 60})

    assert lines == ["map is 0.790, its floor is 0.8", "median_words is 61.000, its floor is 60"]


def test_a_figure_that_was_not_measured_does_not_hold() -> None:
    assert below({}, {"map": 0.8}) == ["map is nan, its floor is 0.8"]


def test_floors_bind_on_the_pinned_data_only(tmp_path: Path) -> None:
    pin("suite", "d1", {"map": 0.9}, {"map": [0.8, 1.0]}, count=40, folder=tmp_path)

    assert pinned(FLOORS, "suite", "d1", folder=tmp_path) == {"map": 0.79}
    assert pinned(FLOORS, "suite", "d2", folder=tmp_path) == pinned(FLOORS, "other", "d1", folder=tmp_path) == {}


def test_floors_rise_and_do_not_fall(tmp_path: Path) -> None:
    pin("suite", "d", {"map": 0.7}, {"map": [0.6, 0.8]}, count=40, folder=tmp_path)
    pin("suite", "d", {"map": 0.9}, {"map": [0.8, 1.0]}, count=40, folder=tmp_path)
    pin("suite", "d", {"map": 0.85}, {"map": [0.7, 0.9]}, count=40, folder=tmp_path)

    assert pinned(FLOORS, "suite", "d", folder=tmp_path) == {"map": 0.79}


def test_a_broken_floor_is_not_pinned_away_in_silence(tmp_path: Path) -> None:
    pin("suite", "d", {"map": 0.9}, {"map": [0.8, 1.0]}, count=40, folder=tmp_path)

    with pytest.raises(FloorError, match="--lower-floors"):
        pin("suite", "d", {"map": 0.5}, {"map": [0.4, 0.6]}, count=40, folder=tmp_path)

    assert pinned(pins.BASELINE, "suite", "d", folder=tmp_path) == {"map": 0.9}


def test_a_floor_is_lowered_when_it_is_said(tmp_path: Path) -> None:
    pin("suite", "d", {"map": 0.9}, {"map": [0.8, 1.0]}, count=40, folder=tmp_path)
    pin("suite", "d", {"map": 0.5}, {"map": [0.4, 0.6]}, lower=True, count=40, folder=tmp_path)

    assert pinned(FLOORS, "suite", "d", folder=tmp_path) == {"map": 0.39}


def test_other_suites_and_other_data_stay_as_they_are(tmp_path: Path) -> None:
    pin("suite", "d1", {"map": 0.9}, {"map": [0.8, 1.0]}, count=40, folder=tmp_path)
    pin("suite", "d2", {"map": 0.5}, {"map": [0.4, 0.6]}, count=40, folder=tmp_path)

    floors = json.loads((tmp_path / FLOORS).read_text("utf-8"))

    assert floors == {"suite": {"d1": {"map": 0.79}, "d2": {"map": 0.39}}}


def test_no_floor_lies_below_nothing_and_a_risk_has_a_ceiling() -> None:
    assert floor_of("mrr@10", (0.0, 0.0), count=10) == 0.0
    assert lower_is_better("aurc")
    assert not lower_is_better("auc")
