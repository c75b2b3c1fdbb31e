"""The benchmark's own parts: what it measures with, and how it is told. No time is asserted: it is for that."""

import json
import sys
from itertools import combinations, islice
from pathlib import Path

import numpy as np
import pytest

from evaluation.benchmark import material, report
from evaluation.benchmark.__main__ import main
from evaluation.benchmark.again import with_edited_sentence
from evaluation.benchmark.figures import FLOOR, LANGCHAIN, OURS, Figure, percentile, rotated, spread
from evaluation.benchmark.growth import Turned
from evaluation.benchmark.running import Contestant, ContestantFailed, running
from ingest.similar import is_same_story
from retriever.fakes import HashingEmbedder

COUNT = 12


def figure(**values: list[float]) -> Figure:
    return Figure(name="speed", unit="ms", values={"Dateline": values["ours"], LANGCHAIN: values["theirs"]})


def test_where_there_are_too_few_articles_copies_with_changed_words_follow_each_an_article_of_its_own() -> None:
    rows = material.articles(None, COUNT)

    texts = [row["text"] for row in rows]
    assert len({row["id"] for row in rows}) == COUNT
    assert not any(is_same_story(one, other) for one, other in combinations(texts, 2))


def test_articles_and_questions_are_the_same_in_every_run_and_no_question_comes_twice() -> None:
    rows = material.articles(None, COUNT)

    asked = list(islice(material.questions(None, rows), 30))

    assert rows == material.articles(None, COUNT)
    assert asked == list(islice(material.questions(None, rows), 30))
    assert len(set(asked)) == len(asked)


def test_articles_and_questions_of_a_folder_come_first(tmp_path: Path) -> None:
    row = {"id": "one", "title": "One", "text": "The harbour of Wexmouth closed on Monday because of the silt."}
    suite = tmp_path / "news-search"
    suite.mkdir()
    (suite / "articles.jsonl").write_text(json.dumps(row), "utf-8")
    (suite / "questions.jsonl").write_text(json.dumps({"id": "q", "question": "Why?"}), "utf-8")

    rows = material.articles(tmp_path, 2)

    assert rows[0] == row
    assert next(material.questions(tmp_path, rows)) == "Why?"


def test_every_contestant_is_first_once_in_as_many_rounds_as_there_are() -> None:
    assert [rotated(["a", "b", "c"], turn)[0] for turn in range(3)] == ["a", "b", "c"]


def test_medians_quartiles_and_percentiles_are_those_of_the_values() -> None:
    values = [float(value) for value in range(1, 101)]

    assert percentile(values, 99) == 99
    assert percentile([3.0], 99) == 3
    assert spread([1.0, 9.0]) == (1.0, 9.0)
    assert spread(values) == (25.75, 75.25)
    assert figure(ours=[1, 2, 30], theirs=[4, 4, 4]).ratio(OURS, LANGCHAIN) == 0.5
    assert figure(ours=[1], theirs=[4]).ratio(OURS, FLOOR) is None


def test_the_table_the_json_and_the_page_tell_the_same_figures() -> None:
    told = figure(ours=[10, 20, 30], theirs=[40, 40, 40])
    grown = [
        Figure(name=f"growth: {name}", unit="", values={OURS: [100.0, 1000.0]}) for name in ("passages", "whole search")
    ]

    table, page = report.table([told, *grown]), report.page([told, *grown], {"day": "<today>"})
    whole = report.as_json([told], {})

    assert "| speed, ms | 20 (10 to 30) | 40 (40 to 40) |  |  | 0.50 |" in table
    assert report.growth_table([told, *grown]).splitlines()[-1] == "| whole search | 100 | 1,000 |"
    assert whole["figures"][0]["ratios"] == {LANGCHAIN: 0.5}
    assert whole["figures"][0]["values"][OURS] == [10, 20, 30]
    assert "&lt;today&gt;" in page
    assert page.count("<svg") == 2
    assert "http" not in page.replace("http://www.w3.org", "")


def test_turned_vectors_have_length_one_and_lie_near_a_real_one() -> None:
    turned = Turned(HashingEmbedder())
    real = turned.embed_passages([f"harbour number {number}" for number in range(1000)])

    made = turned.embed_passages(["anything"] * 5)

    assert np.linalg.norm(made, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert (made @ real.T).max(axis=1).min() > 0.7


def test_one_sentence_is_edited_another_one_each_time() -> None:
    text = "The harbour of Wexmouth was closed on Monday. Nobody was hurt when the crane fell."

    edited = [with_edited_sentence(text, number) for number in range(2)]

    assert [one.count("later on the same day.") for one in edited] == [1, 1]
    assert len({text, *edited}) == 3


@pytest.mark.parametrize("module", ["dateline", "floor"])
def test_a_contestant_keeps_what_it_took_in_and_answers_from_it_in_another_process(tmp_path: Path, module: str) -> None:
    contestant = Contestant(name=module, module=module, python=Path(sys.executable))
    row = {"id": "one", "title": "Harbour", "text": "The harbour of Wexmouth closed on Monday because of the silt."}
    (tmp_path / "articles.jsonl").write_text(json.dumps(row), "utf-8")
    with running(contestant, tmp_path / "kept", tmp_path / "log") as first:
        first.do("take_in", articles=str(tmp_path / "articles.jsonl"))
        first.do("settle")

    with running(contestant, tmp_path / "kept", tmp_path / "log") as second:
        done = second.do("ask", question="Why did the harbour of Wexmouth close?")

    assert done.words == [row["text"]]
    assert done.seconds > 0
    assert done.peak_mb > 0 or sys.platform != "linux"


def test_a_contestant_that_dies_is_named_with_its_log(tmp_path: Path) -> None:
    contestant = Contestant(name="Dateline", module="dateline", python=Path(sys.executable))

    with (
        pytest.raises(ContestantFailed, match="Dateline ended while it was to take_in") as caught,
        running(contestant, tmp_path / "kept", tmp_path / "log") as process,
    ):
        process.do("take_in", articles=str(tmp_path / "nothing.jsonl"))

    assert "nothing.jsonl" in (tmp_path / "log").read_text("utf-8")
    assert str(tmp_path / "log") in caught.value.hint


@pytest.mark.slow
def test_a_small_run_measures_writing_load_and_growth_and_writes_both_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = [
        "--articles",
        "3",
        "--rounds",
        "1",
        "--readers",
        "4",
        "--asked",
        "8",
        "--sizes",
        "20,40",
        "--questions",
        "2",
    ]
    files = ["--json", str(tmp_path / "all.json"), "--html", str(tmp_path / "all.html")]

    code = main(["--no-peers", "--part", "writing", "--part", "load", "--part", "growth", *small, *files])

    assert code == 0
    assert "4 readers at once" in capsys.readouterr().out
    told = {one["name"]: one["values"] for one in json.loads((tmp_path / "all.json").read_text("utf-8"))["figures"]}
    assert len(told["first word written, after the model's own"][OURS]) == 2
    assert len(told["check of 6 statements, after the last word has come"][OURS]) == 2
    assert told["growth: recall@10"][OURS] == [1.0, 1.0]
    assert len(told["question to answer, 4 readers at once"][OURS]) == 8
    assert (tmp_path / "all.html").read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.slow
def test_a_small_run_measures_what_comes_again(tmp_path: Path) -> None:
    code = main(["--no-peers", "--part", "again", "--articles", "3", "--json", str(tmp_path / "all.json")])

    assert code == 0
    told = {one["name"]: one["values"] for one in json.loads((tmp_path / "all.json").read_text("utf-8"))["figures"]}
    assert told["all articles again, embedded"][OURS] == [0]
    assert 1 <= told["an article again, one sentence edited, embedded"][OURS][0] <= 2
