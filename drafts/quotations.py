"""Quotations of a text: what stands between quotation marks of any kind and language, and block quotes."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from domain.language import FUNCTION_WORDS

MIN_WORDS = 4
"""Fewer words in quotation marks are a term or irony, no quotation to check."""
MAX_DEPTH = 6
"""Marks that are open at once; deeper ones are taken for unbalanced."""

_CLOSERS = {
    "“": "”", "„": "“”", "‟": "”", "”": "”", "«": "»", "»": "«»", "‹": "›", "›": "‹›", "‘": "’", "‚": "‘’", "‛": "’",
    "「": "」", "『": "』", "｢": "｣", "〝": "〞〟", "《": "》", "〈": "〉", '"': '"', "'": "'",
}  # fmt: skip
"""For each opening mark those that may close it: English “ ”, French « », German „ “, Danish » «, Swedish ” ”."""
_TITLE_MARKS = "《〈"
_SINGLE = "'’‘"
_STRAIGHT = "\"'"
_MARK = re.compile(f"[{re.escape(''.join(dict.fromkeys([*_CLOSERS, *''.join(_CLOSERS.values())])))}]")
_STRAIGHT_OR_CURLY = re.compile("[\"'’]")
_BLANK_LINES = re.compile(r"\n[^\S\n]*+\n\s*+")
_LINE_END = re.compile(r"(?<=[.!?…:\"”’»“«)\]])[^\S\n]*+\n\s*+")
"""A line that ends like a sentence: the end of a paragraph in a text without blank lines."""
_BLOCK = re.compile(r"(?:^[^\S\n]{0,3}>[^\n]*+(?:\n|\Z))++", re.MULTILINE)
_BLOCK_LINE = re.compile(r"^[^\S\n]{0,3}>[> \t]*+(?P<words>[^\n]*+)$", re.MULTILINE)
_ATTRIBUTION_LINE = re.compile(r"[—–―-]")
_DECADE = re.compile(r"\d\ds\b")
_WORDS = re.compile(r"[^\W_]+(?:['’.,:-][^\W_]+)*")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
_LOOK_BACK = 40
_BEFORE_OPENING = "([{<—–-−/…*_=>¿¡"

Kind = Literal["quotation", "short", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """The words of a quotation, ``text[start:end]``, without its marks.

    ``parts`` are its pieces, one a paragraph, without the marks that open each; ``outer`` is the span with the marks.
    ``inside`` is the index of the quotation that it stands in, None if it stands in none.
    """

    start: int
    end: int
    parts: tuple[tuple[int, int], ...]
    outer: tuple[int, int]
    kind: Kind
    inside: int | None = None


@dataclass(slots=True)
class _Open:
    """An opening mark that waits for its closing one; ``parts`` are the paragraphs before the present one."""

    mark: str
    at: int
    start: int
    parts: list[tuple[int, int]]


def find_quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text in the order of their beginnings, those within quotations too.

    A mark that nothing closes within its paragraph opens nothing, unless the next paragraph begins with the same mark,
    as long quotations are printed. Takes time in proportion to the length of the text.
    """
    found = [*_marked(text), *_blocks(text)]
    found.sort(key=lambda one: (one[0][0], -one[0][1]))
    made: list[Quotation] = []
    around: list[int] = []
    for outer, pieces, mark in found:
        parts = [span for span in (_trimmed(text, *piece) for piece in pieces) if span[0] < span[1]]
        if not parts:
            continue
        while around and made[around[-1]].outer[1] <= outer[0]:
            around.pop()
        if mark == ">" and around:
            continue
        start, end = parts[0][0], parts[-1][1]
        made.append(
            Quotation(
                start=start,
                end=end,
                parts=tuple(parts),
                outer=outer,
                kind="title" if mark in _TITLE_MARKS else _kind(text, parts),
                inside=next((one for one in reversed(around) if made[one].outer[1] >= outer[1]), None),
            )
        )
        around.append(len(made) - 1)
    return _without_wrappers(made)


def whole_quotation(text: str) -> Quotation:
    """Return a text as one quotation, without the marks around it if it has some."""
    start, end = _trimmed(text, 0, len(text))
    if start + 1 < end and text[end - 1] in _CLOSERS.get(text[start], ""):
        start, end = _trimmed(text, start + 1, end - 1)
    return Quotation(start=start, end=end, parts=((start, end),), outer=(0, len(text)), kind="quotation")


def word_count(text: str) -> int:
    """Return how many words a text has; of writing without spaces, two characters count as one."""
    unspaced = sum(len(match.group()) for match in _UNSPACED.finditer(text))
    spaced = sum(1 for _ in _WORDS.finditer(_UNSPACED.sub(" ", text) if unspaced else text))
    return spaced + unspaced // 2


def _without_wrappers(made: list[Quotation]) -> list[Quotation]:
    """Leave out a block quote whose words are themselves in quotation marks: one quotation, not two."""
    wrappers = {
        one.inside
        for one in made
        if one.inside is not None and one.outer[0] <= made[one.inside].start and made[one.inside].end <= one.outer[1]
    }
    if not wrappers:
        return made
    kept = [index for index in range(len(made)) if index not in wrappers]
    place = {index: number for number, index in enumerate(kept)}

    def outside(index: int | None) -> int | None:
        while index is not None and index in wrappers:
            index = made[index].inside
        return None if index is None else place[index]

    return [
        Quotation(
            start=one.start, end=one.end, parts=one.parts, outer=one.outer, kind=one.kind, inside=outside(one.inside)
        )
        for one in (made[index] for index in kept)
    ]


Found = tuple[tuple[int, int], list[tuple[int, int]], str]
"""The span with the marks, the parts, and the opening mark."""


def _marked(text: str) -> Iterator[Found]:
    paragraphs = _paragraphs(text)
    places = _Places(text)
    stack: list[_Open] = []
    for number, (first, last) in enumerate(paragraphs):
        skipped = _carried_on(text, stack, paragraphs[number - 1][1], first) if stack else first
        for match in _MARK.finditer(text, skipped, last):
            at, mark = match.start(), match.group()
            before = text[at - 1] if at > first else "\n"
            after = text[at + 1] if at + 1 < last else "\n"
            if mark in _SINGLE and (_is_apostrophe(before, after) or _DECADE.match(text, at + 1, at + 5)):
                continue
            place = _closes(text, stack, at, before, after)
            if place is not None and _is_sign(text, stack[place], at, last, places):
                continue
            if place is not None:
                opened = stack[place]
                del stack[place:]
                yield (opened.at, at + 1), [*opened.parts, (opened.start, at)], opened.mark
            elif _opens(mark, before, after):
                if mark in _STRAIGHT:
                    stack = [one for one in stack if one.mark != mark]
                if len(stack) < MAX_DEPTH:
                    stack.append(_Open(mark, at, at + 1, []))


def _carried_on(text: str, stack: list[_Open], ended: int, first: int) -> int:
    """Carry an open quotation into the paragraph that begins at ``first`` if that begins with its mark.

    Return where the words of the paragraph begin; every other open mark is dropped.
    """
    outermost = stack[0]
    stack.clear()
    begins = first
    while text[begins : begins + 1] == ">" or text[begins : begins + 1].isspace():
        begins += 1
    if text[begins : begins + 1] != outermost.mark:
        return first
    outermost.parts.append((outermost.start, ended))
    outermost.start = begins + 1
    stack.append(outermost)
    return begins + 1


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs: parted by blank lines, or, in a text without any, by lines that end like a sentence."""
    borders = list(_BLANK_LINES.finditer(text)) or list(_LINE_END.finditer(text))
    starts = [0, *(border.end() for border in borders)]
    ends = [*(border.start() for border in borders), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end] or [(0, len(text))]


def _closes(text: str, stack: Sequence[_Open], at: int, before: str, after: str) -> int | None:
    """Return the index of the innermost open mark that the one at ``at`` may close, None if there is none."""
    mark = text[at]
    for index in range(len(stack) - 1, -1, -1):
        opened = stack[index]
        if mark not in _CLOSERS[opened.mark] or not text[opened.start : at].strip():
            continue
        if mark in _STRAIGHT or mark in "’":
            if not before.isspace() and not after.isalnum():
                return index
        elif mark in _CLOSERS and mark != "”":  # it may open as well: “ « » ‘
            if not before.isspace() or (mark == "»" and opened.mark == "«"):
                return index
        else:
            return index
    return None


def _opens(mark: str, before: str, after: str) -> bool:
    if mark not in _CLOSERS:
        return False
    if mark in "“„«「『｢〝《〈‟‹":
        return True
    starts = before.isspace() or before in _BEFORE_OPENING or before in _CLOSERS
    return starts and not after.isspace() and (after.isalnum() or after in _CLOSERS or after in "([$£€¿¡…*_.-")


def _is_apostrophe(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum()


class _Places:
    """Where marks stand that can only close, or only open, in order; found once for a text."""

    def __init__(self, text: str) -> None:
        self.closing_single: list[int] = []
        self.closing_double: list[int] = []
        self.opening_double: list[int] = []
        for match in _STRAIGHT_OR_CURLY.finditer(text):
            at, mark = match.start(), match.group()
            before, after = text[at - 1] if at else "\n", text[at + 1] if at + 1 < len(text) else "\n"
            if mark == '"' and before.isspace() and not after.isspace():
                self.opening_double.append(at)
            elif before.isspace() or after.isalnum():
                continue
            elif mark == '"' and not before.isdigit():
                self.closing_double.append(at)
            elif mark != '"' and not _is_possessive(text, at):
                self.closing_single.append(at)


def _is_sign(text: str, opened: _Open, at: int, last: int, places: _Places) -> bool:
    """Whether a mark that could close is an inch sign (6") or a possessive (ministers'), and a later one closes."""
    mark = text[at]
    if mark == '"' and text[at - 1].isdigit():
        closing = _next(places.closing_double, at)
        return closing < last and closing < _next(places.opening_double, at)
    if mark in "'’" and opened.mark in "'‘‚" and _is_possessive(text, at):
        if _next(places.closing_single, at) < last:
            return True
        introduced = text[max(0, opened.at - _LOOK_BACK) : opened.at].rstrip()[-1:]
        return introduced not in ("", *',:.!?“”"(') and text[opened.at - 1] != "\n"
    return False


def _is_possessive(text: str, at: int) -> bool:
    """Whether the mark may belong to a plural: "the ministers' plan"."""
    return text[at - 1 : at] in ("s", "S") and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()


def _next(places: Sequence[int], at: int) -> float:
    """Return the first place behind ``at``; infinity if there is none."""
    index = bisect_right(places, at)
    return places[index] if index < len(places) else math.inf


def _blocks(text: str) -> Iterator[Found]:
    """Yield block quotes of Markdown: lines that begin with ``>``; a last line that begins with a dash names who."""
    for block in _BLOCK.finditer(text):
        lines = [
            match.span("words")
            for match in _BLOCK_LINE.finditer(text, block.start(), block.end())
            if match["words"].strip()
        ]
        if len(lines) > 1 and _ATTRIBUTION_LINE.match(text, lines[-1][0]):
            lines.pop()
        if lines:
            yield (block.start(), block.end()), lines, ">"


def _kind(text: str, parts: Sequence[tuple[int, int]]) -> Kind:
    words = " ".join(text[start:end] for start, end in parts)
    if word_count(words[:400]) < MIN_WORDS:
        return "short"
    return "title" if len(words) < 200 and _is_title(words) else "quotation"


def _is_title(words: str) -> bool:
    """Whether every word that is none of grammar has a capital, and not all letters are capitals."""
    found = [match.group() for match in _WORDS.finditer(words)]
    meaning = [word for word in found if word.lower() not in FUNCTION_WORDS and not word[0].isdigit()]
    return (
        not words.isupper()
        and words.rstrip()[-1:] not in ".,;…"
        and len(meaning) >= 2
        and all(word[0].isupper() for word in meaning)
        and found[0][0].isupper()
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
