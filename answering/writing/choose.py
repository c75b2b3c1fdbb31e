"""Answers whose quotes a language model chooses by their numbers: it can choose badly, but never misquote."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from answering.phrases import Phrases, Prompt
from answering.quoting.composing import Decided, Quoting, newest_first
from answering.quoting.quote import quote_of
from answering.quoting.refusals import closest
from answering.routing.topic import side_by_side
from answering.writing.choice import choose_sentences
from answering.writing.excerpts import new_fence
from answering.writing.parts import OnPart, choose_in_parts
from answering.writing.query_rewriting import Rewriter
from answering.writing.requests import Requests
from domain.protocols import ChatModel
from domain.values import Answer, Footer, RefusalReason, Rewriting, Turn, Written

_STEP = 0.01  # between the scores of chosen sentences: all count as nearly the best, in the order of the model


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """What choosing needs besides the question. ``max_tokens`` limits the whole prompt, by our estimate."""

    model: ChatModel
    phrases: Phrases
    prompt: Prompt
    rewriter: Rewriter
    max_tokens: int
    patience_s: float


class Chooser:
    """A Composer that has the quotes of one answer chosen."""

    refuses_itself = True
    """The model reads the sentences and may choose none: it reads better than the bundled evidence."""

    def __init__(
        self, choosing: Choosing, *, stopped: Callable[[], bool] | None = None, on_part: OnPart | None = None
    ) -> None:
        self._choosing = choosing
        self._on_part = on_part
        self._quoting = Quoting(choosing.phrases)
        self._requests = Requests(choosing.model, patience_s=choosing.patience_s, stopped=stopped)
        self._fence = new_fence()

    def rewrite(self, question: str, turns: Sequence[Turn], *, context_dependent: bool) -> Rewriting | None:
        """Have the model write searches."""
        return self._choosing.rewriter(
            self._requests,
            question,
            turns,
            context_dependent=context_dependent,
            fence=self._fence,
            budget_tokens=self._choosing.max_tokens // 2,
        )

    def __call__(self, decided: Decided) -> Answer:
        """Have the model choose, and quote what it chose; the bundled reader's answer if it gives no usable reply.

        Many articles are read in parts, and quoted side by side.
        """
        if decided.many:
            return self._side_by_side(decided)
        choosing = self._choosing
        choice = choose_sentences(
            self._requests,
            choosing.prompt,
            choosing.phrases,
            decided.question,
            decided.considered,
            fence=self._fence,
            max_tokens=choosing.max_tokens,
        )
        sentences = choice.sentences
        stopped = self._requests.stopped() and sentences is None
        written = Written(
            model=self._requests.model,
            reply=choice.reply,
            invented=choice.dropped,
            stopped=stopped,
            usage=self._requests.take_usage(),
            sentences=choice.offered,
            halved=choice.halved,
            unusable=sentences is None and not stopped,
        )
        if stopped:
            return self._refused(decided, written, RefusalReason.STOPPED)
        if sentences is None:
            return _marked(decided.refusal or self._quoting(decided), written)
        if not sentences:
            return self._refused(decided, written, RefusalReason.CANNOT_TELL)
        scores = -_STEP * np.arange(len(sentences), dtype=np.float64)
        return _marked(self._quoting(decided.quoting(sentences, scores)), written)

    def _side_by_side(self, decided: Decided) -> Answer:
        phrases = self._choosing.phrases
        picked = choose_in_parts(
            self._requests,
            self._choosing.prompt,
            phrases,
            decided,
            fence=self._fence,
            max_tokens=self._choosing.max_tokens,
            on_part=self._on_part,
        )
        written = picked.written
        if not picked.candidates:
            reason = RefusalReason.STOPPED if written.stopped else RefusalReason.CANNOT_TELL
            return self._refused(decided, written, reason)
        first = {one.article.id: one for one in reversed(picked.candidates)}
        quotes = newest_first([quote_of(one) for one in first.values()])
        lead = phrases(f"compare.{'many' if len(quotes) > 1 else 'one'}", count=len(quotes))
        return _marked(side_by_side(phrases, decided.question, lead, quotes), written)

    def _refused(self, decided: Decided, written: Written, reason: RefusalReason) -> Answer:
        name = "refusal.none_chosen.one" if written.sentences == 1 else "refusal.none_chosen.many"
        name = "refusal.stopped_choosing" if reason is RefusalReason.STOPPED else name
        lead = self._choosing.phrases(name, model=written.model, count=written.sentences)
        footer = Footer(halved=True, chooser=written.model) if written.halved else None
        answer = closest(decided.question, decided.considered, lead, reason)
        return replace(answer, mode="choose", footer=footer, written=written)


def _marked(answer: Answer, written: Written) -> Answer:
    footer = replace(
        answer.footer or Footer(),
        chooser=written.model,
        dropped=written.invented,
        halved=written.halved,
        unusable=written.unusable,
        stopped=written.stopped,
    )
    return replace(answer, mode="choose", footer=footer, written=written)
