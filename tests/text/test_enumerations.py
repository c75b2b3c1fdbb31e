"""Enumerations belong together."""

import pytest

from text.enumerations import enumeration_around
from text.sentences import sentences

REASONS = (
    "The harbour is old. The mayor cannot keep it open for three reasons. First, the silt is deep. Second, the boats "
    "are few. And third, the town has no money. Nobody complained."
)
ORDERED = (1, [2, 3, 4])


@pytest.mark.parametrize("index", [1, 2, 3, 4])
def test_the_head_or_any_member_brings_the_whole(index: int) -> None:
    assert enumeration_around(sentences(REASONS), index) == ORDERED


@pytest.mark.parametrize("index", [0, 5])
def test_sentences_around_it_do_not_belong(index: int) -> None:
    assert enumeration_around(sentences(REASONS), index) is None


def test_bulleted_lines_below_a_head_belong_to_it() -> None:
    everything = sentences("The plan:\n- dig the silt\n- sell the crane\n* close the pier\n\nThat was all.")

    assert [enumeration_around(everything, index) for index in range(5)] == [(0, [1, 2, 3])] * 4 + [None]


def test_a_bullet_of_several_sentences_is_one_member() -> None:
    everything = sentences(
        "The plan:\n- dig the silt. It is deep.\n- sell the crane. Nobody needs it.\n\nThat was all."
    )

    assert enumeration_around(everything, 0) == (0, [1, 3])


def test_a_sentence_between_two_members_is_passed_over() -> None:
    everything = sentences(
        "She named two problems. First, the silt is deep. It came in May. Second, the boats are few. They left."
    )

    assert enumeration_around(everything, 0) == (0, [1, 3])


@pytest.mark.parametrize(
    "text",
    [
        "First, the boats left. The harbour closed.",
        "She gave two reasons.\n\nNobody listened.\n\nThe boats sailed.\n\nIt rained.",
        "He came first. She came second. They left.",
        "One of the boats sank. Two of the crew swam. Three hours passed.",
        "- a lonely line\n\nThe harbour closed.",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    everything = sentences(text)

    assert [enumeration_around(everything, sentence.index) for sentence in everything] == [None] * len(everything)


def test_finally_may_end_it() -> None:
    everything = sentences("There are several risks. First, silt. Second, storms. Finally, thieves steal the ropes.")

    assert enumeration_around(everything, 0) == (0, [1, 2, 3])
