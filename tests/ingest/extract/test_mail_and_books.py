"""E-mails, mailboxes and EPUB books: what goes in, and what fails alone with its reason."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from domain.errors import SourceError
from domain.values import Material, Media, Source
from ingest.extract.article_collections import line_count, parts, unrolled
from ingest.extract.formats import extract
from tests.making import Desk
from tests.papers import epub, message, repacked
from tests.web import SENTENCES

HEAD = {"Subject": "Crane falls into harbour", "From": "Coast Herald <news@coast.example>"}
SENT = "Mon, 03 Nov 2025 10:00:00 +0100"


def read(data: bytes, media: Media) -> tuple[Source, str]:
    return extract(Material(name="the file", data=data, media=media))


def test_the_senders_name_is_the_author_of_a_letter_and_the_outlet_of_a_newsletter() -> None:
    letter = read(message(plain="The quay is shut.", Date=SENT, **HEAD), "eml")
    newsletter = read(message(plain="The quay is shut.", List_Id="<news.coast.example>", **HEAD), "eml")

    assert letter == (
        Source(title="Crane falls into harbour", author="Coast Herald", published="2025-11-03"),
        "The quay is shut.",
    )
    assert newsletter[0] == Source(title="Crane falls into harbour", outlet="Coast Herald")


def test_the_html_of_a_newsletter_is_read_without_what_surrounds_the_story() -> None:
    rows = "".join(f"<tr><td><p>{one}</p></td></tr>" for one in SENTENCES)
    around = "<tr><td><a href='https://coast.example'>{}</a></td></tr>"
    html = (
        f"<table>{around.format('View in your browser')}<tr><td><table><tr><td><h1>Crane falls</h1></td></tr>{rows}"
        f"</table></td></tr>{around.format('Unsubscribe')}</table>"
    )

    assert read(message(html, "See it in your browser.", **HEAD), "eml")[1] == "\n".join(SENTENCES)


def test_the_plain_text_is_read_where_the_html_holds_little_of_it() -> None:
    plain = "\n\n".join(SENTENCES)

    assert read(message(f"<p>{SENTENCES[0]}</p>", plain, **HEAD), "eml")[1] == plain
    assert read(message("<img src='a.png'>", plain, **HEAD), "eml")[1] == plain


def test_lines_that_were_broken_for_sending_are_joined() -> None:
    data = (
        b"Subject: Quay\nContent-Type: text/plain; format=flowed; charset=iso-8859-1\n\n"
        b"The quay \nis shut.\nCaf\xe9s are open.\n"
    )

    assert read(data, "eml")[1] == "The quay is shut.\nCafés are open."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"words and nothing else", "no e-mail"),
        (b"Subject: x\nContent-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\nAAAA", "no body"),
        (message(plain=" ", **HEAD), "holds no words"),
        (b"", "no e-mail"),
    ],
    ids=["text", "encrypted", "no words", "empty"],
)
def test_an_email_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(data, "eml")


def test_a_date_later_than_tomorrow_is_none() -> None:
    assert read(message(plain="Words.", Date="Mon, 05 Jan 2099 10:00:00 +0000", **HEAD), "eml")[0].published is None


def mailbox(end: str = "\n") -> Material:
    lines = [
        "From a@b.example Mon Nov  3 10:00:00 2025",
        "Subject: First",
        "Message-Id:",
        " <one@b.example>",
        "",
        "A crane fell.",
        ">From here it was seen.",
        "From there it was heard.",
        "",
        "From a@b.example Tue Nov  4 10:00:00 2025",
        "Subject: Second",
        "",
        "Message-Id: <no@head.example>",
        "",
    ]
    return Material(name="news.mbox", data=end.join(lines).encode(), media="mbox", identity="upload:news.mbox")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_message_of_a_mailbox_is_an_article(end: str) -> None:
    first, second = unrolled(mailbox(end))

    assert extract(first)[1] == "A crane fell.\nFrom here it was seen.\nFrom there it was heard."
    assert extract(second) == (Source(title="Second"), "Message-Id: <no@head.example>")
    assert (first.name, second.name) == ("news.mbox, message 1", "news.mbox, message 2")
    assert (first.identity, second.identity) == ("entry:upload:news.mbox#one@b.example", None)
    assert line_count(mailbox(end)) == 2


def test_a_mailbox_in_parts_has_the_same_messages() -> None:
    cut = list(parts(mailbox(), lines=1))

    assert b"".join(part.data for part in cut) == mailbox().data
    assert [one for part in cut for one in unrolled(part)] == list(unrolled(mailbox()))


CONTENTS = "<ol><li><a href='c1.xhtml'>The crane</a></li><li><a href='c2.xhtml#top'>The ferry</a></li></ol>"
METADATA = "<dc:title>Harbours</dc:title><dc:creator>Ida Storm</dc:creator><dc:date>2025-11-03</dc:date>"


def chapters(data: bytes) -> list[dict[str, str]]:
    return [json.loads(line) for line in read(data, "epub")[1].split("\n")]


def test_each_chapter_of_a_book_is_read_with_what_the_book_says_of_itself() -> None:
    words = "A crane<br/>fell&nbsp;at <i>night</i><b>fall</b>."
    first = f"<h1>One</h1><p>{words}</p><table><tr><td>4</td><td>5</td></tr></table>"
    [crane, ferry] = chapters(epub(first, "<p>Two ferries\nwait.</p>", contents=CONTENTS, metadata=METADATA))

    assert crane == {
        "title": "Harbours: The crane",
        "author": "Ida Storm",
        "published": "2025-11-03",
        "text": "One\n\nA crane\n\nfell at nightfall.\n\n4 5",
    }
    assert (ferry["title"], ferry["text"]) == ("Harbours: The ferry", "Two ferries wait.")


def test_a_file_that_the_contents_do_not_name_goes_on_with_its_chapter() -> None:
    [crane, ferry] = chapters(epub("<p>A crane.</p>", "<p>A ferry.</p>", "<p>Two ferries.</p>", contents=CONTENTS))

    assert (crane["text"], ferry["text"]) == ("A crane.", "A ferry.\n\nTwo ferries.")


def test_no_two_chapters_are_of_one_title_and_none_without_words_is_kept() -> None:
    found = chapters(epub("<h2>Part</h2>", "<img/>", "<h2>Part</h2><p>More.</p>", "<p>Words.</p>", metadata=METADATA))

    assert [one["title"] for one in found] == ["Harbours: Part", "Harbours: Part (2)", "Harbours: 3"]


def test_the_contents_of_an_older_book_name_its_chapters() -> None:
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Old name</text></navLabel>'
        '<content src="text/c1.xhtml"/></navPoint></navMap></ncx>'
    )
    data = epub("<p>A crane.</p>", OPS__toc_ncx="", metadata="<dc:title>Harbours</dc:title>")
    item = b'<manifest><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    package = epub("<p>A crane.</p>", metadata="<dc:title>Harbours</dc:title>")
    opf = _part(package, "OPS/book.opf").replace(b"<manifest>", item)

    [chapter] = chapters(repacked(data, OPS__book_opf=opf, OPS__toc_ncx=ncx.encode()))

    assert chapter["title"] == "Harbours: Old name"


def _part(data: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read(name)


ENCRYPTED = '<encryption><EncryptedData><CipherReference URI="OPS/{}"/></EncryptedData></encryption>'
ENTITIES = '<!DOCTYPE a [<!ENTITY a "aa">]><container><rootfile full-path="&a;"/></container>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (epub("<p>A crane.</p>", **{"META-INF/encryption.xml": ENCRYPTED.format("text/c1.xhtml")}), "encrypted"),
        (epub("<img/>"), "holds no words"),
        (epub("<p>A crane.</p>")[:300], "no EPUB"),
        (repacked(epub("<p>A.</p>"), **{"META-INF__container_xml": ENTITIES.encode()}), "defines entities"),
        (epub("<p>A.</p>", **{"../evil": ""}), "a place outside itself"),
        (epub("<p>A.</p>", **{f"{number}.png": "" for number in range(2001)}), "unpacks to more"),
        (epub("<p>" + " " * 100_000_001 + "</p>"), "unpacks to more"),
    ],
    ids=["encrypted", "pictures", "cut", "entities", "outside", "many parts", "zip bomb"],
)
def test_a_book_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(data, "epub")


def test_a_book_whose_fonts_are_encrypted_is_read() -> None:
    book = epub("<p>A crane.</p>", **{"META-INF/encryption.xml": ENCRYPTED.format("font.otf")})

    assert [one["text"] for one in chapters(book)] == ["A crane."]


def test_a_book_becomes_an_article_a_chapter_and_a_broken_one_fails_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path).open()
    book = epub("<p>A crane fell.</p>", "<p>Two ferries wait.</p>", contents=CONTENTS, metadata=METADATA)
    bad = Material(name="bad.epub", data=b"PK", media="epub", identity="upload:bad.epub")
    good = Material(name="a.epub", data=book, media="epub", identity="upload:a.epub")

    outcomes = desk.ingest.take_in([bad, good])

    assert [(one.status, one.title) for one in outcomes] == [
        ("failed", ""),
        ("new", "Harbours: The crane"),
        ("new", "Harbours: The ferry"),
    ]
    assert "no EPUB" in (outcomes[0].error or "")
    assert desk.take_in(good) == ["unchanged", "unchanged"]
