"""A follow-up that a model wrote anew is searched for only if it is the user's question made understandable."""

import pytest

from answering.phrases import REWRITE, load_prompt
from answering.writing.fakes import ScriptedModel
from answering.writing.query_rewriting import rewrite, rewritten
from answering.writing.requests import Requests
from domain.values import Answer, Statement, Turn
from services.parts import PROMPTS

QUESTION = "How long did the repair take?"
TURNS = [
    Turn(
        question="Who closed the harbour of Wexmouth?",
        answer=Answer(
            question="Who closed the harbour of Wexmouth?",
            kind="answer",
            lead="",
            statements=(Statement(text="Ilsa Dorn closed it.", citations=(), support="verbatim"),),
        ),
    )
]


@pytest.mark.parametrize(
    "reply",
    [
        "How long did the repair of the harbour of Wexmouth take?",
        "“How long did Ilsa Dorn say that the repair would take?”",
        "<think>Which harbour?</think>How long did the repair take?",
    ],
)
def test_a_question_that_keeps_its_words_and_brings_in_no_name_is_taken(reply: str) -> None:
    assert rewritten(reply, QUESTION, TURNS) == reply.rpartition(">")[2].strip("“”")


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "How long did it last?",
        "How long did the repair in Belmar take?",
        "How long did the repair of 2019 take?",
        "How long did the repair take?\nI hope that helps.",
        f"How long did the repair take{' and so on' * 60}?",
    ],
)
def test_any_other_reply_is_not(reply: str) -> None:
    assert rewritten(reply, QUESTION, TURNS) is None


def test_of_a_long_conversation_the_last_turns_are_sent() -> None:
    prompt = load_prompt(PROMPTS / "rewrite.md", REWRITE)
    model = ScriptedModel("How long did the repair take?")
    turns = [Turn(question=f"Question {n}?", answer=TURNS[0].answer) for n in range(50)]

    found = rewrite(
        Requests(model, patience_s=30, stopped=None), prompt, QUESTION, turns, fence="==1", budget_tokens=200
    )

    assert found == "How long did the repair take?"
    assert "Question 49?" in model.asked[0][1].text
    assert "Question 1?" not in model.asked[0][1].text
