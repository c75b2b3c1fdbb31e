"""Calibration of a reader on the kept-out tenth: how its logits are combined, and what they mean as probabilities."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from answering.checking.checker import support_logits
from answering.checking.evidence import excerpt_sentences, rank_evidence
from answering.quoting.candidates import extracts_to_read
from answering.quoting.reading import quotable
from answering.quoting.refusals import missing_words
from domain.reading import Calibration, Judge, Reader
from evaluation.data import Data
from evaluation.stock import Bench
from evaluation.suites import reading, statements
from evaluation.suites.support import whole_article

Floats = npt.NDArray[np.float64]

_WINDOW = (0.0, 0.25, 0.5, 1.0)
_COSINE = (0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 14.0)
_FOUND = (0.0, 1.0, 2.0, 3.0, 4.0)
_EVIDENCE_WINDOW = (0.0, 0.5, 1.0, 1.5)
_MISSING = (0.0, 1.0, 2.0, 3.0)
_TIES = 0.002
"""A larger weight must gain at least so much for itself."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One question: of each sentence read that can answer the features, shape ``(n, 4)``, and whether it does.

    ``missing``: no article has some name of the question.
    """

    features: Floats
    right: npt.NDArray[np.bool_]
    answerable: bool
    missing: bool


def measure(reader: Reader, bench: Bench, data: Data) -> Iterator[Measured]:
    """Read every question of the suite ``reading`` of a folder, in file order."""
    articles = data.by_id(reading.ARTICLES)
    stock = bench.stock(data, reading.ARTICLES)
    names = {own: name for name, own in stock.ids.items()}
    answerer = stock.program.parts.answerer()
    with stock.program.parts.store().snapshot() as snapshot:
        for row in data.rows(reading.QUESTIONS):
            extracts = extracts_to_read(snapshot, answerer.search(snapshot, row["question"]))
            candidates, features = answerer.read.measure(reader, row["question"], extracts)
            places = [[names[one.article.id], one.sentence.start, one.sentence.end] for one in candidates]
            kept = quotable(candidates)
            yield Measured(
                np.array([features[i] for i in kept]),
                np.array([row["answerable"] and reading.is_hit(places[i], row, articles) for i in kept]),
                row["answerable"],
                bool(missing_words(snapshot, row["question"])),
            )


def fit_reading(measured: Sequence[Measured]) -> tuple[Calibration, dict[str, float]]:
    """Choose the weights that rank best and separate best, then fit the probability (Platt 1999).

    How well an article was found moves so few sentences to the top that counting these says nothing: its weight is the
    one that makes the sentences that answer the most probable (softmax over the sentences of a question).

    Returns:
        The calibration, and what it reaches on the same questions: right_first (of all answerable ones) and auc.
    """
    answerable = [one for one in measured if one.answerable]
    labels = np.array([one.answerable for one in measured])

    def right_first(weights: Sequence[float]) -> float:
        window, cosine = weights
        order = [np.argmax(one.features @ np.array([1.0, window, cosine, 0.0])) for one in answerable]
        return float(np.mean([one.right[place] for one, place in zip(answerable, order, strict=True)]))

    def evidence(weights: Sequence[float]) -> Floats:
        window, missing = weights
        by = np.array([1.0, window, 0.0, found])
        best = [(one.features @ by).max() - missing * one.missing for one in measured]
        return np.array(best)

    def likelihood(weight: float) -> float:
        by = np.array([1.0, window, cosine, weight])
        scores = [(one.features @ by, one.right) for one in answerable if one.right.any()]
        return float(np.mean([logsumexp(own[right]) - logsumexp(own) for own, right in scores]))

    window, cosine = _best(itertools.product(_WINDOW, _COSINE), right_first)
    found = max(_FOUND, key=likelihood)
    own, missing = _best(
        itertools.product(_EVIDENCE_WINDOW, _MISSING), lambda weights: float(roc_auc_score(labels, evidence(weights)))
    )
    scores = evidence((own, missing))
    slope, intercept = _platt(scores, labels)
    calibration = Calibration(
        window=window,
        cosine=cosine,
        found=found,
        evidence_window=own,
        missing=missing,
        slope=slope,
        intercept=intercept,
    )
    return calibration, {"right_first": right_first((window, cosine)), "auc": float(roc_auc_score(labels, scores))}


def fit_support(reader: Reader, judge: Judge, data: Data, calibration: Calibration) -> Calibration:
    """Fit what the logits of statements mean, each compared with its whole article as the checker does it."""
    articles = data.by_id(statements.ARTICLES)
    logits, labels = [], []
    for row in data.rows(statements.CLAIMS):
        article = articles[row["article"]]
        excerpts = excerpt_sentences([whole_article(article["title"], article["text"])])
        ranked = rank_evidence(row["claim"], excerpts, reader)[0]
        logits.append(support_logits(judge, row["claim"], ranked, excerpts)[0])
        labels.append(row["supported"])
    slope, intercept = _platt(np.array(logits), np.array(labels))
    return replace(calibration, support_slope=slope, support_intercept=intercept)


def _best(choices: Iterator[tuple[float, ...]], value: Callable[[Sequence[float]], float]) -> tuple[float, ...]:
    """Return the choice of the highest value; of choices within ``_TIES`` the first, which has the smaller weights."""
    valued = [(value(choice), choice) for choice in choices]
    top = max(one for one, _ in valued)
    return next(choice for one, choice in valued if one >= top - _TIES)


def _platt(scores: Floats, labels: npt.NDArray[np.bool_]) -> tuple[float, float]:
    model = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), labels)
    return float(model.coef_[0, 0]), float(model.intercept_[0])
