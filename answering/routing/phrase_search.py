"""A phrase in quotation marks: every place where the articles print it, counted exactly."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from answering.context import Reading
from answering.phrases import counted
from answering.quoting.attribution import attribution, cited
from answering.quoting.making import as_of, quoted_footer, verbatim
from answering.quoting.refusals import nearest
from answering.quoting.scope_text import whose
from answering.routing.catalogue import newest_first, originals
from domain.values import Answer, Article, Citation, RefusalReason
from text.index_words import folded
from text.sentences import sentences

SHOWN = 8
"""Places shown; all are counted."""
_FOLDED = ("'’‘ʼ´`", "\"“”„«»", "-‐‑‒–—")  # fmt: skip
"""Signs that stand for each other: a reader types the plain ones."""
_TO_FOLD = re.compile("[\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufb00-\ufb06\ufeff]")
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]")
"""A character with the marks that are composed with it."""


def find_phrase(reading: Reading, question: str, phrase: str) -> Answer:
    """Return how often the articles print the phrase, and the sentences round the first places, the newest article
    first; a refusal with the nearest words if they never do.

    Words are whole words; case, white space and the style of quotation marks, apostrophes and hyphens do not count,
    nor do soft hyphens, ligatures and how letters with accents are composed.
    """
    pattern = pattern_of(phrase)
    entries = newest_first(originals(reading.snapshot, reading.scope))
    places: list[Citation] = []
    total = found_in = 0
    for entry in entries:
        article = reading.snapshot.article(entry.id)
        found = places_of(pattern, article.text)
        count = len(found)
        total, found_in = total + count, found_in + bool(count)
        if count and len(places) < SHOWN:
            places += _around(article, found)
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
    phrase, parts = "".join(letters for letters, _ in _folded_clusters(phrase)), []
    for character in " ".join(phrase.split()):
        alike = next((signs for signs in _FOLDED if character in signs), character)
        parts.append(r"\s+" if character == " " else f"[{re.escape(alike)}]")
    before = r"(?<!\w)" if phrase.strip()[:1].isalnum() else ""
    after = r"(?!\w)" if phrase.strip()[-1:].isalnum() else ""
    before += r"(?<!\d[.,])" if phrase.strip()[:1].isdigit() else ""  # "75 points" is no part of "0.75 points"
    after += r"(?![.,]\d)" if phrase.strip()[-1:].isdigit() else ""
    return re.compile(before + "".join(parts) + after, re.IGNORECASE)


def places_of(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return where a text prints a phrase, as (start, end) in the text as it is printed, in order."""
    if not _TO_FOLD.search(text):
        return [match.span() for match in pattern.finditer(text)]
    plain: list[str] = []
    printed: list[tuple[int, int]] = []
    for letters, span in _folded_clusters(text):
        plain.append(letters)
        printed += [span] * len(letters)
    matches = [match.span() for match in pattern.finditer("".join(plain))]
    return [(printed[start][0], printed[end - 1][1]) for start, end in matches]


def _folded_clusters(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each character, folded where it needs to be, with its place in the text."""
    for cluster in _CLUSTER.finditer(text):
        printed = cluster.group()
        yield (folded(printed) if _TO_FOLD.search(printed) else printed), cluster.span()


def _around(article: Article, found: Iterable[tuple[int, int]]) -> Iterator[Citation]:
    """The sentences round each place, each once; a place outside any sentence stands by itself."""
    everything = sentences(article.text)
    seen: set[tuple[int, int]] = set()
    for first, last in found:
        touched = [sentence for sentence in everything if sentence.start < last and sentence.end > first]
        start = min([first, *(sentence.start for sentence in touched)])
        end = max([last, *(sentence.end for sentence in touched)])
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
