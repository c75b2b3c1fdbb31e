"""Read what was found: a score for every sentence, and how probable it is that one of them answers."""

from collections.abc import Sequence

import numpy as np

from answering.context import Considered
from answering.quoting.candidates import Candidate, Extract
from answering.quoting.sentence_vectors import sentence_vectors
from domain.protocols import Embedder, Library, Vectors
from domain.reading import Calibration, Reader
from text.sentences import is_question


class ExtractReader:
    """Scores sentences by a reader, together with their cosine to the question where its calibration wants that.

    A reader that nobody has calibrated only ranks; how probable an answer is, ``bundled`` then says.
    """

    def __init__(self, *, reader: Reader, bundled: Reader, embedder: Embedder, library: Library) -> None:
        self._reader = reader
        self._bundled = bundled
        self._embedder = embedder
        self._library = library

    def __call__(self, question: str, extracts: Sequence[Extract]) -> Considered:
        """Return every sentence of the extracts with its score, and the probability that the best one answers."""
        candidates = [candidate for extract in extracts for candidate in extract.candidates()]
        if not candidates:
            return Considered(candidates=[], scores=np.zeros(0), evidence=0.0)
        calibration = self._reader.calibration or Calibration()
        scores = self._scores(self._reader, calibration, question, extracts, candidates)
        if self._reader.calibration is None:
            calibration = self._bundled.calibration or Calibration()
            measured = self._scores(self._bundled, calibration, question, extracts, candidates)
        else:
            measured = scores
        best = max((float(measured[i]) for i in quotable(candidates)), default=float(measured.max()))
        return Considered(candidates=candidates, scores=scores, evidence=calibration.probability(best))

    def _scores(
        self,
        reader: Reader,
        calibration: Calibration,
        question: str,
        extracts: Sequence[Extract],
        candidates: Sequence[Candidate],
    ) -> Vectors:
        cosines = np.zeros(len(candidates))
        if calibration.cosine:
            asked = self._embedder.embed_questions([question])[0]
            cosines = self.vectors(candidates) @ asked
        read = reader.read(question, [extract.window for extract in extracts])
        logits = [(sentence, one.window) for one in read for sentence in one.sentences]
        return np.array(
            [
                calibration.score(sentence, window, float(cosine))
                for (sentence, window), cosine in zip(logits, cosines, strict=True)
            ]
        )

    def vectors(self, candidates: Sequence[Candidate]) -> Vectors:
        """Return the sentences' vectors, shape ``(len(candidates), dim)``; unknown ones are computed and kept."""
        pairs = [(candidate.article.id, candidate.sentence.text) for candidate in candidates]
        return sentence_vectors(self._library, self._embedder, pairs)


def quotable(candidates: Sequence[Candidate]) -> list[int]:
    """Return the places of the sentences that can answer: no headings, no questions; all where there are no others."""
    kept = [i for i, one in enumerate(candidates) if not one.sentence.heading and not is_question(one.sentence.text)]
    return kept or list(range(len(candidates)))


def rank(scores: Sequence[float] | Vectors) -> list[int]:
    """Return indices by falling score; of equals the earlier first."""
    return sorted(range(len(scores)), key=lambda i: -float(scores[i]))
