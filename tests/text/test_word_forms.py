"""Words made alike."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language import words
from text.word_forms import stem, stems


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


@given(st.text(max_size=80))
def test_the_quick_way_to_a_texts_stems_finds_those_of_its_words(text: str) -> None:
    assert stems(text) == {stem(word.text) for word in words(text)}


_FIRST = ("adm", "conf", "gov", "inst", "pres", "s", "tr", "w")
_MIDDLE = ("aint", "eal", "ern", "idual", "inistr", "ious", "olut", "ustr")
_LAST = ("ational", "ement", "fulness", "iveness", "ization", "ments", "ously", "ied", "ing", "s")


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty_threads")
def test_threads_that_stem_at_once_do_not_mix_their_words_up() -> None:
    made = [f"{first}{middle}{last}" for first in _FIRST for middle in _MIDDLE for last in _LAST]
    alone = [stem.__wrapped__(word) for word in made]

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda _: [stem.__wrapped__(word) for word in made], range(4)))

    assert together == [alone] * 4
