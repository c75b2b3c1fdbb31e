"""The YAML block at the head of a Markdown file."""

import re

import yaml

from domain.errors import SourceError
from ingest.dates import iso_date

_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_FIELDS = ("title", "url", "outlet", "author", "published", "updated")
_NOTHING = {"", "~", "null", "Null", "NULL"}


def split_front_matter(text: str, name: str) -> tuple[dict[str, str], str]:
    """Return the known fields (dates in ISO 8601; an empty field is left out) and the text behind the block.

    Text between two lines of dashes that is no YAML mapping is text. Raises SourceError for YAML that is
    malformed and for a date that is none.
    """
    block = _BLOCK.match(text)
    if block is None:
        return {}, text
    try:
        # BaseLoader leaves every value as it is printed: a date is not turned into an object, nor "no" into False.
        loaded = yaml.load(block.group(1), Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 2}" if where else ""
        raise SourceError(
            f"The front matter of {name} is not valid YAML{line}.",
            hint='Put values that hold a colon or begin with a sign in "quotes".',
        ) from error
    if not isinstance(loaded, dict):
        return {}, text
    fields = {field: _printed(loaded[field]) for field in _FIELDS if field in loaded}
    known = {field: value for field, value in fields.items() if value not in _NOTHING}
    for field in ("published", "updated"):
        if field in known:
            known[field] = iso_date(known[field], f"“{field}” of {name}")
    return known, text[block.end() :]


def first_heading(text: str) -> str | None:
    """Return the words of the first ``# Heading``, if the text has one."""
    found = _HEADING.search(text)
    return found.group(1).strip() if found else None


def _printed(value: object) -> str:
    """Return a scalar as it stands, several authors in one line."""
    if isinstance(value, list):
        return ", ".join(_printed(item) for item in value)
    return " ".join(str(value).split())
