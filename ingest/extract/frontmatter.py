"""The YAML block at the head of a Markdown file."""

import json
import re
from collections.abc import Mapping

import yaml

from domain.errors import SourceError
from domain.limits import MAX_FIELD_CHARS
from ingest.extract.dates import iso_date
from ingest.fetch.addresses import is_web_address

_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(.+)$", re.MULTILINE)
_FIELDS = ("title", "url", "outlet", "author", "published", "updated")
_NOTHING = {"", "~", "null", "Null", "NULL"}
_QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')"""
_HEADLINE = re.compile(
    rf"^({'|'.join(_FIELDS)}):[ \t]+(?![\[{{|>]|{_QUOTED}[ \t]*$)(\S(?:.*[^ \t\n])?)[ \t]*$",
    re.MULTILINE,
)
"""A field in one line that is neither quoted nor a list: a headline such as "Explained: what the vote means"."""


def split_front_matter(text: str, name: str) -> tuple[dict[str, str], str]:
    """Return the known fields (dates in ISO 8601; an empty field is left out) and the text behind the block.

    Text between two lines of dashes that is no YAML mapping is text. A headline may hold a colon or begin with a sign,
    as headlines do, although YAML would have it in quotes. Raises SourceError for YAML that is malformed in another way
    and for a date that is none.
    """
    block = _BLOCK.match(text)
    if block is None:
        return {}, text
    loaded = _load(block.group(1), name)
    if not isinstance(loaded, dict):
        return {}, text
    return known_fields({field: loaded[field] for field in _FIELDS if field in loaded}, name), text[block.end() :]


def _load(printed: str, name: str) -> object:
    # BaseLoader leaves every value as it is printed: a date is not turned into an object, nor "no" into False.
    try:
        return yaml.load(printed, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        quoted = _HEADLINE.sub(lambda line: f"{line[1]}: {json.dumps(line[2], ensure_ascii=False)}", printed)
        if quoted != printed:
            return _load(quoted, name)
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 2}" if where else ""
        raise SourceError(
            f"The front matter of {name} is not valid YAML{line}.",
            hint='Put values that hold a colon or begin with a sign in "quotes".',
        ) from error


def known_fields(stated: Mapping[str, object], name: str) -> dict[str, str]:
    """Return the fields of a source as they are kept: dates in ISO 8601, empty ones left out. Raises SourceError."""
    fields = {field: _printed(value, field, name) for field, value in stated.items()}
    known = {field: value for field, value in fields.items() if value not in _NOTHING}
    for field in ("published", "updated"):
        if field in known:
            known[field] = iso_date(known[field], f"“{field}” of {name}")
    if "url" in known and not is_web_address(known["url"]):
        raise SourceError(f"“url” of {name} is not a web address: “{known['url']}”.", hint="Begin it with https://.")
    return known


def known_field(field: str, value: str) -> str:
    """Return one field as it is kept, empty if it is empty. Raises SourceError for a date that is none, or no title."""
    if field == "title" and not value.strip():
        raise SourceError("A title cannot be empty.", hint="Name the article by its first words.")
    if len(value) > MAX_FIELD_CHARS:
        raise SourceError(f"“{field}” is longer than {MAX_FIELD_CHARS} characters.", hint="Shorten it.")
    return known_fields({field: value}, "the correction").get(field, "")


def first_heading(text: str) -> str | None:
    """Return the words of the first ``# Heading``, if the text has one."""
    found = _HEADING.search(text)
    return (found.group(1).rstrip(" \t#").strip() or None) if found else None


def _printed(value: object, field: str, name: str) -> str:
    """Return a scalar as it stands, a list of them (several authors) in one line."""
    items = value if isinstance(value, list) else [value]
    printed = [" ".join(item.split()) for item in items if isinstance(item, str)]
    if len(printed) < len(items):  # lists of lists may repeat each other without end
        raise SourceError(f"“{field}” of {name} is not plain text.", hint="Write it in one line.")
    return ", ".join(printed)
