"""Read what was found: a score for every sentence, and how probable it is that one of them answers."""

from collections.abc import Sequence

import numpy as np

from answering.context import Considered
from answering.quoting.candidates import Candidate, Extract, centred
from answering.quoting.sentence_vectors import sentence_vectors
from domain.protocols import Embedder, Library, Scores, Vectors
from domain.reading import Calibration, Reader
from text.discourse import printed_question
from text.sentences import is_question

MOST = 12
"""Extracts read for one question. All of some 20 give no better answers, 10 slightly worse ones, 6 clearly worse ones;
the table is in docs/evaluation.md."""
AGAIN = 4
"""The best sentences are read a second time, each in the middle of a window of its own; the mean counts."""
_FOUND_SHARE = 0.5
"""What the article's score counts beside the cosine of an extract's nearest sentence."""
_OTHER, _SAME = 0.5, 0.7
"""Cosines of the user's question and one printed in an article: below the first they ask other things, from the second
on the same ("When will the first bills come?" and "When will households get their first bill?" have .77)."""
_PRINTED_BONUS = 6.0
"""What the sentence behind the user's own question gains, less in between: the article says itself that it answers."""


class ExtractReader:
    """Scores sentences by a reader, together with their cosine to the question where its calibration wants that.

    A reader that nobody has calibrated only ranks; how probable an answer is, ``bundled`` then says.
    """

    def __init__(self, *, reader: Reader, bundled: Reader, embedder: Embedder, library: Library) -> None:
        self._reader = reader
        self._bundled = bundled
        self._embedder = embedder
        self._library = library

    def __call__(self, question: str, extracts: Sequence[Extract], *, missing: Sequence[str] = ()) -> Considered:
        """Return every sentence of the extracts that has words with its score, and the probability that the best one
        answers.

        Args:
            question: as it is understood.
            extracts: what to read.
            missing: names of the question that no article has.
        """
        if not extracts:
            return Considered(candidates=[], scores=np.zeros(0), evidence=0.0, missing=missing)
        calibration = self._reader.calibration or Calibration()
        candidates, logits, cosines = self.measure(self._reader, question, extracts)
        scores = _scores(calibration, logits, cosines)
        if self._reader.calibration is None:
            calibration = self._bundled.calibration or Calibration()
            _, logits, _ = self.measure(self._bundled, question, extracts)
        evidence = max(calibration.evidence(*logits[i]) for i in quotable(candidates))
        scored = np.isfinite(scores)
        return Considered(
            candidates=[one for one, finite in zip(candidates, scored, strict=True) if finite],
            scores=scores[scored],
            evidence=calibration.probability(evidence, missing=bool(missing)),
            missing=missing,
        )

    def measure(
        self, reader: Reader, question: str, extracts: Sequence[Extract]
    ) -> tuple[list[Candidate], list[tuple[float, float]], Vectors]:
        """Read the most promising of the extracts, at least one, and the best sentences again, each in its own window.

        Returns:
            The sentences read; of each the logits (sentence, window), and the cosine to the question.
        """
        asked = self._embedder.embed_questions([question])[0]
        extracts, cosines = self._most_promising(asked, extracts)
        candidates = [candidate for extract in extracts for candidate in extract.candidates()]
        read = reader.read(question, [extract.window for extract in extracts])
        logits = [(sentence, one.window) for one in read for sentence in one.sentences]
        scores = _scores(reader.calibration or Calibration(), logits, cosines)
        best = sorted(quotable(candidates), key=lambda i: -scores[i])[:AGAIN]
        known = {(one.article.id, one.indices) for one in extracts}
        again = {i: own for i in best if ((own := centred(candidates[i])).article.id, own.indices) not in known}
        second = reader.read(question, [own.window for own in again.values()])
        for (i, own), one in zip(again.items(), second, strict=True):
            sentence = one.sentences[candidates[i].sentence.index - own.indices.start]
            logits[i] = ((logits[i][0] + sentence) / 2, (logits[i][1] + one.window) / 2)
        for i, bonus in self._printed_bonus(asked, candidates).items():
            logits[i] = (logits[i][0] + bonus, logits[i][1])
        return candidates, logits, cosines

    def cosines(self, question: str, candidates: Sequence[Candidate]) -> Vectors:
        """Return the cosine of each sentence to a question."""
        texts = [(one.article.id, one.sentence.text) for one in candidates]
        found: Vectors = self._vectors(texts) @ self._embedder.embed_questions([question])[0]
        return found

    def _most_promising(self, asked: Vectors, extracts: Sequence[Extract]) -> tuple[list[Extract], Vectors]:
        """Return the extracts worth a pass of the reader, in order, and the cosines of their sentences to the question.

        Promising is one with a sentence near the question, in an article that was found well.
        """
        pairs = [(one.article.id, one.sentence.text) for extract in extracts for one in extract.candidates()]
        cosines = self._vectors(pairs) @ asked
        ends = np.cumsum([len(extract.indices) for extract in extracts])
        each = np.split(cosines, ends[:-1])
        promise = [own.max() + _FOUND_SHARE * one.found for own, one in zip(each, extracts, strict=True)]
        kept = sorted(rank(promise)[:MOST])
        return [extracts[i] for i in kept], np.concatenate([each[i] for i in kept])

    def _printed_bonus(self, asked: Vectors, candidates: Sequence[Candidate]) -> dict[int, float]:
        """Return what the sentences gain that stand behind a printed question, by place.

        The question is compared as it stands and with its whole sentence, which says what "it" is.
        """
        printed = {
            i + 1: (one.article.id, text, one.sentence.text)
            for i, one in enumerate(candidates[:-1])
            if (text := printed_question(one.sentence.text))
            and candidates[i + 1].article.id == one.article.id
            and candidates[i + 1].sentence.index == one.sentence.index + 1
        }
        if not printed:
            return {}
        by_itself = self._vectors([(article_id, text) for article_id, text, _ in printed.values()]) @ asked
        whole = self._vectors([(article_id, sentence) for article_id, _, sentence in printed.values()]) @ asked
        share = np.clip((np.maximum(by_itself, whole) - _OTHER) / (_SAME - _OTHER), 0, 1)
        return {i: _PRINTED_BONUS * float(value) for i, value in zip(printed, share, strict=True)}

    def _vectors(self, texts: Sequence[tuple[str, str]]) -> Vectors:
        return sentence_vectors(self._library, self._embedder, texts)


def _scores(calibration: Calibration, logits: Sequence[tuple[float, float]], cosines: Vectors) -> Scores:
    """Return the score of each sentence, by which they are ranked."""
    return np.array(
        [
            calibration.score(sentence, window, float(cosine))
            for (sentence, window), cosine in zip(logits, cosines, strict=True)
        ]
    )


def quotable(candidates: Sequence[Candidate]) -> list[int]:
    """Return the places of the sentences that can answer: no headings, no questions; all where there are no others."""
    kept = [i for i, one in enumerate(candidates) if not one.sentence.heading and not is_question(one.sentence.text)]
    return kept or list(range(len(candidates)))


def rank(scores: Sequence[float] | Scores) -> list[int]:
    """Return indices by falling score; of equals the earlier first."""
    return sorted(range(len(scores)), key=lambda i: -float(scores[i]))
