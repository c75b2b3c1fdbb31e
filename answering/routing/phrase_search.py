"""A phrase in quotation marks: every place where the articles print it, counted exactly."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from answering.phrases import counted
from answering.quoting.answers import quoted
from answering.quoting.attribution import attribution, cite
from answering.quoting.candidates import Reading
from answering.quoting.refusals import closest, whose
from answering.routing.catalogue import newest_first, originals
from domain.values import Answer, Article, Citation, RefusalReason
from text.index_words import folded
from text.sentences import sentences_of

SHOWN = 8  # places shown; all are counted
_FOLDED = ("'’‘ʼ´`", "\"“”„«»", "-‐‑‒–—")  # fmt: skip
"""Signs that stand for each other: people type the plain ones."""
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
    places: list[Citation] = []
    attributions: list[str] = []
    total = found_in = 0
    for entry in newest_first(originals(reading.snapshot, reading.scope)):
        article = reading.snapshot.article(entry.id)
        found = places_of(pattern, article.text)
        total, found_in = total + len(found), found_in + bool(found)
        if found and len(places) < SHOWN:
            here = list(_around(article, found))
            places += here
            attributions += [attribution(reading.phrases, article.source), *[""] * (len(here) - 1)]
    if not total:
        considered = reading.consider(reading.snapshot, phrase, reading.scope)
        lead = reading.phrases("phrase.nowhere", articles=whose(reading.phrases, reading.scope), words=phrase)
        answer = closest(question, considered, lead, RefusalReason.PHRASE_NOT_FOUND)
        return replace(answer, kind="refusal", evidence=None)
    name = "phrase.once" if total == 1 else "phrase.many" if len(places) <= SHOWN else "phrase.more"
    articles = counted(reading.phrases, "foot.articles", found_in)
    shown = [replace(place, number=number) for number, place in enumerate(places[:SHOWN], start=1)]
    return quoted(
        question,
        reading.phrases(name, words=phrase, count=total, articles=articles),
        shown,
        items=[len(shown) > 1] * len(shown),
        attributions=attributions if len({place.article.id for place in shown}) > 1 else (),
    )


def pattern_of(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase of at least one word, as find_phrase counts it."""
    phrase, parts = " ".join("".join(letters for letters, _ in _folded_clusters(phrase)).split()), []
    for character in phrase:
        alike = next((signs for signs in _FOLDED if character in signs), character)
        parts.append(r"\s+" if character == " " else f"[{re.escape(alike)}]")
    before = r"(?<!\w)" if phrase[:1].isalnum() else ""
    after = r"(?!\w)" if phrase[-1:].isalnum() else ""
    before += r"(?<!\d[.,])" if phrase[:1].isdigit() else ""  # "75 points" is no part of "0.75 points"
    after += r"(?![.,]\d)" if phrase[-1:].isdigit() else ""
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
    for cluster in _CLUSTER.finditer(text):
        printed = cluster.group()
        yield (folded(printed) if _TO_FOLD.search(printed) else printed), cluster.span()


def _around(article: Article, found: Iterable[tuple[int, int]]) -> Iterator[Citation]:
    everything = sentences_of(article)
    starts, ends = [sentence.start for sentence in everything], [sentence.end for sentence in everything]
    seen: set[tuple[int, int]] = set()
    for first, last in found:
        touched = everything[bisect_right(ends, first) : bisect_left(starts, last)]
        start = min([first, *(sentence.start for sentence in touched)])
        end = max([last, *(sentence.end for sentence in touched)])
        if (start, end) not in seen:
            seen.add((start, end))
            yield cite(article, start, end)
