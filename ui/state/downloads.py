"""Files that the page hands to the browser."""

import re
from dataclasses import dataclass

from services.export import Form

NAME_CHARS = 60
ENDINGS: dict[Form, tuple[str, str]] = {"html": (".html", "text/html"), "markdown": (".md", "text/markdown")}
"""Ending and media type of each form of an evidence pack."""
_NO_NAME = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class File:
    """A text under a name; ``id`` differs for each download."""

    id: str
    name: str
    text: str
    type: str


def packed(question: str, text: str, form: Form, file_id: str) -> File:
    """Return the evidence pack as a file, named after the question in letters and digits of any script."""
    ending, media_type = ENDINGS[form]
    name = _NO_NAME.sub("-", question.lower())[:NAME_CHARS].strip("-")
    return File(id=file_id, name=f"dateline-{name}".rstrip("-") + ending, text=text, type=media_type)
