"""Collections of articles: a file of JSON Lines, one article a line."""

import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any

from domain.errors import SourceError
from domain.values import Material, Source
from ingest.decode import clean
from ingest.frontmatter import known_fields

LINES_AT_ONCE = 1_000
"""Of a collection: more would fill the memory, and hold up whoever else writes."""
_LINE = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
_FIELDS = ("title", "url", "outlet", "author", "published", "updated")


def unrolled(material: Material) -> Iterator[Material]:
    """Yield a material for each line that is not empty; any other material, and an empty file, as it is.

    A line is known by its ``url``, else by its file and its title, else by its words.
    """
    lines = _LINE.finditer(material.data) if material.media == "jsonl" else ()
    empty = True
    for number, line in enumerate(lines, material.first_line):
        if printed := line.group().strip():
            yield _line(material, number, printed)
            empty = False
    if empty:
        yield material


def line_count(material: Material) -> int:
    """Return how many materials ``unrolled`` yields."""
    lines = _LINE.finditer(material.data) if material.media == "jsonl" else ()
    return max(1, sum(1 for line in lines if line.group().strip()))


def parts(material: Material, *, lines: int = LINES_AT_ONCE) -> Iterator[Material]:
    """Yield a collection in parts of so many lines, empty ones included; a shorter one, and any other material, whole.

    The parts together have the bytes of the whole.
    """
    if material.media != "jsonl":
        yield material
        return
    first, number = 0, 0
    for number, line in enumerate(_LINE.finditer(material.data), 1):
        if number % lines == 0:
            yield dataclasses.replace(
                material, data=material.data[first : line.end()], first_line=material.first_line + number - lines
            )
            first = line.end()
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
    told = {field: fields[field] for field in _FIELDS if fields.get(field) is not None}
    return Source(**{"title": "", **known_fields(told, name)}), clean(text)


def _line(material: Material, number: int, line: bytes) -> Material:
    told = (_loaded(line) or {}).get("title")
    title = clean(told) if isinstance(told, str) else ""
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
