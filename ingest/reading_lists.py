"""Exports of reading lists and bookmarks: what each format calls an address, a date, tags and notes.

Pocket, Instapaper and Readwise Reader export CSV; Wallabag and Karakeep JSON; Omnivore a zip with the saved pages;
browsers, and Pocket before 2025, a file of HTML.
"""

import ast
import csv
import dataclasses
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from domain.collected import MAX_NOTE_CHARS, Filing, fitting_name
from domain.errors import SourceError
from domain.jobs import FILING, Order, order_of
from domain.values import Material, Source
from ingest.extract.decode import clean, decode
from ingest.fetch.addresses import is_web_address, plain_address
from ingest.fetch.files import MAX_LIST_BYTES

MAX_ITEMS = 50_000
MAX_PARTS = 100_000
MAX_UNPACKED = 200_000_000
MAX_SAVED_CHARS = 2_000_000
"""Of a saved page; a longer one is left out, and only its address is taken."""
KINDS = "Dateline reads the exports of Pocket, Instapaper, Omnivore, Wallabag, Readwise Reader, Karakeep and browsers"

_BROKEN = (csv.Error, json.JSONDecodeError, zipfile.BadZipFile, zlib.error, RuntimeError, AssertionError)
"""What the parsers raise for a file that is not what it seems; RuntimeError for an encrypted or deeply nested one."""

_STATES = frozenset({"unread", "archive"})
"""Folders of Instapaper that say whether something was read."""
_YEARS = range(1991, 2100)
"""In which something can have been saved from the web."""
_MILLISECONDS = 100_000_000_000
"""A later number of seconds is one of milliseconds, or of microseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One entry of a reading list.

    ``added`` is when it was saved (UTC, ISO 8601). ``notes`` are pairs of the words they are about ("" for the whole
    article) and what the user wrote ("" for a highlight alone). ``page`` is the saved page, if the export has it;
    ``text`` are the words of an entry without an address.
    """

    url: str = ""
    title: str = ""
    added: str | None = None
    tags: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    page: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingList:
    """What an export holds. ``ignored`` names columns, fields and files that are not used."""

    service: str
    entries: tuple[Saved, ...]
    ignored: tuple[str, ...] = ()


def read_reading_list(data: bytes, name: str) -> tuple[Source, str]:
    """Return the service as the title, and the list as JSON, to be read by ``reading_list_of``.

    Raises:
        SourceError: it is none of the exports, is too large, or names no entry.
    """
    found = _read(data, name)
    if not found.entries:
        raise SourceError(f"{name} names no article.", hint="Export it again.")
    if len(found.entries) > MAX_ITEMS:
        raise SourceError(f"{name} names more than {MAX_ITEMS:,} articles.", hint="Split it.")
    return Source(title=found.service), json.dumps(dataclasses.asdict(found), ensure_ascii=False)


def reading_list_of(text: str) -> ReadingList:
    """Return the list that ``read_reading_list`` has written."""
    fields: dict[str, Any] = json.loads(text)
    entries = (
        Saved(**{**one, "tags": tuple(one["tags"]), "notes": tuple((quote, said) for quote, said in one["notes"])})
        for one in fields["entries"]
    )
    return ReadingList(service=fields["service"], entries=tuple(entries), ignored=tuple(fields["ignored"]))


def orders_of(found: ReadingList, *, reader: str = "") -> list[Order]:
    """Return the tasks of taking a list in: each article goes into a collection of the service's name and of each tag.

    Args:
        found: the list.
        reader: the user whose collections and notes they become.
    """
    return [_order(one, found.service, reader) for one in found.entries]


def _order(saved: Saved, service: str, reader: str) -> Order:
    names = tuple(dict.fromkeys(filter(None, map(fitting_name, (service, *saved.tags)))))
    notes = tuple((quote[:MAX_NOTE_CHARS], note[: MAX_NOTE_CHARS // 2]) for quote, note in saved.notes)
    filing = {FILING: Filing(names=names, reader=reader, added=saved.added, notes=notes).as_json()}
    if saved.text and not saved.url:
        order = order_of(
            Material(name=saved.title or "a text", data=saved.text.encode(), media="text", title=saved.title)
        )
        return dataclasses.replace(order, fields={**order.fields, **filing})
    page = saved.page.encode("utf-8", "replace") or None
    return Order(kind="saved", name=saved.title or saved.url, fields={"url": saved.url, **filing}, data=page)


def _read(data: bytes, name: str) -> ReadingList:
    if len(data) > MAX_LIST_BYTES:
        raise SourceError(f"{name} is larger than {MAX_LIST_BYTES // 1_000_000} MB.", hint="Split it.")
    try:
        if data.startswith(b"PK"):
            return _read_archive(data, name)
        return _read_text(decode(data, name), name)
    except _BROKEN as error:
        raise SourceError(f"{name} cannot be read: {error}.", hint=f"{KINDS}; export it again.") from error


def _read_text(text: str, name: str) -> ReadingList:
    begins = text.lstrip()[:1]
    if begins in ("[", "{"):
        return _read_json(json.loads(text), name)
    return _read_bookmarks(text) if begins == "<" else _read_csv(text, name)


def _merged(service: str, entries: Iterable[Saved], ignored: Iterable[str]) -> ReadingList:
    """Return a list that names each address once: with the earliest date, and all tags and notes."""
    found: dict[str, Saved] = {}
    for one in entries:
        key = plain_address(one.url) if is_web_address(one.url) else one.url or one.text
        known = found.get(key)
        if known is None:
            found[key] = one
            continue
        found[key] = dataclasses.replace(
            known,
            title=known.title or one.title,
            added=min(filter(None, (known.added, one.added)), default=None),
            tags=tuple(dict.fromkeys(known.tags + one.tags)),
            notes=tuple(dict.fromkeys(known.notes + one.notes)),
            page=known.page or one.page,
        )
    return ReadingList(service=service, entries=tuple(found.values()), ignored=tuple(dict.fromkeys(ignored)))


@dataclass(frozen=True, slots=True)
class _Csv:
    """The columns of a CSV export; ``needed`` tell it from the others."""

    service: str
    needed: frozenset[str]
    url: str
    title: str
    added: str
    tags: str
    separator: str = ","
    folder: str = ""
    selection: str = ""

    @property
    def used(self) -> frozenset[str]:
        return frozenset({self.url, self.title, self.added, self.tags, self.folder, self.selection})

    def entry(self, row: Mapping[str, str | None]) -> Saved:
        cells = {name: clean(cell or "").strip() for name, cell in row.items() if isinstance(cell, str)}
        folder, selection = cells.get(self.folder, ""), cells.get(self.selection, "")
        tags = _names(cells.get(self.tags, ""), self.separator)
        return Saved(
            url=cells.get(self.url, ""),
            title=cells.get(self.title, ""),
            added=_moment(cells.get(self.added)),
            tags=tags if folder.lower() in _STATES or not folder else (*tags, folder),
            notes=((selection, ""),) if selection else (),
        )


_CSV_FORMATS = (
    _Csv("Pocket", frozenset({"url", "time_added"}), "url", "title", "time_added", "tags", "|"),
    _Csv(
        *("Instapaper", frozenset({"URL", "Timestamp"}), "URL", "Title", "Timestamp", "Tags"),
        folder="Folder",
        selection="Selection",
    ),
    _Csv("Readwise Reader", frozenset({"URL", "Saved date"}), "URL", "Title", "Saved date", "Document tags"),
)


def _read_csv(text: str, name: str) -> ReadingList:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    columns = [column.strip() for column in rows.fieldnames or ()]
    rows.fieldnames = columns
    form = next((one for one in _CSV_FORMATS if one.needed <= set(columns)), None)
    if form is None:
        raise SourceError(f"{name} is no reading list that is known.", hint=f"{KINDS}.")
    ignored = [column for column in columns if column not in form.used and column]
    return _merged(form.service, map(form.entry, rows), ignored)


@dataclass(frozen=True, slots=True)
class _Json:
    """The fields of an entry of a JSON export; ``entry`` reads one."""

    service: str
    used: frozenset[str]
    entry: Callable[[Mapping[str, Any]], Saved]


def _of_wallabag(one: Mapping[str, Any]) -> Saved:
    return Saved(
        url=_text(one.get("url")),
        title=_text(one.get("title")),
        added=_moment(one.get("created_at")),
        tags=_names(one.get("tags")),
        notes=_notes(one.get("annotations")),
        page=_page(one.get("content"), one.get("title"), one.get("published_at"), one.get("published_by")),
    )


def _of_omnivore(one: Mapping[str, Any]) -> Saved:
    return Saved(
        url=_text(one.get("url")),
        title=_text(one.get("title")),
        added=_moment(one.get("savedAt")),
        tags=_names(one.get("labels")),
    )


def _of_karakeep(one: Mapping[str, Any]) -> Saved:
    stated = one.get("content")
    content: Mapping[str, Any] = stated if isinstance(stated, dict) else {}
    note = _text(one.get("note"))
    return Saved(
        url=_text(content.get("url")),
        title=_text(one.get("title")),
        added=_moment(one.get("createdAt")),
        tags=_names(one.get("tags")),
        notes=(("", note),) if note else (),
        text=_text(content.get("text")),
    )


_WALLABAG = _Json(
    "Wallabag",
    frozenset(
        {"url", "title", "created_at", "tags", "annotations", "content", "published_at", "published_by"},
    ),
    _of_wallabag,
)
_OMNIVORE = _Json(
    "Omnivore", frozenset({"url", "title", "savedAt", "labels", "slug", "publishedAt", "author"}), _of_omnivore
)
_KARAKEEP = _Json("Karakeep", frozenset({"title", "createdAt", "tags", "content", "note", "lists"}), _of_karakeep)


def _read_json(value: Any, name: str) -> ReadingList:
    if isinstance(value, dict) and isinstance(value.get("bookmarks"), list):
        entries = _objects(value["bookmarks"])
        lists = {str(one.get("id")): _text(one.get("name")) for one in _objects(value.get("lists"))}
        found = (_with_lists(_of_karakeep(one), one, lists) for one in entries)
        others = [key for key in value if key not in ("bookmarks", "lists")]
        return _merged("Karakeep", found, [*others, *_unused(_KARAKEEP, entries)])
    entries = _objects(value)
    if not entries or "url" not in entries[0]:
        raise SourceError(f"{name} is no reading list that is known.", hint=f"{KINDS}.")
    form = _OMNIVORE if "savedAt" in entries[0] else _WALLABAG
    return _merged(form.service, map(form.entry, entries), _unused(form, entries))


def _with_lists(saved: Saved, one: Mapping[str, Any], lists: Mapping[str, str]) -> Saved:
    """Return an entry of Karakeep with the names of its lists among its tags."""
    stated = one.get("lists")
    named = [lists.get(str(key), "") for key in stated] if isinstance(stated, list) else []
    return dataclasses.replace(saved, tags=tuple(dict.fromkeys([*saved.tags, *filter(None, named)])))


def _unused(form: _Json, entries: Sequence[Mapping[str, Any]]) -> list[str]:
    return [key for key in dict.fromkeys(key for one in entries for key in one) if key not in form.used]


def _read_archive(data: bytes, name: str) -> ReadingList:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [part for part in archive.infolist() if not part.is_dir()]
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise SourceError(f"{name} unpacks to more than a reading list can need.", hint="Split it.")
        paths = {PurePosixPath(part.filename): part for part in parts}
        lists = [path for path in paths if path.suffix == ".csv" or path.match("metadata_*.json")]
        if not lists:
            raise SourceError(f"{name} holds no reading list that is known.", hint=f"{KINDS}.")
        read = {path: archive.read(paths[path]) for path in lists}
        saved = [path for path in paths if path.parent.name in ("content", "highlights")]
        beside = {
            f"{path.parent.name}/{path.name}": archive.read(paths[path]).decode("utf-8", "replace")
            for path in saved
            if paths[path].file_size <= MAX_SAVED_CHARS
        }
    found = [_read_part(content, str(path), beside) for path, content in sorted(read.items())]
    services = {one.service for one in found}
    if len(services) > 1:
        raise SourceError(f"{name} holds the lists of {' and '.join(sorted(services))}.", hint="Import each by itself.")
    ignored = [column for one in found for column in one.ignored]
    others = [str(path) for path in paths if path not in read and path not in saved]
    return _merged(services.pop(), (entry for one in found for entry in one.entries), [*ignored, *others])


def _read_part(data: bytes, path: str, beside: Mapping[str, str]) -> ReadingList:
    """Read a list in an archive; pages and highlights that Omnivore saves beside it have the name of its entries."""
    text = decode(data, path, declared=("utf-8",))
    if not path.endswith(".json"):
        return _read_text(text, path)
    entries = _objects(json.loads(text))
    found = []
    for one in entries:
        slug, saved = _text(one.get("slug")), _of_omnivore(one)
        content = beside.get(f"content/{slug}.html", "")
        page = _page(content, saved.title, one.get("publishedAt"), one.get("author"))
        notes = tuple(_highlights(beside.get(f"highlights/{slug}.md", "")))
        found.append(dataclasses.replace(saved, page=page, notes=notes))
    return ReadingList(service="Omnivore", entries=tuple(found), ignored=tuple(_unused(_OMNIVORE, entries)))


def _highlights(markdown: str) -> Iterator[tuple[str, str]]:
    """Yield the highlights of a Markdown file: each a block quote, and what the user wrote below it."""
    quote = ""
    for is_quote, lines in groupby(markdown.splitlines(), key=lambda line: line.startswith(">")):
        said = "\n".join(line.removeprefix(">").strip() for line in lines).strip()
        if not is_quote:
            if said:
                yield quote, said
            elif quote:
                yield quote, ""
            quote = ""
        else:
            quote = said
    if quote:
        yield quote, ""


@dataclass
class _Link:
    """A link in a file of bookmarks, with what is known of it so far."""

    attributes: Mapping[str, str]
    folder: str
    title: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)


class _Bookmarks(HTMLParser):
    """Collects the links of a file of bookmarks: folders are headings, notes stand behind their link."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[_Link] = []
        self.attributes: dict[str, None] = {}
        self._folders: list[str] = []
        self._heading: list[str] = []
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._into = None
        if tag == "a" and said.get("href"):
            self.attributes |= dict.fromkeys(said)
            self.links.append(_Link(said, self._folders[-1] if self._folders else ""))
            self._into = self.links[-1].title
        elif tag == "h3":
            self._heading = []
            self._into = self._heading
        elif tag == "dl":
            self._folders.append(" ".join("".join(self._heading).split()))
            self._heading = []
        elif tag == "dd" and self.links:
            self._into = self.links[-1].note

    def handle_endtag(self, tag: str) -> None:
        self._into = None
        if tag == "dl" and self._folders:
            self._folders.pop()

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)


_USED_ATTRIBUTES = frozenset({"href", "add_date", "time_added", "tags"})


def _read_bookmarks(text: str) -> ReadingList:
    parser = _Bookmarks()
    parser.feed(text)
    parser.close()
    entries = (_of_link(one) for one in parser.links if is_web_address(one.attributes["href"].strip()))
    return _merged("Bookmarks", entries, [name for name in parser.attributes if name not in _USED_ATTRIBUTES])


def _of_link(link: _Link) -> Saved:
    said, note = link.attributes, clean("".join(link.note)).strip()
    return Saved(
        url=said["href"].strip(),
        title=" ".join(clean("".join(link.title)).split()),
        added=_moment(said.get("add_date") or said.get("time_added")),
        tags=tuple(dict.fromkeys([*_names(said.get("tags")), *filter(None, [link.folder])])),
        notes=(("", note),) if note else (),
    )


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return clean(value).strip() if isinstance(value, str) else ""


def _names(value: Any, separator: str = ",") -> tuple[str, ...]:
    """Return tags that are written as a list, as JSON or Python write it, or parted by a sign."""
    if isinstance(value, str) and value.startswith("["):
        with suppress(ValueError, SyntaxError, MemoryError):
            value = ast.literal_eval(value)
    parts = value.split(separator) if isinstance(value, str) else value if isinstance(value, list) else []
    named = (one.get("name") or one.get("label") if isinstance(one, dict) else one for one in parts)
    return tuple(dict.fromkeys(filter(None, (" ".join(_text(one).split()) for one in named))))


def _notes(value: Any) -> tuple[tuple[str, str], ...]:
    pairs = ((_text(one.get("quote")), _text(one.get("text"))) for one in _objects(value))
    return tuple(pair for pair in pairs if any(pair))


def _moment(value: Any) -> str | None:
    """Return a time that is written as seconds since 1970 or in ISO 8601 as the library stores times."""
    try:
        if isinstance(value, str) and not value.strip().isdecimal():
            moment = datetime.fromisoformat(value.strip())
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        else:
            seconds = float(value)
            while seconds > _MILLISECONDS:
                seconds /= 1000
            moment = datetime.fromtimestamp(seconds, UTC)
        return moment.astimezone(UTC).isoformat(timespec="seconds") if moment.year in _YEARS else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _page(content: Any, title: Any, published: Any, authors: Any) -> str:
    """Return a saved page with what its export says of it in its head; "" if there is none, or it is too long."""
    if not isinstance(content, str) or not content.strip() or len(content) > MAX_SAVED_CHARS:
        return ""
    said = [f"<title>{escape(_text(title))}</title>"]
    if moment := _moment(published):
        said.append(f'<meta property="article:published_time" content="{moment}">')
    if author := ", ".join(_names(authors)):
        said.append(f'<meta name="author" content="{escape(author)}">')
    return (
        f'<!doctype html><html><head><meta charset="utf-8">{"".join(said)}</head>'
        f"<body><article><h1>{escape(_text(title))}</h1>{content}</article></body></html>"
    )
