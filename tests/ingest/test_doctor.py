"""The doctor finds what is wrong with a library, mends what can be mended, and says both."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.care import Finding
from ingest.doctor import Doctor
from retriever.fakes import HashingEmbedder
from tests.ingest.test_near_duplicates import EDITED, STORY
from tests.making import Desk, assert_whole, chroma_desk, long_text, text
from tests.stores import Stores


@pytest.fixture
def desk(tmp_path: Path, stores: Stores) -> Iterator[Desk]:
    made = chroma_desk(tmp_path / "library").open()
    made.take_in(
        text(long_text("fox"), "fox.txt"), text(long_text("owl"), "owl.txt"), text(long_text("owl"), "copy.txt")
    )
    yield made
    made.close()


def examine(desk: Desk) -> dict[str, Finding]:
    doctor = Doctor(
        library=desk.library,
        checkup=desk.library.checkup,
        index=desk.index,
        embedder=desk.embedder,
        folder=desk.library.file.parent,
    )
    return {finding.check: finding for finding in doctor.examine()}


def states(desk: Desk) -> dict[str, str]:
    return {check: finding.state for check, finding in examine(desk).items() if finding.state != "fine"}


def break_with(desk: Desk, *statements: str) -> None:
    with closing(sqlite3.connect(desk.library.file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_healthy_library_is_found_fine_and_left_alone(desk: Desk) -> None:
    generation = states(desk) or _generation(desk)

    assert generation == _generation(desk)
    assert list(examine(desk)) == [
        "file", "embedder", "passages", "vectors", "keywords", "Chroma", "stories", "articles", "space",
    ]  # fmt: skip
    assert examine(desk)["articles"].detail.startswith("articles: 3; duplicates: 1; gone where they came from: 0")


def _generation(desk: Desk) -> int:
    with desk.library.snapshot() as snapshot:
        return snapshot.generation


def test_vectors_that_chroma_lacks_or_has_too_many_are_put_right(desk: Desk) -> None:
    index = desk.index.at(0)
    ids = sorted(index.ids())
    index.delete(ids[:3])
    index.upsert(["nobody:1"], desk.embedder.embed_passages(["stray"]), ["nobody"])

    found = examine(desk)["Chroma"]

    assert (found.state, found.detail) == ("mended", "missing and put back: 3; too many and taken out: 1")
    assert_whole(desk)
    assert states(desk) == {}


def test_a_chroma_folder_that_is_lost_is_filled_again_without_embedding(desk: Desk) -> None:
    desk.close()
    shutil.rmtree(desk.library.file.parent / "chroma")
    embedded = len(desk.embedder.embedded)  # type: ignore[attr-defined]

    assert states(desk) == {"Chroma": "mended"}
    assert len(desk.embedder.embedded) == embedded  # type: ignore[attr-defined]
    assert_whole(desk)


def test_vectors_that_are_missing_are_embedded_again(desk: Desk) -> None:
    break_with(desk, "DELETE FROM vectors WHERE rowid IN (SELECT rowid FROM vectors LIMIT 2)")

    assert states(desk)["vectors"] == "mended"
    assert states(desk) == {}
    assert_whole(desk)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO passage_words (passage_words) VALUES ('delete-all')",
        "INSERT INTO article_words (rowid, title, text) VALUES (99, 'a', 'stray')",
        "DELETE FROM passage_words_data WHERE id > 10",
    ],
)
def test_keyword_indexes_that_do_not_agree_are_made_anew(desk: Desk, statement: str) -> None:
    break_with(desk, statement)

    assert states(desk) == {"keywords": "mended"}
    assert states(desk) == {}
    assert_whole(desk)


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE passages SET "end" = "end" + 7 WHERE ordinal = 0',
        'UPDATE passages SET start = start + 1, "end" = "end" + 1',
        'UPDATE passages SET start = 1, "end" = "end" + 1 WHERE ordinal = 0',
        'UPDATE passages SET "end" = "end" + CASE ordinal WHEN 0 THEN 7 ELSE'
        " -7 * (ordinal = (SELECT max(ordinal) FROM passages AS p WHERE p.article = passages.article)) END",
        "DELETE FROM passages",
        "UPDATE articles SET passages = passages + 1",
    ],
    ids=["overlap", "shifted", "beginning", "end", "none", "another number"],
)
def test_passages_that_are_not_the_text_are_told(desk: Desk, statement: str) -> None:
    break_with(desk, statement)

    found = examine(desk)["passages"]

    assert found.state == "wrong"
    assert all(entry.id in found.detail for entry in desk.entries() if entry.duplicate_of is None)


def test_another_embedder_is_told_and_nothing_is_touched(desk: Desk) -> None:
    desk.embedder = HashingEmbedder(32)

    found = examine(desk)

    assert found["embedder"].state == "wrong"
    assert "DATELINE_EMBEDDER" in found["embedder"].detail
    assert "Chroma" not in found


def test_a_damaged_file_is_told_with_what_to_do(desk: Desk) -> None:
    desk.library.close()
    data = bytearray(desk.library.file.read_bytes())
    page = len(data) // 4096 // 2 * 4096
    data[page : page + 8192] = b"\xff" * 8192
    desk.library.file.write_bytes(data)

    found = examine(desk)

    assert list(found) == ["file"]
    assert "--restore" in found["file"].detail


def test_articles_of_an_older_layout_are_compared_for_the_same_story(desk: Desk) -> None:
    desk.take_in(text(STORY, "a.txt"), text(EDITED, "b.txt"))
    break_with(desk, "UPDATE articles SET story = NULL", "DELETE FROM bands")

    found = examine(desk)["stories"]

    assert (found.state, found.detail) == ("mended", "told more than once in nearly the same words: 1 (articles: 2)")
    assert examine(desk)["stories"].state == "fine"


def test_a_crash_in_the_middle_of_a_write_is_finished(desk: Desk) -> None:
    desk.library.begin([desk.entries()[0].id])

    assert states(desk) == {"Chroma": "mended"}
    assert desk.library.unfinished() == []
