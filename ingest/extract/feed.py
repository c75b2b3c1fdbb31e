"""A feed to its entries: RSS and Atom by feedparser, JSON Feed as jsonfeed.org describes it."""

import io
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from domain.errors import SourceError
from domain.values import Source
from ingest.fetch.addresses import is_front_page, is_web_address

_ANY_XML = frozenset({"application/xml", "text/xml"})
_TYPES = frozenset(
    {*(f"application/{kind}+xml" for kind in ("rss", "atom", "rdf")), "application/feed+json", *_ANY_XML}
)
_BEGINS = re.compile(rb"<(rss|feed|rdf:RDF)\b")
_JSON_FEED = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*+\{[^{}]{0,1000}?"version"\s*+:\s*+"https:(?:\\?/){2}jsonfeed\.org')
_REFERENCE = re.compile(rb"&#(?:x0*+([0-9a-f]{1,6})|0*+([0-9]{1,7}));", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed. ``address`` is that of its page, None if it has none (a sound file alone)."""

    address: str | None
    title: str


def is_feed(media_type: str, data: bytes) -> bool:
    """Whether something fetched is a feed, by what its server calls it or by how it begins."""
    head = data[:2000]
    if b"<html" in head.lower():
        return media_type in _TYPES - _ANY_XML
    return media_type in _TYPES or _BEGINS.search(head) is not None or _JSON_FEED.search(head) is not None


def read_feed(data: bytes, name: str) -> tuple[Source, str]:
    """Return the feed's title and its entries in the feed's order, as JSON that ``entries_of`` reads.

    An entry without a link has the address that it is known by, if that is one.

    Args:
        data: the feed's bytes.
        name: its own address, which relative ones are read against, unless the feed names another base.

    Raises:
        SourceError: it is no feed, has no entries with an address, or defines entities, which only harmful feeds do.
    """
    title, found = _from_json(data, name) if _JSON_FEED.search(data[:2000]) else _from_xml(data, name)
    known: dict[str, FeedEntry] = {}
    for entry in found:
        known.setdefault(entry.address or entry.title, entry)
    entries = known.values()
    if all(entry.address is None for entry in entries):
        raise SourceError(
            f"{name} is no feed with entries that can be fetched.",
            hint="Name the address of an RSS, Atom or JSON feed; the outlet's page links it.",
        )
    return Source(title=title or name), json.dumps([(entry.address, entry.title) for entry in entries])


def entries_of(text: str) -> list[FeedEntry]:
    """Return the entries from what ``read_feed`` returns as text."""
    return [FeedEntry(address, title) for address, title in json.loads(text)]


def _from_xml(data: bytes, name: str) -> tuple[str, list[FeedEntry]]:
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
    return str(found.feed.get("title", "")), [_entry(entry) for entry in found.entries]


def _from_json(data: bytes, name: str) -> tuple[str, list[FeedEntry]]:
    try:
        feed = json.loads(data)
        items = feed.get("items") if isinstance(feed, dict) else None
    except (ValueError, RecursionError) as error:
        raise SourceError(f"The feed {name} is no JSON.", hint="Name another feed.") from error
    items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return str(feed.get("title") or ""), [_json_entry(item, name) for item in items]


def _json_entry(item: dict[str, Any], name: str) -> FeedEntry:
    named = [_joined(name, item[key]) for key in ("url", "external_url") if isinstance(item.get(key), str)]
    listed = item.get("attachments")
    attachments = [one for one in (listed if isinstance(listed, list) else ()) if isinstance(one, dict)]
    kinds = [str(one.get("mime_type") or "") for one in attachments]
    return _of(named, str(item.get("id") or ""), str(item.get("title") or ""), kinds)


def _joined(base: str, address: str) -> str:
    """Return an address read against another one; "" if it is none."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _entry(entry: Any) -> FeedEntry:
    kinds = [str(link.get("type") or "") for link in entry.get("links") or () if link.get("rel") == "enclosure"]
    links = [str(entry.get("link") or "")]
    return _of(links, str(entry.get("id") or ""), str(entry.get("title") or ""), kinds)


def _of(links: Sequence[str], known_by: str, title: str, kinds: Sequence[str]) -> FeedEntry:
    """Return an entry by its links, best first; one that leads to a front page comes last."""
    title = " ".join(title.split())
    addresses = [address for address in (*links, known_by) if is_web_address(address)]
    inner = (address for address in addresses if not is_front_page(address))
    linked = (address for address in links if is_web_address(address))
    address = next(inner, None) or next(linked, None)
    return FeedEntry(address, title if address else f"{title or 'an entry without a title'}{_named(kinds)}")


def _named(kinds: Sequence[str]) -> str:
    return f" ({', '.join(kinds)})" if any(kinds) else ""


def _character(reference: re.Match[bytes]) -> bytes:
    """Return a numeric reference as it stands, nothing for one to half a character: it would spoil the whole feed."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return b"" if 0xD800 <= number <= 0xDFFF or number > sys.maxunicode else reference[0]
