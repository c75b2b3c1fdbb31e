"""A text of OpenDocument (.odt), as LibreOffice saves it, to its words."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from domain.errors import SourceError
from domain.values import Source
from ingest.extract.archive import declares, refuse_harm
from ingest.extract.decode import clean

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_BLOCKS = {f"{_TEXT}p", f"{_TEXT}h"}
_NOTE = f"{_TEXT}note"
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_DROPPED = {
    *(f"{_TEXT}tracked-changes", f"{_TEXT}note-citation", f"{_TEXT}sequence-decls"),
    *(f"{_OFFICE}annotation", f"{_OFFICE}forms"),
}
_MAX_SPACES = 100


def read_opendocument(data: bytes, name: str) -> tuple[Source, str]:
    """Return the title (the file's own, else the first heading) and the words.

    Tracked changes are read as accepted. Notes stand behind the paragraph that they belong to; comments and the heads
    and feet of pages are left out.

    Raises SourceError for what is encrypted, broken, or an archive that is made to do harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refuse_harm(archive, name)
            if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
                "META-INF/manifest.xml"
            ):
                raise SourceError(f"{name} is protected by a password.", hint="Save it without a password.")
            content = _parsed(archive.read("content.xml"), name)
            about = _parsed(archive.read("meta.xml"), name) if "meta.xml" in archive.namelist() else None
        body = content.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise SourceError(f"{name} is no text: a table or slides perhaps.", hint="Save it as .odt.")
        text = "\n\n".join(part for part in _parts(body) if part.strip())
        heading = next((" ".join("".join(_pieces(one)).split()) for one in body.iter(f"{_TEXT}h")), "")
        own = about.findtext(f".//{_TITLE}") if about is not None else None
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # an archive can be broken in more ways than can be foreseen
        raise SourceError(f"{name} is no OpenDocument text that can be read.", hint="Save it as .odt again.") from error
    return Source(title=own or heading), clean(text)


def _parsed(part: bytes, name: str) -> ElementTree.Element:
    if declares(part):
        raise SourceError(f"{name} defines entities, which no text needs.", hint="Save it once more.")
    return ElementTree.fromstring(part)


def _parts(parent: ElementTree.Element) -> Iterator[str]:
    """Yield the paragraphs in order, each with its notes and the frames that hang on it behind it."""
    for one in parent:
        if one.tag in _DROPPED:
            continue
        if one.tag in _BLOCKS:
            yield "".join(_pieces(one))
        yield from _parts(one)


def _pieces(element: ElementTree.Element) -> Iterator[str]:
    """Yield the words of a paragraph itself, without those of notes and frames in it."""
    yield element.text or ""
    for one in element:
        if one.tag in _SIGNS:
            yield _SIGNS[one.tag]
        elif one.tag == f"{_TEXT}s":
            yield " " * min(_MAX_SPACES, int(one.get(f"{_TEXT}c", "1")))
        elif one.tag not in _DROPPED | _BLOCKS | {_NOTE}:
            yield from _pieces(one)
        yield one.tail or ""
