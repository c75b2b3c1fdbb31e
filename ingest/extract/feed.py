"""An RSS or Atom feed to the addresses of its entries, by feedparser."""

import io
import re
import sys
from collections.abc import Sequence
from typing import Any

from domain.errors import SourceError
from domain.values import Source
from ingest.fetch.addresses import is_front_page, is_web_address

NO_PAGE = "# "
"""Begins the line of an entry that has no page; no address begins so."""

_ANY_XML = frozenset({"application/xml", "text/xml"})
_TYPES = frozenset({*(f"application/{kind}+xml" for kind in ("rss", "atom", "rdf")), *_ANY_XML})
_BEGINS = re.compile(rb"<(rss|feed|rdf:RDF)\b")
_REFERENCE = re.compile(rb"&#(?:x0*+([0-9a-f]{1,6})|0*+([0-9]{1,7}));", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)


def is_feed(media_type: str, data: bytes) -> bool:
    """Whether something fetched is a feed, by what its server calls it or by how it begins."""
    head = data[:2000]
    if b"<html" in head.lower():
        return media_type in _TYPES - _ANY_XML
    return media_type in _TYPES or _BEGINS.search(head) is not None


def read_feed(data: bytes, name: str) -> tuple[Source, str]:
    """Return the feed's title and its entries in the feed's order, one a line: addresses, and those without a page.

    An entry that names no page (a sound file alone) is a line of NO_PAGE and its title. An entry without a link has the
    address that it is known by, if that is one. ``name`` is the feed's own address, which relative ones are read
    against, unless the feed names another base. Raises SourceError for what is no feed, has no entries with an address,
    or defines entities, which feeds do only to do harm.
    """
    import feedparser

    if _ENTITIES.search(data.replace(b"\0", b"")):  # in UTF-16 every other byte is 0
        raise SourceError(f"The feed {name} defines entities, which no feed needs.", hint="Name another feed.")
    try:
        # A stream: bytes would be taken for the name of a file first.
        found = feedparser.parse(
            io.BytesIO(_REFERENCE.sub(_character, data)), response_headers={"content-location": name}
        )
    except Exception as error:
        raise SourceError(f"The feed {name} cannot be read.", hint="Name another feed.") from error
    lines = list(dict.fromkeys(_line(entry) for entry in found.entries))
    if all(line.startswith(NO_PAGE) for line in lines):
        raise SourceError(
            f"{name} is no feed with entries that can be fetched.",
            hint="Name the address of an RSS or Atom feed; the outlet's page links it.",
        )
    return Source(title=str(found.feed.get("title", "")) or name), "\n".join(lines)


def _line(entry: Any) -> str:
    link, known_by = str(entry.get("link") or ""), str(entry.get("id") or "")
    named = [address for address in (link, known_by) if is_web_address(address)]
    for address in named:
        if not is_front_page(address):
            return address
    if is_web_address(link):
        return link
    title = " ".join(str(entry.get("title") or "").split())
    kinds = [str(link.get("type") or "") for link in entry.get("links") or () if link.get("rel") == "enclosure"]
    return f"{NO_PAGE}{title or 'an entry without a title'}{_named(kinds)}"


def _named(kinds: Sequence[str]) -> str:
    return f" ({', '.join(kinds)})" if any(kinds) else ""


def _character(reference: re.Match[bytes]) -> bytes:
    """Return a numeric reference as it stands, nothing for one to half a character: it would spoil the whole feed."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return b"" if 0xD800 <= number <= 0xDFFF or number > sys.maxunicode else reference[0]
