"""``python -m evaluation.train_support``: fit answering/checking/support.json, and measure it on unseen articles.

A statement with a plain conflict (answering/checking/conflicts.py) is unsupported by rule; the others teach what
nearness of meaning is worth.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from answering.quoting.features import Floats

import settings
from answering.checking.check import SUPPORT_WEIGHTS, Checker, VectorsOf, sentences_of
from answering.checking.meaning import MEANING
from answering.quoting.weights import Weights
from assembly import Program
from domain.protocols import Embedder, Vectors
from domain.values import Article, Source
from evaluation.data import Data
from evaluation.figures import balanced_accuracy
from evaluation.fit import fit_logistic, weights_of
from evaluation.suites.news_search import ARTICLES
from evaluation.taught import taught
from evaluation.train import save
from ingest.identity import digest_of
from retriever.recent import Recent

_RIDGE = 6.0
_FOLDS = 5
_REMEMBERED = 100_000
"""Sentences; more than the articles have."""
_BLANK = Weights(
    names=MEANING,
    mean=np.zeros(len(MEANING)),
    scale=np.ones(len(MEANING)),
    coefficients=np.zeros(len(MEANING)),
    intercept=0.0,
)


def fit(rows: Floats, true: Sequence[bool]) -> Weights:
    """Fit a logistic regression; true and false weigh the same."""
    return weights_of(fit_logistic(rows, true, [""] * len(true), names=MEANING, ridge=_RIDGE), MEANING)


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
            true.append(statement.true)
            groups.append(statement.article)
    table, labels = np.array(rows), np.array(true)
    folds = {group: place % _FOLDS for place, group in enumerate(dict.fromkeys(groups))}
    fold = np.array([folds[group] for group in groups])
    logits = np.zeros(len(labels))
    for held in range(_FOLDS):
        weights = fit(table[fold != held], labels[fold != held].tolist())
        logits[fold == held] = weights.logit(table[fold == held], MEANING)
    figure = balanced_accuracy(labels.tolist(), (logits >= 0).tolist()).value
    print(f"{len(labels)} statements without a conflict, balanced accuracy on held-out articles {figure:.3f}")
    weights = fit(table, true)
    print({name: round(float(value), 2) for name, value in zip(MEANING, weights.coefficients, strict=True)})
    if not options.dry:
        provenance = "Made by python -m evaluation.train_support on articles of news-search (RealTimeQA)."
        save(SUPPORT_WEIGHTS, weights, provenance)
    return 0


def _remembering(embedder: Embedder) -> VectorsOf:
    """Vectors of sentences, each made once."""
    recent: Recent[str, Vectors] = Recent(lambda texts: list(embedder.embed_passages(texts)), most=_REMEMBERED)
    return lambda pairs: np.stack(recent([text for _, text in pairs]))


def _article(row: dict[str, str]) -> Article:
    return Article(id=row["id"], source=Source(title=row["title"]), text=row["text"], digest=digest_of(row["text"]))


if __name__ == "__main__":
    sys.exit(main())
