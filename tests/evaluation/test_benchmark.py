"""The benchmark's own parts: what it measures with, and how it is told. No time is asserted: it is for that."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from itertools import combinations, islice
from pathlib import Path

import numpy as np
import pytest

from domain.values import Answer, Statement, Turn
from evaluation.benchmark import material, report
from evaluation.benchmark.__main__ import main
from evaluation.benchmark.again import with_edited_sentence
from evaluation.benchmark.contestants.dateline import settings_for
from evaluation.benchmark.figures import FLOOR, LANGCHAIN, OURS, SERVER, Figure, percentile, rotated, spread
from evaluation.benchmark.load import unlike_alone
from evaluation.benchmark.plots import growth_svg
from evaluation.benchmark.recall import Exact
from evaluation.benchmark.running import Contestant, ContestantFailed, running
from evaluation.benchmark.server import ServerFailed, chroma_server
from evaluation.benchmark.standins import StandIns
from evaluation.benchmark.tabs import Shown
from evaluation.vectors import KeptVectors
from ingest.near_duplicates import is_near_duplicate
from retriever.fakes import HashingEmbedder

ROOT = Path(__file__).parents[2]
COUNT = 12


def figure(**values: list[float]) -> Figure:
    return Figure(name="speed", unit="ms", values={"Dateline": values["ours"], LANGCHAIN: values["theirs"]})


def test_where_there_are_too_few_articles_copies_with_changed_words_follow_each_an_article_of_its_own() -> None:
    rows = material.articles(None, COUNT)

    texts = [row["text"] for row in rows]
    assert len({row["id"] for row in rows}) == COUNT
    assert not any(is_near_duplicate(one, other) for one, other in combinations(texts, 2))


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
    stated = figure(ours=[10, 20, 30], theirs=[40, 40, 40])
    grown = [
        Figure(name="growth: passages", unit="", values={OURS: [100.0, 1000.0]}),
        Figure(name="growth: search", unit="ms", values={OURS: [1.0, 10.0], SERVER: [2.0, 4.0]}),
    ]

    table, page, picture = (
        report.table([stated, *grown]),
        report.page([stated, *grown], {"day": "<today>"}),
        growth_svg(grown),
    )
    whole = report.as_json([stated], {})

    assert "| speed, ms | 20 (10 to 30) | 40 (40 to 40) |  |  | 0.50 |" in table
    assert report.growth_table([stated, *grown]).splitlines()[-2:] == [
        "| search, ms | 1 | 10 |",
        f"| search, ms ({SERVER}) | 2 | 4 |",
    ]
    assert picture.count("<polyline") == 2
    assert picture.count("viewBox='0 0 720 220'") == 1
    assert "points='60.0,190.0 660.0,66.0'" in picture
    assert whole["figures"][0]["ratios"] == {LANGCHAIN: 0.5}
    assert whole["figures"][0]["values"][OURS] == [10, 20, 30]
    assert "&lt;today&gt;" in page
    assert page.count("<svg") == 2
    assert "http" not in page.replace("http://www.w3.org", "")


def test_what_is_kept_or_may_be_embedded_is_real_and_later_vectors_lie_near_real_ones(tmp_path: Path) -> None:
    texts = [f"harbour number {number}" for number in range(30)]
    real = HashingEmbedder().embed_passages(texts)
    kept = KeptVectors(HashingEmbedder(), tmp_path)
    kept.embed_passages(texts[:10])
    standins = StandIns(kept, embed=5)

    made = standins.embed_passages(texts)

    assert made[:15] == pytest.approx(real[:15])
    assert (standins.real, standins.drawn) == (15, 15)
    assert np.linalg.norm(made, axis=1) == pytest.approx(np.ones(30), abs=1e-5)
    nearest = (made[15:] @ real[:15].T).max(axis=1)
    assert nearest.min() > 0.6
    assert nearest.max() < 0.99


def test_recall_is_the_share_of_the_nearest_that_is_found() -> None:
    exact = Exact({"east": np.array([1.0, 0.0]), "north": np.array([0.0, 1.0]), "both": np.array([0.7, 0.7])})
    asked = np.array([[1.0, 0.1], [0.1, 1.0]])

    assert exact.recall(asked, [["east", "both", "north"], ["north", "east"]], 2) == 0.75


def test_a_library_of_the_benchmark_keeps_its_vectors_from_the_server_of_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_CHROMA_URL", "http://127.0.0.1:8000")

    assert settings_for(tmp_path).chroma_url is None


def test_a_chroma_server_answers_inside_its_block_and_is_gone_behind_it(tmp_path: Path) -> None:
    with chroma_server(tmp_path) as server:
        at = ("127.0.0.1", int(server.url.rpartition(":")[2]))
        socket.create_connection(at, timeout=5).close()

    with pytest.raises(OSError, match="refused"):
        socket.create_connection(at, timeout=5)
    with pytest.raises(ProcessLookupError):
        os.kill(server.process, 0)


def test_a_chroma_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(ServerFailed) as raised, chroma_server(tmp_path, port=taken.getsockname()[1]):
            pass

    assert "not available" in raised.value.hint


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


def test_a_contestant_that_dies_is_named_with_its_last_words(tmp_path: Path) -> None:
    contestant = Contestant(name="Dateline", module="dateline", python=Path(sys.executable))

    with (
        pytest.raises(ContestantFailed, match="Dateline ended while it was to take_in") as caught,
        running(contestant, tmp_path / "kept", tmp_path / "log") as process,
    ):
        process.do("take_in", articles=str(tmp_path / "nothing.jsonl"))

    assert "nothing.jsonl" in caught.value.hint


def test_what_a_page_shows_under_load_must_be_the_answer_to_its_own_conversation_and_nothing_of_another() -> None:
    def ask(question: str, turns: Sequence[Turn]) -> Answer:
        stated = Statement(text=f"{question} after {len(turns)}", citations=(), support="verbatim")
        return Answer(question=question, kind="answer", lead="It says:", statements=(stated,))

    def shown(question: str, *quotes: str, asked: str) -> Shown:
        return Shown(question=question, ms=1, stated=["It says:", *quotes], asked=asked.split())

    own = [shown("Why?", "Why? after 0", asked="Why?"), shown("Who?", "Who? after 1", asked="Why? Who?")]
    mixed_up = shown("Who?", "Why? after 1", asked="Why? Who?")
    of_another = shown("Who?", "Who? after 1", asked="Why? Where? Who?")
    nothing_came = Shown(question="Who?", ms=60_000, stated=[], asked=["Why?", "Who?"])

    assert list(unlike_alone(ask, own)) == []
    for wrong in (mixed_up, of_another, nothing_came):
        assert list(unlike_alone(ask, [own[0], wrong])) == ["Who?"]


@pytest.mark.slow
def test_a_small_run_measures_writing_and_load_and_writes_both_files(tmp_path: Path) -> None:
    small = "--articles 3 --rounds 1 --readers 4 --asked 8 --questions 2".split()
    files = ["--json", str(tmp_path / "all.json"), "--html", str(tmp_path / "all.html")]
    command = [sys.executable, "-m", "evaluation.benchmark", "--no-peers", "--part", "writing", "--part", "load"]

    done = subprocess.run([*command, *small, *files], cwd=ROOT, check=True, capture_output=True, text=True)

    assert "4 readers at once" in done.stdout
    stated = {one["name"]: one["values"] for one in json.loads((tmp_path / "all.json").read_text("utf-8"))["figures"]}
    assert len(stated["first word written, after the model's own"][OURS]) == 2
    assert len(stated["check of 6 statements, after the last word has come"][OURS]) == 2
    assert len(stated["question to answer on the page, 4 readers at once"][OURS]) == 8
    assert (tmp_path / "all.html").read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.slow
def test_a_small_run_measures_what_comes_again(tmp_path: Path) -> None:
    code = main(["--no-peers", "--part", "again", "--articles", "3", "--json", str(tmp_path / "all.json")])

    assert code == 0
    stated = {one["name"]: one["values"] for one in json.loads((tmp_path / "all.json").read_text("utf-8"))["figures"]}
    assert stated["all articles again, embedded"][OURS] == [0]
    assert 1 <= stated["an article again, one sentence edited, embedded"][OURS][0] <= 2


@pytest.mark.slow
def test_a_small_run_measures_growth_with_and_without_a_server_and_draws_it(tmp_path: Path) -> None:
    files = ["--json", str(tmp_path / "all.json"), "--svg", str(tmp_path)]
    command = [sys.executable, "-m", "evaluation.benchmark", "--no-peers", "--part", "growth", "--sizes", "20,40"]

    subprocess.run([*command, "--embed", "15", *files], cwd=ROOT, check=True, capture_output=True)

    stated = {one["name"]: one["values"] for one in json.loads((tmp_path / "all.json").read_text("utf-8"))["figures"]}
    assert stated["growth: recall@10"] == {OURS: [1.0, 1.0], SERVER: [1.0, 1.0]}
    assert {name for name, values in stated.items() if name.startswith("growth: ") and SERVER in values} >= {
        "growth: nearest vectors",
        "growth: whole search",
        "growth: process start to first search",
        "growth: peak memory",
    }
    assert all(
        len(row) == 2 for name, values in stated.items() if name.startswith("growth: ") for row in values.values()
    )
    assert (tmp_path / "growth.svg").read_text("utf-8").startswith("<svg")
    assert (tmp_path / "growth-search.svg").read_text("utf-8").count("<polyline") == 5
