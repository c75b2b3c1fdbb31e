"""Answers whose quotes a language model chooses by their numbers: it can choose badly, but never misquote."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from answering.phrases import Phrases, Prompt
from answering.quoting.composing import Decided, Quoting, newest_first
from answering.quoting.quote import quote_of
from answering.quoting.refusals import closest
from answering.routing.topic import side_by_side
from answering.writing.excerpts import Offered, is_cut, new_fence, offer
from answering.writing.parts import MOST_CHARS, OnPart, choose_in_parts
from answering.writing.query_rewriting import Rewriter
from answering.writing.reply import SCHEMA, chosen_numbers, said
from answering.writing.requests import Requests
from domain.errors import ContextOverflow
from domain.protocols import ChatModel
from domain.values import Answer, Footer, Message, RefusalReason, Rewriting, Turn, Usage, Written

_QUOTED_CHARS = 300  # so much of an unusable reply stands in the second request
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
        offered, reply, halved = self._asked(decided)
        chosen = chosen_numbers(reply, len(offered.sentences))
        if chosen is None and not self._requests.stopped():
            unusable = Message("assistant", said(reply).strip()[:_QUOTED_CHARS] or "…")
            again = [*offered.messages, unusable, Message("user", self._choosing.prompt("again"))]
            reply, _ = self._reply(again, structured=False)
            chosen = chosen_numbers(reply, len(offered.sentences))
        stopped = self._requests.stopped() and chosen is None
        written = Written(
            model=self._requests.model,
            reply=reply,
            invented=chosen.dropped if chosen else 0,
            stopped=stopped,
            usage=self._requests.take_usage(),
            sentences=len(offered.sentences),
            halved=halved,
            unusable=chosen is None and not stopped,
        )
        if stopped:
            return self._refused(decided, written, RefusalReason.STOPPED)
        if chosen is None:
            return _marked(decided.refusal or self._quoting(decided), written)
        if not chosen.numbers:
            return self._refused(decided, written, RefusalReason.CANNOT_TELL)
        sentences = [offered.sentences[number - 1] for number in chosen.numbers]
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

    def _asked(self, decided: Decided) -> tuple[Offered, str, bool]:
        """Ask with as many sentences as fit, else with half of them; return whether the model had not read all."""
        limit = self._choosing.max_tokens
        offered = self._offered(decided, limit)
        try:
            reply, usage = self._reply(offered.messages, structured=True)
            if not is_cut(offered.text, usage.input_tokens):
                return offered, reply, False
        except ContextOverflow:
            pass  # the server says itself that it is too much: half is sent, as where it had cut the request
        offered = self._offered(decided, limit // 2)
        reply, _ = self._reply(offered.messages, structured=True)
        return offered, reply, True

    def _offered(self, decided: Decided, max_tokens: int) -> Offered:
        prompt, phrases, question = self._choosing.prompt, self._choosing.phrases, decided.question
        offered = offer(prompt, phrases, question, decided.considered, fence=self._fence, max_tokens=max_tokens)
        if not offered.sentences:
            raise ContextOverflow(
                "Not one sentence of the articles fits what a model may be given.",
                hint="Set DATELINE_MODEL_PROMPT_TOKENS higher, or ask a shorter question.",
            )
        return offered

    def _reply(self, messages: Sequence[Message], *, structured: bool) -> tuple[str, Usage]:
        return self._requests(messages, most_chars=MOST_CHARS, schema=SCHEMA if structured else None)

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
