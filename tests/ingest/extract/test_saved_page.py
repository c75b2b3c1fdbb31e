"""Pages that a browser has saved whole: read on every way in, and known by the address at which they were found."""

import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from domain.errors import SourceError
from domain.values import Material, Media
from ingest.__main__ import main
from ingest.extract.formats import extract
from ingest.extract.saved_page import read_mhtml, singlefile_address
from tests.web import SENTENCES, Reader, article_page
from ui.components.adding import uploads

FOUND_AT = "https://paper.example/2025/crane"
FRAME = '<html><head><meta charset="utf-8"></head><body><p>Buy a new boat today.</p></body></html>'


def singlefile(page: str, url: str = FOUND_AT, header: str = "Page saved with SingleFile") -> bytes:
    """A page as SingleFile writes it: a comment in front of the head."""
    comment = f"<!--\n {header} \n url: {url} \n saved date: Mon Nov 03 2025 08:00:00 GMT+0100\n-->"
    return page.replace("<head>", f"{comment}<head>", 1).encode()


def mhtml(page: str, url: str = FOUND_AT, *, encoding: str = "utf-8", start: bool = False) -> bytes:
    """A page as browsers save it, with an advertisement in a frame; the page is not the first part if ``start``."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "<Saved by Blink>"
    message["Subject"] = "The crane"
    if url and not start:
        message["Snapshot-Content-Location"] = url
    message.make_related()
    for cid, content in [("<ad@mhtml>", FRAME), ("<page@mhtml>", page)][:: 1 if start else -1]:
        part = EmailMessage()
        part.set_content(content.encode(encoding), "text", "html", cte="base64", cid=cid)
        if "page" in cid:
            part["Content-Location"] = url
        message.attach(part)
    if start:
        message.set_param("start", "<page@mhtml>")
    return message.as_bytes()


def saved(data: bytes, media: Media, name: str = "page") -> Material:
    return Material(name=name, data=data, media=media, identity=f"upload:{name}")


@pytest.mark.parametrize("header", ["Page saved with SingleFile", "Archive processed by SingleFile"])
def test_the_address_that_singlefile_noted_is_found(header: str) -> None:
    assert singlefile_address(singlefile(article_page(), header=header).decode()) == FOUND_AT


@pytest.mark.parametrize(
    "page",
    [
        article_page(),
        article_page().replace("<head>", f"<!-- url: {FOUND_AT} --><head>"),
        singlefile(article_page(), "javascript:alert(1)").decode(),
        article_page().replace("<head>", f"<!--\n Page saved with SingleFile \n url: {FOUND_AT} <head>"),
        "<p>" + "x" * 20_000 + singlefile(article_page()).decode(),
    ],
)
def test_other_pages_and_addresses_are_none_of_singlefile(page: str) -> None:
    assert singlefile_address(page) is None


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (singlefile(article_page()), "html"),
        (mhtml(article_page()), "mhtml"),
        (mhtml(article_page(), start=True), "mhtml"),
        (mhtml(article_page().replace("utf-8", "windows-1252"), encoding="cp1252"), "mhtml"),
    ],
)
def test_a_saved_page_has_its_words_and_its_address(data: bytes, media: Media) -> None:
    source, text = extract(saved(data, media))

    assert (source.title, source.url, source.format) == ("Crane falls into harbour", FOUND_AT, media)
    assert all(sentence in text for sentence in SENTENCES)
    assert "boat today" not in text


def test_a_saved_page_does_not_take_the_address_of_another_site() -> None:
    page = article_page(head='<link rel="canonical" href="https://bank.example/story">')

    assert extract(saved(singlefile(page), "html"))[0].url == FOUND_AT


def test_a_saved_page_that_shows_no_article_is_refused() -> None:
    page = article_page(body=["We value your privacy. Accept all cookies to go on reading."])

    with pytest.raises(SourceError):
        extract(saved(singlefile(page), "html"))


@pytest.mark.parametrize(
    "data", [b"From: x\r\nSubject: y\r\n\r\nwords", b"words", b"\xff\xfe\x00", mhtml("<html></html>")[:200]]
)
def test_a_file_without_a_page_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(SourceError, match="Save the page again"):
        read_mhtml(data, "page.mhtml")


def test_a_saved_page_is_the_article_that_was_fetched_from_its_address(reader: Reader, tmp_path: Path) -> None:
    [first] = reader.program.ingest.take_in(uploads([("page.html", singlefile(article_page()))]))
    changed = [*SENTENCES[:-1], "The inquiry was put off until the spring, the harbour master said on Friday."]
    [second] = reader.program.ingest.take_in(uploads([("other.mht", mhtml(article_page(body=changed)))]))

    assert (first.status, second.status) == ("new", "updated")
    assert first.id == second.id
    assert reader.program.library.article(second.id or "").source.url == FOUND_AT


def test_saved_pages_of_a_folder_are_taken_in_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "one.mhtml").write_bytes(mhtml(article_page()))
    (folder / "two.mht").write_bytes(b"words")

    assert main([str(folder), "--library", str(tmp_path / "library")]) == 1

    printed = capsys.readouterr()
    assert "Crane falls into harbour" in printed.out
    assert "two.mht" in printed.out + printed.err
