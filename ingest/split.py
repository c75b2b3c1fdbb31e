"""A text to passages that cover it exactly."""

from functools import lru_cache
from typing import TYPE_CHECKING

from domain.values import Passage

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

MAX_CHARS = 500
"""Measured on 1,979 news articles: 500 characters found more than 1,000 (docs/evaluation.md)."""

_SEPARATORS = ["\n\n", "\n", ". ", "? ", "! ", "; ", ", ", " ", ""]


def split(article_id: str, text: str) -> tuple[Passage, ...]:
    """Return the passages of a text, in order: at most 500 characters each, cut at a paragraph or sentence if possible.

    Together they are the text, character for character. White space alone is no passage of its own; it
    lengthens its neighbour. An empty text has none.
    """
    passages: list[Passage] = []
    start = 0
    for piece in _with_words(_splitter().split_text(text)):
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
