"""Files that the page hands to the browser."""

import re
from dataclasses import dataclass

from services.export import SavedForm

NAME_CHARS = 60
ENDINGS: dict[SavedForm, tuple[str, str]] = {
    "html": (".html", "text/html"),
    "markdown": (".md", "text/markdown"),
    "ris": (".ris", "application/x-research-info-systems"),
    "bibtex": (".bib", "application/x-bibtex"),
    "csl-json": (".json", "application/vnd.citationstyles.csl+json"),
}
"""Ending and media type of each form."""
_NO_NAME = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class File:
    """A text under a name; ``id`` differs for each download."""

    id: str
    name: str
    text: str
    type: str


def packed(question: str, text: str, form: SavedForm, file_id: str) -> File:
    """Return a saved answer as a file, named after the question in letters and digits of any script."""
    ending, media_type = ENDINGS[form]
    name = _NO_NAME.sub("-", question.lower())[:NAME_CHARS].strip("-")
    return File(id=file_id, name=f"dateline-{name}".rstrip("-") + ending, text=text, type=media_type)
