"""The closest words in a language that the reader does not know: by the pieces of words that they share."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from answering.context import Considered
from answering.quoting.candidates import windows_of
from domain.values import Article
from text.index_words import article_language, folded, search_terms
from text.language_id import languages_of

BY_WORDS = 3
"""Articles looked at; one that was found later counts half as much as the one before it."""
_PIECE = 4
"""Letters of a piece of a word: inflected and compounded forms share most of theirs."""
_LENGTH_SHARE = 0.5
"""How far a sentence's length counts against it; BM25's b."""
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def unjudged_language(question: str, articles: Sequence[Article]) -> str:
    """Return the code of the language of a question and of an article found for it, if it is not English; else "".

    A question whose language cannot be told is taken to be in that of the best article.
    """
    if not articles:
        return ""
    asked = languages_of(question) or (article_language(articles[0].text),)
    shared = (code for article in articles if (code := article_language(article.text)) in asked)
    return "" if asked[0] == "en" else next(shared, "")


def by_words(question: str, articles: Sequence[Article], language: str) -> Considered:
    """Return the sentences that share pieces of words with the question, and how much: rare pieces count more.

    Args:
        question: as it is understood.
        articles: those found, best first; only those in ``language`` are looked at.
        language: as a code.
    """
    asked = Counter(piece for term in search_terms(question, {language}) for piece in _pieces(term))
    spoken = [article for article in articles if article_language(article.text) == language]
    every = [one for article in spoken for extract in windows_of(article) for one in extract.candidates()]
    found = [frozenset(_pieces(one.sentence.text)) for one in every]
    held = Counter(piece for own in found for piece in own if piece in asked)
    usual = sum(map(len, found)) / max(1, len(found))
    place = {article.id: number for number, article in enumerate(spoken)}
    scores = []
    for one, own in zip(every, found, strict=True):
        shared = sum(math.log(1 + len(every) / held[piece]) for piece in own & asked.keys())
        length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * len(own) / usual if usual else 1
        scores.append(shared / length / 2 ** place[one.article.id])
    kept = [i for i, score in enumerate(scores) if score > 0]
    return Considered(
        candidates=[every[i] for i in kept], scores=np.array([scores[i] for i in kept]), evidence=0.0, unjudged=language
    )


def _pieces(text: str) -> Iterator[str]:
    """Yield the pieces of the words of a text: four letters each, the first with a space before it; characters and
    pairs of them where words are not parted.
    """
    for match in _WORD.finditer(folded(text).lower()):
        word = match.group()
        if _UNSPACED.search(word):
            yield from word
            yield from (word[i : i + 2] for i in range(len(word) - 1))
        else:
            begun = f" {word}"
            yield from (begun[i : i + _PIECE] for i in range(max(1, len(begun) - _PIECE + 1)))
