"""``python -m evaluation`` on the samples, with the real model: it runs, its floors hold, others can recompute it."""

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.__main__ import main
from evaluation.data import Data
from evaluation.report import valued
from evaluation.suites import SUITES
from ingest.extract.frontmatter import split_front_matter

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "evaluation" / "samples"

FORMS = {
    "news-search": {"id", "ranked", "passages", "statements", "refusal"},
    "sentence-choice": {"id", "scores"},
    "cited-answers": {"id", "chosen"},
    "refusals-clapnq": {"id", "answerable", "score", "refused"},
    "refusals-news": {"id", "answerable", "score", "refused"},
    "reading": {"id", "answerable", "kind", "quotes", "statements", "nearest", "score", "refused"},
    "languages": {"id", "answerable", "kind", "quotes", "statements", "nearest", "score", "refused", "language"},
    "statements": {"id", "supported", "score", "evidence"},
    "small-library": {"id", "size", "answerable", "score", "refused", "found"},
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, embedder: object) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON of one run over all suites of the samples."""
    folder = tmp_path_factory.mktemp("evaluation")
    report = folder / "report.json"
    code = main(["--data", str(SAMPLES), "--cache", str(folder), "--no-baselines", "--json", str(report)])
    return code, json.loads(report.read_text("utf-8"))


def test_the_floors_of_the_samples_hold(run: tuple[int, dict[str, Any]]) -> None:
    assert run[0] == 0


def test_each_suite_of_the_folder_has_run(run: tuple[int, dict[str, Any]]) -> None:
    assert set(run[1]) == set(FORMS)


@pytest.mark.parametrize("suite", FORMS)
def test_items_have_the_form_that_is_laid_down(run: tuple[int, dict[str, Any]], suite: str) -> None:
    items = run[1][suite]["items"]

    assert items
    assert all(set(item) == FORMS[suite] for item in items)


@pytest.mark.parametrize("suite", FORMS)
def test_figures_follow_from_items_and_data_alone(run: tuple[int, dict[str, Any]], suite: str) -> None:
    measured = run[1][suite]

    assert valued(SUITES[suite].figures(measured["items"], Data(SAMPLES))) == measured["figures"]


@pytest.mark.parametrize("suite", FORMS)
def test_every_figure_lies_in_its_interval(run: tuple[int, dict[str, Any]], suite: str) -> None:
    for name, (low, high) in run[1][suite]["intervals"].items():
        assert low - 1e-4 <= run[1][suite]["figures"][name] <= high + 1e-4


def test_passages_keep_to_their_length(run: tuple[int, dict[str, Any]]) -> None:
    for item in run[1]["news-search"]["items"]:
        assert len(item["passages"]) <= 5
        assert all(0 < len(passage) <= 1000 for passage in item["passages"])


def test_statements_stand_in_an_article(run: tuple[int, dict[str, Any]]) -> None:
    texts = [row["text"] for row in Data(SAMPLES).rows("news-search/articles.jsonl")]

    for item in run[1]["news-search"]["items"]:
        assert (item["refusal"] is None) == bool(item["statements"])
        assert all(any(statement in text for text in texts) for statement in item["statements"])


def test_each_question_is_asked_with_and_without_its_article(run: tuple[int, dict[str, Any]]) -> None:
    for suite in ("refusals-news", "small-library"):
        sides = [item["answerable"] for item in run[1][suite]["items"]]
        assert sides == [True, False] * (len(sides) // 2)


def test_a_passage_that_was_taken_out_is_not_found(run: tuple[int, dict[str, Any]]) -> None:
    items = run[1]["small-library"]["items"]

    assert not any(item["found"] for item in items if not item["answerable"])
    assert all(item["found"] for item in items if item["answerable"] and item["size"] == 1)
    assert all(item["refused"] for item in items if not item["answerable"] and item["size"] == 1)


def test_quotes_slice_the_articles_of_the_folder(run: tuple[int, dict[str, Any]]) -> None:
    articles = Data(SAMPLES).by_id("reading/articles.jsonl")
    items = run[1]["reading"]["items"]

    assert any(item["quotes"] for item in items)
    for item in items:
        quoted = [articles[article]["text"][start:end] for article, start, end in item["quotes"]]
        assert quoted == item["statements"]
        assert all(0 <= start < end <= len(articles[article]["text"]) for article, start, end in item["nearest"])


@pytest.mark.parametrize("suite", ["news-search", "reading", "statements"])
def test_the_samples_are_the_sample_articles(suite: str) -> None:
    rows = Data(SAMPLES).by_id(f"{suite}/articles.jsonl")
    files = {
        file.stem: split_front_matter(file.read_text("utf-8"), file.name) for file in (ROOT / "articles").glob("*.md")
    }

    assert {name: (row["title"], row["published"], row["text"]) for name, row in rows.items()} == {
        name: (fields["title"], fields["published"], text) for name, (fields, text) in files.items()
    }


def test_a_broken_floor_is_named_and_fails(
    tmp_path: Path, embedder: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("evaluation.pins.pinned", lambda *_, **__: {"f1": 1.01})

    code = main(["--data", str(SAMPLES), "--suite", "cited-answers", "--no-baselines", "--cache", str(tmp_path)])

    assert code == 1
    assert "cited-answers: f1 is" in capsys.readouterr().err


def test_other_data_has_no_floors(tmp_path: Path, embedder: object) -> None:
    (tmp_path / "cited-answers").mkdir()
    row = {"id": "1", "question": "who sang", "title": "", "sentences": ["It rained.", "Dogs ran."], "chosen": [0]}
    (tmp_path / "cited-answers" / "clapnq.jsonl").write_text(json.dumps(row), "utf-8")

    assert main(["--data", str(tmp_path), "--suite", "cited-answers", "--suite", "small-library"]) == 0


def test_a_folder_without_suites_measures_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--json", str(tmp_path / "report.json")]) == 0
    assert json.loads((tmp_path / "report.json").read_text("utf-8")) == {}
    printed = capsys.readouterr().err
    assert [f"{suite}: left out, {tmp_path} does not hold its files" for suite in SUITES] == printed.splitlines()


def test_a_malformed_file_fails_with_its_name_and_the_others_still_run(
    tmp_path: Path, embedder: object, capsys: pytest.CaptureFixture[str]
) -> None:
    for suite, text in (("cited-answers/clapnq", "{"), ("sentence-choice/questions", "")):
        (tmp_path / suite).parent.mkdir()
        (tmp_path / f"{suite}.jsonl").write_text(text, "utf-8")

    code = main(["--data", str(tmp_path), "--suite", "cited-answers", "--suite", "sentence-choice"])

    printed = capsys.readouterr()
    assert code == 1
    assert "clapnq.jsonl, line 1: it is not JSON" in printed.err
    assert "| sentence-choice | map | nan" in printed.out


@pytest.mark.parametrize(
    "arguments", [[], ["--data", ".", "--suite", "nonsense"], ["--data", ".", "--json", "nowhere/at/all.json"]]
)
def test_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)

    assert "usage: python -m evaluation" in capsys.readouterr().err


def test_no_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", "nowhere"]) == 1
    assert "There is no folder nowhere" in capsys.readouterr().err
