"""A message that asks several questions, and one that only looks so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.routing.split import split_questions


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("Who won? Why?", ["Who won?", "Why?"]),
        ("Who closed the harbour?\nWhen did it open?", ["Who closed the harbour?", "When did it open?"]),
        ("Who closed the harbour and when did it open?", ["Who closed the harbour?", "when did it open?"]),
        ("who paid for it, and how much was it", ["who paid for it?", "how much was it?"]),
        ("Who won? Who lost? Why?", ["Who won?", "Who lost?", "Why?"]),
    ],
)
def test_several_questions_are_told_apart(message: str, questions: list[str]) -> None:
    assert split_questions(message) == questions


@pytest.mark.parametrize(
    "message",
    [
        "Who closed the harbour?",
        "The harbour is shut. Why?",
        "Is it true that the harbour closed? I read so.",
        "What did Ilsa Dorn and Olav Reeve say?",
        "What happened when the harbour closed and who cares",
        "He asked who paid and when?",
        "Why and when did it close?",
        "silt and salt",
        "",
        "Who said “Why? Because!”?",
    ],
)
def test_one_question_stays_whole(message: str) -> None:
    assert split_questions(message) == [message]


@given(st.text())
def test_splitting_loses_no_words(message: str) -> None:
    words = [word.strip("?") for part in split_questions(message) for word in part.split()]

    assert set(filter(None, words)) <= {word.strip("?") for word in message.split()} | {""}
