"""Words made alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.stems import stem, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [("waiting", "waits"), ("China’s", "China"), ("China's", "china"), ("boats'", "boat"), ("U.S.", "US")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("harbour", "harvest"), ("Dorn", "Doris"), ("1911", "1912"), ("4.5", "45")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_the_stems_of_a_text_are_those_of_its_words() -> None:
    assert stems("Boats wait; the boat waited.") == {stem("boat"), stem("wait"), stem("the")}


@given(st.text(max_size=40))
def test_any_text_has_stems_and_none_is_empty(text: str) -> None:
    assert "" not in stems(text)
