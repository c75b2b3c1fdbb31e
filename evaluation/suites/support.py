"""support: statements in other words than their article's, which it bears out or does not."""

from collections.abc import Sequence

from answering.checking.checker import Checker
from answering.checking.evidence import Excerpt
from domain.values import Article, Source
from evaluation.data import Data, Row
from evaluation.figures import Figure, balanced_accuracy, mean
from evaluation.stock import Bench
from evaluation.suite import Suite
from ingest.identity import digest_of

CLAIMS = "support/claims.jsonl"


def run(bench: Bench, data: Data) -> list[Row]:
    """Check each claim against its whole article."""
    items = []
    for row in data.rows(CLAIMS, "id", "article", "claim", "supported"):
        checked = check_claim(bench.program.parts.checker(), row["claim"], row["article"])
        items.append({"id": row["id"], "supported": checked["supported"], "score": checked["score"]})
    return items


def check_claim(checker: Checker, claim: str, text: str, *, title: str = "") -> Row:
    """Check a claim against a whole article.

    Returns:
        ``supported``; ``score`` from 0 to 1, higher: more likely supported; ``evidence``: the spans ``[start, end]`` of
        ``text`` that support the claim, or come nearest to it.
    """
    verdict = checker(claim, [whole_article(title, text)])
    return {
        "supported": verdict.support != "unsupported",
        "score": verdict.probability,
        "evidence": [[place.start, place.end] for place in verdict.places],
    }


def whole_article(title: str, text: str) -> Excerpt:
    """Return an article outside any library as one excerpt."""
    article = Article(id=digest_of(text), source=Source(title=title), text=text, digest=digest_of(text))
    return Excerpt(number=1, article=article, start=0, end=len(text))


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return balanced accuracy, and the share of true claims that are called unsupported."""
    claims = data.by_id(CLAIMS)
    right = [bool(claims[item["id"]]["supported"]) for item in items]
    said = [bool(item["supported"]) for item in items]
    return {
        "balanced_accuracy": balanced_accuracy(right, said),
        "false_alarm_rate": mean([not called for called, true in zip(said, right, strict=True) if true]),
    }


SUITE = Suite(name="support", files=(CLAIMS,), run=run, figures=figures)
