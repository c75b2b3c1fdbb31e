"""A Word file (.docx) to its text, by python-docx."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from domain.errors import SourceError
from domain.values import Source
from ingest.decode import clean

if TYPE_CHECKING:
    from docx.document import Document

MAX_UNPACKED = 100_000_000
"""Bytes of the whole archive, pictures included; sizes that lie are noticed while unpacking."""
_MAX_PARTS = 2000
_OLD = b"\xd0\xcf\x11\xe0"
"""How a file of Word before 2007 begins, and one that is protected by a password."""


def read_word(data: bytes, name: str) -> tuple[Source, str]:
    """Return the title (the paragraph in the style Title, else the first heading, else the file's own) and the words.

    Raises SourceError for what is encrypted, broken, or an archive that is made to do harm.
    """
    import docx

    if data.startswith(_OLD):
        raise SourceError(
            f"{name} is protected by a password, or of a Word before 2007.", hint="Save it as .docx without a password."
        )
    try:
        _refuse_harm(data, name)
        document = docx.Document(io.BytesIO(data))
        text = "\n\n".join(part for part in _parts(document) if part.strip())
        title = _title(document)
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # an archive can be broken in more ways than python-docx foresees
        raise SourceError(f"{name} is no Word file that can be read.", hint="Save it as .docx once more.") from error
    return Source(title=title), clean(text)


def _refuse_harm(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise SourceError(f"{name} unpacks to more than an article can need.", hint="Save only the article's text.")
        for part in parts:
            path = PurePosixPath(part.filename.replace("\\", "/"))
            if path.is_absolute() or ".." in path.parts or ":" in part.filename:
                raise SourceError(f"{name} names a place outside itself.", hint="Save it as .docx once more.")
            if path.suffix.lower() in (".xml", ".rels") and b"<!" in archive.read(part).replace(b"\0", b"").replace(
                b"<!--", b""
            ):
                raise SourceError(f"{name} defines entities, which no Word file needs.", hint="Save it once more.")


def _parts(document: "Document") -> Iterator[str]:
    """Yield paragraphs and the rows of tables, in order; cells are parted by tabs."""
    for block in document.iter_inner_content():
        rows: Any = getattr(block, "rows", None)
        if rows is None:
            yield getattr(block, "text", "")
            continue
        for row in rows:
            yield "\t".join(dict.fromkeys(cell.text.strip() for cell in row.cells))


def _title(document: "Document") -> str:
    styled = {
        paragraph.style.name: paragraph.text.strip()
        for paragraph in reversed(document.paragraphs)
        if paragraph.style is not None and paragraph.text.strip()
    }
    return styled.get("Title") or styled.get("Heading 1") or document.core_properties.title or ""
