"""The suite of statements in free wording: every figure by hand, spans found, and what is malformed."""

import json
from pathlib import Path

import pytest

from evaluation.data import Data, DataError, Row
from evaluation.plain import for_statements
from evaluation.stock import Bench
from evaluation.suites import SUITES

TEXT = "The ferry burned on Monday. Seven people were taken to Skerrow Hospital. The mayor praised the crew."
ARTICLE = {"id": "ferry", "title": "Ferry burns", "text": TEXT}
CROWD = "Seven people were taken to Skerrow Hospital."


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def claim(name: str, kind: str, words: str = CROWD, **more: object) -> Row:
    return {
        "id": name,
        "article": "ferry",
        "claim": words,
        "supported": kind == "true",
        "kind": kind,
        "evidence": [span(CROWD)],
        **more,
    }


def item(name: str, supported: bool, score: float, evidence: list[int] | None = None) -> Row:
    return {"id": name, "supported": supported, "score": score, "evidence": [evidence or span(CROWD)]}


def folder(root: Path, claims: list[Row]) -> Data:
    (root / "statements").mkdir()
    for name, rows in (("articles", [ARTICLE]), ("claims", claims)):
        (root / "statements" / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return Data(root)


def test_each_figure_of_a_few_claims(tmp_path: Path) -> None:
    kinds = {"t1": "true", "t2": "true", "t3": "true", "n1": "number", "n2": "number", "x": "negation"}
    data = folder(tmp_path, [claim(name, kind) for name, kind in kinds.items()])
    start, end = span(CROWD)
    items = [
        item("t1", True, 0.9),
        item("t2", True, 0.5, [end - 1, end + 9]),
        item("t3", False, 0.2, [start - 9, start]),
        item("n1", True, 0.5),
        item("n2", False, 0.1),
        item("x", False, 0.0),
    ]

    made = {name: figure.value for name, figure in SUITES["statements"].figures(items, data).items()}

    assert made == {
        "balanced_accuracy": pytest.approx(2 / 3),
        "true_rejected": pytest.approx(1 / 3),
        "false_accepted": pytest.approx(1 / 3),
        "auc": pytest.approx((3 + 2 + 0.5 + 2) / 9),  # a tie is half
        "evidence_hit": pytest.approx(2 / 3),
        "false_accepted, negation": 0,
        "false_accepted, number": 0.5,
    }


def test_true_claims_of_several_kinds_have_figures_by_kind(tmp_path: Path) -> None:
    claims = [claim("a", "true"), claim("b", "quoted", supported=True), claim("c", "number")]
    data = folder(tmp_path, claims)

    made = SUITES["statements"].figures([item("a", True, 1), item("b", False, 0), item("c", False, 0)], data)

    assert made["true_rejected"].value == 0.5
    assert {name: figure.value for name, figure in made.items() if ", " in name} == {
        "true_rejected, quoted": 1,
        "true_rejected, true": 0,
    }


def test_evidence_is_judged_where_it_is_given(tmp_path: Path) -> None:
    data = folder(tmp_path, [claim("a", "true"), claim("b", "true", evidence=[])])

    made = SUITES["statements"].figures([item("a", True, 1), item("b", True, 1)], data)

    assert made["evidence_hit"].value == 1


def test_each_claim_is_checked_against_its_article(tmp_path: Path, bench: Bench) -> None:
    data = folder(
        tmp_path,
        [
            claim("a", "true"),
            claim("b", "number", "Nine people were taken to Skerrow Hospital."),
        ],
    )

    items = SUITES["statements"].run(bench, data)

    assert [(one["id"], one["supported"]) for one in items] == [("a", True), ("b", False)]
    assert items[0]["score"] > items[1]["score"]
    assert items[0]["evidence"] == [span(CROWD)]
    assert [set(one) for one in items] == [{"id", "supported", "score", "evidence"}] * 2
    assert SUITES["statements"].figures(items, data)["balanced_accuracy"].value == 1


def test_baselines_support_every_claim_or_those_near_a_sentence(tmp_path: Path, bench: Bench) -> None:
    data = folder(tmp_path, [claim("a", "true"), claim("b", "invented", "Penguins sleep on ice.")])

    made = {name: SUITES["statements"].figures(items, data) for name, items in for_statements(bench, data).items()}

    always, near = made["always supported"], made["cosine 0.75"]
    assert (always["balanced_accuracy"].value, always["auc"].value) == (0.5, 0.5)
    assert (near["balanced_accuracy"].value, near["evidence_hit"].value) == (1, 1)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"article": "nowhere"}, "id a: the folder has no article nowhere"),
        ({"evidence": [[5, 1]]}, r"id a: \[5, 1\] is no \[start, end\]"),
        ({"supported": 1}, "“supported” is neither true nor false"),
    ],
)
def test_a_malformed_claim_is_named(tmp_path: Path, bench: Bench, change: Row, why: str) -> None:
    data = folder(tmp_path, [claim("a", "true", **change)])

    with pytest.raises(DataError, match=rf"claims.jsonl.*{why}"):
        SUITES["statements"].run(bench, data)
