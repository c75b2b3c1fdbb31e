"""Lists of feeds in OPML."""

from pathlib import Path

import pytest

from assembly import build
from domain.errors import SourceError
from domain.visiting import Feed
from ingest.__main__ import main
from ingest.fetch.opml import MAX_FEEDS, read_opml, write_opml
from retriever.fakes import HashingEmbedder
from settings import load
from tests.web import Site, article_page, web

NESTED = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>My feeds</title></head><body>
<outline text="News"><outline type="rss" text="Coast" xmlUrl="https://coast.example/feed?a=1&amp;b=2"/>
<outline type="rss" text="Twice" xmlUrl=" https://coast.example/feed?a=1&amp;b=2 "/></outline>
<outline type="rss" text="Hill" xmlurl="http://hill.example/rss"/>
<outline type="link" text="A page" url="https://page.example/"/>
<outline type="rss" text="A file" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


def test_the_addresses_of_feeds_are_read_each_once_from_all_folders() -> None:
    assert read_opml(NESTED) == ["https://coast.example/feed?a=1&b=2", "http://hill.example/rss"]


def test_a_list_that_was_written_is_read_again() -> None:
    feeds = [Feed(url="https://a.example/?x=<1>&y", title='"A" & <b> é'), Feed(url="https://b.example/", title="")]

    assert read_opml(write_opml(feeds, title="T & Co")) == [feed.url for feed in feeds]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "cannot|can be read"),
        (b"<opml", "can be read"),
        (b"<rss/>", "no list of feeds"),
        (b"<opml><body/></opml>", "names no feed"),
        (b'<opml><outline xmlUrl="mailto:a@b.example"/></opml>', "names no feed"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><outline xmlUrl="https://&a;/"/></opml>', "document type"),
        (b'<!DOCTYPE opml SYSTEM "file:///etc/passwd"><opml/>', "document type"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_opml(data)


def test_a_list_of_too_many_feeds_is_refused() -> None:
    outlines = "".join(f'<outline xmlUrl="https://a.example/{number}"/>' for number in range(MAX_FEEDS + 1))

    with pytest.raises(SourceError, match="more than"):
        read_opml(f"<opml>{outlines}</opml>".encode())


def test_the_command_follows_the_feeds_of_a_list_and_writes_them(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = site.serves("/news/crane", article_page())
    feed = site.serves(
        "/feed",
        f"<rss version='2.0'><channel><title>Larkhaven</title><item><link>{entry}</link></item></channel></rss>",
        kind="application/rss+xml",
    )
    gone = site.url("/gone")
    (tmp_path / "mine.opml").write_bytes(
        write_opml([Feed(url=gone, title="Gone"), Feed(url=feed, title="Larkhaven")], title="Mine")
    )

    def run(*arguments: str) -> int:
        folder = tmp_path / "library"
        return main(
            arguments,
            open_program=lambda _: build(load(library=folder), embedder=HashingEmbedder(), web=web()),
        )

    followed = run("--feed", str(tmp_path / "mine.opml"), "--opml", str(tmp_path / "out.opml"))
    printed = capsys.readouterr().out
    again = run("--opml", str(tmp_path / "out.opml"))
    missing = run("--feed", str(tmp_path / "none.opml"))

    assert (followed, again, missing) == (1, 1, 1)
    assert "Crane falls into harbour" in printed
    assert read_opml((tmp_path / "out.opml").read_bytes()) == [feed]
    said = capsys.readouterr().err
    assert "out.opml cannot be written" in said
    assert "none.opml cannot be read" in said
