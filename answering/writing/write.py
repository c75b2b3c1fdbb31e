"""Answers that a language model writes, each statement checked by code before it is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from answering.checking.checker import Place
from answering.checking.evidence import Excerpt
from answering.checking.verdicts import Check, CheckedStatement, check_claims, invented, numbered
from answering.phrases import Phrases, Prompt
from answering.quoting.answers import as_of, cited_footer
from answering.quoting.attribution import attribution, named
from answering.quoting.composing import Decided, newest_first
from answering.quoting.quote import Quote
from answering.quoting.refusals import closest
from answering.quoting.suggestions import next_suggestions
from answering.writing.excerpts import fill, new_fence, printed
from answering.writing.model_errors import error_of
from answering.writing.parts import OnPart, choose_in_parts
from answering.writing.query_rewriting import Rewriter
from answering.writing.reply import CANNOT_TELL, Claim, cannot_tell, claims, is_cannot_tell, is_ended, said, shown
from answering.writing.requests import Requests
from domain.errors import ContextOverflow, ModelError
from domain.protocols import ChatModel
from domain.values import Answer, Footer, Message, Reason, ReasonKind, RefusalReason, Rewriting, Turn, Written

MOST_CHARS = 6000
"""A reply that becomes longer is cut: five sentences were asked for, and some models never come to an end."""
UNFINISHED = Reason(ReasonKind.UNFINISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What writing needs besides the question: the model, what is sent to it, and who checks what it says."""

    model: ChatModel
    check: Check
    phrases: Phrases
    answering: Prompt
    choosing: Prompt
    rewriter: Rewriter
    budget_tokens: int
    patience_s: float
    hide_unsupported: bool


class Writer:
    """A Composer that has one answer written: in a model's words, each statement checked."""

    refuses_itself = True
    """The model reads the excerpts and may say that they do not answer: it reads better than the bundled evidence."""

    def __init__(
        self,
        writing: Writing,
        *,
        on_text: Callable[[str], None] | None = None,
        stopped: Callable[[], bool] | None = None,
        on_part: OnPart | None = None,
    ) -> None:
        """Call ``on_text`` with all that may be shown so far; the answer ends once ``stopped`` returns True."""
        self._writing = writing
        self._on_part = on_part
        self._on_text = on_text
        self._requests = Requests(writing.model, patience_s=writing.patience_s, stopped=stopped)
        self._fence = new_fence()

    def rewrite(self, question: str, turns: Sequence[Turn], *, context_dependent: bool) -> Rewriting | None:
        """Have the model write searches."""
        return self._writing.rewriter(
            self._requests,
            question,
            turns,
            context_dependent=context_dependent,
            fence=self._fence,
            budget_tokens=self._writing.budget_tokens,
        )

    def __call__(self, decided: Decided) -> Answer:
        """Have the answer written from excerpts, and check it as far as it goes.

        Many articles are read in parts; the answer is written from the sentences chosen, each statement with outlet and
        date.
        """
        parts = Written(model=self._writing.model.name, reply="")
        if decided.many:
            picked = choose_in_parts(
                self._requests,
                self._writing.choosing,
                self._writing.phrases,
                decided,
                fence=self._fence,
                max_tokens=self._writing.budget_tokens,
                on_part=self._on_part,
            )
            if picked.decided is None or picked.written.stopped:
                reason = RefusalReason.STOPPED if picked.written.stopped else RefusalReason.CANNOT_TELL
                return self._refused(reason, picked.decided or decided, picked.written, [])
            decided, parts = picked.decided, picked.written
        offered, reply, halved = self._requests.fitting(
            partial(self._asking, decided), self._writing.budget_tokens, most_chars=MOST_CHARS, progress=self._show
        )
        stopped, cut = self._requests.stopped(), len(said(reply)) > MOST_CHARS
        found = claims(said(reply))
        unable = cannot_tell(reply, found)
        if not found and not stopped and not unable:
            raise error_of(ModelError, self._writing.model.name)
        written = Written(
            model=self._writing.model.name,
            reply=reply,
            invented=invented(found, offered),
            stopped=stopped,
            cut=cut,
            usage=parts.usage + self._requests.take_usage(),
            halved=halved or parts.halved,
            unusable=parts.unusable,
        )
        if unable:
            return self._refused(RefusalReason.CANNOT_TELL, decided, written, [])
        answering = [claim for claim in found if not is_cannot_tell(claim.text)]
        judged = self._judged(answering, offered, broken_off=stopped or cut)
        if any(one.supported for one in judged):
            return self._answered(decided, written, judged)
        return self._refused(RefusalReason.UNSUPPORTED if found else RefusalReason.STOPPED, decided, written, judged)

    def _show(self, reply: str) -> None:
        if self._on_text:
            self._on_text(shown(reply))

    def _asking(self, decided: Decided, budget_tokens: int) -> tuple[list[Excerpt], list[Message]]:
        prompt, fence = self._writing.answering, self._fence
        offered = fill(decided, budget_tokens)
        if not offered:
            raise ContextOverflow(
                "Not one sentence of the articles fits what a model may be given.",
                hint="Set DATELINE_MODEL_BUDGET_TOKENS higher.",
            )
        excerpts = []
        for one in offered:
            values = {**named(self._writing.phrases, one.article.source), "text": one.article.text[one.start : one.end]}
            values = {name: printed(value) for name, value in values.items()}
            excerpts.append(prompt("excerpt", fence=fence, number=one.number, **values))
        return offered, [
            Message("system", prompt("system", fence=fence, cannot_tell=CANNOT_TELL)),
            Message("user", prompt("question", excerpts="\n\n".join(excerpts), question=decided.question)),
        ]

    def _judged(
        self, found: Sequence[Claim], offered: Sequence[Excerpt], *, broken_off: bool
    ) -> list[CheckedStatement]:
        last = found[-1] if broken_off and found and not is_ended(found[-1]) else None
        judged = check_claims(found[:-1] if last else found, offered, self._writing.check)
        if last:
            judged.append(CheckedStatement(text=f"{last.text} …", support="unsupported", reasons=(UNFINISHED,)))
        return judged

    def _answered(self, decided: Decided, written: Written, judged: Sequence[CheckedStatement]) -> Answer:
        """Return the answer; at least one statement is supported by the articles."""
        phrases = self._writing.phrases
        sides = (decided.quotes[0], decided.rival) if decided.rival else ()
        checked = _with_both_sides(judged, sides, phrases)
        if decided.many:
            checked = [_attributed(one, phrases) for one in checked]
        kept = [one for one in checked if one.supported] if self._writing.hide_unsupported else checked
        written = replace(written, hidden=len(checked) - len(kept))
        statements, citations = numbered(kept)
        cited = {place.article.id: place.article for one in kept if one.supported for place in one.places}
        whose = decided.whose[:1].lower() + decided.whose[1:]
        name = "lead.written_disagree" if sides else "lead.written"
        return Answer(
            question=decided.question,
            kind="answer",
            mode="write",
            lead=phrases(name, model=written.model, articles=whose),
            statements=statements,
            citations=citations,
            as_of=as_of(citations),
            footer=_footer(cited_footer(citations), checked, written),
            suggestions=next_suggestions(decided.question, list(cited.values())),
            evidence=decided.considered.evidence,
            written=written,
        )

    def _refused(
        self, reason: RefusalReason, decided: Decided, written: Written, judged: Sequence[CheckedStatement]
    ) -> Answer:
        """Return the closest words, since the model could not tell, or wrote nothing that the articles support."""
        kept = [] if self._writing.hide_unsupported else judged
        written = replace(written, hidden=len(judged) - len(kept))
        lead = self._writing.phrases(f"refusal.{reason}", articles=decided.whose, model=written.model)
        answer = closest(decided.question, decided.considered, lead, reason)
        footer = _footer(Footer(), judged, written)
        return replace(answer, mode="write", statements=numbered(kept)[0], footer=footer, written=written)


def _footer(footer: Footer, judged: Sequence[CheckedStatement], written: Written) -> Footer:
    whole = [one for one in judged if one.reasons != (UNFINISHED,)]
    return replace(
        footer,
        statements=len(whole) if judged else None,
        supported=sum(one.supported for one in whole),
        invented=written.invented,
        hidden=written.hidden,
        stopped=written.stopped,
        cut=written.cut,
        halved=written.halved,
        unusable=written.unusable,
        chooser=written.model if written.unusable else "",
    )


def _attributed(one: CheckedStatement, phrases: Phrases) -> CheckedStatement:
    """Return a supported statement with outlet and date of each article that supports it."""
    sources = {place.article.id: place.article.source for place in one.places if one.supported}
    return replace(one, attribution=attribution(phrases, *sources.values())) if sources else one


def _with_both_sides(
    judged: Sequence[CheckedStatement], sides: Sequence[Quote], phrases: Phrases
) -> list[CheckedStatement]:
    """Put what each of two articles that disagree says first, the newest first, each with outlet and date.

    A side that no statement gives by itself stands in the article's own words.
    """
    found: list[CheckedStatement] = []
    rest = list(judged)
    for side in newest_first(sides):
        others = [other for other in sides if other is not side]
        own = [
            one for one in rest if one.supported and _rests_on(one, side) and not any(_rests_on(one, o) for o in others)
        ]
        rest = [one for one in rest if one not in own]
        if not own:
            place = Place(article=side.article, start=side.sentence.start, end=side.sentence.end)
            own = [CheckedStatement(text=side.sentence.text, support="verbatim", places=(place,))]
        found += [replace(one, attribution=attribution(phrases, side.article.source)) for one in own]
    return [*found, *rest]


def _rests_on(judged: CheckedStatement, side: Quote) -> bool:
    return any(
        place.article.id == side.article.id and place.start < side.sentence.end and side.sentence.start < place.end
        for place in judged.places
    )
