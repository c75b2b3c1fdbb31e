"""The protocols of the reader and the checker, the windows of sentences that they score, and their calibration."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

WINDOW_WORDS = 85
"""The largest number of words of a window, unless it is a single longer sentence."""


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of an article, or the sentences that are evidence of a statement, in order."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WindowScores:
    """Logits of one window: that each sentence answers the question, and that the window does at all.

    A sentence without words, or beyond the end of the model's input, has -inf; so has a window without sentences.
    """

    sentences: tuple[float, ...]
    window: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Weights that combine the logits of one model, and parameters that turn them into probabilities (Platt scaling).

    Ranking of sentences: ``window``, ``cosine`` and ``found`` are the weights of the window's logit, of the sentence's
    cosine to the question, and of its article's share of the best search score; the sentence's own logit has the weight
    1. Decision whether the best sentence answers the question: ``evidence_window`` is the weight of the window's logit,
    ``found`` is as above, and ``missing`` is subtracted if no article has some name of the question. The cosine takes
    no part in the decision, where it was measured to do harm: near misses are as similar to a question as answers are.
    ``slope`` and ``intercept`` are the Platt parameters of the decision, ``support_slope`` and ``support_intercept``
    those of whether evidence supports a statement.
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
            cosine: of the sentence's vector and the question's, -1 to 1.
            found: the article's search score, as a share (0 to 1) of the best article's.
        """
        return sentence + _product(self.window, window) + _product(self.cosine, cosine) + self.found * found

    def evidence(self, sentence: float, window: float, found: float = 1.0) -> float:
        """Return the evidence of a sentence that the question is answered, an uncalibrated logit; Args as ``score``."""
        return sentence + _product(self.evidence_window, window) + self.found * found

    def probability(self, evidence: float, *, missing: bool = False) -> float:
        """Return the probability (0 to 1) that a question is answered.

        Args:
            evidence: the highest ``evidence`` of the question's sentences.
            missing: whether some name of the question occurs in no article.
        """
        return _sigmoid(_product(self.slope, evidence - self.missing * missing) + self.intercept)

    def support(self, logit: float) -> float:
        """Return the probability (0 to 1) that a statement with this logit is supported by its evidence."""
        return _sigmoid(_product(self.support_slope, logit) + self.support_intercept)


class Judge(Protocol):
    """Decides whether evidence supports a statement. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """The model's name, by which its calibration is stored."""
        ...

    @property
    def calibration(self) -> Calibration | None:
        """The model's calibration; None: it has none, so its scores only rank."""
        ...

    def judge(self, statement: str, evidence: Sequence[Window]) -> list[float]:
        """Return one logit for each piece of evidence, in order; above 0: it supports the statement."""
        ...


class Reader(Judge, Protocol):
    """Scores sentences as answers to a question. Safe to call from several threads.

    Raises Stopping once this process has begun to end.
    """

    def read(self, question: str, windows: Sequence[Window]) -> list[WindowScores]:
        """Return the scores of each window, in order; they do not depend on the other windows."""
        ...


def cut_windows(lengths: Sequence[int], *, first_words: int = WINDOW_WORDS) -> list[range]:
    """Cut consecutive sentences into windows of at most ``WINDOW_WORDS`` words.

    Args:
        lengths: number of words of each sentence, in order.
        first_words: the limit of the first window; a smaller one shifts the borders of all windows.

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
    """Return the product; 0 for a weight of 0, even if the value is infinite."""
    return weight * value if weight else 0.0


def _sigmoid(logit: float) -> float:
    if logit >= 0:
        return 1.0 / (1.0 + math.exp(-logit))
    power = math.exp(logit)
    return power / (1.0 + power)
