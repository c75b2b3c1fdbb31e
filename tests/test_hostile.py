"""Broken and mutated files for each parser: an article or a clear error, never anything else, and no file left behind.

`python -m tests.test_hostile 2000` tries so many for each.
"""

import json
import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import SourceError
from domain.values import Material, Media
from ingest.extract import extract
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
}
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
    try:
        source, text = extract(Material(name="it", data=data, media=media, url="https://paper.example/a"))
    except SourceError:
        return False
    assert source.title
    assert text.strip()
    json.dumps([source.title, source.author, source.published, text]).encode("utf-8", "strict")
    return True


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


def main(examples: int) -> None:
    """Try so many mutated files for each parser."""
    logging.disable()  # parsers tell each thing that is wrong with a file
    for media in WHOLE:
        _attack(media, examples)
        print(media, examples, "files: no crash", flush=True)


def _attack(media: Media, examples: int) -> None:
    @settings(max_examples=examples, database=None, deadline=None)
    @given(changes=CHANGES)
    def attack(changes: list[Change]) -> None:
        read(media, mutated(WHOLE[media], changes))

    attack()


if __name__ == "__main__":
    main(int(sys.argv[1]))
