"""From a name on the command line to bytes."""

import io
import os
from pathlib import Path

import pytest

from domain.errors import SourceError
from ingest.fetch.files import MAX_BYTES, expand, fetch, printable


def test_a_folder_gives_its_articles_in_order(tmp_path: Path) -> None:
    for name in (
        "e.txt",
        "d.txt",
        "b.txt",
        "c.txt",
        "a.MD",
        "sub/c.html",
        "sub/deep/d.htm",
        "f.xlsx",
        ".hidden.txt",
        ".git/f.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    found = [Path(name).relative_to(tmp_path).as_posix() for name in expand(str(tmp_path))]

    assert found == ["a.MD", "b.txt", "c.txt", "d.txt", "e.txt", "sub/c.html", "sub/deep/d.htm"]


def test_a_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").touch()

    with pytest.raises(SourceError, match=r"holds no articles.*\.txt"):
        expand(str(tmp_path))


def test_a_name_too_long_for_any_folder_stands_for_itself() -> None:
    assert expand("a" * 5000) == ["a" * 5000]


def test_a_folder_that_holds_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "again").symlink_to(tmp_path)

    assert expand(str(tmp_path)) == [str(tmp_path / "a.txt")]


@pytest.mark.parametrize(("name", "media"), [("a.txt", "text"), ("a.md", "markdown"), ("a.HTML", "html")])
def test_a_file_is_known_by_its_whole_path(
    tmp_path: Path, name: str, media: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_bytes(b"Words.")
    monkeypatch.chdir(tmp_path)

    material = fetch(name, stdin=io.BytesIO())

    assert (material.name, material.data, material.media) == (name, b"Words.", media)
    assert material.identity == f"file:{(tmp_path / name).resolve()}"
    assert fetch(f"./{name}", stdin=io.BytesIO()).identity == material.identity


def test_standard_input_has_no_identity_but_its_words() -> None:
    material = fetch("-", stdin=io.BytesIO(b"Words."))

    assert (material.data, material.identity, material.media) == (b"Words.", None, "text")


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"<!DOCTYPE html><p>Words.", "html"),
        (b"\xef\xbb\xbf\n<HTML lang=en>", "html"),
        (b'<?xml version="1.0"?>\n<!doctype  html>', "html"),
        (b"<htmlx> is no page", "text"),
        (b"A text on <html>", "text"),
    ],
)
def test_a_web_page_on_standard_input_is_read_as_one(data: bytes, media: str) -> None:
    assert fetch("-", stdin=io.BytesIO(data)).media == media


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere.txt", "no file nowhere"),
        ("paper.example/a", "begin a web address with https://"),
        ("a.xlsx", r"cannot be read.*\.txt"),
        ("x" * 300 + ".txt", "cannot be read: File name too long"),
        ("a.xlsx/a.txt", "no file"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xlsx").touch()

    with pytest.raises(SourceError, match=message):
        fetch(name, stdin=io.BytesIO())


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(SourceError, match="is not a file"):
        fetch(str(tmp_path / "pipe.txt"), stdin=io.BytesIO())


def test_twenty_megabytes_are_taken_and_one_byte_more_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for source, size in ((str(path), MAX_BYTES), ("-", MAX_BYTES), (str(path), MAX_BYTES + 1), ("-", MAX_BYTES + 1)):
        data = bytes(size)
        path.write_bytes(data)
        if size == MAX_BYTES:
            assert len(fetch(source, stdin=io.BytesIO(data)).data) == MAX_BYTES
        else:
            with pytest.raises(SourceError, match="larger than 20 MB"):
                fetch(source, stdin=io.BytesIO(data))


def test_a_collection_may_be_larger_than_an_article(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    assert len(fetch(str(path)).data) == MAX_BYTES + 1


def test_a_name_that_is_no_utf8_can_be_printed_and_kept(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(path).write_bytes(b"Words.")

    [found] = expand(str(tmp_path))
    material = fetch(found, stdin=io.BytesIO())

    assert material.name == r"caf\xe9.txt"
    assert (material.identity or "").encode("utf-8").endswith(rb"caf\xe9.txt")


def test_l5_a_name_says_nothing_to_the_terminal() -> None:
    assert printable("\x1b]0;owned\x07\x1b[31mred.txt") == "\\x1b]0;owned\\x07\\x1b[31mred.txt"
    assert printable("a\u202etxt.exe") == "a\\u202etxt.exe"
    assert printable("Überschwemmung in 北京.txt") == "Überschwemmung in 北京.txt"
