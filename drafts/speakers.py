"""Who says a quotation, in a draft and in an article, and whether both name the same."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.language import words
from drafts.quotations import Quotation
from text.grammar_words import PRONOUNS, SUBJECTS
from text.proper_names import written_names
from text.quote_attribution import attribution_beside, names_in, spoken, without_title
from text.sentences import Sentence
from text.word_forms import stem

BESIDE = 250
"""Code points at either side of a quotation in which its attribution is looked for."""
_SENTENCES_BEFORE = 3
_STOPS = (". ", "! ", "? ", "\n", ".”", '."')
_PERSON_PARTS = 2
_TITLE_CHARS = 4
"""A word before a point that is no longer may be a title or an initial."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who says a quotation.

    ``beside`` are the words that say so, in which others may be named too. Not ``certain``: they name this one person,
    but not by a verb of saying.
    """

    name: str
    beside: str = ""
    certain: bool = True


def speakers_of(text: str, quotations: Sequence[Quotation], sentences: Sequence[Sentence]) -> list[Speaker | None]:
    """Return who says each quotation of a text, None where that is open.

    "She said" is whoever was named last before it. A quotation without an attribution has the speaker of the one
    before, if both stand in one paragraph or it is a paragraph of its own.
    """
    found: list[Speaker | None] = []
    written = written_names(text)
    last: tuple[Speaker, int] | None = None
    for number, quotation in enumerate(quotations):
        before, behind = _beside(text, quotations, number)
        attribution = attribution_beside(before, behind, written)
        if quotation.inside is not None:
            named = attribution.name if attribution else None
            found.append(Speaker(name=named, beside=before + behind) if named else None)
            continue
        name, certain = attribution.name if attribution else None, not (attribution and attribution.described)
        if name:
            name = _in_full(name, last)
        elif attribution and attribution.pronoun:
            name = _named_before(text, sentences, quotations, number)
            if name is None and last and quotation.outer[0] - last[1] < 2 * BESIDE:
                name = last[0].name
        elif attribution is None and (
            not any(map(str.isalnum, before + behind)) or _same_sentence(text, last, quotation.outer[0])
        ):
            name = last[0].name if last and _continues(text, last[1], quotation.outer[0]) else None
        elif attribution is None and len(names := set(names_in(f"{before} … {behind}"))) == 1:
            name, certain = names.pop(), False
        speaker = Speaker(name=name, beside=before + behind, certain=certain) if name else None
        found.append(speaker)
        last = (speaker, quotation.outer[1]) if speaker else last if attribution is None else None
    return found


def speaker_in_sentence(text: str, sentence: Sentence, start: int, end: int) -> Speaker | None:
    """Return whose words a span of a sentence gives that stands in no quotation marks; None where that is open."""
    before, behind = text[sentence.start : start], text[end : sentence.end]
    attribution = attribution_beside(before[-BESIDE:], behind[:BESIDE], written_names(text))
    name = attribution.name if attribution else None
    if name is None and (voice := spoken(sentence.text, text)):
        name = voice.name
    others = {word.text.lower() for word in words(f"{before} {behind}")} & PRONOUNS & SUBJECTS
    if name is None and attribution is None and not others and len(names := set(names_in(before))) == 1:
        name = names.pop()
    return Speaker(name=name, beside=before + behind) if name else None


def compare(draft: Speaker, article: Speaker | None, beside: str) -> Literal["same", "other", "open"]:
    """Compare the speaker that a draft names with the one that an article names.

    Args:
        draft: the draft's.
        article: the article's, None where it leaves that open.
        beside: the words of the article round the quotation; whoever they name may be meant.
    """
    if article is None:
        return "open"
    if same_name(draft.name, article.name):
        return "same"
    doubtful = not (draft.certain and article.certain) or is_mentioned(draft.name, f"{article.beside} {beside}")
    return "open" if doubtful else "other"


def is_mentioned(name: str, text: str) -> bool:
    """Whether a text names somebody: by the last name, an organization by all of its words or their first letters."""
    have = {stem(word.text) for word in words(text)}
    parts = [word.text for word in words(without_title(name))]
    initials = "".join(part[0] for part in parts if part[0].isupper())
    if len(initials) > 1 and stem(initials) in have:
        return True
    lacking = [part for part in parts if stem(part) not in have]
    return not lacking or (len(parts) == _PERSON_PARTS and parts[-1] not in lacking)


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


def _beside(text: str, quotations: Sequence[Quotation], number: int) -> tuple[str, str]:
    """Return the words before and behind a quotation, in its sentence, that may say who says it."""
    quotation = quotations[number]
    start, end = quotation.outer
    around = quotations[quotation.inside] if quotation.inside is not None else None
    left = max((one.outer[1] for one in quotations[max(0, number - 4) : number] if one.outer[1] <= start), default=0)
    right = next((one.outer[0] for one in quotations[number + 1 : number + 4] if one.outer[0] >= end), len(text))
    left, right = max(left, around.start if around else 0), min(right, around.end if around else len(text))
    before = text[max(left, start - BESIDE) : start]
    cut = max(before.rfind(stop) + len(stop) - 1 if stop in before else -1 for stop in _STOPS)
    before = before[cut + 1 :].lstrip(' ”"’')
    behind = text[end : min(right, end + BESIDE)].partition("\n")[0]
    begins_sentence = behind.lstrip()[:1].isupper() and behind[:1] != ","
    finished = text[end - 2 : end - 1] == "."
    introduces = right <= end + BESIDE and behind.rstrip().endswith((":", ","))
    if begins_sentence and (finished or introduces):
        return before, ""
    stops = [place for stop in _STOPS if (place := behind.find(stop)) > 0 and not _is_title(behind[:place])]
    return before, behind[: min(stops) + 1] if stops else behind


def _same_sentence(text: str, last: tuple[Speaker, int] | None, start: int) -> bool:
    """Whether a quotation stands in the sentence of the one that ended before, with no name between them."""
    if last is None or not last[1] <= start < last[1] + BESIDE:
        return False
    between = text[last[1] - 2 : start]
    return not any(stop in between for stop in _STOPS) and not names_in(between)


def _is_title(words: str) -> bool:
    """Whether a point behind these words belongs to a title ("Mr.") or an initial."""
    last = words.rpartition(" ")[2]
    return len(last) <= _TITLE_CHARS and last[:1].isupper()


def _continues(text: str, last: int, start: int) -> bool:
    """Whether a quotation without attribution goes on from the one that ended at ``last``."""
    between = text[last:start]
    if "\n" not in between:
        return len(between) < 4 * BESIDE
    tail = between.rpartition("\n")[2].strip()
    return not tail and len(between.split("\n")) <= 4 and len(between) < BESIDE


def _named_before(text: str, sentences: Sequence[Sentence], quotations: Sequence[Quotation], number: int) -> str | None:
    """Return the full name that the nearest sentence before a quotation names first, outside of quotations."""
    quotation = quotations[number]
    index = bisect_right(sentences, quotation.outer[0], key=lambda sentence: sentence.start) - 1
    spans = [one.outer for one in quotations[max(0, number - 8) : number]]
    for place in range(index, max(-1, index - _SENTENCES_BEFORE), -1):
        outside = _without(text, sentences[place].start, min(sentences[place].end, quotation.outer[0]), spans)
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
    if last and " " not in name and last[0].name.rpartition(" ")[2] == name:
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
