"""One spelling for what is printed in several ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language import words
from domain.spelling import index_term, one_spelling


@pytest.mark.parametrize(
    ("printed", "spelled"),
    [
        ("The U.S. and the US came", "The U.S. and the U.S. came"),
        ("They told us so", "They told us so"),
        ("N.A.T.O. and NATO, the U.N and the UN", "NATO and NATO, the UN and the UN"),
        ("SENT BY THE U.S . TO US", "SENT BY THE U.S. . TO US"),
        ("Ask the WHO who pays", "Ask the W.H.O. who pays"),
        ("$4.5m, 4.5 million, 2nd of 1,979 and 10km", "$4.5 m, 4.5 million, 2 nd of 1,979 and 10 km"),
        ("the A380, the G7, 5G and a m of 3", "the A380, the G7, 5G and a m of 3"),
        ("J.K. Rowling slept. U. Eco too", "JK Rowling slept. U. Eco too"),
    ],
)
def test_acronyms_and_numbers_with_units_are_spelled_in_one_way(printed: str, spelled: str) -> None:
    assert one_spelling(printed) == spelled


@pytest.mark.parametrize(
    "spellings", [("US", "U.S.", "U.S"), ("NATO", "N.A.T.O."), ("WHO", "W.H.O."), ("4.5m", "4.5"), ("2nd", "2")]
)
def test_the_spellings_of_a_word_are_one_term(spellings: tuple[str, ...]) -> None:
    assert len({index_term(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize("word", ["Dorn", "us", "G7", "A", "A380", "日本2016年"])
def test_other_words_are_their_own_term(word: str) -> None:
    assert index_term(word) == word


@given(st.text(max_size=60))
def test_spelling_twice_is_spelling_once(text: str) -> None:
    assert one_spelling(one_spelling(text)) == one_spelling(text)


@given(st.text(alphabet="USwho.a 4m,I"))
def test_no_word_that_carries_meaning_is_lost(text: str) -> None:
    letters = one_spelling(text).replace(".", "").replace(" ", "").lower()

    assert letters == text.replace(".", "").replace(" ", "").lower()
    assert all(index_term(word.text) for word in words(text))
