"""A Word file (.docx) to its text, by python-docx."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from domain.errors import SourceError
from domain.values import Source
from ingest.extract.archive import declares, refuse_harm
from ingest.extract.decode import clean

if TYPE_CHECKING:
    from docx.document import Document

_OLD = b"\xd0\xcf\x11\xe0"
"""How a file of Word before 2007 begins, and one that is protected by a password."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = (f"{_W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_DROPPED = {
    *(f"{_W}del", f"{_W}moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # the same in an older form
}
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}


def read_word(data: bytes, name: str) -> tuple[Source, str]:
    """Return the title (the paragraph in the style Title, else the first heading, else the file's own) and the words.

    Tracked changes are read as accepted: insertions are in, deletions out. Text boxes and notes stand behind the
    paragraph that they belong to; the heads and feet of pages and comments are left out.

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
        text = "\n\n".join(part for part in _Body(document).parts() if part.strip())
        title = _title(document)
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # an archive can be broken in more ways than python-docx foresees
        raise SourceError(f"{name} is no Word file that can be read.", hint="Save it as .docx once more.") from error
    return Source(title=title), clean(text)


def _refuse_harm(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        refuse_harm(archive, name)
        for part in archive.infolist():
            is_xml = part.filename.lower().endswith((".xml", ".rels"))
            if is_xml and declares(archive.read(part)):
                raise SourceError(f"{name} defines entities, which no Word file needs.", hint="Save it once more.")


class _Body:
    """The words of a document's body."""

    def __init__(self, document: "Document") -> None:
        self._body: Any = document.element.body
        self._notes = {
            (kind, note.get(f"{_W}id")): note
            for kind in ("footnote", "endnote")
            for note in _notes(document, f"{kind}s")
        }

    def parts(self) -> Iterator[str]:
        """Yield paragraphs and the rows of tables, in order; cells are parted by tabs."""
        yield from self._blocks(self._body)

    def _blocks(self, parent: Any) -> Iterator[str]:
        unended = ""
        for block in _unwrapped(parent):
            if block.tag == f"{_W}tbl":
                yield unended
                unended = ""
                yield from self._rows(block)
                continue
            unended += text_of(block)
            if block.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:  # the paragraph's end is deleted
                continue
            yield unended
            unended = ""
            yield from self._beside(block)
        yield unended

    def _rows(self, table: Any) -> Iterator[str]:
        for row in _unwrapped(table, f"{_W}tr"):
            if row.find(f"{_W}trPr/{_W}del") is None:
                cells = ("\n".join(filter(None, self._blocks(cell))).strip() for cell in _unwrapped(row, f"{_W}tc"))
                yield "\t".join(filter(None, cells))

    def _beside(self, paragraph: Any) -> Iterator[str]:
        """Yield the paragraphs of the text boxes and notes that belong to a paragraph."""
        for one in _kept(paragraph):
            if one.tag == f"{_W}txbxContent":
                yield from self._blocks(one)
            elif one.tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                kind = one.tag.removeprefix(_W).removesuffix("Reference")
                note = self._notes.pop((kind, one.get(f"{_W}id")), None)
                yield from (part.strip() for part in (self._blocks(note) if note is not None else ()))


def text_of(paragraph: Any) -> str:
    """Return the words of one paragraph's XML, without those of its text boxes."""
    return "".join((one.text or "") if one.tag in _TEXT else _SIGNS.get(one.tag, "") for one in _kept(paragraph))


def _kept(element: Any) -> Iterator[Any]:
    """Yield what is inside an element in order, but nothing that was deleted, is hidden, or stands there twice.

    A text box is yielded without its contents.
    """
    for one in element.iterchildren("*"):
        if one.tag in _DROPPED or _is_hidden(one):
            continue
        yield one
        if one.tag not in (f"{_W}txbxContent", f"{_W}pPr", f"{_W}rPr"):
            yield from _kept(one)


def _is_hidden(element: Any) -> bool:
    """Whether an element is a run of letters that is not printed."""
    mark = element.find(f"{_W}rPr/{_W}vanish") if element.tag == f"{_W}r" else None
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")


def _unwrapped(parent: Any, *wanted: str) -> Iterator[Any]:
    """Yield the blocks of a parent, also those inside content controls, in order."""
    for one in parent.iterchildren("*"):
        if one.tag in (wanted or (f"{_W}p", f"{_W}tbl")):
            yield one
        elif one.tag in _WRAPPERS:
            yield from _unwrapped(one, *wanted)


def _notes(document: "Document", kind: str) -> Iterable[Any]:
    from docx.oxml import parse_xml

    related = (one for one in document.part.rels.values() if one.reltype.endswith(f"/{kind}") and not one.is_external)
    return [note for one in related for note in parse_xml(one.target_part.blob)]


def _title(document: "Document") -> str:
    names = {style.style_id: style.name for style in document.styles}
    styled = {
        names.get(str(style.get(f"{_W}val"))): " ".join(text.split())
        for style in reversed(document.element.body.findall(f".//{_W}p/{_W}pPr/{_W}pStyle"))
        if (text := text_of(style.getparent().getparent())).strip()
    }
    has_own = any(one.reltype.endswith("/core-properties") for one in document.part.package.rels.values())
    return styled.get("Title") or styled.get("Heading 1") or (document.core_properties.title if has_own else "")
