"""``python -m evaluation.train``: fit choose.json and evidence.json of answering/quoting, and say how well they do.

Figures are cross-validated (ten folds by question): a question is never scored by a model that saw it.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import settings
from answering.quoting.choose import CHOICE_WEIGHTS, COLUMNS
from answering.quoting.evidence import EVIDENCE, EVIDENCE_WEIGHTS, measure_evidence
from answering.quoting.features import Floats
from answering.quoting.weights import Weights
from evaluation import tables
from evaluation.data import Data
from evaluation.fit import CHOOSING, cross_logits, cross_scores, fit_choosing, fit_evidence, weights_of
from evaluation.pins import CROSS_VALIDATED, keep
from evaluation.stock import Bench
from evaluation.tables import Table
from evaluation.unseen import Unseen, unseen_figures


def save(file: Path, weights: Weights, provenance: str) -> None:
    """Write coefficients to the file from which ``load_weights`` reads them."""
    rows = zip(weights.names, weights.mean, weights.scale, weights.coefficients, strict=True)
    features = {
        column: {"mean": round(float(mean), 5), "scale": round(float(scale), 5), "coefficient": round(float(value), 5)}
        for column, mean, scale, value in rows
    }
    model = {"provenance": provenance, "intercept": round(weights.intercept, 5), "features": features}
    file.write_text(json.dumps(model, indent=2) + "\n", "utf-8")


def evidence_row(table: Table, scores: Floats) -> Floats:
    """Return what the program would weigh for this table."""
    return measure_evidence(table.question, table.features, scores, table.candidates)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on a folder of suites, write the files, and print what models get that did not see the question."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.train", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--dry", action="store_true", help="print the figures, write nothing")
    options = parser.parse_args(arguments)
    configured, data = settings.load(), Data(options.data)
    bench = Bench(configured, options.cache)
    alone, passages, news, hidden, wrong = _all_tables(data, bench)
    bench.close()
    training = [*alone, *passages, *news]
    choosing, scores = weights_of(fit_choosing(training), CHOOSING), cross_scores(training)
    first, second = len(alone), len(alone) + len(passages)
    sides = [("passages", passages, scores[first:second], wrong), ("news", news, scores[second:], hidden)]
    rows, answerable, groups = [], [], []
    for name, right, right_scores, left in sides:
        pairs = [
            *zip(right, right_scores, strict=True),
            *((table, choosing.logit(table.features, COLUMNS)) for table in left),
        ]
        rows += [evidence_row(table, own) for table, own in pairs]
        answerable += [True] * len(right) + [False] * len(left)
        groups += [name] * len(pairs)
    evidence = weights_of(fit_evidence(np.array(rows), answerable, groups), EVIDENCE)
    unseen = Unseen(
        alone=alone, passages=passages, news=news, hidden=hidden, wrong=wrong, scores=scores,
        logits=cross_logits(np.array(rows), answerable, groups), threshold=configured.answer_threshold,
    )  # fmt: skip
    for suite, digest, figures in unseen_figures(unseen, data):
        print(suite, {name: round(value, 3) for name, value in figures.items()})
        if not options.dry:
            keep(CROSS_VALIDATED, suite, digest, figures)
    provenance = (
        "Made by python -m evaluation.train on sentence-choice (TrecQA), cited-answers and refusals (ClapNQ) "
        "and news-search (RealTimeQA)."
    )
    for file, weights in ((CHOICE_WEIGHTS, choosing), (EVIDENCE_WEIGHTS, evidence)):
        told = zip(weights.names, weights.coefficients, strict=True)
        print(file.stem, {column: round(float(value), 2) for column, value in told})
        if not options.dry:
            save(file, weights, provenance)
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


if __name__ == "__main__":
    sys.exit(main())
