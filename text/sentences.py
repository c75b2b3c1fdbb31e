"""An article cut into sentences, with exact offsets."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby, pairwise

import nupunkt

from domain.derived import Span
from domain.values import Article
from text.language_id import languages_of

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"[-*+•]")
_MARKER = re.compile(r"\s*(?:#{1,6}\s+|[-*+•]\s+|>\s+)*")
_FINISHED = re.compile(r"[.!?…:;][\"”’')\]*_]*$")
_CONJUNCTION = re.compile(r"(?<=[a-z]{3})[.!?][\"”’')]*\s+(?=(?:And|But|Or|So|Yet|Nor)\s)")
_TITLE = re.compile(r"\b(?:Lt|Cmdr|Msgr|Spc|Pfc|Ens|Cllr|Ald|Reps|Gens|Mmes|Mlle|Mme|Sra)\.$")
"""Titles before a name that nupunkt takes for the end of a sentence."""
_ELSEWHERE = re.compile(
    r"[。！？｡]+[」』”’）】》]*+(?=\S)(?!(?<=[」』])[\u3040-\u309f])|"
    r"[.!?…][ \u00a0\u202f]?[“»]\s++(?=\S)|[.!?…][»”\"]?\s++(?=[¿¡])"
)
"""Ends of sentences that nupunkt does not know: in Chinese and Japanese, behind German and French closing marks, before
Spanish opening ones."""
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.$")  # at a span's end, in languages that write "3. Mai"
_LOOK_BACK = 8  # characters; titles and ordinals are shorter
_UNBROKEN = re.compile(r"(?<!\S)\S{200,}")
_AT_AN_END = 100
_TEXTS = 64  # kept cut; a text may have two million characters
_HEADING_WORDS = 30
_LABELLED = re.compile(r"\A(?:[\w.'’()&/-]+ ){0,4}[\w.'’()&/-]+(?:\s?:\s|\s[–—-]\s|\s(?=[$£€]?\d))\S.*\Z")
_CELLS = re.compile(r"\A\|.+\|\Z")
_RULE = re.compile(r"\A\|[\s:|-]+\|\Z")
_FIGURE = re.compile(r"\d")
_FEWEST, _FEWEST_OF_FIGURES = 3, 2
_LONGEST_ROW, _LONGEST_ABOVE = 12, 30
"""Words; a longer row is a sentence of its own, longer words above a list do not announce it."""
_ASKING = re.compile(r"\?[\"”’')\]*_]*$")
_REFERRING = re.compile(
    r"^\W*(?:it|they|he|she|this|that|these|those|his|her|their|its|such|but|and|however|so|then|also|another|both|yet|"
    r"instead|still|nor|otherwise|meanwhile|there)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """``whole[start:end] == text`` in code points; ``index`` counts from 0, ``line`` is the line it stands on.

    ``heading``: it is a line by itself that does not end like a sentence, and text follows. ``listed``: its line
    begins with a bullet, or is a row of a list or table; ``under``: the index of the words that a row stands under.
    """

    text: str
    start: int
    end: int
    index: int
    line: int
    heading: bool
    listed: bool
    under: int | None = None


@lru_cache(maxsize=_TEXTS)
def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order; they do not overlap and leave out white space and Markdown's line marks.

    A sentence never goes over a line's end. Where a sentence ends within a line is nupunkt's choice, which knows
    the abbreviations of news ("Mr.", "U.S.", "p.m.").
    """
    found: list[Sentence] = []
    alone: list[bool] = []
    english = cache(lambda: "en" in (languages_of(text) or ("en",)))
    for number, line in enumerate(_LINE.finditer(text)):
        marker = _MARKER.match(line.group())
        offset = line.start() + (marker.end() if marker else 0)
        body = text[offset : line.end()]
        bulleted = bool(marker and _BULLET.search(marker.group()))
        spans = [(start, end) for start, end in _spans(body, english) if body[start:end].strip()]
        for start, end in spans:
            words = body[start:end].strip()
            at = text.index(words, offset + start)
            short = len(spans) == 1 and len(words.split()) <= _HEADING_WORDS
            heading = short and not bulleted and _FINISHED.search(words) is None
            place = {"start": at, "end": at + len(words), "index": len(found), "line": number}
            found.append(Sentence(text=words, heading=heading, listed=at == offset and bulleted, **place))
            alone.append(len(spans) == 1 and (heading or bulleted))
    rows = rows_of([(one.text, whole) for one, whole in zip(found, alone, strict=True)])
    for index, under in rows.items():
        found[index] = replace(found[index], heading=False, listed=True, under=under)
    if found and found[-1].heading:
        found[-1] = replace(found[-1], heading=False)
    return tuple(found)


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of an article in order, as they are kept with it.

    Those of an article that has not been examined, as all of a library from before, are found now.
    """
    return sentences(article.text) if article.spans is None else _kept(article.text, article.spans)


@lru_cache(maxsize=_TEXTS)
def _kept(text: str, spans: tuple[Span, ...]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(text=text[one.start : one.end], index=index, **one._asdict()) for index, one in enumerate(spans)
    )


def read_as(everything: Sequence[Sentence], sentence: Sentence) -> str:
    """Return the words by which a sentence is understood: a row together with those that it stands under."""
    return sentence.text if sentence.under is None else f"{everything[sentence.under].text} {sentence.text}"


def is_question(sentence: str) -> bool:
    """Whether the sentence ends with a question mark, quotation marks left aside."""
    return _ASKING.search(sentence) is not None


def context_dependent(sentence: str) -> bool:
    """Whether the sentence begins with a word that refers to what stands before it ("It…", "But…")."""
    return _REFERRING.match(sentence) is not None


def rows_of(lines: Sequence[tuple[str, bool]]) -> dict[int, int]:
    """Map each row to the sentence that it stands under, both by their place.

    A sentence comes with whether it has a line for itself that does not end like a sentence, or a bullet. Rows come in
    runs: two if they have figures, else three. A table's rows stand under its first line if a rule follows that, others
    under the sentence above; without a short one there are no rows.
    """
    found: dict[int, int] = {}
    for form, group in groupby(range(len(lines)), key=lambda place: _form(*lines[place])):
        run = list(group)
        texts = [lines[place][0] for place in run]
        figures = form == "cells" or all(map(_FIGURE.search, texts))
        if not form or len(run) < (_FEWEST_OF_FIGURES if figures else _FEWEST):
            continue
        ruled = _RULE.match(texts[1]) is not None
        above = run[0] if ruled else run[0] - 1
        if ruled or (above >= 0 and len(lines[above][0].split()) <= _LONGEST_ABOVE):
            found |= dict.fromkeys(run[2:] if ruled else run, above)
    return found


def _form(text: str, whole: bool) -> str:
    if not whole:
        return ""
    if _CELLS.match(text):
        return "cells"
    return "labelled" if _LABELLED.match(text) and len(text.split()) <= _LONGEST_ROW else ""


def _spans(line: str, english: Callable[[], bool]) -> list[tuple[int, int]]:
    """nupunkt's spans, joined again behind a title ("Lt. Nyota Uhura") and, where it is not English, behind an ordinal
    and before a small letter; and cut once more before "And", "But" and the like, and at other languages' ends.
    """
    joined: list[tuple[int, int]] = []
    before = ""
    for start, end in nupunkt.sent_spans(_UNBROKEN.sub(_without_marks, line)):
        continued = line[start].islower() or _ORDINAL.search(before)
        goes_on = joined and (_TITLE.search(before) or (continued and not english()))
        joined[-1:] = [(joined[-1][0], end)] if goes_on else [*joined[-1:], (start, end)]
        before = line[start:end].rstrip()[-_LOOK_BACK:]
    cut: list[tuple[int, int]] = []
    for start, end in joined:
        ends = {match.end() for pattern in (_CONJUNCTION, _ELSEWHERE) for match in pattern.finditer(line, start, end)}
        cut += pairwise([start, *sorted(ends - {start, end}), end])
    return cut


def _without_marks(run: re.Match[str]) -> str:
    """Return as many characters: nupunkt looks at all of a run without spaces from each mark in it that may end a
    sentence, which takes time with the square of the run.
    """
    text = run.group()
    return text[:_AT_AN_END] + "x" * (len(text) - 2 * _AT_AN_END) + text[-_AT_AN_END:]
