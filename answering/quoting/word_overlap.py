"""The closest passages in a language that the reader does not know: by the pieces of words that they share."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from answering.quoting.candidates import Candidate, Considered, windows_of
from domain.protocols import Vectors
from domain.values import Article
from text.index_words import UNSPACED, folded, language_of, search_terms
from text.language_id import languages_of
from text.sentences import Sentence

Cosines = Callable[[str, Sequence[Candidate]], Vectors]


class Weighing(NamedTuple):
    """What counts beside the cosine of a sentence."""

    articles: int  # looked at
    words: float  # what the best share of words counts; the highest cosine counts 1
    later: float  # what sentences of an article are worth less than those of the one found before it


BY_WORDS = Weighing(articles=3, words=1.0, later=0.25)
BY_MEANING = Weighing(articles=8, words=0.3, later=0.02)
"""With an embedder that knows the language: docs/experiments/languages.md."""
_PIECE = 4  # letters of a piece of a word: inflected and compounded forms share most of theirs
_LENGTH_SHARE = 0.5  # how far a sentence's length counts against it; BM25's b
_SENTENCES, _LONGEST = 3, 400
"""Sentences and characters of a passage at most. Words that question and sentence do not share cannot be matched, so
the answer often stands beside the sentence that shares some: docs/experiments/languages.md has the figures."""
_LEAST = 1e-9  # in the place of a best of 0
_WORD = re.compile(r"[^\W_]+")


def unjudged_language(question: str, articles: Sequence[Article]) -> str:
    """Return the code of the language of a question and of an article found for it, if it is not English; else "".

    A question whose language is not certain counts as one in the language of the best article.
    """
    theirs = [language_of(article) for article in articles]
    asked = languages_of(question) or tuple(theirs[:1])
    return "" if asked[:1] == ("en",) else next((code for code in theirs if code in asked), "")


def by_words(
    question: str, articles: Sequence[Article], language: str, cosines: Cosines, weighing: Weighing = BY_WORDS
) -> Considered:
    """Return the sentences by the pieces of words that they share with the question, where rare pieces count more, and
    by their cosine to it: the highest cosine counts 1 and the lowest 0, the best share of words what ``weighing`` says.

    Args:
        question: as it is understood.
        articles: those found, best first; only those in ``language`` are looked at.
        language: as a code.
        cosines: of sentences to a question.
        weighing: what counts how much.
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
    near = cosines(question, candidates)
    near = (near - near.min()) / max(np.ptp(near), _LEAST)
    scores = weighing.words * shared / max(shared.max(), _LEAST) + near - weighing.later * later
    return Considered(candidates=candidates, scores=scores, evidence=0.0, unjudged=language)


def passages(ranked: Iterable[Candidate], limit: int) -> list[tuple[Article, int, int]]:
    """Return the passages around the best sentences: each with those behind and before it in its paragraph, by turns.

    Args:
        ranked: sentences that may be quoted, best first.
        limit: passages at most.

    Returns:
        The article, start and end (code points, end excluded) of each, best first; no sentence is in two of them.
    """
    used: set[tuple[str, int]] = set()
    found: list[tuple[Article, int, int]] = []
    for one in ranked:
        name, place = one.article.id, one.sentence.index
        if len(found) == limit or (name, place) in used:
            continue
        first = last = one.sentence
        grown = True
        while grown:
            grown = False
            for index in (last.index + 1, first.index - 1):
                if not 0 <= index < len(one.everything) or (name, index) in used:
                    continue
                beside = one.everything[index]
                start, end = min(first.start, beside.start), max(last.end, beside.end)
                many = last.index - first.index + 1 == _SENTENCES
                if many or beside.line != first.line or beside.heading or end - start > _LONGEST:
                    continue
                first, last = min(first, beside, key=_start), max(last, beside, key=_start)
                grown = True
        used |= {(name, index) for index in range(first.index, last.index + 1)}
        found.append((one.article, first.start, last.end))
    return found


def _start(sentence: Sentence) -> int:
    return sentence.start


def _pieces(text: str) -> Iterator[str]:
    """Yield runs of four letters of each word, the first with a space before it; of unspaced text one and two."""
    for word in _WORD.findall(folded(text).lower()):
        if UNSPACED.search(word):
            yield from word
            yield from (word[i : i + 2] for i in range(len(word) - 1))
        else:
            begun = f" {word}"
            yield from (begun[i : i + _PIECE] for i in range(max(1, len(begun) - _PIECE + 1)))
