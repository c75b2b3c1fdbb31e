"""Data folders: read as laid down, or refused with file and line."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from evaluation.data import Data, DataError
from evaluation.stock import material
from evaluation.vectors import KeptVectors
from ingest.extract.formats import extract
from tests.making import CountingEmbedder


def folder(root: Path, **files: str) -> Data:
    for name, text in files.items():
        (root / f"{name}.jsonl").write_text(text, "utf-8")
    return Data(root)


def test_rows_come_in_order_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    data = folder(tmp_path, questions='{"id": "2"}\n\n{"id": "1", "more": "\u2028"}\n')

    assert [row["id"] for row in data.rows("questions.jsonl", "id")] == ["2", "1"]


def test_a_zipped_file_is_read_and_its_unpacked_form_does_as_well(tmp_path: Path) -> None:
    (tmp_path / "zipped.jsonl.gz").write_bytes(gzip.compress(b'{"id": "1"}\n'))
    data = folder(tmp_path, plain='{"id": "2"}')

    assert data.has("zipped.jsonl.gz", "plain.jsonl.gz")
    assert [data.rows(f"{name}.jsonl.gz")[0]["id"] for name in ("zipped", "plain")] == ["1", "2"]


def test_a_missing_file_is_known(tmp_path: Path) -> None:
    assert not Data(tmp_path).has("questions.jsonl")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"id": "1", "question": "?"}\n{"id": "2"', "line 2: it is not JSON"),
        ('{"id": "1", "question": "?"}\n\n["id"]', "line 3: it is not a JSON object"),
        ('{"id": "1"}', "line 1: it has no “question”"),
        ('{"id": 1, "question": "?"}', "line 1: “id” is no string"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, text: str, why: str) -> None:
    data = folder(tmp_path, questions=text)

    with pytest.raises(DataError, match=f"questions.jsonl, {why}"):
        data.rows("questions.jsonl", "id", "question")


def test_a_string_in_the_place_of_a_list_is_named(tmp_path: Path) -> None:
    data = folder(tmp_path, questions='{"id": "1", "gold": "a"}')

    with pytest.raises(DataError, match="line 1: “gold” is no list"):
        data.rows("questions.jsonl", "id", "gold")


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    data = folder(tmp_path, questions='{"id": "1"}\n{"id": "1"}')

    with pytest.raises(DataError, match="line 2: the id 1 stands in an earlier line too"):
        data.by_id("questions.jsonl")


def test_a_broken_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl.gz").write_bytes(gzip.compress(b'{"id": "1"}' * 100)[:-9])

    with pytest.raises(DataError, match=r"articles\.jsonl\.gz cannot be read"):
        Data(tmp_path).rows("articles.jsonl.gz")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no folder"):
        Data(tmp_path / "nowhere")


def test_the_digest_moves_with_any_byte_and_with_nothing_else(tmp_path: Path) -> None:
    data = folder(tmp_path, one='{"id": "1"}', other='{"id": "2"}')
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text("a")
    before = data.digest(["one.jsonl", "pages"])

    (tmp_path / "other.jsonl").write_text("changed")
    same = data.digest(["one.jsonl", "pages"])
    (tmp_path / "pages" / "a.html").write_text("b")

    assert same == before != data.digest(["one.jsonl", "pages"])


def test_an_article_of_a_data_file_comes_in_as_it_stands() -> None:
    row = {
        "id": "x/1",
        "title": 'He said: "no" # really',
        "text": "---\nText: with a colon.\n",
        "published": "2022-06-12",
        "authors": ["A B", "C: D"],
    }

    made = material(row)
    source, text = extract(made)

    assert (source.title, source.author, source.published) == (row["title"], "A B, C: D", "2022-06-12")
    assert (text, made.identity) == (row["text"], "upload:x/1")


def test_a_date_that_is_none_is_left_out() -> None:
    made = material({"id": "1", "title": "", "text": "Words.", "published": "last summer"})

    source, _ = extract(made)

    assert (source.published, source.title) == (None, "Words.")


def test_vectors_are_kept_for_the_next_run(tmp_path: Path) -> None:
    first = KeptVectors(CountingEmbedder(), tmp_path)
    vectors = first.embed_passages(["one", "two", "one"])
    first.keep()
    again = CountingEmbedder()

    kept = KeptVectors(again, tmp_path).embed_passages(["two", "one"])

    assert again.embedded == []
    assert np.array_equal(kept, vectors[[1, 0]])


def test_vectors_that_were_not_kept_are_made_again(tmp_path: Path) -> None:
    KeptVectors(CountingEmbedder(), tmp_path).embed_passages(["one"])
    again = CountingEmbedder()

    KeptVectors(again, tmp_path).embed_passages(["one"])

    assert again.embedded == ["one"]


def test_no_texts_have_no_vectors(tmp_path: Path) -> None:
    assert KeptVectors(CountingEmbedder(), tmp_path).embed_passages([]).shape == (0, 64)


def test_every_row_of_the_samples_is_json_with_an_id() -> None:
    root = Path(__file__).parents[2] / "evaluation" / "samples"
    files = sorted(root.rglob("*.jsonl"))

    assert len(files) >= 5
    for file in files:
        assert all("id" in json.loads(line) for line in file.read_text("utf-8").splitlines())


def test_the_same_bytes_under_another_name_are_other_data(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text("{}\n")

    assert Data(tmp_path).digest(["a.jsonl"]) != Data(tmp_path).digest(["b.jsonl"])
