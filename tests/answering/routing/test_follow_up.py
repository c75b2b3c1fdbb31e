"""Questions that lean on the conversation."""

import pytest

from answering.routing.follow_up import context_of, is_context_dependent, standalone
from domain.values import Answer, Kind, QuestionContext, Statement, Turn


def turn(question: str, *, kind: Kind = "answer", read_as: str | None = None) -> Turn:
    return Turn(question=question, answer=Answer(question=question, kind=kind, lead="", read_as=read_as))


ASKED = [turn("Who closed the harbour?")]


@pytest.mark.parametrize(
    "question",
    [
        "Why?", "And when?", "And the ferries?", "What about Belmar?", "No, the other one?", "I meant the ferries.",
        "When did she do it?", "How long did that take?", "Was it the first time?", "Why did they do it?",
        "Is this law new?", "Are such closures common?", "Which other ports are closed?", "Who else was there?",
        "What happened then?", "Tell me more.", "Did it lead to a strike?",
        "You said a third of the boats left?", "What are their names?",
    ],
)  # fmt: skip
def test_a_question_that_leans_is_read_with_the_one_before(question: str) -> None:
    assert standalone(question, ASKED) == f"Who closed the harbour? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "How deep is the silt in Belmar?",
        "Which boats left the harbour in 2016?",
        "What has Dorn called the basin?",
        "What did the ministers announce this week?",
        "Which former president was in court on that day?",
        "Who said that the ferries would return?",
        "What did Ilsa Dorn say about her plans?",
        "Which food chain launched a menu in all of its restaurants?",
        "Is it true that the harbour of Belmar is closed?",
        "How long does it take to cross the strait of Skarn?",
        "How many more boats sank than in 2016?",
        "Did then-mayor Olav Brandt resign at the same time?",
        "Which is the one city with towers such as the Skarn tower?",
        "Are there too many ferries in Skarn?",
        "Are the heat pumps worth it?",
        "Did Dorn go to the police about it",
        "How is the new quay, do people like it?",
    ],
)
def test_a_new_topic_is_not_mixed_with_the_old(question: str) -> None:
    assert not is_context_dependent(question)
    assert context_of(question, ASKED) == QuestionContext(read=f"Who closed the harbour? {question}", stands=True)
    assert standalone(question, ASKED) == question


def test_the_words_last_answered_with_come_along() -> None:
    said = Statement(text="Ilsa Dorn " + "closed it " * 40, citations=(1,), support="verbatim")
    answered = Turn(
        question="Who closed it?", answer=Answer(question="Who closed it?", kind="answer", lead="", statements=(said,))
    )

    read = "Who closed the harbour? Why?"
    assert context_of("Why?", ASKED) == QuestionContext(read=read, said="", asked=read)
    context = context_of("Why?", [answered])
    assert context is not None
    assert context.said.startswith("Ilsa Dorn closed it")
    assert len(context.said.split()) == 40


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("When will it open again?", "When will it open again?"),
        ("And how deep is the silt?", "And how deep is the silt?"),
        ("Whose fault was it?", "Whose fault was it?"),
        ("Why?", "When? Why?"),
        ("And the ferries?", "When? And the ferries?"),
        ("Who is he?", "When? Who is he?"),
    ],
)
def test_a_reader_gets_no_more_of_the_questions_before_than_it_needs(question: str, asked: str) -> None:
    chain = [*ASKED, turn("When?", read_as="Who closed the harbour? When?")]

    context = context_of(question, chain)

    assert context is not None
    assert context.asked == asked
    assert context.read == f"Who closed the harbour? When? {question}"


def test_without_a_conversation_a_question_stays_as_it_is() -> None:
    assert context_of("Why?", []) is None
    assert standalone("Why?", []) == "Why?"


def test_small_talk_is_passed_over() -> None:
    assert standalone("Why?", [*ASKED, turn("thanks", kind="talk")]) == "Who closed the harbour? Why?"
    assert standalone("Why?", [turn("hi", kind="talk")]) == "Why?"


def test_a_chain_of_follow_ups_keeps_what_it_began_with() -> None:
    chain = [*ASKED, turn("When?", read_as="Who closed the harbour? When?")]

    assert standalone("Why?", chain) == "Who closed the harbour? When? Why?"
