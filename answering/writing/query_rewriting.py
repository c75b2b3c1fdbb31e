"""A follow-up made understandable by itself, by a model; code decides whether what it wrote may be searched for."""

from collections.abc import Sequence

from answering.phrases import Prompt
from answering.writing.excerpts import printed, tokens
from answering.writing.reply import said
from answering.writing.requests import Requests
from domain.language import words
from domain.values import Message, Turn
from text.numbers import is_number
from text.word_forms import stem, stems

_ANSWER_WORDS = 80
_MOST_CHARS = 300


def rewrite(
    requests: Requests, prompt: Prompt, question: str, turns: Sequence[Turn], *, fence: str, budget_tokens: int
) -> str | None:
    """Have a model write a question as it stands by itself; None if what it wrote may not be searched for.

    Of a long conversation it is given the last turns that fit the budget. Raises ModelError.
    """
    kept: list[str] = []
    for turn in reversed([turn for turn in turns if turn.answer.kind != "talk"]):
        text = prompt("turn", question=printed(turn.question), answer=printed(_answer(turn)))
        budget_tokens -= tokens(text)
        if budget_tokens < 0:
            break
        kept.insert(0, text)
    asking = prompt("question", fence=fence, turns="\n".join(kept), question=question)
    messages = [Message("system", prompt("system", fence=fence)), Message("user", asking)]
    reply, _ = requests(messages, most_chars=4 * _MOST_CHARS)
    return rewritten(reply, question, turns)


def rewritten(reply: str, question: str, turns: Sequence[Turn]) -> str | None:
    """Return the question that a model wrote; None if it is not the user's question made understandable.

    It must be one line, keep the words of the user's question that carry meaning, and bring in no name or number that
    the conversation does not have.
    """
    text = " ".join(said(reply).strip().strip("\"“”'").split())
    if not text or "\n" in said(reply).strip() or len(text) > _MOST_CHARS:
        return None
    asked = {stem(word.text) for word in words(question) if word.content and len(word.text) > 1}
    before = [part for turn in turns for part in (turn.question, _answer(turn), turn.answer.read_as or "")]
    cited = (f"{one.article.source.title} {one.quote}" for turn in turns for one in turn.answer.citations)
    known = stems(" ".join([question, *before, *cited]))
    brought = {stem(word.text) for word in words(text) if word.name or is_number(word)}
    return text if asked <= stems(text) and brought <= known else None


def _answer(turn: Turn) -> str:
    answered = " ".join(statement.text for statement in turn.answer.statements) or turn.answer.lead
    return " ".join(answered.split()[:_ANSWER_WORDS])
