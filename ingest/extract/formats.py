"""Material to what an article says of itself and its text."""

import dataclasses
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from typing import cast

from domain.errors import SourceError
from domain.limits import MAX_ADDRESS_CHARS, MAX_TEXT_BYTES, cut
from domain.values import Format, Material, Media, Source
from ingest.extract.article_collections import read_line
from ingest.extract.decode import clean, decode
from ingest.extract.docx_file import read_word
from ingest.extract.epub import read_book
from ingest.extract.feed import read_feed
from ingest.extract.frontmatter import first_heading, split_front_matter
from ingest.extract.html import declared_encoding, read_page
from ingest.extract.mail import read_message
from ingest.extract.odt import read_opendocument
from ingest.extract.page_links import is_page_of, page_number, read_page_links
from ingest.extract.pdf import read_pdf
from ingest.extract.saved_page import read_mhtml, singlefile_address
from ingest.extract.stubs import refuse_stub
from ingest.fetch.addresses import is_front_page, same_site, tidy
from ingest.fetch.files import MAX_BYTES
from ingest.fetch.soft_404 import is_section
from ingest.reading_lists import MAX_UNPACKED, read_reading_list

Extract = Callable[[Material], tuple[Source, str]]
"""From a material to what the article says of itself and its text. Raises SourceError."""

PARSED: frozenset[Media] = frozenset(
    {"html", "mhtml", "markdown", "pdf", "docx", "odt", "eml", "epub", "feed", "links", "list"}
)
"""What a parser of some size has to read, which hostile input may hurt; YAML in front of Markdown is one."""

_READERS: dict[Media, Callable[[bytes, str], tuple[Source, str]]] = {
    "pdf": read_pdf,
    "docx": read_word,
    "odt": read_opendocument,
    "eml": read_message,
    "epub": read_book,
    "line": read_line,
    "feed": read_feed,
    "links": read_page_links,
    "list": read_reading_list,
}
_EXTRACTORS: dict[Format, str] = {
    "html": "trafilatura",
    "mhtml": "trafilatura",
    "pdf": "pypdfium2",
    "docx": "python-docx",
}
_TITLE_CHARS = 65
MAX_BOOK_BYTES = 10 * MAX_TEXT_BYTES
"""Of a book, whose text is that of all its chapters; each of them is an article."""
_MOST_BYTES: dict[Media, int] = {"epub": MAX_BOOK_BYTES, "list": 2 * MAX_UNPACKED}


def extract(material: Material) -> tuple[Source, str]:
    """Return (source, text). The text is as printed, save line ends and control characters; offsets refer to it.
    Of a book it is one JSON object a chapter, each in a line.

    The title is the one given with the material, else the article's own, else the article's first words.
    Raises SourceError for what is empty, too large, no text, or a page without an article.
    """
    if len(material.data) > MAX_BYTES and material.media != "list":
        raise SourceError(f"{material.name} is larger than {MAX_BYTES // 1_000_000} MB.", hint="Split it.")
    return completed(material, *_read(material))


def completed(material: Material, source: Source, text: str) -> tuple[Source, str]:
    """Return what a reader found with fields of one line, the address, a title, and what it was made from.

    Raises SourceError for a text that is empty or too long.
    """
    if not text.strip():
        raise SourceError(f"{material.name} holds no words.", hint="Check that the article was saved.")
    most = _MOST_BYTES.get(material.media, MAX_TEXT_BYTES)
    if len(text.encode()) > most:
        raise SourceError(
            f"The text of {material.name} is longer than {most // 1_000_000} MB.", hint="Split it into parts."
        )
    fields = {field: _line(value) for field, value in dataclasses.asdict(source).items() if value}
    if len(fields.get("url", "")) > MAX_ADDRESS_CHARS:  # cut, it would lead elsewhere
        del fields["url"]
    if material.url:
        fields["url"] = _own_address(fields.get("url"), material.url)
    fields["title"] = _line(material.title or "") or fields.get("title") or first_words(text)
    named = {field: value if field == "url" else cut(value) for field, value in fields.items()}
    if not source.format:
        made_from = material.origin or cast(Format, "jsonl" if material.media == "line" else material.media)
        named["format"], named["extractor"] = made_from, _extractor(made_from)
    return Source(**{field: value for field, value in named.items() if value}), text  # type: ignore[arg-type]


@cache
def _extractor(made_from: Format) -> str:
    """Return the name and the version of the library that reads a format; "" for Dateline's own reading."""
    name = _EXTRACTORS.get(made_from)
    return f"{name} {version(name)}" if name else ""


def first_words(text: str, *, max_chars: int = _TITLE_CHARS) -> str:
    """Return the first line that has words, cut between two words to at most ``max_chars`` and "…"."""
    line = next((" ".join(line.split()) for line in text.split("\n") if line.strip()), "")
    if len(line) <= max_chars:
        return line
    cut = line[: max_chars + 1].rpartition(" ")[0] or line[:max_chars]
    return cut.rstrip(" ,;:–—-") + "…"


def _line(value: str) -> str:
    """Return a field of the source in one line, without control characters."""
    return " ".join(clean(value).split())


def _own_address(named: str | None, found_at: str) -> str:
    """Return the address that a page names as its own, if it is its site's to give away; else where it was found.

    A page that names another site's article would otherwise take that article's place. It is not believed either if it
    names the front page, a section above it, or the first page of several that it is not.
    """
    if not named or is_front_page(named) or not same_site(named, found_at) or is_section(found_at, named):
        return found_at
    named = tidy(named)
    is_first_of_several = is_page_of(named, found_at) and page_number(named) != page_number(found_at)
    return found_at if is_first_of_several else named


def _read(material: Material) -> tuple[Source, str]:
    if material.media in ("html", "mhtml"):
        return _read_page(material)
    if material.media in _READERS:
        return _READERS[material.media](material.data, material.name)
    text = decode(material.data, material.name, declared=(material.charset,))
    if material.media == "markdown":
        fields, text = split_front_matter(text, material.name)
        return Source(**{"title": first_heading(text) or "", **fields}), text  # type: ignore[arg-type]
    return Source(title=""), text


def _read_page(material: Material) -> tuple[Source, str]:
    """Read a page of the web, fetched or saved; a saved one may say where it was found."""
    if material.media == "mhtml":
        html, saved_from = read_mhtml(material.data, material.name)
    else:
        declared = (material.charset, declared_encoding(material.data))
        html = decode(material.data, material.name, declared=declared)
        saved_from = singlefile_address(html)
    source, text = read_page(html, material.name)
    if material.url:
        refuse_stub(html, text, material.name, short=material.identity is not None)
    elif saved_from:
        refuse_stub(html, text, material.name)
        source = dataclasses.replace(source, url=_own_address(source.url, saved_from))
    return source, text
