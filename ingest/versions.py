"""Whether a text is a version of the article that is known by the same name: one rule for every way in."""

from functools import lru_cache
from typing import Literal

from domain.values import Article
from ingest.extract.word_count import tokens
from ingest.near_duplicates import same_frames, shingles

Relation = Literal["version", "notice", "other"]
"""What a text is to an article: a version of it, a notice in its place ("withdrawn"), or another article."""

SHARED = 0.15
"""Share of the shorter text's shingles (five words in a row) that versions have in common. The figures for edited
versions, other articles of one outlet, and templates: docs/experiments/versions.md."""
_SAME_FRAMES = 0.25
_MIN_FRAMES = 15
"""Frames from which on two texts can be told to be of one template: among the same words nearly everything else, the
figures, dates and names, differs."""
_MIN_SHINGLES = 20
_SHARED_WORDS = 0.5
"""Share of the shorter text's words that versions have in common where it has too few shingles to go by."""
_NOTICE_WORDS = 60
_NOTICE_SHARE = 0.5
"""A notice has at most so many words, at most that share of the article's, and no such share of its shingles in common
with the article, whose beginning it would be otherwise."""


def relation(article: Article, title: str, text: str) -> Relation:
    """Decide what a text is to an article that has been known by its name.

    Args:
        article: as it is stored.
        title: of the text; a first line that only repeats it is not compared.
        text: what has come in under the name of the article.
    """
    return _relation(without_title(article.source.title, article.text), without_title(title, text))


@lru_cache(maxsize=4)  # a plan is made twice, the second time while nobody else may write
def _relation(one: str, other: str) -> Relation:
    first, second = shingles(one), shingles(other)
    fewer = min(len(first), len(second))
    shared = len(first & second) / max(1, fewer)
    words, new_words = tokens(one.casefold()), tokens(other.casefold())
    if len(new_words) <= min(_NOTICE_WORDS, len(words) / 2) and shared < _NOTICE_SHARE:
        return "notice"
    if fewer < _MIN_SHINGLES:
        least = min(len(set(words)), len(set(new_words)))
        return "version" if len({*words} & {*new_words}) >= _SHARED_WORDS * least else "other"
    if shared < SHARED:
        return "other"
    same, both = same_frames(one, other)
    return "other" if both >= _MIN_FRAMES and same < _SAME_FRAMES * both else "version"


def without_title(title: str, text: str) -> str:
    """Return a text without a first line that is its title; the whole of one that has no other line."""
    first, _, rest = text.strip().partition("\n")
    return rest if rest.strip() and first.strip() == title else text
