"""support: statements in other words than their article's, which it bears out or does not."""

from collections.abc import Sequence

from answering.checking.check import Checker, Offered, sentences_of
from domain.values import Article, Source
from evaluation.data import Data, Row
from evaluation.figures import Figure, balanced_accuracy, mean
from evaluation.stock import Bench
from evaluation.suite import Suite
from ingest.identity import digest_of

CLAIMS = "support/claims.jsonl"


def run(bench: Bench, data: Data) -> list[Row]:
    """Check each claim against its whole article; ``score`` is from 0 to 1, higher: borne out."""
    checker = Checker(bench.embedder)
    items = []
    for row in data.rows(CLAIMS, "id", "article", "claim", "supported"):
        offered = [_whole(row["article"])]
        supported = checker(row["claim"], offered).support != "unsupported"
        score = checker.score(row["claim"], sentences_of(offered))
        items.append({"id": row["id"], "supported": supported, "score": score})
    return items


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return balanced accuracy, and the share of true claims that are called unsupported."""
    claims = data.by_id(CLAIMS)
    right = [bool(claims[item["id"]]["supported"]) for item in items]
    said = [bool(item["supported"]) for item in items]
    return {
        "balanced_accuracy": balanced_accuracy(right, said),
        "false_alarm_rate": mean([not told for told, true in zip(said, right, strict=True) if true]),
    }


def _whole(text: str) -> Offered:
    article = Article(id=digest_of(text), source=Source(title=""), text=text, digest=digest_of(text))
    return Offered(number=1, article=article, start=0, end=len(text))


SUITE = Suite(name="support", files=(CLAIMS,), run=run, figures=figures)
