"""A follow-up made understandable by itself, by a model; code decides whether what it wrote may be searched for."""

from collections.abc import Sequence
from itertools import takewhile

from answering.writing.budget import tokens
from answering.writing.excerpts import printed
from answering.writing.prompt import Prompt
from answering.writing.reply import said
from domain.language import words
from domain.values import Message, Turn
from text.numbers import is_number
from text.word_forms import stem, stems

_ANSWER_WORDS = 80
_MOST_CHARS = 300
MOST_REPLY_CHARS = 4 * _MOST_CHARS
"""A model that says more than that does not write a question."""


def asking_to_rewrite(
    prompt: Prompt, question: str, turns: Sequence[Turn], *, fence: str, budget_tokens: int
) -> list[Message]:
    """Return what a model is asked; of a long conversation the last turns that fit the budget."""
    told = [
        prompt("turn", question=printed(turn.question), answer=printed(_answer(turn)))
        for turn in turns
        if turn.answer.kind != "talk"
    ]
    left = budget_tokens

    def fits(text: str) -> bool:
        nonlocal left
        left -= tokens(text)
        return left >= 0

    kept = list(takewhile(fits, reversed(told)))[::-1]
    text = prompt("question", fence=fence, turns="\n".join(kept), question=question)
    return [Message("system", prompt("system", fence=fence)), Message("user", text)]


def rewritten(reply: str, question: str, turns: Sequence[Turn]) -> str | None:
    """Return the question that a model wrote; None if it is not the reader's question made understandable.

    It must be one line, keep the telling words of the reader's question, and bring in no name or number that the
    conversation does not have.
    """
    text = " ".join(said(reply).strip().strip("\"“”'").split())
    if not text or "\n" in said(reply).strip() or len(text) > _MOST_CHARS:
        return None
    asked = {stem(word.text) for word in words(question) if word.content and len(word.text) > 1}
    if not asked <= stems(text):
        return None
    known = stems(" ".join([question, *(f"{turn.question} {_everything(turn)}" for turn in turns)]))
    brought = {stem(word.text) for word in words(text) if word.name or is_number(word)}
    return text if brought <= known else None


def _answer(turn: Turn) -> str:
    """The beginning of what was answered."""
    told = " ".join(statement.text for statement in turn.answer.statements) or turn.answer.lead
    return " ".join(told.split()[:_ANSWER_WORDS])


def _everything(turn: Turn) -> str:
    cited = [f"{citation.article.source.title} {citation.quote}" for citation in turn.answer.citations]
    return " ".join([_answer(turn), turn.answer.read_as or "", *cited])
