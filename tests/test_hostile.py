"""Broken and mutated files for each parser: an article or a clear error, never anything else, and no file left behind.

`make fuzz` tries many more (tests/fuzz.py).
"""

import json
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import SourceError
from domain.values import Material, Media
from ingest.extract.article_collections import unrolled
from ingest.extract.formats import extract
from tests.papers import epub, message, pdf, word
from tests.web import SENTENCES, article_page

Change = tuple[str, int, bytes]

LINKED = {"@type": "NewsArticle", "headline": "Crane", "author": {"name": "Jane"}, "datePublished": "2025-11-03"}
HEAD = f'<script type="application/ld+json">{json.dumps(LINKED)}</script><meta property="og:title" content="Crane">'
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Herald</title><item><title>Crane</title>'
    "<link>https://paper.example/crane</link><pubDate>Mon, 03 Nov 2025 10:00:00 GMT</pubDate></item></channel></rss>"
)
LINE = {"title": "Crane", "url": "https://paper.example/a", "published": "2025-11-03", "text": SENTENCES[0]}
WHOLE: dict[Media, bytes] = {
    "html": article_page(head=HEAD).encode(),
    "pdf": pdf([SENTENCES, SENTENCES], head="Herald"),
    "docx": word(),
    "eml": message(
        "".join(f"<p>{one}</p>" for one in SENTENCES), SENTENCES[0], Subject="Crane", From="Jo <j@a.example>"
    ),
    "epub": epub(f"<h1>Crane</h1><p>{SENTENCES[0]}</p>", contents="<a href='c1.xhtml'>Crane</a>"),
    "feed": FEED.encode(),
    "line": json.dumps(LINE).encode(),
    "markdown": f"---\ntitle: Crane\npublished: 2025-11-03\n---\n{SENTENCES[0]}".encode(),
    "text": "\n".join(SENTENCES).encode(),
    "links": article_page(head='<link rel="next" href="/ostmark?page=2"><link rel="prev" href="/ostmark">').encode(),
    "mbox": b"From a@a.example Mon Nov  3 10:00:00 2025\n" + message("", SENTENCES[0], Subject="Crane"),
    "jsonl": json.dumps(LINE).encode() + b"\n" + json.dumps(LINE | {"url": None}).encode(),
}
WEB: tuple[Media, ...] = ("html", "feed", "links", "text", "pdf", "markdown", "docx")
SIGNS = [
    *(b"<", b">", b"</", b"<!--", b"]]>", b"{", b"[[", b'"', b"\\u0000", b"\xff\xfe", b"\0" * 8, b"%%EOF", b"endobj"),
    *(b"PK\3\4", b"&#x10ffff;", b"<!ENTITY a 'b'>", b"9" * 40, b"-1", b"<![CDATA[", b"/Length 99999999"),
    *(b"<p>" * 500, b"e" * 5000),
]
JUNK = st.binary(max_size=30) | st.sampled_from(SIGNS)
KINDS = st.sampled_from(["put", "over", "cut", "twice", "end"])
CHANGES = st.lists(st.tuples(KINDS, st.integers(0, 2**32), JUNK), min_size=1, max_size=6)


def mutated(whole: bytes, changes: Sequence[Change]) -> bytes:
    """Put junk in, write it over, cut out, repeat, or end the bytes at places; in this order."""
    data = whole
    for what, where, junk in changes:
        at = where % (len(data) + 1)
        length = len(junk) + 1
        data = {
            "put": data[:at] + junk + data[at:],
            "over": data[:at] + junk + data[at + len(junk) :],
            "cut": data[:at] + data[at + length :],
            "twice": data[: at + length] + data[at:],
            "end": data[:at],
        }[what]
    return data


def read(media: Media, data: bytes) -> bool:
    """Whether the bytes are an article, sound in all that it says of itself; False for a clear error."""
    material = Material(name="it", data=data, media=media, url="https://paper.example/a" if media in WEB else None)
    articles = []
    for one in unrolled(material):
        with suppress(SourceError):
            articles.append(extract(one))
    for source, text in articles:
        assert source.title or media == "links"
        assert text.strip()
        json.dumps([source.title, source.author, source.published, text]).encode("utf-8", "strict")
    return bool(articles)


@pytest.mark.parametrize("media", list(WHOLE))
def test_what_is_broken_here_is_an_article_while_it_is_whole(media: Media) -> None:
    assert read(media, WHOLE[media])


@pytest.mark.parametrize("media", list(WHOLE))
@settings(max_examples=60)
@given(changes=CHANGES)
def test_a_mutated_file_is_an_article_or_a_clear_error(media: Media, changes: list[Change]) -> None:
    read(media, mutated(WHOLE[media], changes))


@pytest.mark.parametrize("media", list(WHOLE))
@settings(max_examples=30)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_an_article_or_a_clear_error(media: Media, data: bytes) -> None:
    read(media, data)


def test_no_parser_leaves_a_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for media, whole in WHOLE.items():
        for end in (len(whole), len(whole) // 2):
            read(media, whole[:end])

    assert list(tmp_path.iterdir()) == []
