"""Feeds: from a real server on loopback, through the whole program, with a small embedder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import SourceError
from domain.jobs import Task
from domain.values import Outcome
from ingest.extract.feed import FeedEntry, entries_of, is_feed, read_feed
from ingest.fetch import feeds
from ingest.tasks import refreshing
from tests.stores import Stores
from tests.web import SENTENCES, Handler, Reader, Site, article_page


@pytest.fixture
def reader(tmp_path: Path, stores: Stores) -> Iterator[Reader]:
    made = Reader(tmp_path, **stores.settings(tmp_path))
    yield made
    made.program.close()


def rss(*links: str, title: str = "Coast Herald") -> str:
    items = "".join(f"<item><title>{link}</title><link>{link}</link></item>" for link in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def atom(*links: str) -> str:
    entries = "".join(f'<entry><title>{link}</title><link href="{link}"/></entry>' for link in links)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Coast Herald</title>{entries}</feed>'


def stories(site: Site, *names: str) -> None:
    for name in names:
        page = article_page(f"Story {name}", body=[f"{name}: {sentence}" for sentence in SENTENCES])
        site.serves(f"/{name}", page)


@pytest.mark.parametrize("form", [rss, atom])
def test_the_full_text_of_each_entry_is_fetched(site: Site, reader: Reader, form: object) -> None:
    stories(site, "a", "b")
    url = site.serves("/feed", form("/a", site.url("/b")), kind="application/xml")  # type: ignore[operator]

    outcomes = reader.program.ingest.follow(url)

    assert [(outcome.status, outcome.title) for outcome in outcomes] == [("new", "Story a"), ("new", "Story b")]
    assert f"b: {SENTENCES[4]}" in reader.program.library.article(str(outcomes[1].id)).text
    assert [(feed.url, feed.title) for feed in reader.program.library.feeds()] == [(url, "Coast Herald")]


def test_refresh_finds_the_new_entries(site: Site, reader: Reader) -> None:
    stories(site, "a", "b", "c")
    url = site.serves("/feed", rss("/a", "/b"))
    reader.program.ingest.follow(url)
    site.serves("/feed", rss("/c", "/a?utm_source=feed", "/b"))

    assert reader.refresh() == ["unchanged", "unchanged", "new"]
    assert len(reader.program.library.entries()) == 3


def test_what_the_reader_removed_does_not_come_back(site: Site, reader: Reader) -> None:
    stories(site, "a")
    url = site.serves("/feed", rss("/a"))
    [outcome] = reader.program.ingest.follow(url)
    reader.program.ingest.remove([str(outcome.id)])

    assert reader.program.ingest.follow(url) == []
    assert reader.refresh() == []


def test_an_entry_that_failed_is_tried_again(site: Site, reader: Reader) -> None:
    stories(site, "a")
    url = site.serves("/feed", rss("/a", "/b"), ETag='"1"')

    assert [outcome.status for outcome in reader.program.ingest.follow(url)] == ["new", "failed"]
    stories(site, "b")
    assert [outcome.status for outcome in reader.program.ingest.follow(url)] == ["new"]


def test_of_a_long_feed_what_is_left_comes_with_the_next_look(
    site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def feed(handler: Handler) -> None:
        known = handler.headers.get("If-None-Match") is not None
        handler.reply(b"" if known else rss("/a", "/b", "/c").encode(), status=304 if known else 200, ETag='"1"')

    monkeypatch.setattr(feeds, "MOST_AT_ONCE", 2)
    stories(site, "a", "b", "c")
    site.pages["/feed"] = feed

    looks = [[outcome.title for outcome in reader.program.ingest.follow(site.url("/feed"))] for _ in range(3)]

    assert looks == [["Story a", "Story b"], ["Story c"], []]


def test_every_entry_of_a_feed_of_hundreds_is_read() -> None:
    links = [f"https://paper.example/{number}" for number in range(500)]

    assert addresses(rss(*links)) == links


def test_an_unchanged_feed_costs_one_conditional_request(site: Site, reader: Reader) -> None:
    def feed(handler: Handler) -> None:
        known = handler.headers.get("If-None-Match") == '"1"'
        handler.reply(b"" if known else rss("/a").encode(), status=304 if known else 200, ETag='"1"')

    stories(site, "a")
    site.pages["/feed"] = feed
    reader.program.ingest.follow(site.url("/feed"))
    del site.asked[:]

    assert reader.program.ingest.follow(site.url("/feed")) == []
    assert len(site.asked) == 1


def test_the_address_of_a_feed_among_articles_is_followed(site: Site, reader: Reader) -> None:
    stories(site, "a", "b")

    assert reader.status(site.serves("/feed", rss("/b"), kind="text/html"), site.url("/a")) == ["new", "new"]
    assert [feed.title for feed in reader.program.library.feeds()] == ["Coast Herald"]


def test_a_feed_inside_a_feed_is_not_followed(site: Site, reader: Reader) -> None:
    url = site.serves("/feed", rss("/feed"))

    [outcome] = reader.program.ingest.follow(url)

    assert "is a feed, not an article" in str(outcome.error)


def test_a_feed_leads_to_no_forbidden_address(site: Site, reader: Reader) -> None:
    url = site.serves("/feed", rss("http://127.0.0.2/secret", "file:///etc/passwd", "http://169.254.169.254/"))

    outcomes = reader.program.ingest.follow(url)

    errors = [str(outcome.error) for outcome in outcomes]
    assert ["not on the public web" in error for error in errors] == [True, False, True]
    assert "file:///etc/passwd” has no page" in errors[1]


def test_a_feed_can_be_forgotten(site: Site, reader: Reader) -> None:
    stories(site, "a")
    url = site.serves("/feed", rss("/a"))
    reader.program.ingest.follow(url)

    reader.program.library.unfollow(url)

    assert reader.program.library.feeds() == []
    assert len(reader.program.library.entries()) == 1
    with pytest.raises(SourceError, match="not followed"):
        reader.program.library.unfollow(url)
    reader.program.ingest.remove([entry.id for entry in reader.program.library.entries()])
    assert [outcome.status for outcome in reader.program.ingest.follow(url)] == ["new"]


SOUND = '<item><title>Only sound</title><enclosure url="https://x.example/7.mp3" type="audio/mpeg"/></item>'


def test_an_entry_without_a_page_is_named_once(site: Site, reader: Reader) -> None:
    stories(site, "a", "b")
    url = site.serves("/feed", rss("/a").replace("</channel>", f"{SOUND}</channel>"))

    assert [outcome.status for outcome in reader.program.ingest.follow(url)] == ["new", "failed"]
    site.serves("/feed", rss("/b", "/a").replace("</channel>", f"{SOUND}</channel>"))
    assert [outcome.status for outcome in reader.program.ingest.follow(url)] == ["new"]


def test_an_entry_without_a_page_says_what_it_is(site: Site, reader: Reader) -> None:
    stories(site, "a")
    url = site.serves("/feed", rss("/a").replace("</channel>", f"{SOUND}</channel>"))

    assert "“Only sound (audio/mpeg)” has no page" in str(reader.program.ingest.follow(url)[1].error)


def addresses(feed: str, name: str = "https://paper.example/feeds/all") -> list[str | None]:
    return [entry.address for entry in entries_of(read_feed(feed.encode(), name)[1])]


@pytest.mark.parametrize(
    ("item", "address"),
    [
        ("<guid>https://x.example/a</guid>", "https://x.example/a"),
        ('<guid isPermaLink="false">https://x.example/?p=7</guid>', "https://x.example/?p=7"),
        ('<link>/a</link><guid isPermaLink="false">7</guid>', "https://paper.example/a"),
        ('<link>\n a/b </link><guid isPermaLink="true">c-77</guid>', "https://paper.example/feeds/a/b"),
        ('<link>https://x.example/a</link><guid isPermaLink="false">https://x.example/</guid>', "https://x.example/a"),
        ("<link>https://x.example/</link><guid>https://x.example/a</guid>", "https://x.example/a"),
        ("<link>https://x.example/a</link><pubDate>Tue, 31 Feb 2099 99:00:00 GMT</pubDate>", "https://x.example/a"),
        ('<guid isPermaLink="false">https://x.example/</guid><title>No page</title>', None),
        ("<description>Words alone.</description>", None),
    ],
)
def test_an_entry_has_the_address_that_it_links_or_is_known_by(item: str, address: str) -> None:
    feed = rss("https://x.example/first").replace("</channel>", f"<item>{item}</item></channel>")

    assert addresses(feed) == ["https://x.example/first", address]


def test_entries_are_read_against_the_nearest_base() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://x.example/notes/"><title>Notes</title>'
        '<entry xml:base="2026/"><title>A</title><link rel="replies" href="a#comments"/><link href="a"/></entry>'
        '<entry><title>B</title><link rel="alternate" href="b"/></entry>'
        '<entry xml:base="/other/"><title>C</title><link href="c"/></entry></feed>'
    )

    assert addresses(feed) == [f"https://x.example/{path}" for path in ("notes/2026/a", "notes/b", "other/c")]


JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Coast Herald", "home_page_url": "/", "items": [
  {"id": "7", "url": "/a", "title": "Crane falls"},
  {"id": "https://paper.example/b"},
  {"id": "9", "title": "Only sound", "attachments": [{"url": "/s.mp3", "mime_type": "audio/mpeg"}]},
  {"id": "10", "external_url": "https://x.example/c"},
  {"id": "7", "url": "/a", "title": "Crane falls again"}, 3,
  {"id": "11", "url": "http://[bad", "title": "Bad address", "attachments": 5}]}"""


def test_a_json_feed_is_read(site: Site, reader: Reader) -> None:
    source, text = read_feed(JSON_FEED.encode(), "https://paper.example/feed.json")

    assert source.title == "Coast Herald"
    assert entries_of(text) == [
        FeedEntry("https://paper.example/a", "Crane falls"),
        FeedEntry("https://paper.example/b", ""),
        FeedEntry(None, "Only sound (audio/mpeg)"),
        FeedEntry("https://x.example/c", ""),
        FeedEntry(None, "Bad address"),
    ]


def test_a_json_feed_is_followed(site: Site, reader: Reader) -> None:
    stories(site, "a")
    url = site.serves("/feed.json", JSON_FEED, kind="application/json")

    assert reader.status(url) == ["new", "failed", "failed", "failed", "failed"]
    assert [feed.title for feed in reader.program.library.feeds()] == ["Coast Herald"]


@pytest.mark.parametrize("rest", [', "items": 3}', ', "items": [', ""])
def test_a_json_feed_that_is_broken_is_refused(rest: str) -> None:
    with pytest.raises(SourceError):
        read_feed(f'{{"version": "https://jsonfeed.org/version/1"{rest}'.encode(), "https://paper.example/feed.json")


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (article_page().encode(), "no feed with entries"),
        (rss().encode(), "no feed with entries"),
        (b"", "no feed with entries"),
        (b"\0\1\2 <rss", "no feed with entries"),
        (rss("javascript:alert(1)").encode(), "no feed with entries"),
        (rss("https://x.example/&b;").replace("<rss", f"{LAUGHS}<rss", 1).encode(), "defines entities"),
        (f"{OUTSIDE}{rss('https://x.example/a')}".encode(), "defines entities"),
    ],
    ids=["page", "no entries", "empty", "binary", "script", "XML bomb", "external entity"],
)
def test_what_is_no_feed_or_a_hostile_one_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_feed(data, "https://paper.example/feed")


def test_a_broken_feed_gives_what_can_be_read() -> None:
    broken = rss("https://x.example/a", "https://x.example/b?x=1&y=2").replace("</channel></rss>", "")

    assert addresses(broken, "https://x.example/")[0] == "https://x.example/a"


@pytest.mark.parametrize(
    ("kind", "data", "so"),
    [
        ("application/rss+xml", b"", True),
        ("text/html", rss("/a").encode(), True),
        ("text/html", b"\n<?xml version='1.0'?>\n<!-- made by us -->" + atom("/a").encode(), True),
        ("text/html", b"<!doctype html><html><p>The &lt;rss tag &lt;rss> <rss></p>", False),
        ("text/html", article_page().encode(), False),
        ("application/xml", b"<?xml version='1.0'?><!DOCTYPE html>" + article_page().encode(), False),
        ("application/rss+xml", b"<!-- <html> --><rss>", True),
    ],
)
def test_a_feed_is_known_by_its_kind_or_its_beginning(kind: str, data: bytes, so: bool) -> None:
    assert is_feed(kind, data) is so


def test_what_a_feed_holds_is_never_taken_for_the_name_of_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(rss("https://example.org/a"))

    with pytest.raises(SourceError, match="no feed with entries"):
        read_feed(str(secret).encode(), "https://example.org/feed")


def test_half_a_character_in_a_feed_is_left_out_and_the_feed_is_read() -> None:
    broken = rss("/a").replace("<title>", "<title>&#xD800;", 1).encode()

    assert read_feed(broken, "https://example.org/feed") == read_feed(rss("/a").encode(), "https://example.org/feed")


def test_entities_are_found_in_utf_16_too() -> None:
    with pytest.raises(SourceError, match="defines entities"):
        read_feed((LAUGHS + rss("/a")).encode("utf-16"), "https://example.org/feed")


def test_m4_a_feed_that_is_unfollowed_while_it_is_looked_at_stays_so(site: Site, reader: Reader) -> None:
    stories(site, "a", "b")
    url = site.serves("/feed", rss("/a"))
    reader.program.ingest.follow(url)

    def answer(handler: Handler) -> None:
        reader.program.library.unfollow(url)
        handler.reply(rss("/a", "/b").encode(), kind="application/xml")

    site.pages["/feed"] = answer
    reader.program.ingest.feeds().refresh()

    assert reader.program.library.feeds() == []
    assert [entry.source.title for entry in reader.program.library.entries()] == ["Story a"]


def test_m4_a_look_at_a_feed_that_was_unfollowed_while_it_waited_brings_nothing(site: Site, reader: Reader) -> None:
    stories(site, "a")
    url = site.serves("/feed", rss("/a"))
    reader.program.ingest.follow(url)
    [order] = [one for one in refreshing([], reader.program.library.feeds()) if one.kind == "follow"]
    reader.program.library.unfollow(url)

    came = reader.program.parts.runner()._do(Task(number=1, job=1, order=order, attempts=1))

    assert isinstance(came, Outcome)
    assert came.status == "removed"
    assert reader.program.library.feeds() == []


@pytest.mark.parametrize("reference", ["&#xD800;", "&#55296;", "&#x110000;"])
def test_l6_a_bad_character_does_not_spoil_a_feed(reference: str) -> None:
    feed = rss("https://paper.example/a", title=f"Coast {reference}Herald &#38; Sons")

    source, text = read_feed(feed.encode(), "https://paper.example/feed")

    assert source.title == "Coast Herald & Sons"
    assert [entry.address for entry in entries_of(text)] == ["https://paper.example/a"]
