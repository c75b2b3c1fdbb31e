"""What reading passages gives: windows of sentences, their scores, the calibration of scores, and the protocols."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

WINDOW_WORDS = 85
"""A window is closed before the sentence that would make it longer than so many words."""


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of an article, or the evidence of a statement, in the article's order."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WindowScores:
    """Logits of one window: how likely each sentence answers the question, and whether the window does at all.

    A sentence that has no words, or that did not fit the model's input, has -inf; so has a window without sentences.
    """

    sentences: tuple[float, ...]
    window: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How the logits of one model are combined, and what they mean as probabilities (Platt scaling).

    ``window``, ``cosine`` and ``found`` are the weights of the window's logit, of the sentence's cosine to the
    question, and of how well its article was found, beside the sentence's own logit when sentences are ranked. When it
    is decided whether the best sentence answers at all, ``evidence_window`` is the weight of the window's logit, that
    of ``found`` is the same, and ``missing`` is what is taken off if no article has some name of the question. A cosine
    helps to rank; for the decision it was measured to be worse than nothing: near misses are as close to the question
    as answers are.
    """

    window: float = 0.5
    cosine: float = 0.0
    found: float = 0.0
    evidence_window: float = 1.0
    missing: float = 2.0
    slope: float = 1.0
    intercept: float = 0.0
    support_slope: float = 1.0
    support_intercept: float = 0.0

    def score(self, sentence: float, window: float, cosine: float, found: float = 1.0) -> float:
        """Return the score by which sentences are ranked.

        Args:
            sentence, window: logits of the sentence and of its window.
            cosine: of the sentence's vector and the question's.
            found: how well the article was found, as a share (0 to 1) of the best one's score.
        """
        return sentence + _product(self.window, window) + _product(self.cosine, cosine) + self.found * found

    def evidence(self, sentence: float, window: float, found: float = 1.0) -> float:
        """Return how much a sentence speaks for the question being answered, on the logits' own scale."""
        return sentence + _product(self.evidence_window, window) + self.found * found

    def probability(self, evidence: float, *, missing: bool = False) -> float:
        """Return how probable it is that a question with this evidence, the highest of its sentences, is answered.

        Args:
            evidence: as ``evidence`` gives it.
            missing: no article has some name that stands in the question.
        """
        return _sigmoid(_product(self.slope, evidence - self.missing * missing) + self.intercept)

    def support(self, logit: float) -> float:
        """Return how probable it is that a statement with this logit is supported by its evidence, 0 to 1."""
        return _sigmoid(_product(self.support_slope, logit) + self.support_intercept)


class Judge(Protocol):
    """Decides whether evidence supports a statement. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """The model's name, by which its calibration is kept."""
        ...

    @property
    def calibration(self) -> Calibration | None:
        """None: nobody has calibrated this model, so its scores only rank."""
        ...

    def judge(self, statement: str, evidence: Sequence[Window]) -> list[float]:
        """Return one logit for each piece of evidence, in order; above 0 the statement is supported by it."""
        ...


class Reader(Judge, Protocol):
    """Reads a question together with passages. Safe to call from several threads.

    Raises Stopping once this process has begun to end.
    """

    def read(self, question: str, windows: Sequence[Window]) -> list[WindowScores]:
        """Return the scores of each window, in order; they do not depend on the other windows."""
        ...


def cut_windows(lengths: Sequence[int], *, first_words: int = WINDOW_WORDS) -> list[range]:
    """Cut consecutive sentences into windows of at most ``WINDOW_WORDS`` words.

    Args:
        lengths: number of words of each sentence, in order.
        first_words: limit of the first window; a smaller one moves all borders.

    Returns:
        Ranges of sentence indices, in order, without gap or overlap; a longer sentence is a window of its own.
    """
    found: list[range] = []
    start, words, limit = 0, 0, first_words
    for index, length in enumerate(lengths):
        if index > start and words + length > limit:
            found.append(range(start, index))
            start, words, limit = index, 0, WINDOW_WORDS
        words += length
    if start < len(lengths):
        found.append(range(start, len(lengths)))
    return found


def _product(weight: float, value: float) -> float:
    """Multiply, where a weight of 0 leaves an infinite value out."""
    return weight * value if weight else 0.0


def _sigmoid(logit: float) -> float:
    if logit >= 0:
        return 1.0 / (1.0 + math.exp(-logit))
    power = math.exp(logit)
    return power / (1.0 + power)
