"""``python -m evaluation.train``: fit answering/choose.json and answering/evidence.json, and say how well they do.

Figures are cross-validated (ten folds by question): a question is never scored by a model that saw it.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

import settings
from answering.choose import COLUMNS, rank
from answering.evidence import EVIDENCE, measure_evidence
from answering.features import Floats
from answering.weights import FOLDER, Weights
from evaluation import tables
from evaluation.bench import Bench
from evaluation.data import Data
from evaluation.metrics import overlap
from evaluation.refusing import area, recall_at_10
from evaluation.tables import Table

CHOOSING = (
    *(column for column in COLUMNS if column.endswith(", relative")),
    "offers", "offers_fact", "near", "novelty", "question", "short", "heading", "position", "retrieval",
)  # fmt: skip
BY_HAND = {"after_question": 4.0, "explains": 3.0}
"""Coefficients (of the bare feature) that no training data has enough of: the sentence behind the reader's very
question answers it; one that says "for three reasons" answers a question why."""
NOT_ABOVE_ZERO = frozenset({"question", "short", "heading", "position"})
RIDGE_CHOOSING, RIDGE_EVIDENCE = 5.0, 3.0
"""Penalties; from 1 to 10 the cross-validated figures stay within noise."""
FOLDS = 10

Model = tuple[Floats, Floats, Floats]
"""Means, scales, and coefficients with the intercept last."""
Loss = Callable[[Floats], tuple[float, Floats]]


def fit_choosing(training: Sequence[Table]) -> Model:
    """Fit scores so that the softmax over a question's candidates puts its weight on those that answer (ListNet's
    top-one loss: Cao and others, ICML 2007). Tables without an answer teach nothing.
    """
    usable = [table for table in training if table.answers.any()]
    features = np.vstack([_columns(table) for table in usable])
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    blocks = [((_columns(table) - mean) / scale, table.answers.astype(float)) for table in usable]

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
    """Fit a logistic regression; each group weighs the same, and in it the answerable and the unanswerable."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    table, right = (rows - mean) / scale, np.array(answerable, dtype=float)
    sides = list(zip(groups, answerable, strict=True))
    weight = np.array([len(sides) / len(set(sides)) / sides.count(side) for side in sides])

    def loss(weights: Floats) -> tuple[float, Floats]:
        logit = table @ weights[:-1] + weights[-1]
        error = weight * (1 / (1 + np.exp(-logit)) - right)
        return float((weight * (np.logaddexp(0, logit) - right * logit)).sum()), np.append(table.T @ error, error.sum())

    return mean, scale, _minimum(loss, EVIDENCE, RIDGE_EVIDENCE)


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


def save(name: str, weights: Weights, provenance: str) -> None:
    """Write ``answering/<name>.json``."""
    rows = zip(weights.names, weights.mean, weights.scale, weights.coefficients, strict=True)
    features = {
        column: {"mean": round(float(mean), 5), "scale": round(float(scale), 5), "coefficient": round(float(value), 5)}
        for column, mean, scale, value in rows
    }
    model = {"provenance": provenance, "intercept": round(weights.intercept, 5), "features": features}
    (FOLDER / f"{name}.json").write_text(json.dumps(model, indent=2) + "\n", "utf-8")


def evidence_row(table: Table, scores: Floats) -> Floats:
    """Return what the program would weigh for this table."""
    return measure_evidence(table.question, table.features, scores, table.candidates)


def crossed(count: int, seed: int = 0) -> list[tuple[list[int], list[int]]]:
    """Return (training, testing) indices of ten folds."""
    order = np.random.default_rng(seed).permutation(count)
    return [
        (sorted(set(order.tolist()) - set(order[i::FOLDS].tolist())), order[i::FOLDS].tolist()) for i in range(FOLDS)
    ]


def _columns(table: Table) -> Floats:
    return table.features[:, [COLUMNS.index(name) for name in CHOOSING]]


def _cross_scores(training: Sequence[Table]) -> list[Floats]:
    scores: dict[int, Floats] = {}
    for train, test in crossed(len(training)):
        weights = weights_of(fit_choosing([training[i] for i in train]), CHOOSING)
        scores.update({i: weights.logit(training[i].features, COLUMNS) for i in test})
    return [scores[i] for i in range(len(training))]


def _reciprocal(table: Table, scores: Floats) -> tuple[float, float]:
    """Average precision and reciprocal rank; ties count against."""
    order = sorted(range(len(scores)), key=lambda i: (-float(scores[i]), bool(table.answers[i])))
    ranks = [place for place, i in enumerate(order, start=1) if table.answers[i]]
    return float(np.mean([(n + 1) / place for n, place in enumerate(ranks)])), 1 / ranks[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on a folder of suites and write the files; print cross-validated figures."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.train", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--dry", action="store_true", help="print the figures, write nothing")
    options = parser.parse_args(arguments)
    data, bench = Data(options.data), Bench(settings.load(), options.cache)
    alone, passages, news, hidden, wrong = _all_tables(data, bench)
    bench.close()
    training = [*alone, *passages, *news]
    scores = _cross_scores(training)
    _tell_choosing(alone, passages, news, scores)
    choosing = weights_of(fit_choosing(training), CHOOSING)
    first, second = len(alone), len(alone) + len(passages)
    sides = [
        ("passages", passages, scores[first:second], wrong),
        ("news", news, scores[second:], hidden),
    ]
    rows, answerable, groups = [], [], []
    for name, right, right_scores, left in sides:
        pairs = [
            *zip(right, right_scores, strict=True),
            *((table, choosing.logit(table.features, COLUMNS)) for table in left),
        ]
        rows += [evidence_row(table, own) for table, own in pairs]
        answerable += [True] * len(right) + [False] * len(left)
        groups += [name] * len(pairs)
    _tell_evidence(np.array(rows), answerable, groups)
    evidence = weights_of(fit_evidence(np.array(rows), answerable, groups), EVIDENCE)
    provenance = (
        "Made by python -m evaluation.train on sentence-choice (TrecQA), cited-answers and refusals (ClapNQ) "
        "and news-search (RealTimeQA)."
    )
    for name, weights in (("choose", choosing), ("evidence", evidence)):
        print(
            name,
            {column: round(float(value), 2) for column, value in zip(weights.names, weights.coefficients, strict=True)},
        )
        if not options.dry:
            save(name, weights, provenance)
    return 0


def _all_tables(data: Data, bench: Bench) -> tuple[list[Table], list[Table], list[Table], list[Table], list[Table]]:
    answerer = bench.program.answerer
    alone = [
        tables.of_alone(
            answerer,
            row["question"],
            [c["sentence"] for c in row["candidates"]],
            [c["answers"] for c in row["candidates"]],
        )
        for row in data.rows("sentence-choice/questions.jsonl")
    ]
    passages, wrong = (
        [
            tables.of_given(answerer, row["question"], row["title"], row["sentences"], row["chosen"])
            for row in data.rows(file)
        ]
        for file in ("cited-answers/clapnq.jsonl", "refusals/clapnq.jsonl")
    )
    stock = bench.stock(data, "news-search/articles.jsonl.gz")
    searching = stock.program.answerer
    with stock.program.library.snapshot() as snapshot:
        news = [
            tables.of_search(searching, snapshot, row["question"], row["answers"])
            for row in data.rows("news-search/questions.jsonl")
        ]
        hidden = [
            tables.of_search(searching, snapshot, row["question"], row["answers"], scope=stock.hiding(row["remove"]))
            for row in data.rows("refusals/news-removed.jsonl")
        ]
    return alone, passages, news, hidden, wrong


def _tell_choosing(
    alone: Sequence[Table], passages: Sequence[Table], news: Sequence[Table], scores: list[Floats]
) -> None:
    first, second = len(alone), len(alone) + len(passages)
    for name, part, own in (
        ("sentence-choice", alone, scores[:first]),
        ("cited-answers", passages, scores[first:second]),
    ):
        precision, reciprocal = np.mean([_reciprocal(table, row) for table, row in zip(part, own, strict=True)], axis=0)
        print(f"{name}: MAP {precision:.3f} MRR {reciprocal:.3f}")
    for most in (3, 4):
        figures = [
            overlap(rank(row)[:most], np.flatnonzero(table.answers).tolist())[2]
            for table, row in zip(passages, scores[first:second], strict=True)
        ]
        print(f"cited-answers: F1 of the best {most}: {np.mean(figures):.3f}")
    for most in (1, 3):
        right = [table.answers[rank(row)[:most]].any() for table, row in zip(news, scores[second:], strict=True)]
        print(f"news-search: an answer in the best {most}: {np.mean(right):.3f}")


def _tell_evidence(rows: Floats, answerable: Sequence[bool], groups: Sequence[str]) -> None:
    logits = np.zeros(len(rows))
    for train, test in crossed(len(rows)):
        weights = weights_of(
            fit_evidence(rows[train], [answerable[i] for i in train], [groups[i] for i in train]), EVIDENCE
        )
        logits[test] = weights.logit(rows[test], EVIDENCE)
    for group in dict.fromkeys(groups):
        inside = [i for i, name in enumerate(groups) if name == group]
        pairs = np.array([[float(answerable[i]), logits[i], 0.0] for i in inside])
        print(f"evidence, {group}: recall@10 {recall_at_10(pairs):.3f} AUC {area(pairs):.3f}")
        for threshold in (0.3, 0.4, 0.5):
            low = pairs[:, 1] < np.log(threshold / (1 - threshold))
            refused, false = low[pairs[:, 0] == 0].mean(), low[pairs[:, 0] == 1].mean()
            print(f"  below {threshold}: {refused:.3f} of the unanswerable, {false:.3f} of the answerable")


if __name__ == "__main__":
    sys.exit(main())
