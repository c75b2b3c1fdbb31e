"""Refusals, and the closest words where the articles come near an answer: without a claim."""

from collections.abc import Iterable, Sequence

from answering.context import Considered
from answering.phrases import Phrases
from answering.quoting.attribution import cited
from answering.quoting.reading import quotable, rank
from answering.quoting.scope_text import whose
from domain.values import Answer, Article, Citation, RefusalReason, Scope
from text.language_id import languages_of, named

CLOSEST_SHARE = 0.5
"""Evidence of at least this share of the threshold shows the closest words; less is a plain refusal."""
NEAREST = 3


def refuse(phrases: Phrases, question: str, considered: Considered, *, close: bool, scope: Scope) -> Answer:
    """Return the refusal of a question that was searched for; ``close`` shows the closest words instead."""
    missing, unjudged = considered.missing, close and considered.unjudged
    lead = _lead(phrases, close, missing, whose(phrases, scope))
    if unjudged:
        lead = phrases("closest.not_judged", articles=whose(phrases, scope), language=named([unjudged]))
    return Answer(
        question=question,
        kind="closest" if close else "refusal",
        lead=lead,
        refusal=RefusalReason.NOT_JUDGED if unjudged else _reason(missing, close),
        nearest=nearest(considered),
        evidence=considered.evidence,
    )


def other_language(phrases: Phrases, question: str, articles: Iterable[Article], scope: Scope) -> Answer | None:
    """Return the refusal of a question in another language than all of the articles that it found; None if it shares
    one with them, or a language cannot be told.
    """
    asked = languages_of(question)
    if not asked:
        return None
    theirs: list[tuple[str, ...]] = []
    for article in articles:
        codes = languages_of(article.text)
        if set(asked) & set(codes):
            return None  # as a rule the first article says so: telling a language takes some milliseconds
        theirs += [codes] if codes else []
    if not theirs:
        return None
    language = " and ".join(dict.fromkeys(named(codes[:1]) for codes in theirs))
    lead = phrases("refusal.language", articles=whose(phrases, scope), language=language, asked=named(asked))
    return Answer(question=question, kind="refusal", lead=lead, refusal=RefusalReason.OTHER_LANGUAGE)


def nearest(considered: Considered) -> tuple[Citation, ...]:
    """Return the sentences that come nearest to the question, best first."""
    kept = set(quotable(considered.candidates))
    order = [i for i in rank(considered.scores) if i in kept][:NEAREST]
    return tuple(
        Citation(
            number=number,
            quote=located.sentence.text,
            start=located.sentence.start,
            end=located.sentence.end,
            article=cited(located.article),
        )
        for number, located in enumerate((considered.candidates[i] for i in order), start=1)
    )


def _reason(missing: Sequence[str], close: bool) -> RefusalReason:
    if missing:
        return RefusalReason.NOT_MENTIONED
    return RefusalReason.NOT_CLEAR if close else RefusalReason.NOT_FOUND


def _lead(phrases: Phrases, close: bool, missing: Sequence[str], articles: str) -> str:
    if missing:
        named = ", ".join(missing[:-1]) + (" and " if len(missing) > 1 else "") + missing[-1]
        name = "refusal.missing.one" if len(missing) == 1 else "refusal.missing.many"
        return phrases(name, articles=articles, words=named)
    return phrases("closest" if close else "refusal.not_found", articles=articles)
