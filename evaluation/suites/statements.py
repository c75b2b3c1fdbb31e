"""statements: true and false statements in a writer's own words, checked against their article."""

from collections.abc import Sequence

import numpy as np

from evaluation.data import Data, Row
from evaluation.figures import Figure, balanced_accuracy, mean
from evaluation.refusing import area
from evaluation.spans import check_spans
from evaluation.stock import Bench
from evaluation.suite import Suite
from evaluation.suites.support import check_claim

ARTICLES = "statements/articles.jsonl.gz"
CLAIMS = "statements/claims.jsonl"


def run(bench: Bench, data: Data) -> list[Row]:
    """Check each claim against its whole article.

    Returns:
        One item a claim, in file order: ``id``, and what ``check_claim`` returns.

    Raises:
        DataError: a claim names an unknown article, or a span outside of its text.
    """
    articles = data.by_id(ARTICLES, "title", "text")
    claims = data.by_id(CLAIMS, "article", "claim", "supported", "kind", "evidence").values()
    for row in claims:
        check_spans(f"{CLAIMS}, id {row['id']}", row, articles, row["evidence"])
    items = []
    for row in claims:
        article = articles[row["article"]]
        items.append(
            {
                "id": row["id"],
                **check_claim(bench.program.parts.checker(), row["claim"], article["text"], title=article["title"]),
            }
        )
    return items


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return the figures of statements; ``evidence_hit`` only if the items have ``evidence``.

    ``true_rejected`` and ``false_accepted`` are given by kind too, as "false_accepted, number", where a side has
    several kinds.
    """
    claims = data.by_id(CLAIMS)
    pairs = [(item, claims[item["id"]]) for item in items]
    right, said = [row["supported"] for _, row in pairs], [bool(item["supported"]) for item in items]
    scored = np.array([[float(row["supported"]), float(item["score"]), 0.0] for item, row in pairs]).reshape(-1, 3)
    made = {
        "balanced_accuracy": balanced_accuracy(right, said),
        "true_rejected": _wrong_share(pairs, true=True),
        "false_accepted": _wrong_share(pairs, true=False),
        "auc": Figure(scored, area),
    }
    if all("evidence" in item for item in items):
        made["evidence_hit"] = mean(
            [
                _overlaps(item["evidence"], row["evidence"])
                for item, row in pairs
                if row["supported"] and row["evidence"]
            ]
        )
    for true, name in ((True, "true_rejected"), (False, "false_accepted")):
        kinds = list(dict.fromkeys(row["kind"] for _, row in pairs if row["supported"] == true))
        if len(kinds) > 1:
            made |= {f"{name}, {kind}": _wrong_share(pairs, true=true, kind=kind) for kind in sorted(kinds)}
    return made


def _wrong_share(pairs: Sequence[tuple[Row, Row]], *, true: bool, kind: str | None = None) -> Figure:
    """Return the share of the true, or of the false, claims (of a kind) that got the wrong verdict."""
    return mean(
        [
            bool(item["supported"]) != true
            for item, row in pairs
            if row["supported"] == true and kind in (None, row["kind"])
        ]
    )


def _overlaps(found: Sequence[Sequence[int]], given: Sequence[Sequence[int]]) -> bool:
    return any(start < last and first < end for start, end in found for first, last in given)


SUITE = Suite(name="statements", files=(ARTICLES, CLAIMS), run=run, figures=figures)
