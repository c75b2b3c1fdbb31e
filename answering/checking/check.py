"""What a written statement rests on: the sentences that carry it, and what in it they do not bear out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from answering.checking.carrying import Candidate, candidates, carriers
from answering.checking.conflicts import conflicts
from answering.checking.grounds import Grounds
from answering.checking.meaning import MEANING, TELLING_LEAST, measure_meaning, nearness, telling
from answering.quoting.weights import Weights, load_weights, probability
from domain.protocols import Embedder, Vectors
from domain.protocols import Vectors as Floats
from domain.suspicious import suspicious
from domain.values import Article, Support
from text.proper_names import names
from text.sentences import sentences
from text.word_forms import root

SUPPORT_WEIGHTS = Path(__file__).with_name("support.json")
THRESHOLD = 0.47
"""How likely nearness of meaning must make it that a statement is borne out: the least at which, of what a small model
wrote, no more than a tenth of the false statements passes (tests/answering/checking/test_checking.py)."""
_FRAME = re.compile(r"^(?:the )?(?:correct |short )?answer(?: to [^.:]{1,40}?)? is(?: that)?:?\s+", re.IGNORECASE)
"""What small models put in front of a statement; it says nothing."""
_LEANS = re.compile(r"\b(?:he|she|it|they|his|her|him|their|its|them|we|I|this|these|those)\b", re.IGNORECASE)
_LOOKED_BACK = 3
"""Sentences before one with "she" among which her name is looked for."""
_FOLDED = str.maketrans("“”‘’–—\u00a0", "\"\"''-- ")
_NAMED_LACKING = 3

VectorsOf = Callable[[Sequence[tuple[str, str]]], Vectors]
"""From pairs of (article id, sentence) to their vectors, kept or made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An excerpt of an article that a model was given under a number: ``article.text[start:end]``."""

    number: int
    article: Article
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Exact words of an article: ``article.text[start:end]``."""

    article: Article
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What became of a statement: verbatim, supported or unsupported; the sentences that carry it, or come nearest.

    ``reasons`` say in plain, machine-readable words why it is unsupported ("number: 63"); empty otherwise.
    """

    support: Support
    places: tuple[Place, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found for a statement: who carries it, what speaks against it, how near it comes (columns MEANING)."""

    carriers: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    meaning: Floats
    lacking: tuple[str, ...]


class Checker:
    """Compares statements with the excerpts that a model was given.

    ``vectors`` gives the vectors of sentences, kept where they are kept; without it they are made each time.
    """

    def __init__(self, embedder: Embedder, *, vectors: VectorsOf | None = None, weights: Weights | None = None) -> None:
        self._embedder = embedder
        self._vectors = vectors or (lambda texts: embedder.embed_passages([text for _, text in texts]))
        self._weights = weights or load_weights(SUPPORT_WEIGHTS)

    def __call__(self, claim: str, offered: Sequence[Offered]) -> Verified:
        """Find what carries the claim among the excerpts; with none offered, nothing does."""
        found = sentences_of(offered)
        if place := _verbatim(claim, found):
            return Verified(support="verbatim", places=place)
        looked = self.look(claim, found)
        if looked is None:
            return Verified(support="unsupported", places=(), reasons=("not told",))
        places = tuple(map(_place, looked.carriers))
        reasons = looked.reasons or self._not_told(looked)
        return Verified(support="unsupported" if reasons else "supported", places=places, reasons=reasons)

    def look(self, claim: str, found: Sequence[Candidate]) -> Looked | None:
        """Return what speaks for and against a claim; None if no sentence shares a word with it."""
        claim = _FRAME.sub("", claim)
        if not found or not claim:
            return None
        printed = _printed(found)
        named = frozenset(root(word.text) for word in names(claim, printed))
        own = self._embedder.embed_questions([claim])[0]  # the sentences that carry it are searched for
        vectors = self._vectors([(one.article.id, one.sentence.text) for one in found])
        likeness = np.asarray(vectors @ own, dtype=np.float64)
        chosen = carriers(claim, found, likeness, named)
        if not chosen:
            return None
        grounds = Grounds(
            sentences=tuple(one.sentence.text for one in chosen),
            context=" ".join(_before(one) for one in chosen),
            printed=printed,
            articles=tuple({one.article.id: one.article for one in chosen}.values()),
        )
        told = telling(claim, named)
        near = nearness(self._embedder, claim, grounds.text)
        if len(chosen) == 1:
            together = float(likeness[found.index(chosen[0])])
        else:
            together = float(self._embedder.embed_passages([grounds.text])[0] @ own)
        row = measure_meaning(claim, told, near, grounds.text, likeness=float(likeness.max()), together=together)
        lacking = sorted((near[word.start], word.text) for word in told if near[word.start] < TELLING_LEAST)
        return Looked(
            carriers=tuple(chosen),
            reasons=tuple(conflicts(claim, grounds)),
            meaning=row,
            lacking=tuple(text for _, text in lacking),
        )

    def score(self, claim: str, found: Sequence[Candidate]) -> float:
        """Return how likely the sentences bear the claim out, by nearness of meaning, 0 to 1; 0 if one conflicts."""
        looked = self.look(claim, found)
        return self._likely(looked) if looked is not None and not looked.reasons else 0.0

    def _likely(self, looked: Looked) -> float:
        return probability(float(self._weights.logit(looked.meaning[np.newaxis], MEANING)[0]))

    def _not_told(self, looked: Looked) -> tuple[str, ...]:
        if self._likely(looked) >= THRESHOLD:
            return ()
        return (f"not told: {' '.join(looked.lacking[:_NAMED_LACKING])}".rstrip(": "),)


def sentences_of(offered: Sequence[Offered]) -> list[Candidate]:
    """Every sentence of the excerpts once; one made for machines, such as an order to a model, carries nothing."""
    every = {
        (one.article.id, one.sentence.start): one
        for excerpt in offered
        for one in candidates(excerpt.article, excerpt.start, excerpt.end)
        if not suspicious(one.sentence.text)
    }
    return list(every.values())


def _verbatim(claim: str, found: Sequence[Candidate]) -> tuple[Place, ...]:
    """The sentences side by side that say the claim word for word; quotation marks and the last stop are left aside."""
    wanted = _plain(claim)
    for index, first in enumerate(found):
        said = ""
        for end, last in enumerate(found[index:], start=index + 1):
            if last.article.id != first.article.id:
                break
            said = f"{said} {last.sentence.text}"
            if _plain(said) == wanted:
                return tuple(map(_place, found[index:end]))
            if not wanted.startswith(_plain(said)):
                break
    return ()


def _plain(text: str) -> str:
    return " ".join(text.translate(_FOLDED).split()).strip("\"'. ")


def _place(one: Candidate) -> Place:
    return Place(article=one.article, start=one.sentence.start, end=one.sentence.end)


def _printed(found: Sequence[Candidate]) -> str:
    articles = {one.article.id: one.article for one in found}.values()
    return "\n".join(f"{article.source.title}\n{article.text}" for article in articles)


def _before(one: Candidate) -> str:
    """The sentences before one that leans on them, back to the first that has a name, at most three."""
    if not _LEANS.search(one.sentence.text):
        return ""
    everything = sentences(one.article.text)
    context: list[str] = []
    for index in range(one.sentence.index - 1, max(-1, one.sentence.index - 1 - _LOOKED_BACK), -1):
        context.append(everything[index].text)
        if names(everything[index].text, one.article.text):
            break
    return " ".join(context)
