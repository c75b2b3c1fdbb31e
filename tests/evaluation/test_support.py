"""The suite of statements in other words."""

import json
from pathlib import Path

import pytest

from evaluation.data import Data
from evaluation.figures import balanced_accuracy
from evaluation.stock import Bench
from evaluation.suites import SUITES

TEXT = "The ferry burned on Monday. Seven people were taken to Skerrow Hospital. The mayor praised the crew."


@pytest.fixture
def data(tmp_path: Path) -> Data:
    rows = [
        {"id": "a", "article": TEXT, "claim": "Seven people were taken to Skerrow Hospital.", "supported": True},
        {"id": "b", "article": TEXT, "claim": "Nine people were taken to Skerrow Hospital.", "supported": False},
        {"id": "c", "article": TEXT, "claim": "The mayor praised the crew.", "supported": True},
    ]
    (tmp_path / "support").mkdir()
    (tmp_path / "support" / "claims.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return Data(tmp_path)


def test_the_suite_checks_each_claim_against_its_article(data: Data, bench: Bench) -> None:
    items = SUITES["support"].run(bench, data)

    assert [(item["id"], item["supported"]) for item in items] == [("a", True), ("b", False), ("c", True)]
    assert items[0]["score"] > items[1]["score"] == 0.0
    assert SUITES["support"].figures(items, data)["balanced_accuracy"].value == 1.0


def test_a_false_alarm_is_a_true_claim_that_is_called_unsupported(data: Data) -> None:
    items = [{"id": name, "supported": said, "score": 0.0} for name, said in (("a", True), ("b", True), ("c", False))]

    figures = SUITES["support"].figures(items, data)

    assert {name: figure.value for name, figure in figures.items()} == {
        "balanced_accuracy": 0.25,
        "false_alarm_rate": 0.5,
    }


def test_balanced_accuracy_counts_both_sides_alike() -> None:
    assert balanced_accuracy([True, True, True, False], [True, True, True, True]).value == 0.5
