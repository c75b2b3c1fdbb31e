"""How nearly a statement says what the sentences that carry it say, where no single word tells them apart."""

from collections.abc import Sequence

import numpy as np

from answering.checking.carrying import roots
from domain.language import Word, words
from domain.protocols import Embedder
from domain.protocols import Vectors as Floats
from text.term_weights import word_weight
from text.word_forms import root

MEANING = (
    "likeness",  # cosine of the statement and the best of all sentences offered
    "together",  # cosine of the statement and the sentences that carry it, as one text
    "coverage",  # share of its telling words (no names, no numbers) that these sentences have, by weight
    "nearness",  # the same, a word that they lack counted by its nearest in context
    "lacking",  # weight of the words that they lack, in words as rare as can be
    "farthest",  # how near, in context, the word comes that they lack most
    "exchanged",  # how far, in context, a word is that has the place of another of theirs, if all else is nearly alike
    "short",  # it has hardly a telling word
)
_HEAVIEST = 6.0
_FEW = 2
_ELSE_ALIKE = 6
"""Power of the coverage by which an exchanged word counts: in free paraphrases many words have others' places."""
TELLING_LEAST = 0.5
"""Nearness in context below which a word is named as not told."""


def telling(claim: str, named: frozenset[str]) -> list[Word]:
    """Return the words that tell something: content, no name, no number."""
    return [
        word for word in words(claim) if word.content and not word.text[0].isdigit() and root(word.text) not in named
    ]


def nearness(embedder: Embedder, claim: str, evidence: str) -> dict[int, float]:
    """Map the start of each word of a claim to its nearest in the evidence: the mean of its tokens' best cosines."""
    tokens, rows = embedder.align(claim, [evidence])
    plain, place = claim.lower(), 0
    spans: list[tuple[int, int]] = []
    for token in tokens:
        piece = token.removeprefix("##").lower()
        start = plain.find(piece, place)
        spans.append((start, start + len(piece)) if start >= 0 else (place, place))
        place = max(place, spans[-1][1])
    near: dict[int, float] = {}
    for word in words(claim):
        own = [float(rows[0][i]) for i, (start, end) in enumerate(spans) if start < word.end and word.start < end]
        near[word.start] = float(np.mean(own)) if own else 1.0
    return near


def measure_meaning(
    claim: str, told: Sequence[Word], near: dict[int, float], evidence: str, *, likeness: float, together: float
) -> Floats:
    """Return one row of MEANING. ``told`` are the statement's telling words, ``near`` as ``nearness`` gives it."""
    have = roots(evidence)
    weights = [word_weight(word.text) for word in told]
    covered = [root(word.text) in have for word in told]
    nears = [1.0 if is_there else max(0.0, near[word.start]) for word, is_there in zip(told, covered, strict=True)]
    total = sum(weights) or 1.0
    lacking = sum(weight for weight, is_there in zip(weights, covered, strict=True) if not is_there)
    return np.array(
        [
            likeness,
            together,
            1.0 - lacking / total,
            sum(weight * value for weight, value in zip(weights, nears, strict=True)) / total if told else 1.0,
            lacking / _HEAVIEST,
            min(nears, default=1.0),
            _exchanged(claim, told, near, evidence) * (1.0 - lacking / total) ** _ELSE_ALIKE,
            float(len(told) < _FEW),
        ]
    )


def _exchanged(claim: str, told: Sequence[Word], near: dict[int, float], evidence: str) -> float:
    """1 less the nearness of the farthest word that has the place of another in the evidence; 0 if none has."""
    theirs = dict(_placed(evidence))
    starts = {word.start for word in told}
    far = [
        1.0 - max(0.0, near[word.start])
        for sides, word in _placed(claim)
        if word.start in starts and sides in theirs and root(theirs[sides].text) != root(word.text)
    ]
    return max(far, default=0.0)


def _placed(text: str) -> list[tuple[tuple[str, str], Word]]:
    """Each content word with the words before and behind it."""
    found = words(text)
    plain = ["", *(word.text.lower() for word in found), ""]
    return [
        ((plain[place], plain[place + 2]), word) for place, word in enumerate(found) if word.content and not word.name
    ]
