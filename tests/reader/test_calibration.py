"""Calibrations: safe for any logit, and kept by name."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reader.calibration
from domain.errors import ReaderError
from domain.reading import Calibration
from reader.calibration import load_calibration, save_calibration

LOGITS = st.floats(allow_nan=False)
NUMBERS = st.floats(-50, 50)


def test_a_score_adds_the_shares_of_window_and_cosine() -> None:
    calibration = Calibration(window=0.5, cosine=4.0)

    assert calibration.score(1.0, -2.0, 0.25) == pytest.approx(1.0)


def test_evidence_has_a_share_of_the_window_of_its_own() -> None:
    calibration = Calibration(window=0.5, cosine=4.0, evidence_window=3.0)

    assert calibration.evidence(1.0, -2.0) == pytest.approx(-5.0)


def test_how_well_the_article_was_found_counts_beside_the_logits() -> None:
    calibration = Calibration(window=0.5, evidence_window=1.0, found=4.0)

    assert calibration.score(1.0, 2.0, 0.3, 0.5) == pytest.approx(1 + 0.5 * 2 + 4 * 0.5)
    assert calibration.evidence(1.0, 2.0, 0.5) == pytest.approx(1 + 2 + 4 * 0.5)


def test_the_best_article_is_meant_where_nothing_else_is_said() -> None:
    calibration = Calibration(found=4.0)

    assert calibration.score(1.0, 0.0, 0.0) == calibration.score(1.0, 0.0, 0.0, 1.0) == pytest.approx(5.0)
    assert calibration.evidence(1.0, 0.0) == calibration.evidence(1.0, 0.0, 1.0) == pytest.approx(5.0)


def test_a_missing_name_takes_its_part_off_the_evidence() -> None:
    calibration = Calibration(slope=0.5, intercept=1.0, missing=3.0)

    assert calibration.probability(2.0, missing=True) == calibration.probability(-1.0)
    assert calibration.probability(2.0, missing=False) == calibration.probability(2.0)


def test_a_probability_is_the_logistic_function_of_the_scaled_score() -> None:
    calibration = Calibration(slope=2.0, intercept=-1.0, support_slope=0.5, support_intercept=1.0)

    assert calibration.probability(0.5) == pytest.approx(0.5)
    assert calibration.probability(1.0) == pytest.approx(1 / (1 + math.exp(-1)))
    assert calibration.probability(-1.0) == pytest.approx(1 / (1 + math.exp(3)))
    assert calibration.support(-2.0) == pytest.approx(0.5)
    assert calibration.support(4.0) == pytest.approx(1 / (1 + math.exp(-3)))


def test_what_has_no_words_is_not_answered_and_not_supported() -> None:
    calibration = Calibration(window=0.0)

    assert calibration.score(1.0, -math.inf, 0.0) == 1.0
    assert calibration.probability(calibration.score(-math.inf, -math.inf, 0.3)) == 0.0
    assert calibration.support(-math.inf) == 0.0


@given(LOGITS, NUMBERS, NUMBERS)
def test_a_probability_is_one_for_any_logit(logit: float, slope: float, intercept: float) -> None:
    calibration = Calibration(slope=slope, intercept=intercept, support_slope=slope, support_intercept=intercept)

    assert 0.0 <= calibration.probability(logit) <= 1.0
    assert 0.0 <= calibration.support(logit) <= 1.0


def test_a_calibration_is_kept_beside_those_of_other_models(tmp_path: Path) -> None:
    save_calibration("first", Calibration(slope=2.0), tmp_path / "cache")
    save_calibration("second", Calibration(cosine=4.0), tmp_path / "cache")

    assert load_calibration("first", tmp_path / "cache") == Calibration(slope=2.0)
    assert load_calibration("second", tmp_path / "cache") == Calibration(cosine=4.0)
    assert load_calibration("third", tmp_path / "cache") is None


def test_the_projects_own_calibration_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "shipped.json"
    shipped.write_text(json.dumps({"model": {"slope": 3, "note": "of another version"}}), encoding="utf-8")
    monkeypatch.setattr(reader.calibration, "SHIPPED", shipped)

    save_calibration("model", Calibration(slope=2.0), tmp_path)

    assert load_calibration("model", tmp_path) == Calibration(slope=3.0)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"model": 1}', '{"model": {"slope": "steep"}}', '{"m": null}', "\ufeff"]
)
def test_a_damaged_file_of_calibrations_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "calibration.json").write_text(text, encoding="utf-8")

    with pytest.raises(ReaderError, match=r"calibration\.json is damaged") as caught:
        load_calibration("model", tmp_path)

    assert "Remove it" in caught.value.hint


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")

    with pytest.raises(ReaderError, match="cannot be written"):
        save_calibration("model", Calibration(), tmp_path / "file")
