"""Tokens compare equal only where conventional typography differs, and know where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.tokens import Tokens, same_signs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("don’t", "don't"),
        ("“yes”", "«yes»"),
        ("well – then", "well - then"),
        ("co‑op", "co-op"),
        ("wait . . .", "wait…"),
        ("cafe\u0301", "café"),
        ("ﬁre", "fire"),
        ("ex\u00adample", "example"),
        ("a\u00a0b\n\nc", "a b c"),
        ("*very* __good__", "very good"),
    ],
)
def test_typography_is_folded(one: str, other: str) -> None:
    assert Tokens(one).exact == Tokens(other).exact


@pytest.mark.parametrize(
    ("one", "other"),
    [("We", "we"), ("3,000", "3000"), ("1.5", "15"), ("its", "it's"), ("can", "can't"), ("a, b", "a b"), ("é", "e")],
)
def test_anything_else_is_not(one: str, other: str) -> None:
    assert Tokens(one).exact != Tokens(other).exact


def test_words_are_found_from_a_place_on_and_before_one() -> None:
    tokens = Tokens("We sail. The tide turns. We sail at dawn.")

    assert tokens.find(["we", "sail"]) == 0
    assert tokens.find(["we", "sail"], 1) == 7
    assert tokens.find_last(["We", "sail"], 7) == 0
    assert tokens.find_last(["We", "sail"], len(tokens)) == 7
    assert tokens.find(["we", "row"]) == tokens.find_last(["we", "row"], len(tokens)) == -1
    assert tokens.find(["we"], len(tokens)) == -1


def test_a_sign_of_a_number_belongs_to_it() -> None:
    tokens = Tokens("It costs $300 or 3% of a non-violent 12 plan.")

    def whole(*words: str) -> bool:
        first = tokens.find(words)
        return tokens.is_whole(first, first + len(words))

    assert whole("costs", "$", "300")
    assert whole("12", "plan")
    assert not whole("300", "or")
    assert not whole("or", "3")
    assert not whole("violent", "12")


def test_inches_are_not_feet_though_quotation_marks_are_alike() -> None:
    inches, feet, marks = Tokens('12" long'), Tokens("12' long"), Tokens("12” long")

    assert inches.exact == feet.exact
    assert not same_signs(inches, 0, feet, 0, 3)
    assert same_signs(inches, 0, marks, 0, 3)


@given(st.text(max_size=80))
def test_tokens_are_in_order_and_lie_in_the_text(text: str) -> None:
    tokens = Tokens(text)

    places = list(zip(tokens.starts, tokens.ends, strict=True))
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    for index, token in enumerate(tokens.exact):
        assert 0 <= tokens.find([token]) <= index


@given(st.text(st.sampled_from("Éa1'’-–… \n.永"), max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_pieces_of_a_text_have_its_offsets(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))

    piece = Tokens(text, [(start, end)])

    assert all(start <= first < last <= end for first, last in zip(piece.starts, piece.ends, strict=True))
