"""Questions that lean on the conversation."""

import pytest

from answering.follow_up import leans_on_conversation, standalone
from domain.values import Answer, Kind, Turn


def turn(question: str, *, kind: Kind = "answer", read_as: str | None = None) -> Turn:
    return Turn(question=question, answer=Answer(question=question, kind=kind, lead="", read_as=read_as))


ASKED = [turn("Who closed the harbour?")]


@pytest.mark.parametrize(
    "question",
    ["Why?", "And when?", "When did she do it?", "And the ferries?", "What about Belmar?", "How long did that take?"],
)
def test_a_question_that_leans_is_read_with_the_one_before(question: str) -> None:
    assert standalone(question, ASKED) == f"Who closed the harbour? {question}"


@pytest.mark.parametrize(
    "question",
    ["How deep is the silt in Belmar?", "Which boats left the harbour in 2016?", "What has Dorn called the basin?"],
)
def test_a_new_topic_is_not_mixed_with_the_old(question: str) -> None:
    assert not leans_on_conversation(question)
    assert standalone(question, ASKED) == question


def test_without_a_conversation_a_question_stays_as_it_is() -> None:
    assert standalone("Why?", []) == "Why?"


def test_small_talk_is_passed_over() -> None:
    assert standalone("Why?", [*ASKED, turn("thanks", kind="talk")]) == "Who closed the harbour? Why?"
    assert standalone("Why?", [turn("hi", kind="talk")]) == "Why?"


def test_a_chain_of_follow_ups_keeps_what_it_began_with() -> None:
    chain = [*ASKED, turn("When?", read_as="Who closed the harbour? When?")]

    assert standalone("Why?", chain) == "Who closed the harbour? When? Why?"
