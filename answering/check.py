"""What a written statement rests on: the sentences that carry it, and what in it they do not bear out."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.features import word_weight
from answering.sentences import sentences
from answering.stems import stem
from domain.language import words
from domain.seams import Embedder
from domain.values import Article, Support

_LEAST = 0.6
_MOST_PLACES = 3


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


class Checker:
    """Compares statements with the excerpts that a model was given."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def __call__(self, claim: str, offered: Sequence[Offered]) -> Verified:
        """Find what carries the claim among the excerpts; with none offered, nothing does."""
        wanted = {stem(word.text): word_weight(word.text) for word in words(claim) if word.content}
        found = [
            (sentence.text, Place(article=excerpt.article, start=sentence.start, end=sentence.end))
            for excerpt in offered
            for sentence in sentences(excerpt.article.text)
            if excerpt.start <= sentence.start and sentence.end <= excerpt.end
        ]
        for text, place in found:
            if " ".join(text.split()) == " ".join(claim.split()):
                return Verified(support="verbatim", places=(place,))
        left, places = dict(wanted), list[Place]()
        while left and len(places) < _MOST_PLACES:
            gains = [sum(left.get(word, 0.0) for word in {stem(w.text) for w in words(text)}) for text, _ in found]
            if not gains or max(gains) == 0:
                break
            text, place = found[gains.index(max(gains))]
            places.append(place)
            left = {word: weight for word, weight in left.items() if word not in {stem(w.text) for w in words(text)}}
        share = 1 - sum(left.values()) / sum(wanted.values()) if wanted else 0.0
        if share >= _LEAST:
            return Verified(support="supported", places=tuple(places))
        return Verified(support="unsupported", places=tuple(places[:1]), reasons=("not told",))
