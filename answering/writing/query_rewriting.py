"""A question rewritten by a model into searches; code decides whether what it wrote may be searched for."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from answering.phrases import Prompt
from answering.writing.excerpts import printed, tokens
from answering.writing.reply import BULLET, said
from answering.writing.requests import Requests
from domain.errors import ModelError, ModelTooSlow
from domain.language import Word, words
from domain.values import Message, Rewriting, Turn, Usage
from text.numbers import is_number
from text.word_forms import stem, stems

MOST_SEARCHES = 3
MOST_WORDS = 20  # of a search; a model that writes more goes on talking
_ANSWER_WORDS = 80
_MOST_CHARS = 300
_RETRY_S = 600.0
"""A model that was too slow is left alone for so long: it may only have been loading."""


@dataclass(slots=True, kw_only=True)
class Rewriter:
    """Has one model rewrite questions, as long as it is quick enough; used by all questions to that model.

    Only a context-dependent question is worth waiting for; for any other the model has ``limit_s`` seconds, and none if
    that is 0.
    """

    prompt: Prompt
    limit_s: float
    clock: Callable[[], float] = time.monotonic
    _slow_until: float = field(default=float("-inf"), init=False)

    def __call__(
        self,
        requests: Requests,
        question: str,
        turns: Sequence[Turn],
        *,
        context_dependent: bool,
        fence: str,
        budget_tokens: int,
    ) -> Rewriting | None:
        """Return what the model wrote and what of it may be searched for; nothing of a model that fails or is too slow.

        None: it was not asked. Of a long conversation the model is given the last turns that fit the budget.
        """
        started = self.clock()
        if not context_dependent and (self.limit_s == 0 or started < self._slow_until):
            return None
        messages = self._asking(question, turns, fence, budget_tokens)
        reply, usage, failed = "", Usage(), False
        try:
            limit_s = None if context_dependent else self.limit_s
            reply, usage = requests(messages, most_chars=4 * _MOST_CHARS, limit_s=limit_s)
        except ModelError as error:
            failed = True
            if isinstance(error, ModelTooSlow):
                self._slow_until = started + _RETRY_S
        label = messages[-1].text.removesuffix(question).rpartition("\n")[2].strip()
        alone, searches = ("", ()) if requests.stopped() else rewritten(reply, question, turns, label=label)
        if not context_dependent:
            others = (alone, *searches) if alone.casefold() != question.casefold() else searches
            alone, searches = "", tuple(filter(None, others))[:MOST_SEARCHES]
        seconds = self.clock() - started
        return Rewriting(question=alone, searches=searches, usage=usage, seconds=seconds, failed=failed)

    def _asking(self, question: str, turns: Sequence[Turn], fence: str, budget_tokens: int) -> list[Message]:
        kept: list[str] = []
        for turn in reversed([turn for turn in turns if turn.answer.kind != "talk"]):
            text = self.prompt("turn", question=printed(turn.question), answer=printed(_answer(turn)))
            budget_tokens -= tokens(text)
            if budget_tokens < 0:
                break
            kept.insert(0, text)
        asking = self.prompt("question", fence=fence, turns="\n".join(kept), question=question)
        return [Message("system", self.prompt("system", fence=fence)), Message("user", asking)]


def rewritten(reply: str, question: str, turns: Sequence[Turn], *, label: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the question as a model made it understandable by itself, "" if it did not, and its searches.

    A line counts if it brings in no name or number that the conversation does not have. The first that also keeps the
    words of the user's question that carry meaning is the question; the others are searches, up to three. ``label`` is
    what stood before the question in the prompt: a small model repeats it.
    """
    before = [part for turn in turns for part in (turn.question, _answer(turn), turn.answer.read_as or "")]
    cited = (f"{one.article.source.title} {one.quote}" for turn in turns for one in turn.answer.citations)
    known = stems(" ".join([question, *before, *cited]))
    asked = {stem(word.text) for word in words(question) if word.content and len(word.text) > 1}
    bare = (BULLET.sub("", line).strip().removeprefix(label).strip() for line in said(reply).split("\n"))
    lines = (" ".join(line.strip("\"“”'").split()) for line in bare)
    alone, searches = "", []
    for line in dict.fromkeys(line for line in lines if 0 < len(line) <= _MOST_CHARS):
        own = words(line)
        if not {stem(word.text) for word in own if _is_name_or_number(word)} <= known:
            continue
        if not alone and asked <= stems(line):
            alone = line
        elif any(word.content for word in own) and len(own) <= MOST_WORDS and line.casefold() != question.casefold():
            searches.append(line)
    return alone, tuple(searches[:MOST_SEARCHES])


def _is_name_or_number(word: Word) -> bool:
    """Return whether a word may be one: a capital is taken for a name also where it only begins a line."""
    cased = word.content and word.text != word.text.lower()
    return cased or is_number(word) or any(character.isnumeric() for character in word.text)


def _answer(turn: Turn) -> str:
    answered = " ".join(statement.text for statement in turn.answer.statements) or turn.answer.lead
    return " ".join(answered.split()[:_ANSWER_WORDS])
