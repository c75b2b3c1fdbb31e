"""How much words say: rare ones more than common ones."""

import pytest

from text.term_weights import coverage, term_weights, word_weight
from text.word_forms import kins


def test_rare_words_weigh_more_within_bounds() -> None:
    weights = [word_weight(word) for word in ("the", "time", "harbour", "dredger", "zzyzxq")]

    assert weights == sorted(weights)
    assert (weights[0], weights[-1]) == (pytest.approx(0.5, abs=0.3), 6.0)


def test_only_content_words_weigh_whatever_their_form() -> None:
    assert set(term_weights("Why was the harbour closed?")) == kins("harbour closing")


def test_coverage_is_the_share_of_weight_found() -> None:
    weights = {"silt": 3.0, "deep": 1.0}

    assert coverage(weights, frozenset({"silt", "other"})) == 0.75
    assert coverage(weights, frozenset()) == 0.0
    assert coverage({}, frozenset({"silt"})) == 0.0
