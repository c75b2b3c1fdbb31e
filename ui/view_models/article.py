"""An article set for reading, as plain data: paragraphs cut at the edges of the quotes, so that no offset travels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from domain.links import link_to_words, web_link
from domain.standing import standing_text
from domain.values import Article, Citation
from ui import labels
from ui.view_models.data import Data
from ui.view_models.sources import made_from, quotation, source_line
from ui.view_models.words_link import link_to

Emphasis = Literal["", "quoted", "chosen"]

BLANK_LINE = re.compile(r"(?<![ \t])(?:[ \t]*+\r?\n){2,}+")
LINE_END = re.compile(r"(?<![ \t])[ \t]*+(?:\r?\n)++")
LIST_ITEM = re.compile(r"^[^\S\n]*+(?:[-*•–]|\d++[.)])\s", re.MULTILINE)
SHORT_LINE = 60
"""Lines up to this many characters are taken as meant (verse, an address), longer ones as wrapped by a program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Quoted words of an article, ``text[start:end]``; ``chosen`` are those that the user asked for."""

    start: int
    end: int
    chosen: bool


def article_data(article: Article, citations: Sequence[Citation], chosen: Citation | None) -> Data:
    """Return the article with all its ``citations`` marked and ``chosen`` marked strongest.

    Citations of other articles are passed over. Words that a later version no longer has are named in ``notice``.
    ``quotes`` are the places marked, in reading order, and ``at`` is the chosen one's (-1: none is); each segment
    names the quotes that it belongs to by their places in that list.
    """
    spans = _spans(article, citations, chosen)
    quoted_words = chosen is not None and chosen.start is not None
    lost = quoted_words and not any(span.chosen for span in spans)
    return {
        "title": _part(article.source.title, chosen, "title"),
        "line": [_part(value, chosen, field) for field, value in source_line(article.source)],
        "made_from": made_from(article),
        "notice": labels.CHANGED if lost else labels.CHANGED_ELSEWHERE if chosen and _is_other(article, chosen) else "",
        "standing": standing_text(article.standing),
        "quote": chosen.quote if chosen and lost else "",
        "copy": quotation(chosen.quote, chosen.article.source, article.standing) if chosen else "",
        "original": web_link(article.source.url) or "",
        "here": link_to(article),
        "quotes": [_quote(article, span) for span in spans],
        "at": next((place for place, span in enumerate(spans) if span.chosen), -1),
        "tricks": [
            labels.FOUND_IN_IT.format(what=labels.TRICKS[one.trick], words=one.words) for one in article.findings or ()
        ],
        "paragraphs": _paragraphs(article, spans),
    }


def _spans(article: Article, citations: Sequence[Citation], chosen: Citation | None) -> list[Span]:
    """Return where the quotes stand, in the order in which they are read; what was quoted twice stands once."""
    found: dict[tuple[int, int], Span] = {}
    for citation in citations:
        span = locate(article, citation, chosen=citation == chosen)
        if span and not ((span.start, span.end) in found and found[span.start, span.end].chosen):
            found[span.start, span.end] = span
    return [found[place] for place in sorted(found)]


def _quote(article: Article, span: Span) -> Data:
    """Return what can be done with one quote: copy it with its source, see it where it was published."""
    quote = article.text[span.start : span.end]
    return {
        "copy": quotation(quote, article.source, article.standing),
        "original": link_to_words(article.source.url, article.text, span.start, span.end) or "",
        "here": link_to(article, (span.start, span.end)),
    }


def _is_other(article: Article, chosen: Citation) -> bool:
    return chosen.article.id == article.id and chosen.article.digest != article.digest


def gone_data(chosen: Citation | None) -> Data:
    """Return what is shown for an article that has left the library: the words that were quoted from it."""
    return {
        "title": {"text": chosen.article.source.title if chosen else "", "emphasis": ""},
        "line": [{"text": text, "emphasis": ""} for _, text in source_line(chosen.article.source)] if chosen else [],
        "notice": labels.GONE if chosen else labels.GONE_UNQUOTED,
        "quote": chosen.quote if chosen else "",
        "copy": quotation(chosen.quote, chosen.article.source, chosen.article.standing) if chosen else "",
        "original": (web_link(chosen.article.source.url) if chosen else None) or "",
        "quotes": [],
        "at": -1,
        "paragraphs": [],
    }


def locate(article: Article, citation: Citation, *, chosen: bool) -> Span | None:
    """Return where the quote stands in the article as it is now; None if it does not stand there (any more)."""
    if citation.article.id != article.id or citation.start is None or citation.end is None:
        return None
    if article.text[citation.start : citation.end] == citation.quote:
        return Span(start=citation.start, end=citation.end, chosen=chosen)
    found = article.text.find(citation.quote)
    return Span(start=found, end=found + len(citation.quote), chosen=chosen) if found >= 0 else None


def _part(text: str, chosen: Citation | None, field: str) -> Data:
    return {"text": text, "emphasis": "chosen" if chosen and chosen.field == field else ""}


def _paragraphs(article: Article, spans: Sequence[Span]) -> list[Data]:
    """Return the paragraphs; a first one that only repeats the title, and is not quoted, is left to the title."""
    ranges = paragraph_ranges(article.text)
    title_end = _title_end(article)
    if ranges and title_end and not any(span.start < title_end for span in spans):
        ranges[0] = (title_end, ranges[0][1])
    return [
        {"lines": _keeps_lines(article.text[start:end]), "segments": segments(article.text, start, end, spans)}
        for start, end in ranges
        if article.text[start:end].strip()
    ]


def _title_end(article: Article) -> int:
    """Return where the text goes on after a first line that is the title; 0 if it begins otherwise."""
    line, _, rest = article.text.lstrip().partition("\n")
    repeats = line.removesuffix("\r").rstrip(" \t") == article.source.title.strip()
    return len(article.text) - len(rest.lstrip()) if repeats else 0


def paragraph_ranges(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each paragraph: parted by blank lines, or by line ends where there is no blank line."""
    parting = BLANK_LINE if BLANK_LINE.search(text.strip()) else LINE_END
    edges = [0, *(edge for match in parting.finditer(text) for edge in match.span()), len(text)]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pairs if text[start:end].strip()]


def segments(text: str, start: int, end: int, spans: Sequence[Span]) -> list[Data]:
    """Return ``text[start:end]`` in pieces, cut where a quote begins or ends; joined, they are that text."""
    edges = {start, end} | {edge for span in spans for edge in (span.start, span.end) if start < edge < end}
    return [_segment(text, left, right, spans) for left, right in pairwise(sorted(edges))]


def _segment(text: str, left: int, right: int, spans: Sequence[Span]) -> Data:
    covering = [place for place, span in enumerate(spans) if span.start < right and span.end > left]
    chosen = any(spans[place].chosen for place in covering)
    emphasis: Emphasis = "chosen" if chosen else "quoted" if covering else ""
    return {"text": text[left:right], "emphasis": emphasis, "quotes": covering}


def _keeps_lines(paragraph: str) -> bool:
    lines = paragraph.splitlines()
    return len(lines) > 1 and (bool(LIST_ITEM.search(paragraph)) or max(map(len, lines)) <= SHORT_LINE)
