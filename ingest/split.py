"""A text to passages that cover it exactly."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.values import Passage

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

MAX_CHARS = 500
"""Measured on 1,979 news articles: 500 characters found more than 1,000 (docs/experiments/search.md)."""

_FEW = 2
"""Passages in which one sentence can stand, unless it is longer than a passage."""
MAX_EDITED_CHARS = 600
"""Of a passage that stands in the place of an edited one."""

_SEPARATORS = ["\n\n", "\n", ". ", "? ", "! ", "; ", ", ", " ", ""]


def split(article_id: str, text: str) -> tuple[Passage, ...]:
    """Return the passages of a text, in order: at most 500 characters each, cut at a paragraph or sentence if possible.

    Together they are the text, character for character. White space alone is no passage of its own; it
    lengthens its neighbour. An empty text has none.
    """
    return _passages(article_id, _splitter().split_text(text))


def resplit(article_id: str, text: str, old: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages of a text that was edited: ``old`` ones from both ends stay.

    So an edited sentence costs a passage or two, also if it stood in two and is longer now: cut from the beginning, it
    would move every later cut, and cut anew between the two ends, it might make three. The same text has the same
    passages.
    """
    head = _kept(text, [passage.text for passage in old])
    rest = text[sum(map(len, head)) :]
    tail = [piece[::-1] for piece in _kept(rest[::-1], [passage.text[::-1] for passage in reversed(old)])][::-1]
    middle = rest[: len(rest) - sum(map(len, tail))]
    if middle and head and len(head[-1]) + len(middle) <= MAX_CHARS:
        middle = head.pop() + middle  # no passage of a few words
    changed = len(old) - len(head) - len(tail)
    pieces = _as_many(middle) if 0 < changed <= _FEW else _splitter().split_text(middle)
    return _passages(article_id, [*head, *pieces, *tail])


def _as_many(middle: str) -> list[str]:
    """Return one or two pieces in the place of one or two, a little longer than others if need be; else any number."""
    if len(middle) <= MAX_EDITED_CHARS:
        return [middle] if middle else []
    for separator in _SEPARATORS if len(middle) <= _FEW * MAX_EDITED_CHARS else ():
        ends = [found.end() for found in re.finditer(re.escape(separator), middle)]
        fitting = [end for end in ends if len(middle) - MAX_EDITED_CHARS <= end <= MAX_EDITED_CHARS]
        if fitting:
            cut = min(fitting, key=lambda end: abs(2 * end - len(middle)))
            return [middle[:cut], middle[cut:]]
    return _splitter().split_text(middle)


def _kept(text: str, pieces: Sequence[str]) -> list[str]:
    """Return the pieces with which the text begins."""
    kept: list[str] = []
    start = 0
    for piece in pieces:
        if not text.startswith(piece, start):
            break
        kept.append(piece)
        start += len(piece)
    return kept


def _passages(article_id: str, pieces: list[str]) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    start = 0
    for piece in _with_words(pieces):
        end = start + len(piece)
        passages.append(Passage(article_id=article_id, ordinal=len(passages), text=piece, start=start, end=end))
        start = end
    return tuple(passages)


def _with_words(pieces: list[str]) -> list[str]:
    joined: list[str] = []
    for piece in pieces:
        if joined and (not piece.strip() or not joined[-1].strip()):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


@lru_cache(maxsize=1)
def _splitter() -> "RecursiveCharacterTextSplitter":
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        separators=_SEPARATORS, chunk_size=MAX_CHARS, chunk_overlap=0, keep_separator="end", strip_whitespace=False
    )
