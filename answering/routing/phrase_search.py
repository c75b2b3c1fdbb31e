"""A phrase in quotation marks: every place where the articles print it, counted exactly."""

import re
from collections.abc import Iterator
from dataclasses import replace

from answering.context import Reading
from answering.phrases import counted
from answering.quoting.attribution import attribution, cited
from answering.quoting.making import as_of, quoted_footer, verbatim
from answering.quoting.refusals import nearest
from answering.quoting.scope_text import whose
from answering.routing.catalogue import newest_first, originals
from domain.values import Answer, Article, Citation, RefusalReason
from text.sentences import sentences

SHOWN = 8
"""Places shown; all are counted."""
_FOLDED = ("'’‘ʼ´`", "\"“”„«»", "-‐‑‒–—")  # fmt: skip
"""Signs that stand for each other: a reader types the plain ones."""


def find_phrase(reading: Reading, question: str, phrase: str) -> Answer:
    """Return how often the articles print the phrase, and the sentences round the first places, the newest article
    first; a refusal with the nearest words if they never do.

    Words are whole words; case, white space and the style of quotation marks, apostrophes and hyphens do not count.
    """
    pattern = pattern_of(phrase)
    entries = newest_first(originals(reading.snapshot, reading.scope))
    places: list[Citation] = []
    total = found_in = 0
    for entry in entries:
        article = reading.snapshot.article(entry.id)
        count = sum(1 for _ in pattern.finditer(article.text))
        total, found_in = total + count, found_in + bool(count)
        if count and len(places) < SHOWN:
            places += _around(article, pattern)
    if not total:
        return _nowhere(reading, question, phrase)
    shown = [replace(place, number=number) for number, place in enumerate(places[:SHOWN], start=1)]
    return Answer(
        question=question,
        kind="answer",
        lead=_lead(reading, phrase, total, found_in, whole=len(shown) == len(places)),
        statements=verbatim(shown, items=[len(shown) > 1] * len(shown), attributions=_attributions(reading, shown)),
        citations=tuple(shown),
        as_of=as_of(shown),
        footer=quoted_footer(shown),
    )


def pattern_of(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase of at least one word, as find_phrase counts it."""
    parts = []
    for character in " ".join(phrase.split()):
        alike = next((signs for signs in _FOLDED if character in signs), character)
        parts.append(r"\s+" if character == " " else f"[{re.escape(alike)}]")
    before = r"(?<!\w)" if phrase.strip()[:1].isalnum() else ""
    after = r"(?!\w)" if phrase.strip()[-1:].isalnum() else ""
    return re.compile(before + "".join(parts) + after, re.IGNORECASE)


def _around(article: Article, pattern: re.Pattern[str]) -> Iterator[Citation]:
    """The sentences round each place, each once; a place outside any sentence stands by itself."""
    everything = sentences(article.text)
    seen: set[tuple[int, int]] = set()
    for match in pattern.finditer(article.text):
        touched = [sentence for sentence in everything if sentence.start < match.end() and sentence.end > match.start()]
        start = min([match.start(), *(sentence.start for sentence in touched)])
        end = max([match.end(), *(sentence.end for sentence in touched)])
        if (start, end) not in seen:
            seen.add((start, end))
            yield Citation(number=1, quote=article.text[start:end], start=start, end=end, article=cited(article))


def _lead(reading: Reading, phrase: str, total: int, found_in: int, *, whole: bool) -> str:
    phrases = reading.phrases
    articles = counted(phrases, "foot.articles", found_in)
    name = "phrase.once" if total == 1 else "phrase.many" if whole else "phrase.more"
    return phrases(name, words=phrase, count=total, articles=articles)


def _attributions(reading: Reading, citations: list[Citation]) -> list[str]:
    """Outlet and date in front of the first place of each article, where there are several articles."""
    if len({citation.article.id for citation in citations}) == 1:
        return [""] * len(citations)
    before = [None, *(citation.article.id for citation in citations)]
    return [
        "" if citation.article.id == last else attribution(reading.phrases, citation.article.source)
        for last, citation in zip(before, citations, strict=False)
    ]


def _nowhere(reading: Reading, question: str, phrase: str) -> Answer:
    considered = reading.consider(reading.snapshot, phrase, reading.scope)
    return Answer(
        question=question,
        kind="refusal",
        lead=reading.phrases("phrase.nowhere", articles=whose(reading.phrases, reading.scope), words=phrase),
        refusal=RefusalReason.PHRASE_NOT_FOUND,
        nearest=nearest(considered),
    )
