"""Statements of a draft: its sentences outside of quotations, each with the words by which it is understood."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from domain.language import words
from drafts.quotations import Quotation
from text.grammar_words import PRONOUNS
from text.numbers import is_number
from text.quote_attribution import names_in
from text.sentences import Sentence, context_dependent, is_question

MIN_BESIDE_QUOTATION = 4
"""Words that carry meaning beside a quotation from which a sentence states something itself."""
FEW_WORDS = 3
"""A sentence of at most so many words that carry meaning, without a name or number, may be but a transition."""
_LOOK_BACK = 3
_PERSON = re.compile(r"^(?P<word>He|She)\b(?!['’])")
_FIRST_PERSON = frozenset("i me my mine".split())
_SEMICOLON = re.compile(r";\s+")
_MIN_CLAUSE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStatement:
    """A sentence of a draft, or a clause of one: ``text[start:end]``.

    ``reads_as`` are its words with a pronoun at its beginning resolved, ``context`` the sentence before where it
    depends on it, else "". ``question``: it asks. ``may_be_none``: it may state nothing that an article could have, as
    an opinion of the writer or a transition does.
    """

    start: int
    end: int
    reads_as: str
    context: str = ""
    question: bool = False
    may_be_none: bool = False


def find_statements(text: str, quotations: Sequence[Quotation], sentences: Sequence[Sentence]) -> list[DraftStatement]:
    """Return the statements of a draft in order.

    Args:
        text: the draft.
        quotations: its quotations; words inside those that are checked as such are left out.
        sentences: its sentences.
    """
    spans = [one.outer for one in quotations if one.kind == "quotation" and one.inside is None]
    begins = [start for start, _ in spans]
    people = _people(text)
    found: list[DraftStatement] = []
    before: list[str] = []
    for sentence in sentences:
        first = max(0, bisect_right(begins, sentence.start) - 1)
        last = bisect_right(begins, sentence.end)
        outside = _outside(text, sentence, spans[first:last])
        whole = len(outside) == 1 and outside[0] == (sentence.start, sentence.end)
        for span in _clauses(text, outside) if whole else _longest(text, outside):
            found.append(_statement(text, span, before, people, sentence))
        before = [*before[-_LOOK_BACK:], " ".join(text[start:end] for start, end in outside) or ""]
    return found


def _statement(
    text: str, span: tuple[int, int], before: Sequence[str], people: dict[str, str], sentence: Sentence
) -> DraftStatement:
    start, end = span
    printed = " ".join(text[start:end].split())
    reads_as = printed
    if match := _PERSON.match(printed):
        name = _last_named(before, people)
        reads_as = f"{name}{printed[match.end() :]}" if name else printed
    found = words(printed)
    telling = [word for word in found if word.content]
    plain = {word.text.lower() for word in found}
    anchored = any(word.name or is_number(word) for word in found)
    return DraftStatement(
        start=start,
        end=end,
        reads_as=reads_as,
        context=before[-1] if before and reads_as == printed and context_dependent(printed) else "",
        question=is_question(sentence.text) and end == sentence.end,
        may_be_none=bool(plain & _FIRST_PERSON) or (len(telling) <= FEW_WORDS and not anchored),
    )


def _outside(text: str, sentence: Sentence, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the parts of a sentence that stand in none of the spans and have a word, trimmed."""
    kept, start = [], sentence.start
    for first, last in spans:
        if first < sentence.end and start < last:
            kept.append((start, max(start, first)))
            start = min(max(start, last), sentence.end)
    kept.append((start, sentence.end))
    trimmed = [_trimmed(text, *span) for span in kept]
    return [span for span in trimmed if any(character.isalnum() for character in text[slice(*span)])]


def _clauses(text: str, outside: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a sentence's clauses where semicolons join them, else the sentence."""
    ((start, end),) = outside
    borders = [match.span() for match in _SEMICOLON.finditer(text, start, end)]
    starts, ends = [start, *(last for _, last in borders)], [*(first for first, _ in borders), end]
    clauses = list(zip(starts, ends, strict=True))
    if any(len(text[first:last].split()) < _MIN_CLAUSE for first, last in clauses):
        return [(start, end)]
    return clauses


def _longest(text: str, outside: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part beside quotations, if all parts together state something; else nothing."""
    telling = {word.text for start, end in outside for word in words(text[start:end]) if word.content and not word.name}
    if len(telling) < MIN_BESIDE_QUOTATION:
        return []
    return [max(outside, key=lambda span: span[1] - span[0])]


def _people(text: str) -> dict[str, str]:
    """Map the last names of a draft to the full names that it gives."""
    return {name.split()[-1]: name for name in reversed(names_in(text))}


def _last_named(before: Sequence[str], people: dict[str, str]) -> str | None:
    """Return the person whom the nearest sentence before names first; None where nobody is, or it is another's "he"."""
    for sentence in reversed(before):
        found = sorted((word.start, people[word.text]) for word in words(sentence) if word.text in people)
        if found:
            return found[0][1]
        if not {word.text.lower() for word in words(sentence)} & PRONOUNS & {"he", "she", "his", "her", "him"}:
            continue
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not (text[start].isalnum() or text[start] in "“‘\"'«„([$£€"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
