"""Collections of articles: a file of JSON Lines, one article a line; a mailbox, one article a message."""

import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any

from domain.errors import SourceError
from domain.values import Material, Source
from ingest.extract.decode import clean
from ingest.extract.frontmatter import known_fields
from ingest.extract.mail import message_id, messages
from ingest.fetch.files import COLLECTIONS

LINES_AT_ONCE = 1_000
"""Of a collection: more would fill the memory, and hold up whoever else writes."""
_LINE = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
_FIELDS = ("title", "url", "outlet", "author", "published", "updated")


def unrolled(material: Material) -> Iterator[Material]:
    """Yield a material for each line that is not empty, or each message; any other, and an empty file, as it is.

    A line is known by its ``url``, else by its file and its title, else by its words; a message by its file and the
    identifier that its sender gave it, else by its words.
    """
    empty = True
    for number, entry in enumerate(_entries(material), material.first_line):
        if printed := entry.strip():
            yield _message(material, number, entry) if material.media == "mbox" else _line(material, number, printed)
            empty = False
    if empty:
        yield material


def line_count(material: Material) -> int:
    """Return how many materials ``unrolled`` yields."""
    return max(1, sum(1 for entry in _entries(material) if entry.strip()))


def parts(material: Material, *, lines: int = LINES_AT_ONCE) -> Iterator[Material]:
    """Yield a collection in parts of so many lines, empty ones included, or so many messages.

    A shorter one, and any other material, is yielded whole. The parts together have the bytes of the whole.
    """
    if material.media not in COLLECTIONS:
        yield material
        return
    first, end, number = 0, 0, 0
    for number, entry in enumerate(_entries(material), 1):
        end += len(entry)
        if number % lines == 0:
            yield dataclasses.replace(
                material, data=material.data[first:end], first_line=material.first_line + number - lines
            )
            first = end
    if first < len(material.data) or not number:
        rest = material.first_line + number - number % lines
        yield dataclasses.replace(material, data=material.data[first:], first_line=rest)


def read_line(data: bytes, name: str) -> tuple[Source, str]:
    """Return what one line says. Raises SourceError for a line that is no article."""
    fields = _loaded(data)
    if fields is None:
        raise SourceError(f"{name} is no JSON object.", hint='Write {"title": …, "url": …, "published": …, "text": …}.')
    text = fields.get("text")
    if not isinstance(text, str):
        raise SourceError(f"{name} has no “text”.", hint="Put the article's words there.")
    stated = {field: fields[field] for field in _FIELDS if fields.get(field) is not None}
    known: dict[str, Any] = {"title": "", **known_fields(stated, name)}
    return Source(**known), clean(text)


def _entries(material: Material) -> Iterator[bytes]:
    """Yield the lines of JSON Lines, or the messages of a mailbox; together they have the bytes of the whole."""
    if material.media == "jsonl":
        yield from (line.group() for line in _LINE.finditer(material.data))
    elif material.media == "mbox":
        yield from messages(material.data)


def _message(material: Material, number: int, message: bytes) -> Material:
    sent_as = message_id(message)
    return dataclasses.replace(
        material,
        name=f"{material.name}, message {number}",
        data=message,
        media="eml",
        identity=f"entry:{material.identity}#{sent_as}" if material.identity and sent_as else None,
        first_line=1,
    )


def _line(material: Material, number: int, line: bytes) -> Material:
    stated = (_loaded(line) or {}).get("title")
    title = clean(stated) if isinstance(stated, str) else ""
    named = material.identity and title.strip()
    return dataclasses.replace(
        material,
        name=f"{material.name}, line {number}",
        data=line,
        media="line",
        identity=f"entry:{material.identity}#{title}" if named else None,
        first_line=1,
    )


def _loaded(line: bytes) -> dict[str, Any] | None:
    try:
        loaded = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, dict) else None
