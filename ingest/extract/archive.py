"""Zip archives from outside: what unpacks to too much, or names places outside itself, is refused."""

import zipfile
from pathlib import PurePosixPath

from domain.errors import SourceError

MAX_UNPACKED = 100_000_000
"""Bytes of the whole archive, pictures included; sizes that lie are noticed while unpacking."""
_MAX_PARTS = 2000


def declares(part: bytes) -> bool:
    """Whether an XML part has a declaration such as an entity or a document type, in whatever encoding."""
    return b"<!" in part.replace(b"\0", b"").replace(b"<!--", b"")


def refuse_harm(archive: zipfile.ZipFile, name: str) -> None:
    """Raise SourceError for an archive that unpacks to more than an article can need or that reaches outside itself.

    Args:
        archive: an archive whose parts have not been unpacked yet.
        name: what the file is called in the error.
    """
    parts = archive.infolist()
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise SourceError(f"{name} unpacks to more than an article can need.", hint="Save only the article's text.")
    for part in parts:
        path = PurePosixPath(part.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in part.filename:
            raise SourceError(f"{name} names a place outside itself.", hint="Save it once more.")
