"""From what was named on the command line to bytes. (Addresses of pages come later; this is their place.)"""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from domain.errors import SourceError
from domain.values import Material, Media

MAX_BYTES = 20_000_000
"""An article is some kilobytes; War and Peace is three million. More is not an article but a mistake."""

MEDIA: dict[str, Media] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}

_KINDS = "Dateline reads .txt, .md and .html"


def expand(source: str) -> list[str]:
    """Return the sources that one name stands for: a folder's articles in order of their paths, else itself.

    Hidden files and files of other kinds are passed over. Raises SourceError for a folder without articles.
    """
    if not Path(source).is_dir():
        return [source]
    found: list[str] = []
    for folder, inner, names in os.walk(source):
        inner[:] = [name for name in inner if not name.startswith(".")]
        files = (Path(folder, name) for name in names if not name.startswith("."))
        found.extend(str(file) for file in files if file.suffix.lower() in MEDIA)
    if not found:
        raise SourceError(f"The folder {source} holds no articles.", hint=f"{_KINDS} files.")
    return sorted(found)


def fetch(source: str, *, stdin: BinaryIO) -> Material:
    """Return the bytes of one file, or of standard input ("-"). Raises SourceError."""
    if source == "-":
        return Material(name="standard input", data=_capped(stdin.read(MAX_BYTES + 1), "standard input"), media="text")
    if "://" in source:
        raise SourceError(
            f"Web addresses cannot be fetched yet: {source}.", hint="Save the page as .html and take in that file."
        )
    path = Path(source)
    if not path.exists():
        raise SourceError(f"There is no file {source}.", hint="Check the path.")
    media = MEDIA.get(path.suffix.lower())
    if media is None:
        raise SourceError(f"{source} is of a kind that cannot be read.", hint=f"{_KINDS}; save it as one of these.")
    return Material(name=path.name, data=_read(path), media=media, identity=f"file:{path.resolve()}")


def _read(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device might never end
            raise SourceError(f"{path} is not a file.", hint="Name a file or a folder, or - for standard input.")
        with path.open("rb") as file:
            return _capped(file.read(MAX_BYTES + 1), str(path))
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.", hint="Check its permissions.") from error


def _capped(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"{name} is larger than {MAX_BYTES // 1_000_000} MB.", hint="Split it, or save only the article's text."
        )
    return data
