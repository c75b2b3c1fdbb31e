"""A reader's verdict becomes an item that `python -m evaluation` runs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from assembly import Services
from domain.errors import LibraryBusy
from evaluation.__main__ import main
from store import FeedbackItems
from tests.asking import material, texts

Over = Callable[..., Services]
BREAD = (
    "A bakery in Tarvale has won the national bread prize for its black rye loaf. Petra Vahl, who bakes it, starts "
    "work at two in the morning. The judges praised the crust. The prize is worth 8,500 crowns. Her father opened it."
)
WORTH = "How much is the bread prize worth?"


@pytest.fixture
def bakery(over: Over) -> Services:
    return over(material(BREAD, title="Bread of the year"))


def items(program: Services, file: str) -> list[dict[str, Any]]:
    path = program.settings.library / "judged" / file
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_a_good_answer_keeps_its_passage_and_which_sentences_answered(bakery: Services) -> None:
    answer = bakery.ask.quote(WORTH)
    bakery.export.judge(answer, "good", reason="short and right")

    [item] = items(bakery, "cited-answers/clapnq.jsonl")
    assert {item["sentences"][place] for place in item["chosen"]} == set(texts(answer.statements))
    assert "The judges praised the crust." in item["sentences"]
    assert (item["question"], item["title"]) == (WORTH, "Bread of the year")
    assert (item["verdict"], item["reason"]) == ("good", "short and right")
    assert items(bakery, "refusals/clapnq.jsonl") == []


def test_of_an_answer_that_does_not_answer_only_the_words_shown_are_kept_as_no_answer(bakery: Services) -> None:
    answer = bakery.ask.quote(WORTH)
    bakery.export.judge(answer, "bad")

    [item] = items(bakery, "refusals/clapnq.jsonl")
    assert (item["sentences"], item["chosen"]) == (texts(answer.statements), [])


def test_a_refusal_that_is_right_keeps_the_nearest_words_as_no_answer(bakery: Services) -> None:
    answer = bakery.ask.quote("Who directed the film?")
    assert answer.kind != "answer"

    bakery.export.judge(answer, "good")

    [item] = items(bakery, "refusals/clapnq.jsonl")
    assert item["sentences"] == [citation.quote for citation in answer.nearest]


def test_a_refusal_that_is_wrong_names_the_words_that_answer_or_waits_for_them(bakery: Services) -> None:
    answer = bakery.ask.quote("Who directed the film?")

    bakery.export.judge(answer, "bad", answering=2)
    bakery.export.judge(answer, "bad")

    [placed] = items(bakery, "cited-answers/clapnq.jsonl")
    [unplaced] = items(bakery, "unplaced.jsonl")
    assert placed["chosen"] == [1]
    assert unplaced["chosen"] == []
    assert placed["id"] != unplaced["id"]


def test_a_verdict_waits_for_another_process_that_writes_one(tmp_path: Path) -> None:
    items = FeedbackItems(tmp_path, files=(), lock_timeout_s=0)
    items.add("cited-answers/clapnq.jsonl", {"question": "one?"})

    with FileLock(tmp_path / "judged" / "write.lock"), pytest.raises(LibraryBusy):
        items.add("cited-answers/clapnq.jsonl", {"question": "two?"})


def test_the_question_is_kept_as_it_was_read(bakery: Services) -> None:
    from domain.values import Turn

    first = bakery.ask.quote("Who won the national bread prize?")
    answer = bakery.ask.quote("And how much is it worth?", [Turn(question=first.question, answer=first)])
    assert answer.read_as

    bakery.export.judge(answer, "good" if answer.kind == "answer" else "bad")

    kept = [*items(bakery, "cited-answers/clapnq.jsonl"), *items(bakery, "unplaced.jsonl")]
    assert [item["question"] for item in kept] == [answer.read_as]


@pytest.mark.parametrize("verdicts", [["good"], ["bad"], ["good", "bad"]])
def test_the_folder_runs_as_a_suite(
    bakery: Services, verdicts: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for verdict in verdicts:
        bakery.export.judge(bakery.ask.quote(WORTH), verdict)

    report = tmp_path / "report.json"
    folder = str(bakery.settings.library / "judged")
    code = main(["--data", folder, "--no-baselines", "--json", str(report), "--suite", "refusals-clapnq"])

    assert code == 0, capsys.readouterr().err
    [suite] = json.loads(report.read_text("utf-8")).values()
    assert [item["answerable"] for item in suite["items"]] == [verdict == "good" for verdict in sorted(verdicts)[::-1]]
