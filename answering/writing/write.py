"""Answers that a language model writes, each statement checked by code before it is shown."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answering.checking.evidence import Excerpt
from answering.checking.verdicts import Check, CheckedStatement, check_claims, invented
from answering.phrases import Phrases
from answering.pipeline import QuoteAnswerer
from answering.quoting.attribution import when_plain, who
from answering.quoting.composing import Decided
from answering.writing.citation_markers import Claim, claims
from answering.writing.excerpts import fill, printed
from answering.writing.model_errors import said_nothing
from answering.writing.prompt import Prompt
from answering.writing.query_rewriting import MOST_REPLY_CHARS, asking_to_rewrite, rewritten
from answering.writing.reply import CANNOT_TELL, cannot_tell, is_cannot_tell, is_ended, said, shown
from answering.writing.requests import Requests
from answering.writing.written import UNFINISHED, Composed
from domain.errors import ContextOverflow
from domain.protocols import ChatModel
from domain.values import EVERYTHING, Answer, Message, RefusalReason, Scope, Turn, Written

MOST_CHARS = 6000
"""A reply that becomes longer is cut: five sentences were asked for, and some models never come to an end."""

Told = Callable[[str], None]
"""Is told what may be shown of a reply that is on its way, all of it, each time that it has grown."""
Stopped = Callable[[], bool]


def nobody(shown: str) -> None:
    """Nobody is told."""


def never() -> bool:
    """It is never stopped."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What writing needs besides the question: the model, what is sent to it, and who checks what it says."""

    model: ChatModel
    check: Check
    phrases: Phrases
    answering: Prompt
    rewriting: Prompt
    budget_tokens: int
    patience_s: float
    hide_unsupported: bool


class WriteAnswerer:
    """Answers in a model's words; what it may answer, and from what, is decided as for quotes."""

    def __init__(self, way: QuoteAnswerer, writing: Writing) -> None:
        self._way = way
        self._writing = writing

    def __call__(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        scope: Scope = EVERYTHING,
        told: Told = nobody,
        stopped: Stopped = never,
    ) -> Answer:
        """Answer as ``way`` does, but have look-ups written. Raises ModelError: it never quotes in silence instead."""
        composer = Writer(self._writing, told=told, stopped=stopped)
        return self._way(question, turns, scope=scope, composer=composer)


class Writer:
    """A Composer that has one answer written."""

    refuses_itself = True
    """The model reads the excerpts and may say that they do not answer: it reads better than the bundled evidence."""

    def __init__(self, writing: Writing, *, told: Told, stopped: Stopped) -> None:
        self._writing = writing
        self._told = told
        self._stopped = stopped
        self._requests = Requests(writing.model, patience_s=writing.patience_s, stopped=stopped)
        self._fence = f"===={secrets.token_hex(8)}===="

    def read(self, question: str, turns: Sequence[Turn]) -> str | None:
        """Have the model write the question as it stands by itself."""
        parts = self._writing
        asked = asking_to_rewrite(
            parts.rewriting, question, turns, fence=self._fence, budget_tokens=parts.budget_tokens
        )
        return rewritten(self._reply(asked, most_chars=MOST_REPLY_CHARS), question, turns)

    def __call__(self, decided: Decided) -> Answer:
        """Have the answer written from excerpts, and check it as far as it goes."""
        offered = fill(decided, self._writing.budget_tokens)
        if not offered:
            raise ContextOverflow(
                "Not one sentence of the articles fits what a model may be given.",
                hint="Set DATELINE_MODEL_BUDGET_TOKENS higher.",
            )
        reply = self._reply(self._asking(decided.question, offered), most_chars=MOST_CHARS, told=self._told)
        stopped, cut = self._stopped(), len(reply) > MOST_CHARS
        found = claims(said(reply))
        unable = cannot_tell(reply, found)
        if not found and not stopped and not unable:
            raise said_nothing(self._writing.model.name)
        written = Written(
            model=self._writing.model.name,
            reply=reply,
            invented=invented(found, offered),
            stopped=stopped,
            cut=cut,
            usage=self._requests.take_usage(),
        )
        composed = Composed(self._writing.phrases, decided, written, hide_unsupported=self._writing.hide_unsupported)
        if unable:
            return composed.refusal(RefusalReason.CANNOT_TELL, [])
        answering = [claim for claim in found if not is_cannot_tell(claim.text)]
        judged = self._judged(answering, offered, broken_off=stopped or cut)
        if any(one.supported for one in judged):
            return composed.answer(judged)
        if found:
            return composed.refusal(RefusalReason.UNSUPPORTED, judged)
        return composed.refusal(RefusalReason.STOPPED, [])

    def _asking(self, question: str, offered: Sequence[Excerpt]) -> list[Message]:
        prompt, phrases = self._writing.answering, self._writing.phrases
        excerpts = [
            prompt(
                "excerpt",
                fence=self._fence,
                number=one.number,
                title=printed(one.article.source.title),
                who=printed(who(phrases, one.article.source)),
                when_plain=printed(when_plain(phrases, one.article.source)),
                text=printed(one.article.text[one.start : one.end]),
            )
            for one in offered
        ]
        system = prompt("system", fence=self._fence, cannot_tell=CANNOT_TELL)
        return [
            Message("system", system),
            Message("user", prompt("question", excerpts="\n\n".join(excerpts), question=question)),
        ]

    def _reply(self, messages: Sequence[Message], *, most_chars: int, told: Told = nobody) -> str:
        reply, _ = self._requests(
            messages, enough=lambda reply: len(reply) > most_chars, progress=lambda reply: told(shown(reply))
        )
        return reply

    def _judged(
        self, found: Sequence[Claim], offered: Sequence[Excerpt], *, broken_off: bool
    ) -> list[CheckedStatement]:
        """The statements; one that was broken off in the middle is not judged by half of its words."""
        last = found[-1] if broken_off and found and not is_ended(found[-1]) else None
        judged = check_claims(found[:-1] if last else found, offered, self._writing.check)
        if last:
            judged.append(CheckedStatement(text=f"{last.text} …", support="unsupported", reasons=(UNFINISHED,)))
        return judged
