"""Which sentences of the excerpts carry a written statement: one, or a few together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.language import words
from domain.protocols import Vectors as Floats
from domain.values import Article
from text.sentences import Sentence, sentences
from text.sentences import context_dependent as leans
from text.term_weights import coverage, word_weight
from text.word_forms import root

MOST = 3
"""Sentences that carry one statement together."""
_LIKENESS = 0.5
"""What the likeness of meaning counts beside the share of the statement's words."""
_NAME_SHARE = 0.5
"""What a name weighs in the choice of the first sentence: what is told of somebody finds it rather than who it is."""
_GAIN = 0.12
"""By so much a further sentence must raise the share of the statement's words that are found."""
_ELSEWHERE = 0.2
"""The same for a sentence that stands more than two away from the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may carry a statement, and the one before it in its article ("" if there is none)."""

    article: Article
    sentence: Sentence
    before: str

    @property
    def roots(self) -> frozenset[str]:
        """The roots of its words."""
        return roots(self.sentence.text)


def roots(text: str) -> frozenset[str]:
    """Return the roots of all words of a text."""
    return frozenset(root(word.text) for word in words(text))


def weights_of(claim: str) -> dict[str, float]:
    """Return the weight of each content word of a statement, by its root: rarer in English weighs more."""
    return {root(word.text): word_weight(word.text) for word in words(claim) if word.content}


def candidates(article: Article, start: int, end: int) -> list[Candidate]:
    """Return the sentences of an article that touch ``start`` to ``end``."""
    everything = sentences(article.text)
    return [
        Candidate(
            article=article, sentence=sentence, before=everything[sentence.index - 1].text if sentence.index else ""
        )
        for sentence in everything
        if sentence.start < end and start < sentence.end
    ]


def carriers(
    claim: str, offered: Sequence[Candidate], likeness: Floats, named: frozenset[str] = frozenset()
) -> list[Candidate]:
    """Return the sentences that together carry most of the statement, the best first; empty if none shares a word.

    ``likeness`` is the cosine of the statement and each sentence, ``named`` the roots of its names. A further sentence
    has to bring words that the others lack, more of them if it stands far from the first. A name alone brings none in:
    a sentence that has the name of somebody else and nothing more would carry any exchange of names.
    """
    weights = weights_of(claim)
    if not offered or not weights:
        return []
    told = {own: 0.0 if own in named else weight for own, weight in weights.items()}
    whole = sum(weights.values())
    found = [candidate.roots for candidate in offered]
    mostly = {own: weight * (_NAME_SHARE if own in named else 1.0) for own, weight in weights.items()}
    scores = [coverage(mostly, own) + _LIKENESS * float(cosine) for own, cosine in zip(found, likeness, strict=True)]
    first = int(np.argmax(scores))
    if coverage(weights, found[first]) == 0:
        return []
    chosen, have = [first], set(found[first])
    while len(chosen) < MOST:
        gains = [
            sum(told[word] for word in own & told.keys() - have) / whole - _needed(offered[first], candidate)
            for own, candidate in zip(found, offered, strict=True)
        ]
        best = int(np.argmax(gains))
        if gains[best] <= 0:
            break
        chosen.append(best)
        have |= found[best]
    return [offered[index] for index in chosen]


def _needed(first: Candidate, other: Candidate) -> float:
    if first.article.id != other.article.id:
        return _ELSEWHERE
    distance = first.sentence.index - other.sentence.index
    if distance == 1 and leans(first.sentence.text):
        return 0.0
    return _GAIN if abs(distance) <= 2 else _ELSEWHERE
