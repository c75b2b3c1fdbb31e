"""``python -m evaluation.train_support``: fit answering/support.json, and say how it does on articles it did not see.

A statement with a plain conflict (answering/conflicts.py) is unsupported by rule; the others teach what nearness of
meaning is worth.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

import settings
from answering.check import Checker, VectorsOf, sentences_of
from answering.features import Floats
from answering.meaning import MEANING
from answering.weights import Weights
from assembly import Program
from domain.seams import Embedder, Vectors
from domain.values import Article, Source
from evaluation.data import Data
from evaluation.metrics import balanced_accuracy
from evaluation.suites.news_search import ARTICLES
from evaluation.taught import taught
from evaluation.train import save
from ingest.identity import digest_of

SIGNS = {"lacking": -1, "exchanged": -1, "short": -1}
"""No coefficient may take the sign that contradicts its meaning; those not named are not below zero."""
_RIDGE = 3.0
_FOLDS = 5
_BLANK = Weights(
    names=MEANING,
    mean=np.zeros(len(MEANING)),
    scale=np.ones(len(MEANING)),
    coefficients=np.zeros(len(MEANING)),
    intercept=0.0,
)


def fit(rows: Floats, true: Floats) -> Weights:
    """Fit a logistic regression; true and false weigh the same."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    table = (rows - mean) / scale
    weight = np.where(true > 0, len(true) / true.sum() / 2, len(true) / (len(true) - true.sum()) / 2)

    def loss(weights: Floats) -> tuple[float, Floats]:
        logit = table @ weights[:-1] + weights[-1]
        error = weight * (1 / (1 + np.exp(-logit)) - true)
        value = float((weight * (np.logaddexp(0, logit) - true * logit)).sum()) + _RIDGE * float(
            (weights[:-1] ** 2).sum()
        )
        return value, np.append(table.T @ error + 2 * _RIDGE * weights[:-1], error.sum())

    bounds = [(None, 0.0) if SIGNS.get(name, 1) < 0 else (0.0, None) for name in MEANING]
    found = minimize(loss, np.zeros(len(MEANING) + 1), jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B").x
    return Weights(names=MEANING, mean=mean, scale=scale, coefficients=found[:-1], intercept=float(found[-1]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on the articles of news-search, write the file, and print what held-out articles get."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.train_support", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=90)
    parser.add_argument("--dry", action="store_true", help="print the figures, write nothing")
    options = parser.parse_args(arguments)
    embedder = Program(settings.load()).embedder
    articles = [_article(row) for row in Data(options.data).rows(ARTICLES, "id", "title", "text")]
    checker = Checker(embedder, vectors=_remembering(embedder), weights=_BLANK)
    rows, true, groups = [], [], []
    for statement in taught(articles, embedder, most=options.articles):
        looked = checker.look(statement.text, sentences_of(statement.offered))
        if looked is not None and not looked.reasons:
            rows.append(looked.meaning)
            true.append(float(statement.true))
            groups.append(statement.article)
    table, labels = np.array(rows), np.array(true)
    folds = {group: place % _FOLDS for place, group in enumerate(dict.fromkeys(groups))}
    fold = np.array([folds[group] for group in groups])
    logits = np.zeros(len(labels))
    for held in range(_FOLDS):
        logits[fold == held] = fit(table[fold != held], labels[fold != held]).logit(table[fold == held], MEANING)
    figure = balanced_accuracy((labels > 0).tolist(), (logits >= 0).tolist())
    print(f"{len(labels)} statements without a conflict, balanced accuracy on held-out articles {figure:.3f}")
    weights = fit(table, labels)
    print({name: round(float(value), 2) for name, value in zip(MEANING, weights.coefficients, strict=True)})
    if not options.dry:
        save("support", weights, "Made by python -m evaluation.train_support on articles of news-search (RealTimeQA).")
    return 0


def _remembering(embedder: Embedder) -> VectorsOf:
    """Vectors of sentences, each made once."""
    kept: dict[str, Vectors] = {}

    def vectors(texts: Sequence[tuple[str, str]]) -> Vectors:
        unknown = [text for text in dict.fromkeys(text for _, text in texts) if text not in kept]
        if unknown:
            kept.update(zip(unknown, embedder.embed_passages(unknown), strict=True))
        return np.stack([kept[text] for _, text in texts])

    return vectors


def _article(row: dict[str, str]) -> Article:
    return Article(id=row["id"], source=Source(title=row["title"]), text=row["text"], digest=digest_of(row["text"]))


if __name__ == "__main__":
    sys.exit(main())
