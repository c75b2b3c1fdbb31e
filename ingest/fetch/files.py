"""From a file that was named on the command line to its bytes. (Addresses: ingest/fetch/visits.py.)"""

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from domain.errors import SourceError
from domain.values import MEDIA, Material, Media

MAX_BYTES = 20_000_000
"""An article is some kilobytes; War and Peace is three million. More is not an article but a mistake."""

MAX_COLLECTION_BYTES = 200_000_000
"""A file of COLLECTIONS holds many articles."""

MAX_LIST_BYTES = 50_000_000
"""Of the export of a reading list; one without saved pages has some 200 bytes for each address."""

COLLECTIONS: frozenset[Media] = frozenset({"jsonl", "mbox"})

_PAGE = re.compile(rb"\A(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html)\b", re.IGNORECASE)
"""How a web page begins."""

KINDS = "Dateline reads .txt, .md, .html, .mhtml, .pdf, .docx, .odt, .eml, .mbox, .epub and .jsonl"


def is_address(source: str) -> bool:
    """Whether a name on the command line is the address of something on the web, not of a file."""
    return "://" in source


def expand(source: str) -> list[str]:
    """Return the sources that one name stands for: a folder's articles in order of their paths, else itself.

    Hidden files and files of other kinds are passed over. Raises SourceError for a folder without articles.
    """
    if not _is_folder(source):
        return [source]
    found: list[str] = []
    for folder, inner, names in os.walk(source):
        inner[:] = [name for name in inner if not name.startswith(".")]
        files = (Path(folder, name) for name in names if not name.startswith("."))
        found.extend(str(file) for file in files if file.suffix.lower() in MEDIA)
    if not found:
        raise SourceError(f"The folder {printable(source)} holds no articles.", hint=f"{KINDS} files.")
    return sorted(found)


def fetch(source: str, *, stdin: BinaryIO | None = None) -> Material:
    """Return the bytes of one file, or of standard input ("-": a text, or a web page). Raises SourceError."""
    if source == "-" and stdin is not None:
        data = _capped(stdin.read(MAX_BYTES + 1), "standard input")
        return Material(name="standard input", data=data, media="html" if _PAGE.match(data) else "text")
    path, shown = Path(source), printable(source)
    data = _read(path, shown)
    identity = f"file:{printable(str(path.resolve()))}"
    return Material(name=printable(path.name), data=data, media=MEDIA[path.suffix.lower()], identity=identity)


def read_file(named: str, max_bytes: int) -> bytes:
    """Return the bytes of a file that is no article, such as the export of another program. Raises SourceError."""
    shown = printable(named)
    try:
        if not stat.S_ISREG(Path(named).stat().st_mode):
            raise SourceError(f"{shown} is not a file.", hint="Name a file.")
        with Path(named).open("rb") as file:
            return _capped(file.read(max_bytes + 1), shown, max_bytes)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = error.strerror if isinstance(error, OSError) else "no such name"
        raise SourceError(f"{shown} cannot be read: {reason}.", hint="Check its name and permissions.") from error


def printable(path: str) -> str:
    """Return a path as it can be printed and kept.

    Bytes that are no UTF-8 stand as ``\\xff``, and so does what a terminal would obey instead of showing it.
    """
    decoded = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in decoded)


def _read(path: Path, shown: str) -> bytes:
    try:
        mode = path.stat().st_mode
        if path.suffix.lower() not in MEDIA:
            raise SourceError(f"{shown} is of a kind that cannot be read.", hint=f"{KINDS}; save it as one of these.")
        if not stat.S_ISREG(mode):  # a pipe or a device might never end
            raise SourceError(f"{shown} is not a file.", hint="Name a file or a folder, or - for standard input.")
        with path.open("rb") as file:
            most = MAX_COLLECTION_BYTES if MEDIA[path.suffix.lower()] in COLLECTIONS else MAX_BYTES
            return _capped(file.read(most + 1), shown, most)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a zero byte in the name
        raise SourceError(
            f"There is no file {shown}.", hint="Check the path; begin a web address with https://."
        ) from error
    except OSError as error:
        raise SourceError(
            f"{shown} cannot be read: {error.strerror}.", hint="Check its name and permissions."
        ) from error


def _is_folder(source: str) -> bool:
    try:
        return Path(source).is_dir()
    except OSError:  # a name that is too long; reading it says so
        return False


def _capped(data: bytes, name: str, most: int = MAX_BYTES) -> bytes:
    if len(data) > most:
        raise SourceError(
            f"{name} is larger than {most // 1_000_000} MB.", hint="Split it, or save only the article's text."
        )
    return data
