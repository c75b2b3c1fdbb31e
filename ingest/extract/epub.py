"""An electronic book (.epub) to its chapters, as JSON Lines."""

import io
import json
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from domain.errors import SourceError
from domain.values import Source
from ingest.extract.archive import refuse_harm
from ingest.extract.dates import is_date, is_past, iso_date
from ingest.extract.decode import clean, decode
from ingest.extract.html import declared_encoding

_DC = "{http://purl.org/dc/elements/1.1/}"
_XHTML = ("application/xhtml+xml", "text/html")
_HEADINGS = ("h1", "h2", "h3")
_BLOCKS = {
    *("p", "div", "section", "article", "aside", "blockquote", "figure", "figcaption", "header", "footer", "main"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "body"),
}
_UNPRINTED = {"head", "script", "style", "template", "rt", "rp"}
"""What is no part of the running text; the small readings beside East Asian characters would part the words."""


def read_book(data: bytes, name: str) -> tuple[Source, str]:
    """Return the book's title and its chapters in reading order, one JSON object a line, as in a .jsonl file.

    A chapter has the book's title and its own, the book's author, publisher (as outlet), date and its text. A file that
    the table of contents does not name goes on with the chapter before it. Files without words are left out.

    Raises SourceError for what is encrypted, broken, or an archive that is made to do harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refuse_harm(archive, name)
            book = _Book(archive, name)
            lines = [json.dumps({**book.fields, **chapter}, ensure_ascii=False) for chapter in book.chapters()]
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # an archive can be broken in more ways than one can foresee
        raise SourceError(f"{name} is no EPUB book that can be read.", hint="Save its words as .txt.") from error
    if not lines:
        raise SourceError(f"{name} holds no words.", hint="Books of pictures have to be recognised (OCR) first.")
    return Source(title=book.title), "\n".join(lines)


class _Book:
    """What the package document of a book says, and the files that it names."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        container = self._xml("META-INF/container.xml")
        path = next(one.get("full-path") for one in container.iter() if _tag(one) == "rootfile")
        self._folder = posixpath.dirname(str(path))
        self._package = self._xml(str(path))
        said = {field: _said(self._package, field) for field in ("title", "creator", "publisher", "date")}
        self.title = said["title"]
        day = said["date"]
        published = iso_date(day, "date") if is_date(day) and is_past(iso_date(day, "date")) else ""
        stated = {"author": said["creator"], "outlet": said["publisher"], "published": published}
        self.fields = {field: value for field, value in stated.items() if value}
        self._items = {str(one.get("id")): one for one in self._package.iter() if _tag(one) == "item"}

    def chapters(self) -> list[dict[str, str]]:
        """Return title and text of each chapter; no two titles are the same."""
        names = self._contents()
        found: list[tuple[str, str]] = []
        for path in self._spine():
            heading, text = self._words(path)
            if not text:
                continue
            if found and names and path not in names:
                found[-1] = found[-1][0], f"{found[-1][1]}\n\n{text}"
            else:
                found.append((names.get(path) or heading, text))
        times: Counter[str] = Counter()
        chapters = []
        for number, (own, text) in enumerate(found, 1):
            title = ": ".join(filter(None, (self.title, own or str(number))))
            times[title] += 1
            chapters.append({"title": f"{title} ({times[title]})" if times[title] > 1 else title, "text": text})
        return chapters

    def _spine(self) -> Iterator[str]:
        """Yield the paths of the files that are read one after the other, the table of contents left out."""
        encrypted = self._encrypted()
        for reference in (one for one in self._package.iter() if _tag(one) == "itemref"):
            item = self._items.get(str(reference.get("idref")))
            if item is None or item.get("media-type") not in _XHTML or "nav" in str(item.get("properties")).split():
                continue
            path = self._path(self._folder, str(item.get("href")))
            if path in encrypted:
                raise SourceError(
                    f"{self._name} is encrypted (copy protection).", hint="Take in a copy without protection."
                )
            yield path

    def _encrypted(self) -> set[str]:
        """Return the paths of the files that are encrypted; fonts often are in books that can be read."""
        if "META-INF/encryption.xml" not in self._archive.namelist():
            return set()
        found = (one for one in self._xml("META-INF/encryption.xml").iter() if _tag(one) == "CipherReference")
        return {self._path("", str(one.get("URI"))) for one in found}

    def _contents(self) -> dict[str, str]:
        """Return path -> title of the chapter that begins there, from the table of contents; empty if there is none."""
        names: dict[str, str] = {}
        for item in self._items.values():
            is_nav = "nav" in str(item.get("properties")).split()
            if not is_nav and item.get("media-type") != "application/x-dtbncx+xml":
                continue
            path = self._path(self._folder, str(item.get("href")))
            for target, label in self._links(path) if is_nav else self._points(path):
                whole = self._path(posixpath.dirname(path), target)
                if label and whole:
                    names.setdefault(whole, label)
        return names

    def _links(self, path: str) -> Iterator[tuple[str, str]]:
        for link in self._html(path).iter("a"):
            yield str(link.get("href") or ""), " ".join(str(link.text_content()).split())

    def _points(self, path: str) -> Iterator[tuple[str, str]]:
        for point in (one for one in self._xml(path).iter() if _tag(one) == "navPoint"):
            label = next((" ".join(one.itertext()) for one in point if _tag(one) == "navLabel"), "")
            target = next((str(one.get("src")) for one in point if _tag(one) == "content"), "")
            yield target, " ".join(label.split())

    def _words(self, path: str) -> tuple[str, str]:
        """Return the first heading of a file, "" if it has none, and its paragraphs, parted by empty lines."""
        tree = self._html(path)
        headings = (" ".join(str(one.text_content()).split()) for one in tree.iter(*_HEADINGS))
        body = tree.find("body")
        text = clean("".join(_printed(tree if body is None else body)))
        lines = (" ".join(line.split()) for line in text.split("\n"))
        return next(filter(None, headings), ""), "\n\n".join(filter(None, lines))

    def _html(self, path: str) -> Any:
        import trafilatura

        data = self._archive.read(path)
        return trafilatura.load_html(decode(data, path, declared=(declared_encoding(data),)))

    def _xml(self, path: str) -> ElementTree.Element:
        data = self._archive.read(path)
        if b"<!ENTITY" in data.replace(b"\0", b""):
            raise SourceError(f"{self._name} defines entities, which no book needs.", hint="Save it once more.")
        return ElementTree.fromstring(data)

    def _path(self, folder: str, href: str) -> str:
        return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _said(package: ElementTree.Element, field: str) -> str:
    """Return what the package says of the whole book, several authors in one line."""
    said = [" ".join("".join(one.itertext()).split()) for one in package.iter(f"{_DC}{field}")]
    return ", ".join(filter(None, said)) if field == "creator" else next(filter(None, said), "")


def _printed(element: Any) -> Iterator[str]:
    """Yield the words inside an element; a block, and <br>, begins and ends a line."""
    tag = element.tag if isinstance(element.tag, str) else None
    if tag is not None and tag not in _UNPRINTED:
        edge = "\n" if tag in _BLOCKS or tag == "br" else " " if tag in ("td", "th") else ""
        yield edge
        yield _inline(element.text)
        for one in element:
            yield from _printed(one)
            yield _inline(one.tail)
        yield edge


def _inline(text: str | None) -> str:
    return " ".join((text or "").replace("\r", "\n").split("\n"))
