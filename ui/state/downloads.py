"""Files that the page hands to the browser."""

import re
from dataclasses import dataclass

from services.export import MEDIA_TYPES, SavedForm

NAME_CHARS = 60
ENDINGS: dict[SavedForm, str] = {
    "html": ".html",
    "markdown": ".md",
    "ris": ".ris",
    "bibtex": ".bib",
    "csl-json": ".json",
}
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
    name = _NO_NAME.sub("-", question.lower())[:NAME_CHARS].strip("-")
    return File(id=file_id, name=f"dateline-{name}".rstrip("-") + ENDINGS[form], text=text, type=MEDIA_TYPES[form])
