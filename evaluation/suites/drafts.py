"""drafts: whole drafts, right and wrong, each quotation and statement of which the checker judges."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from evaluation.data import Data, DataError, Row
from evaluation.figures import Figure, balanced_accuracy, mean
from evaluation.spans import check_spans
from evaluation.stock import Bench, Stock
from evaluation.suite import Suite
from evaluation.suites.reading import offset

ARTICLES = "drafts/articles.jsonl.gz"
DRAFTS = "drafts/drafts.jsonl"
OUTCOMES = {"invented": "not_found", "contradicted": "differs", "none": "no_statement"}
"""Outcomes of the checker for labels of the data that are spelled otherwise."""
ORDER = {
    "quotation": ("misattributed", "stitched", "altered", "not_found", "verbatim", "not_checked"),
    "statement": ("differs", "not_found", "not_checked", "supported", "no_statement"),
}
"""Which outcome counts where several found items belong to one of the data."""
MISSED = {"quotation": "missed", "statement": "no_statement"}
_FALSE = ("altered", "stitched", "not_found")
_FOUND = ("verbatim", "altered", "stitched", "misattributed")


def run(bench: Bench, data: Data) -> list[Row]:
    """Check each draft on its own against one library with every article of the folder.

    Returns:
        One item a draft, in file order: ``id`` and ``items``, as ``--json`` of the checker gives them.

    Raises:
        DataError: an item lies outside of its draft, or its evidence outside of an article of the folder.
    """
    articles = data.by_id(ARTICLES, "title", "text")
    rows = data.by_id(DRAFTS, "text", "items").values()
    for row in rows:
        _check_row(row, articles)
    stock = bench.stock(data, ARTICLES)
    return [{"id": row["id"], "items": _items(stock, articles, row)} for row in rows]


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return the figures of drafts; those of a kind that the drafts do not have are not defined."""
    drafts = data.by_id(DRAFTS)
    judged = [
        (given["type"], OUTCOMES.get(given["label"], given["label"]), *outcome_of(given, item["items"]), given)
        for item in items
        for given in drafts[item["id"]]["items"]
    ]
    quotations = [(right, said, found, given) for kind, right, said, found, given in judged if kind == "quotation"]
    statements = [(right, said) for kind, right, said, _, _ in judged if kind == "statement"]
    claims = [(right, said) for right, said in statements if right != "no_statement"]
    accused = np.array([right in _FALSE and said == "verbatim" for right, said, _, _ in quotations], dtype=np.float64)
    return {
        "false_verbatim": Figure(accused, lambda rows: float(rows.sum())),
        "verbatim_recall": mean([said == right for right, said, _, _ in quotations if right == "verbatim"]),
        "quotation_accuracy": mean([said == right for right, said, _, _ in quotations]),
        "evidence_hit": mean(
            [
                overlaps(found, given["evidence"])
                for right, said, found, given in quotations
                if right in _FOUND and said in _FOUND and given["evidence"]
            ]
        ),
        "supported_balanced_accuracy": balanced_accuracy(
            [right == "supported" for right, _ in claims], [said == "supported" for _, said in claims]
        ),
        "contradicted_not_supported": mean([said != "supported" for right, said in claims if right == "differs"]),
        "no_statement_recall": mean([said == right for right, said in statements if right == "no_statement"]),
    }


def outcome_of(given: Row, found: Sequence[Row]) -> tuple[str, list[Any]]:
    """Return the outcome of the found items that belong to one of the data, and all their evidence.

    A found item belongs to one of its type if they overlap by at least half of the shorter one's characters.
    """
    kind = given["type"]
    own = [one for one in found if one["type"] == kind and _belongs(one, given)]
    outcome = next((one for one in ORDER[kind] if one in {item["outcome"] for item in own}), MISSED[kind])
    return outcome, [place for one in own for place in one["evidence"]]


def overlaps(found: Sequence[Sequence[Any]], given: Sequence[Sequence[Any]]) -> bool:
    """Whether a found span ``[article, start, end]`` overlaps a given one."""
    return any(
        name == other and start < last and first < end for name, start, end in found for other, first, last in given
    )


def _belongs(one: Row, other: Row) -> bool:
    shared: int = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return shared > 0 and 2 * shared >= min(int(one["end"] - one["start"]), int(other["end"] - other["start"]))


def _items(stock: Stock, articles: Mapping[str, Row], row: Row) -> list[Row]:
    items: list[Row] = stock.program.drafts.as_json(stock.program.drafts.check(row["text"]))["items"]
    for item in items:
        item["evidence"] = [_place(stock, articles, row, place) for place in item["evidence"]]
    return items


def _place(stock: Stock, articles: Mapping[str, Row], row: Row, place: Sequence[Any]) -> list[Any]:
    """Return a place with the folder's id; of several articles with the same text one that the draft is about."""
    article, start, end = place
    names = stock.names[article]
    name = next((one for one in names if one in row.get("articles", ())), names[0])
    text = articles[name]["text"]
    return [name, offset(text, start), offset(text, end)]


def _check_row(row: Row, articles: Mapping[str, Row]) -> None:
    where = f"{DRAFTS}, id {row['id']}"
    for item in row["items"]:
        match item:
            case {"start": int(start), "end": int(end), "type": "quotation" | "statement", "label": str()} if (
                0 <= start < end <= len(row["text"])
            ):
                for place in item.get("evidence", ()):
                    check_spans(where, {"article": place[0]}, articles, [place[1:]])
                continue
        raise DataError(
            f"{where}: an item is no span within the draft's {len(row['text'])} characters, with type and label.",
            hint="See the README of the suites for the format.",
        )


SUITE = Suite(name="drafts", files=(ARTICLES, DRAFTS), run=run, figures=figures)
