"""The closest words in a language that the reader does not know: by the pieces of words that they share."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from answering.quoting.candidates import Candidate, Considered, windows_of
from domain.protocols import Vectors
from domain.values import Article
from text.index_words import UNSPACED, folded, language_of, search_terms
from text.language_id import languages_of

Cosines = Callable[[str, Sequence[Candidate]], Vectors]

BY_WORDS = 3  # articles looked at
_LATER = 0.25  # what sentences of an article are worth less than those of the one found before it
_PIECE = 4  # letters of a piece of a word: inflected and compounded forms share most of theirs
_LENGTH_SHARE = 0.5  # how far a sentence's length counts against it; BM25's b
_WORD = re.compile(r"[^\W_]+")


def unjudged_language(question: str, articles: Sequence[Article]) -> str:
    """Return the code of the language of a question and of an article found for it, if it is not English; else "".

    A question whose language is not certain counts as one in the language of the best article.
    """
    theirs = [language_of(article) for article in articles]
    asked = languages_of(question) or tuple(theirs[:1])
    return "" if asked[:1] == ("en",) else next((code for code in theirs if code in asked), "")


def by_words(question: str, articles: Sequence[Article], language: str, cosines: Cosines) -> Considered:
    """Return the sentences by the pieces of words that they share with the question, where rare pieces count more, and
    their cosine to it: the best share of words counts 1, as a cosine of 1 does.

    Args:
        question: as it is understood.
        articles: those found, best first; only those in ``language`` are looked at.
        language: as a code.
        cosines: of sentences to a question.
    """
    asked = {piece for term in search_terms(question, {language}) for piece in _pieces(term)}
    spoken = [article for article in articles if language_of(article) == language]
    every = [
        (one, place)
        for place, article in enumerate(spoken)
        for extract in windows_of(article)
        for one in extract.candidates()
    ]
    if not every:
        return Considered(candidates=[], scores=np.zeros(0), evidence=0.0, unjudged=language)
    candidates = [one for one, _ in every]
    found = [frozenset(_pieces(one.sentence.text)) for one in candidates]
    held = Counter(piece for own in found for piece in own & asked)
    lengths = np.array([max(1, len(own)) for own in found])
    shared = np.array([math.fsum(math.log(1 + len(every) / held[piece]) for piece in own & asked) for own in found])
    shared /= 1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths / lengths.mean()
    later = np.array([place for _, place in every])
    scores = shared / max(shared.max(), 1e-9) + cosines(question, candidates) - _LATER * later
    return Considered(candidates=candidates, scores=scores, evidence=0.0, unjudged=language)


def _pieces(text: str) -> Iterator[str]:
    """Yield runs of four letters of each word, the first with a space before it; of unspaced text one and two."""
    for word in _WORD.findall(folded(text).lower()):
        if UNSPACED.search(word):
            yield from word
            yield from (word[i : i + 2] for i in range(len(word) - 1))
        else:
            begun = f" {word}"
            yield from (begun[i : i + _PIECE] for i in range(max(1, len(begun) - _PIECE + 1)))
