"""Read what was found: a score for every sentence, and how probable it is that one of them answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from answering.quoting.candidates import Candidate, Considered, Extract, centred
from domain.keys import vector_key
from domain.protocols import Embedder, Library, Scores, Vectors
from domain.reading import Calibration, Reader
from domain.values import Turn
from text.discourse import printed_question
from text.sentences import is_question

MOST = 12  # extracts read for one question; chosen from a table in docs/experiments/reader.md
AGAIN = 4  # the best sentences are read a second time, each in the middle of a window of its own; the mean counts
_FOUND_SHARE = 0.5  # what the article's score counts beside the cosine of an extract's nearest sentence
_OTHER, _SAME = 0.5, 0.7
"""Cosines of the user's question and one printed in an article: below the first they ask other things, from the second
on the same."""
_PRINTED_BONUS = 6.0
"""What the sentence behind the user's own question gains, less in between: the article says itself that it answers."""
_LESS = 2.0  # what a sentence that was quoted a moment ago loses: one that fits nearly as well is the better reply


class Features(NamedTuple):
    """What was measured of one sentence for a question, in the order of ``Calibration.score``."""

    sentence: float
    window: float
    cosine: float
    found: float


class ExtractReader:
    """Scores sentences by a reader, together with their cosine to the question where its calibration wants that.

    A reader that nobody has calibrated only ranks; how probable an answer is, ``bundled`` then says.
    """

    def __init__(
        self,
        *,
        reader: Reader,
        bundled: Reader,
        embedder: Embedder,
        library: Library,
        multilingual: Callable[[], Embedder] | None = None,
    ) -> None:
        """Take the parts; ``multilingual`` loads what compares sentences in other languages than English."""
        self._reader = reader
        self._bundled = bundled
        self._embedder = embedder
        self._multilingual = multilingual or (lambda: embedder)
        self._library = library

    def __call__(self, question: str, extracts: Sequence[Extract], *, missing: Sequence[str] = ()) -> Considered:
        """Return every sentence of the extracts that has words with its score, and the probability that the best one
        answers the question, as it is understood; ``missing`` are names of it that no article has.
        """
        if not extracts:
            return Considered(candidates=[], scores=np.zeros(0), evidence=0.0, missing=missing)
        calibration = self._reader.calibration or Calibration()
        candidates, features = self.measure(self._reader, question, extracts)
        scores = _scores(calibration, features)
        if self._reader.calibration is None:
            calibration = self._bundled.calibration or Calibration()
            _, features = self.measure(self._bundled, question, extracts)
        evidence = max(
            calibration.evidence(one.sentence, one.window, one.found)
            for one in (features[i] for i in quotable(candidates))
        )
        scored = np.isfinite(scores)
        return Considered(
            candidates=[one for one, finite in zip(candidates, scored, strict=True) if finite],
            scores=scores[scored],
            evidence=calibration.probability(evidence, missing=bool(missing)),
            missing=missing,
        )

    def measure(
        self, reader: Reader, question: str, extracts: Sequence[Extract]
    ) -> tuple[list[Candidate], list[Features]]:
        """Read the most promising of the extracts, at least one, and the best sentences again, each in its own window.

        Returns:
            The sentences read, and the features of each.
        """
        asked = self._embedder.embed_questions([question])[0]
        extracts, cosines = self._most_promising(asked, extracts)
        candidates = [candidate for extract in extracts for candidate in extract.candidates()]
        read = reader.read(question, [extract.window for extract in extracts])
        logits = [
            (sentence, one.window, own.found)
            for one, own in zip(read, extracts, strict=True)
            for sentence in one.sentences
        ]
        features = [
            Features(sentence, window, float(cosine), found)
            for (sentence, window, found), cosine in zip(logits, cosines, strict=True)
        ]
        scores = _scores(reader.calibration or Calibration(), features)
        best = sorted(quotable(candidates), key=lambda i: -scores[i])[:AGAIN]
        known = {(one.article.id, one.indices) for one in extracts}
        again = {i: own for i in best if ((own := centred(candidates[i])).article.id, own.indices) not in known}
        second = reader.read(question, [own.window for own in again.values()])
        for (i, own), one in zip(again.items(), second, strict=True):
            sentence = one.sentences[candidates[i].sentence.index - own.indices.start]
            former = features[i]
            features[i] = former._replace(
                sentence=(former.sentence + sentence) / 2, window=(former.window + one.window) / 2
            )
        for i, bonus in self._printed_bonus(asked, candidates).items():
            features[i] = features[i]._replace(sentence=features[i].sentence + bonus)
        return candidates, features

    def cosines(self, question: str, candidates: Sequence[Candidate]) -> Vectors:
        """Return the cosine of each sentence to a question, both in another language than English."""
        embedder = self._multilingual()
        cosines: Vectors = (
            sentence_vectors(self._library, embedder, _pairs(candidates)) @ embedder.embed_questions([question])[0]
        )
        return cosines

    def similarity(self, one: Candidate, other: Candidate) -> float:
        """Return the cosine of two sentences."""
        first, second = sentence_vectors(self._library, self._embedder, _pairs([one, other]))
        return float(first @ second)

    def _most_promising(self, asked: Vectors, extracts: Sequence[Extract]) -> tuple[list[Extract], Vectors]:
        """Return the extracts worth a pass of the reader, in order, and the cosines of their sentences to the question:
        those with a sentence near the question, in an article that was found well.
        """
        cosines = self._cosines(_pairs([one for extract in extracts for one in extract.candidates()]), asked)
        ends = np.cumsum([len(extract.indices) for extract in extracts])
        each = np.split(cosines, ends[:-1])
        promise = [own.max() + _FOUND_SHARE * one.found for own, one in zip(each, extracts, strict=True)]
        kept = sorted(rank(promise)[:MOST])
        return [extracts[i] for i in kept], np.concatenate([each[i] for i in kept])

    def _printed_bonus(self, asked: Vectors, candidates: Sequence[Candidate]) -> dict[int, float]:
        """Return what the sentences gain that stand behind a printed question, by place. It is compared as it is and
        with its whole sentence, which says what "it" is.
        """
        printed = {
            i + 1: (one.article.id, text, one.sentence.text)
            for i, (one, behind) in enumerate(pairwise(candidates))
            if (text := printed_question(one.sentence.text))
            and (behind.article.id, behind.sentence.index) == (one.article.id, one.sentence.index + 1)
        }
        by_itself = self._cosines([(article_id, text) for article_id, text, _ in printed.values()], asked)
        whole = self._cosines([(article_id, sentence) for article_id, _, sentence in printed.values()], asked)
        share = np.clip((np.maximum(by_itself, whole) - _OTHER) / (_SAME - _OTHER), 0, 1)
        return {i: _PRINTED_BONUS * float(value) for i, value in zip(printed, share, strict=True)}

    def _cosines(self, texts: Sequence[tuple[str, str]], asked: Vectors) -> Vectors:
        cosines: Vectors = sentence_vectors(self._library, self._embedder, texts) @ asked
        return cosines


def _pairs(candidates: Sequence[Candidate]) -> list[tuple[str, str]]:
    return [(one.article.id, one.sentence.text) for one in candidates]


def sentence_vectors(library: Library, embedder: Embedder, texts: Sequence[tuple[str, str]]) -> Vectors:
    """Return shape ``(len(texts), dim)`` for pairs of (article id, sentence); computed once, kept in the library."""
    keys = [vector_key(embedder.name, text) for _, text in texts]
    known = dict(library.vectors(set(keys)))
    missing = {key: pair for key, pair in zip(keys, texts, strict=True) if key not in known}
    if missing:
        known |= dict(zip(missing, embedder.embed_passages([text for _, text in missing.values()]), strict=True))
        for article_id in {article_id for article_id, _ in missing.values()}:
            own = {key: known[key] for key, (owner, _) in missing.items() if owner == article_id}
            library.keep_sentence_vectors(article_id, own)
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, embedder.dim), dtype=np.float32)


def lower_if_quoted(considered: Considered, turns: Sequence[Turn]) -> Considered:
    """Return it with lower scores for sentences that the last answer quoted."""
    last = next((turn.answer for turn in reversed(turns) if turn.answer.kind != "talk"), None)
    quoted = [(one.article.id, one.quote) for one in (last.citations if last else ()) if one.field is None]
    said = [
        any(
            one.article.id == name and (quote in one.sentence.text or one.sentence.text in quote)
            for name, quote in quoted
        )
        for one in considered.candidates
    ]
    return replace(considered, scores=considered.scores - _LESS * np.array(said, dtype=np.float64))


def _scores(calibration: Calibration, features: Sequence[Features]) -> Scores:
    return np.array([calibration.score(*one) for one in features])


def quotable(candidates: Sequence[Candidate]) -> list[int]:
    """Return the places of the sentences that can answer: no headings, no questions; all where there are no others."""
    kept = [i for i, one in enumerate(candidates) if not one.sentence.heading and not is_question(one.sentence.text)]
    return kept or list(range(len(candidates)))


def rank(scores: Sequence[float] | Scores) -> list[int]:
    """Return indices by falling score; of equals the earlier first."""
    return sorted(range(len(scores)), key=lambda i: -float(scores[i]))
