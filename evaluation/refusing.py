"""How well a score, and a decision, tell questions with an answer from questions without one."""

from collections.abc import Sequence

import numpy as np

from evaluation.data import Row
from evaluation.figures import Figure, Floats

MAX_FALSE_REFUSALS = 0.10
ANSWERABLE, SCORE, REFUSED = 0, 1, 2
"""Columns of the rows that these functions reduce: 1 or 0, any number (higher: answerable), 1 or 0."""


def refusal_figures(items: Sequence[Row]) -> dict[str, Figure]:
    """Return the refusal figures of items with ``answerable``, ``score`` and ``refused``; those that need a decision
    are left out where ``refused`` is None (a baseline that only scores).
    """
    rows = np.array(
        [[float(item["answerable"]), float(item["score"]), float(item["refused"] or 0)] for item in items]
    ).reshape(-1, 3)
    figures = {"refusal_recall@10": Figure(rows, recall_at_10), "auc": Figure(rows, area)}
    if all(item["refused"] is not None for item in items):
        figures |= {
            "refusal_recall": Figure(rows, refusal_recall),
            "refusal_precision": Figure(rows, refusal_precision),
            "false_refusal_rate": Figure(rows, false_refusal_rate),
            "aurc": Figure(rows, risk_under_coverage),
        }
    return figures


def recall_at_10(rows: Floats) -> float:
    """Return the share of the unanswerable whose score is below the highest threshold that refuses at most 10 % of the
    answerable; a score equal to the threshold is answered. NaN if either side is empty.
    """
    answerable, unanswerable = _sides(rows)
    if not len(answerable) or not len(unanswerable):
        return float("nan")
    threshold = np.sort(answerable)[int(len(answerable) * MAX_FALSE_REFUSALS)]
    return float((unanswerable < threshold).mean())


def area(rows: Floats) -> float:
    """Return the chance that an answerable question scores higher than an unanswerable one, a tie being half.

    The area under the ROC curve, as the Mann-Whitney statistic (Hanley and McNeil, Radiology 143, 1982).
    """
    answerable, unanswerable = _sides(rows)
    if not len(answerable) or not len(unanswerable):
        return float("nan")
    below = np.searchsorted(np.sort(unanswerable), answerable, side="left")
    up_to = np.searchsorted(np.sort(unanswerable), answerable, side="right")
    return float((below + up_to).mean() / 2 / len(unanswerable))


def refusal_recall(rows: Floats) -> float:
    """Return the share of the unanswerable questions that were refused."""
    return _share(rows[rows[:, ANSWERABLE] == 0][:, REFUSED])


def refusal_precision(rows: Floats) -> float:
    """Return the share of the refused questions that are unanswerable; NaN if none was refused."""
    return _share(1 - rows[rows[:, REFUSED] == 1][:, ANSWERABLE])


def false_refusal_rate(rows: Floats) -> float:
    """Return the share of the answerable questions that were refused."""
    return _share(rows[rows[:, ANSWERABLE] == 1][:, REFUSED])


def risk_coverage(rows: Floats) -> Floats:
    """Return shape ``(n, 2)``: for each share of the questions answered, best scores first, the share of these that has
    no answer (El-Yaniv and Wiener, JMLR 11, 2010). Of equal scores the unanswerable come first.
    """
    order = np.lexsort((rows[:, ANSWERABLE], -rows[:, SCORE]))
    wrong = np.cumsum(1 - rows[order, ANSWERABLE])
    answered = np.arange(1, len(rows) + 1)
    return np.stack([answered / len(rows), wrong / answered], axis=1)


def risk_under_coverage(rows: Floats) -> float:
    """Return the mean risk over all coverages (AURC: Geifman and El-Yaniv, NeurIPS 2017); lower is better."""
    return float(risk_coverage(rows)[:, 1].mean())


def _sides(rows: Floats) -> tuple[Floats, Floats]:
    return rows[rows[:, ANSWERABLE] == 1][:, SCORE], rows[rows[:, ANSWERABLE] == 0][:, SCORE]


def _share(values: Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")
