"""Backup and restore: one file, while readers and writers go on."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import LibraryError
from store.keeping import back_up, restore
from tests.making import Desk, assert_whole, chroma_desk, long_text, text


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = chroma_desk(tmp_path / "library").open()
    made.take_in(text(long_text("fox"), "fox.txt"), text(long_text("owl"), "owl.txt"))
    yield made
    made.close()


def put_back(desk: Desk, file: Path) -> int:
    return desk.ingest.restore(lambda: restore(desk.library.file, file))


def test_a_backup_is_one_file_that_brings_everything_back(desk: Desk, tmp_path: Path) -> None:
    before = desk.texts()

    assert back_up(desk.library.file, tmp_path / "copy") == 2
    desk.take_in(text(long_text("fox", 3), "fox.txt"), text(long_text("hen"), "hen.txt"))
    desk.ingest.remove([entry.id for entry in desk.entries() if "owl" in entry.identity])
    embedded = len(desk.embedder.embedded)  # type: ignore[attr-defined]

    assert put_back(desk, tmp_path / "copy") == 2
    assert desk.texts() == before
    assert_whole(desk)
    assert len(desk.embedder.embedded) == embedded  # type: ignore[attr-defined]
    assert desk.find("owl sentence 7 tells of owl")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "library"]


def test_a_library_that_is_open_elsewhere_sees_what_was_restored(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    page = chroma_desk(tmp_path / "library").open()
    desk.take_in(text(long_text("hen"), "hen.txt"))
    assert len(page.entries()) == 3
    with page.library.snapshot() as held:
        before = held.generation

        put_back(desk, tmp_path / "copy")

        assert len(held.entries()) == 3  # a question under way goes on with the state that it began with
    with page.library.snapshot() as fresh:
        assert fresh.generation > before
    assert len(page.entries()) == 2
    assert page.find("fox sentence 3 tells of fox")
    assert_whole(page)
    page.close()


def test_a_backup_is_taken_while_somebody_writes(desk: Desk, tmp_path: Path) -> None:
    with desk.library.lock():
        assert back_up(desk.library.file, tmp_path / "copy") == 2


def test_a_backup_replaces_an_older_one_at_once(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    desk.take_in(text(long_text("hen"), "hen.txt"))

    assert back_up(desk.library.file, tmp_path / "copy") == 3
    assert put_back(desk, tmp_path / "copy") == 3


def test_a_backup_goes_into_an_empty_library(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "copy")
    other = chroma_desk(tmp_path / "other").open()

    assert put_back(other, tmp_path / "copy") == 2
    assert other.texts() == desk.texts()
    assert_whole(other)
    other.close()


@pytest.mark.parametrize("content", [b"", b"words", b"SQLite format 3\0" + b"\0" * 5000])
def test_what_is_no_backup_is_refused_and_changes_nothing(desk: Desk, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy").write_bytes(content)

    with pytest.raises(LibraryError, match=r"no backup that this Dateline can read.*Nothing was changed"):
        put_back(desk, tmp_path / "copy")
    assert len(desk.entries()) == 2
    assert_whole(desk)


def test_a_backup_of_a_later_layout_and_another_programs_file_are_refused(desk: Desk, tmp_path: Path) -> None:
    back_up(desk.library.file, tmp_path / "later")
    with sqlite3.connect(tmp_path / "later") as later:
        later.execute("PRAGMA user_version = 99")
    later.close()
    with sqlite3.connect(tmp_path / "recipes") as recipes:
        recipes.execute("CREATE TABLE recipes (name)")
    recipes.close()

    for name in ("later", "recipes"):
        with pytest.raises(LibraryError, match="no backup"):
            put_back(desk, tmp_path / name)


def test_files_that_cannot_be_read_or_written_are_named(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="There is no file"):
        put_back(desk, tmp_path / "nowhere")
    with pytest.raises(LibraryError, match="cannot be"):
        back_up(desk.library.file, tmp_path / "no" / "folder")
    with pytest.raises(LibraryError, match="is the library itself"):
        back_up(desk.library.file, desk.library.file)
