"""What a quotation has otherwise than an article, the weightiest first."""

import pytest

from drafts.differences import MAX_WORDS, difference_notes
from drafts.tokens import Tokens
from drafts.values import Note


def differences(quotation: str, article: str) -> list[Note]:
    return list(difference_notes(Tokens(quotation), article))


def test_a_negation_comes_before_a_figure_and_a_figure_before_a_word() -> None:
    found = differences(
        "The great wall is 30 feet high and it was safe", "The old wall is 300 feet high and it was not safe"
    )

    assert found == [
        Note("altered.lost_negation", "", "not"),
        Note("altered.changed", "30", "300"),
        Note("altered.changed", "great", "old"),
    ]


@pytest.mark.parametrize(
    ("quotation", "article", "name"),
    [
        ("It is not safe", "It is safe", "altered.added_negation"),
        ("It isn't safe", "It is safe", "altered.added_negation"),
        ("It is very safe", "It is safe", "altered.added"),
        ("It is safe", "It is very safe", "altered.left_out"),
        ("It was safe", "It is safe", "altered.changed"),
    ],
)
def test_a_difference_has_its_kind(quotation: str, article: str, name: str) -> None:
    assert [note.name for note in differences(quotation, article)] == [name]


def test_the_comma_before_the_closing_mark_is_none() -> None:
    assert differences("It is safe,", "It is safe") == []


def test_what_is_very_long_is_not_set_side_by_side() -> None:
    assert differences("a " * (MAX_WORDS + 1), "b " * 10) == []
