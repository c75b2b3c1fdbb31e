"""Fitting of the coefficients: which sentences answer, and whether any does."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize

from answering.quoting.choose import COLUMNS
from answering.quoting.evidence import EVIDENCE
from answering.quoting.features import Floats
from answering.quoting.weights import Weights
from evaluation.tables import Table

CHOOSING = (
    *(column for column in COLUMNS if column.endswith(", relative")),
    "offers", "offers_fact", "near", "novelty", "short", "heading", "position", "retrieval",
)  # fmt: skip
BY_HAND = {"after_question": 4.0, "explains": 3.0}
"""Coefficients (of the bare feature) that no training data has enough of: the sentence behind the reader's very
question answers it; one that says "for three reasons" answers a question why."""
NOT_ABOVE_ZERO = frozenset({"short", "heading", "position", "lacking", "exchanged"})
RIDGE_CHOOSING, RIDGE_EVIDENCE = 5.0, 3.0
"""Penalties; from 1 to 10 the cross-validated figures stay within noise."""
FOLDS = 10

Model = tuple[Floats, Floats, Floats]
"""Means, scales, and coefficients with the intercept last."""
Loss = Callable[[Floats], tuple[float, Floats]]


def fit_choosing(training: Sequence[Table]) -> Model:
    """Fit scores so that the softmax over a question's candidates puts its weight on those that answer (ListNet's
    top-one loss: Cao and others, ICML 2007). Tables without an answer teach nothing, nor do questions, which are
    never quoted.
    """
    kept = [table.features[:, COLUMNS.index("question")] == 0 for table in training]
    usable = [(table, told) for table, told in zip(training, kept, strict=True) if table.answers[told].any()]
    features = np.vstack([_columns(table)[told] for table, told in usable])
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    blocks = [((_columns(table)[told] - mean) / scale, table.answers[told].astype(float)) for table, told in usable]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, gradient = 0.0, np.zeros_like(weights)
        for block, answers in blocks:
            scores = np.exp(block @ weights[:-1] - (block @ weights[:-1]).max())
            share = scores / scores.sum()
            right = share * answers
            total -= float(np.log(right.sum() + 1e-12))
            gradient[:-1] += block.T @ (share - right / (right.sum() + 1e-12))
        return total, gradient

    return mean, scale, _minimum(loss, CHOOSING, RIDGE_CHOOSING)


def fit_evidence(rows: Floats, answerable: Sequence[bool], groups: Sequence[str]) -> Model:
    """Fit whether anything answers; each group weighs the same, and in it the answerable and the unanswerable."""
    return fit_logistic(rows, answerable, groups, names=EVIDENCE, ridge=RIDGE_EVIDENCE)


def fit_logistic(
    rows: Floats, right: Sequence[bool], groups: Sequence[str], *, names: Sequence[str], ridge: float
) -> Model:
    """Fit a logistic regression; each group weighs the same, and in it the rows that are right and those that are not.

    ``names`` are those of the columns.
    """
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    table, wanted = (rows - mean) / scale, np.array(right, dtype=float)
    sides = list(zip(groups, right, strict=True))
    weight = np.array([len(sides) / len(set(sides)) / sides.count(side) for side in sides])

    def loss(weights: Floats) -> tuple[float, Floats]:
        logit = table @ weights[:-1] + weights[-1]
        error = weight * (1 / (1 + np.exp(-logit)) - wanted)
        value = float((weight * (np.logaddexp(0, logit) - wanted * logit)).sum())
        return value, np.append(table.T @ error, error.sum())

    return mean, scale, _minimum(loss, names, ridge)


def _minimum(loss: Loss, names: Sequence[str], ridge: float) -> Floats:
    """Minimise with the penalty; no coefficient may take the sign that contradicts its meaning."""

    def penalised(weights: Floats) -> tuple[float, Floats]:
        value, gradient = loss(weights)
        return value + ridge * float((weights[:-1] ** 2).sum()) / 2, gradient + ridge * np.append(weights[:-1], 0.0)

    bounds = [(None, 0.0) if name in NOT_ABOVE_ZERO else (0.0, None) for name in names]
    start = np.zeros(len(names) + 1)
    found = minimize(penalised, start, jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)


def weights_of(model: Model, names: Sequence[str]) -> Weights:
    """Return a fitted model as the program uses it, the coefficients set by hand added."""
    mean, scale, fitted = model
    extra = {name: value for name, value in BY_HAND.items() if tuple(names) == CHOOSING}
    return Weights(
        names=(*names, *extra),
        mean=np.append(mean, np.zeros(len(extra))),
        scale=np.append(scale, np.ones(len(extra))),
        coefficients=np.append(fitted[:-1], list(extra.values())),
        intercept=float(fitted[-1]),
    )


def crossed(count: int, seed: int = 0) -> list[tuple[list[int], list[int]]]:
    """Return (training, testing) indices of ten folds."""
    order = np.random.default_rng(seed).permutation(count)
    return [
        (sorted(set(order.tolist()) - set(order[i::FOLDS].tolist())), order[i::FOLDS].tolist()) for i in range(FOLDS)
    ]


def _columns(table: Table) -> Floats:
    return table.features[:, [COLUMNS.index(name) for name in CHOOSING]]


def cross_scores(training: Sequence[Table]) -> list[Floats]:
    """Return each table's scores by a model that did not see it."""
    scores: dict[int, Floats] = {}
    for train, test in crossed(len(training)):
        weights = weights_of(fit_choosing([training[i] for i in train]), CHOOSING)
        scores.update({i: weights.logit(training[i].features, COLUMNS) for i in test})
    return [scores[i] for i in range(len(training))]


def cross_logits(rows: Floats, answerable: Sequence[bool], groups: Sequence[str]) -> Floats:
    """Return each row's evidence, as a logit, by a model that did not see it."""
    logits = np.zeros(len(rows))
    for train, test in crossed(len(rows)):
        model = fit_evidence(rows[train], [answerable[i] for i in train], [groups[i] for i in train])
        logits[test] = weights_of(model, EVIDENCE).logit(rows[test], EVIDENCE)
    return logits
