"""Collections of articles: a file of JSON Lines, one article a line."""

import dataclasses
import json
from typing import Any

from domain.errors import SourceError
from domain.values import Material, Source
from ingest.decode import clean
from ingest.frontmatter import known_fields

_FIELDS = ("title", "url", "outlet", "author", "published", "updated")


def unrolled(material: Material) -> list[Material]:
    """Return a material for each line that is not empty; any other material, and an empty file, as it is.

    A line is known by its ``url``, else by its file and its title, else by its words.
    """
    lines = material.data.splitlines() if material.media == "jsonl" else []
    return [_line(material, number, line) for number, line in enumerate(lines, 1) if line.strip()] or [material]


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
    )


def _loaded(line: bytes) -> dict[str, Any] | None:
    try:
        loaded = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, dict) else None
