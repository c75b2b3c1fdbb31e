"""The tenth of the training articles that is kept out: always the same one, and a folder of suites like any other."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluation.data import Data, Row
from evaluation.stock import Bench
from evaluation.suites import SUITES
from evaluation.training.split import kept_out, main

IDS = [f"paper/{number}" for number in range(100)]
KEPT = ["paper/8", "paper/21", "paper/23", "paper/25", "paper/27", "paper/33", "paper/40", "paper/43", "paper/54"]
KEPT += ["paper/57", "paper/91", "paper/92", "paper/95"]
FIRST = ["paper/33", "paper/40"]
"""Of these, the two with the lowest hashes."""

WORDS = "The mill of village {} burned down. Nobody was hurt."
FILES = ("reading/articles", "reading/questions", "statements/articles", "statements/claims")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a question, a near miss and two statements of each of a hundred articles."""
    root = tmp_path / "data"
    rows: dict[str, list[Row]] = {"news-search/articles": [], "reading/train": [], "statements/train": []}
    for number, name in enumerate(IDS):
        rows["news-search/articles"].append({"id": name, "title": f"Fire {number}", "text": WORDS.format(number)})
        for kind, core, ok in (("fact", [[[0, 20]]], []), ("absent", [], [[0, 20]])):
            question = f"which mill burned down in {number}"
            rows["reading/train"].append({"article": name, "kind": kind, "question": question, "core": core, "ok": ok})
        for supported in (True, False):
            claim = {"article": name, "claim": "Nobody was hurt.", "supported": supported, "evidence": [[0, 20]]}
            rows["statements/train"].append(
                {"id": f"{name}-{supported}", "kind": "true" if supported else "negation", **claim}
            )
    for file, lines in rows.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / f"{file}.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return root


@pytest.fixture
def split(data: Path, tmp_path: Path) -> Callable[..., dict[str, tuple[Row, ...]]]:
    """Runs the command and returns the rows of the files that it wrote."""

    def run(*options: str, out: str = "out") -> dict[str, tuple[Row, ...]]:
        assert main(["--data", str(data), "--out", str(tmp_path / out), *options]) == 0
        endings = (".jsonl.gz", ".jsonl")
        places = [
            next(f"{file}{end}" for end in endings if (tmp_path / out / f"{file}{end}").exists()) for file in FILES
        ]
        return dict(zip(FILES, map(Data(tmp_path / out).rows, places), strict=True))

    return run


def test_the_kept_out_articles_never_change() -> None:
    assert sorted(kept_out(IDS), key=IDS.index) == KEPT


def test_an_article_stays_on_its_side_whatever_else_is_there() -> None:
    assert kept_out(IDS[:30]) | kept_out(IDS[30:]) == kept_out([*IDS, *IDS])


def test_about_a_tenth_is_kept_out() -> None:
    assert 900 < len(kept_out(map(str, range(10_000)))) < 1100


def test_the_kept_out_articles_are_written_with_all_that_is_asked_of_them(
    split: Callable[..., dict[str, tuple[Row, ...]]],
) -> None:
    rows = split()

    assert [row["id"] for row in rows["reading/articles"]] == KEPT
    assert rows["statements/articles"] == rows["reading/articles"]
    assert [row["article"] for row in rows["reading/questions"]] == [name for name in KEPT for _ in range(2)]
    assert [row["article"] for row in rows["statements/claims"]] == [name for name in KEPT for _ in range(2)]
    assert rows["reading/questions"][1] == {
        "id": "18",  # the line in the training file
        "article": "paper/8",
        "kind": "absent",
        "question": "which mill burned down in 8",
        "answerable": False,
        "core": [],
        "key": [],
        "ok": [[0, 20]],
    }
    assert rows["reading/questions"][0]["answerable"]


def test_fewer_articles_are_part_of_more(split: Callable[..., dict[str, tuple[Row, ...]]]) -> None:
    whole, two = split(), split("--articles", "2", out="two")

    assert [row["id"] for row in two["reading/articles"]] == FIRST
    for file in FILES:
        assert [row for row in whole[file] if row.get("article", row["id"]) in FIRST] == list(two[file])


def test_the_folder_is_measured_like_any_other(
    split: Callable[..., dict[str, tuple[Row, ...]]], tmp_path: Path, bench: Bench
) -> None:
    rows = split("--articles", "2")
    data = Data(tmp_path / "out")

    for suite, count in (("reading", len(rows["reading/questions"])), ("statements", len(rows["statements/claims"]))):
        assert data.has(*SUITES[suite].files)
        items = SUITES[suite].run(bench, data)
        assert len(items) == count
        assert SUITES[suite].figures(items, data)


def test_a_folder_that_holds_something_is_left_as_it_is(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}

    assert main(["--data", str(data), "--out", str(data)]) == 1

    assert f"{data} is not empty" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


def test_a_file_in_the_place_of_the_folder_is_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("mine")

    assert main(["--data", str(data), "--out", str(tmp_path / "out")]) == 1

    assert "out cannot be written" in capsys.readouterr().err
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize(
    ("file", "change", "why"),
    [
        ("reading/train", {"article": "nowhere"}, "line 1: the folder has no article nowhere"),
        ("reading/train", {"core": [[[0, 999]]]}, "line 1: [0, 999] is no [start, end]"),
        ("statements/train", {"evidence": [[3, 3]]}, "line 1: [3, 3] is no [start, end]"),
    ],
)
def test_a_malformed_training_line_is_named_and_nothing_written(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, change: Row, why: str
) -> None:
    first, *others = (data / f"{file}.jsonl").read_text("utf-8").splitlines()
    (data / f"{file}.jsonl").write_text("\n".join([json.dumps(json.loads(first) | change), *others]), "utf-8")

    assert main(["--data", str(data), "--out", str(tmp_path / "out")]) == 1

    assert why in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_missing_training_file_is_named(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "statements" / "train.jsonl").unlink()

    assert main(["--data", str(data), "--out", str(tmp_path / "out")]) == 1

    assert "train.jsonl cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_wrong_use(data: Path, tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--data", str(data), "--out", str(tmp_path / "out"), "--articles", number])

    assert "--articles" in capsys.readouterr().err
