"""Who says a quotation, in a draft and in an article, and whether both name the same."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from drafts.quotations import Quotation
from text.quote_attribution import attribution_beside, names_in, without_title
from text.sentences import Sentence
from text.word_forms import stem

BESIDE = 250
"""Code points at either side of a quotation in which its attribution is looked for."""
_SENTENCES_BEFORE = 3
_STOPS = ".!?\n"
_MARKS = '“”„«»"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who says a quotation. ``beside`` are the words that say so, in which others may be named too."""

    name: str
    beside: str = ""


def speakers_of(text: str, quotations: Sequence[Quotation], sentences: Sequence[Sentence]) -> list[Speaker | None]:
    """Return who says each quotation of a text, None where that is open.

    "She said" is whoever was named last before it. A quotation without an attribution has the speaker of the one
    before, if both stand in one paragraph or it is a paragraph of its own.
    """
    found: list[Speaker | None] = []
    starts = [sentence.start for sentence in sentences]
    last: tuple[Speaker, int] | None = None
    for number, quotation in enumerate(quotations):
        if quotation.inside is not None:
            found.append(_of_inner(text, quotations, number))
            continue
        before, behind = _beside(text, quotations, number)
        attribution = attribution_beside(before, behind)
        speaker: Speaker | None = None
        if attribution is None:
            if last and _continues(text, last[1], quotation.outer[0]):
                speaker = last[0]
        elif attribution.name:
            speaker = Speaker(name=_in_full(attribution.name, last), beside=before + behind)
        elif attribution.pronoun:
            earlier = _named_before(text, sentences, starts, quotation, quotations, number)
            name = earlier or (last[0].name if last and quotation.outer[0] - last[1] < 2 * BESIDE else None)
            speaker = Speaker(name=name, beside=before + behind) if name else None
        found.append(speaker)
        last = (speaker, quotation.outer[1]) if speaker else None if attribution else last
    return found


def compare(draft: Speaker, article: Speaker | None, article_sentence: str) -> Literal["same", "other", "open"]:
    """Compare the speaker that a draft names with the one that an article names.

    Args:
        draft: the draft's.
        article: the article's, None where it leaves that open.
        article_sentence: the sentence of the article in which the quotation ends; whoever it names may be meant.
    """
    if article is None:
        return "open"
    if same_name(draft.name, article.name):
        return "same"
    mentioned = {
        stem(word) for word in f"{article.beside} {article_sentence}".replace(",", " ").replace(".", " ").split()
    }
    return "open" if stem(draft.name.split()[-1]) in mentioned else "other"


def same_name(one: str, other: str) -> bool:
    """Whether two names may be the same person's: one last name, and no two different first names."""
    first, second = without_title(one).split(), without_title(other).split()
    if not first or not second:
        return False
    if {stem(part) for part in first} <= {stem(part) for part in second} or {stem(part) for part in second} <= {
        stem(part) for part in first
    }:
        return True
    return stem(first[-1]) == stem(second[-1]) and first[0][0] == second[0][0]


def _of_inner(text: str, quotations: Sequence[Quotation], number: int) -> Speaker | None:
    """Who says a quotation within a quotation, if the words around it say so."""
    quotation = quotations[number]
    outer = quotations[quotation.inside] if quotation.inside is not None else quotation
    before = text[max(outer.start, quotation.outer[0] - BESIDE) : quotation.outer[0]]
    behind = text[quotation.outer[1] : min(outer.end, quotation.outer[1] + BESIDE)]
    attribution = attribution_beside(before, behind)
    return Speaker(name=attribution.name, beside=before + behind) if attribution and attribution.name else None


def _beside(text: str, quotations: Sequence[Quotation], number: int) -> tuple[str, str]:
    """Return the words before and behind a quotation that may say who says it."""
    start, end = quotations[number].outer
    left = max((one.outer[1] for one in quotations[max(0, number - 4) : number] if one.outer[1] <= start), default=0)
    right = next((one.outer[0] for one in quotations[number + 1 : number + 4] if one.outer[0] >= end), len(text))
    before = text[max(left, start - BESIDE) : start]
    cut = max((before.rfind(stop) for stop in (". ", "! ", "? ", "\n", ".”", '."')), default=-1)
    before = before[cut + 1 :].lstrip(' ”"')
    behind = text[end : min(right, end + BESIDE)].split("\n", maxsplit=1)[0]
    followed = right < len(text) and right <= end + BESIDE and behind.rstrip().endswith((":", ","))
    finished = text[end - 2 : end - 1] == "." and behind.lstrip()[:1].isupper()
    if finished or (followed and not behind[:1] == "," and behind.lstrip()[:1].isupper()):
        behind = ""
    return before, behind


def _continues(text: str, last: int, start: int) -> bool:
    """Whether a quotation without attribution goes on from the one that ended at ``last``."""
    between = text[last:start]
    if "\n" not in between:
        return len(between) < 4 * BESIDE
    tail = between.rpartition("\n")[2].strip()
    return not tail and len(between.split("\n")) <= 4 and len(between) < BESIDE


def _named_before(
    text: str,
    sentences: Sequence[Sentence],
    starts: Sequence[int],
    quotation: Quotation,
    quotations: Sequence[Quotation],
    number: int,
) -> str | None:
    """Return the full name that was named last in the sentences before a quotation, outside of quotations."""
    index = bisect_right(starts, quotation.outer[0]) - 1
    ends = [one.outer for one in quotations[max(0, number - 8) : number]]
    for place in range(index, max(-1, index - _SENTENCES_BEFORE), -1):
        sentence = sentences[place]
        end = min(sentence.end, quotation.outer[0])
        outside = _without(text, sentence.start, end, ends)
        if names := names_in(outside):
            return names[0]
    return None


def _without(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
    kept = []
    for first, last in spans:
        if first < end and start < last:
            kept.append(text[start : max(start, first)])
            start = max(start, last)
    return " ".join([*kept, text[start:end]])


def _in_full(name: str, last: tuple[Speaker, int] | None) -> str:
    """Return the full name of somebody who is named by the last one, if the speaker before has it."""
    if last and len(name.split()) == 1 and last[0].name.split()[-1] == name:
        return last[0].name
    return name


def enclosing(quotations: Sequence[Quotation], start: int, end: int) -> int | None:
    """Return the index of the outermost quotation that holds most of a span; None if none does."""
    begins = [one.outer[0] for one in quotations]
    place = bisect_left(begins, end)
    for index in range(max(0, place - 16), place):
        one = quotations[index]
        shared = min(one.end, end) - max(one.start, start)
        if one.inside is None and 2 * shared > end - start:
            return index
    return None
