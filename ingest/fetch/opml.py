"""Lists of feeds as OPML, which feed readers import and export."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from domain.errors import SourceError
from domain.visiting import Feed
from ingest.fetch.addresses import is_web_address
from ingest.fetch.files import is_address, printable

ENDING = ".opml"
MAX_FEEDS = 5_000
"""Of one list; a list of a heavy reader has some hundreds."""


def read_opml(data: bytes) -> list[str]:
    """Return the addresses of the feeds in an OPML list, each once, in order; folders are passed through.

    Raises:
        SourceError: it is no OPML, names no feed or too many, or has a document type: entities would be harm only.
    """
    try:
        addresses = list(dict.fromkeys(url for url in _addresses(data) if is_web_address(url)))
    except expat.ExpatError as error:
        raise SourceError(
            f"The list is no OPML that can be read ({expat.ErrorString(error.code)}, line {error.lineno}).",
            hint="Export it again from your feed reader, as OPML.",
        ) from error
    if not addresses:
        raise SourceError("The list names no feed.", hint="An outline of a feed has its address as xmlUrl.")
    if len(addresses) > MAX_FEEDS:
        raise SourceError(f"The list names more than {MAX_FEEDS:,} feeds.", hint="Split it.")
    return addresses


def write_opml(feeds: Sequence[Feed], *, title: str) -> bytes:
    """Return the feeds as an OPML 2.0 list in UTF-8."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = title
    body = ElementTree.SubElement(root, "body")
    for feed in feeds:
        ElementTree.SubElement(body, "outline", type="rss", text=feed.title, title=feed.title, xmlUrl=feed.url)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def feed_addresses(named: str) -> list[str]:
    """Return the addresses of the feeds in the OPML file of that name, or an address itself. Raises SourceError."""
    if is_address(named) or not named.lower().endswith(ENDING):
        return [named]
    try:
        return read_opml(Path(named).read_bytes())
    except OSError as error:
        raise SourceError(f"{printable(named)} cannot be read: {error.strerror}.", hint="Check its name.") from error


def save_opml(file: Path, feeds: Sequence[Feed]) -> None:
    """Write the feeds to an OPML file. Raises SourceError if there is one already, or it cannot be written."""
    try:
        with file.open("xb") as opened:
            opened.write(write_opml(feeds, title="Dateline"))
    except OSError as error:
        raise SourceError(
            f"{printable(str(file))} cannot be written: {error.strerror}.", hint="Name another file."
        ) from error


def _addresses(data: bytes) -> Iterator[str]:
    found: list[str] = []
    names: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        names.append(name)
        if name == "outline":
            found.extend(value.strip() for key, value in attributes.items() if key.lower() == "xmlurl")

    def refuse(*_: object) -> None:
        raise SourceError("The list has a document type, which OPML does not need.", hint="Export it again without.")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(data, True)
    if names[:1] != ["opml"]:
        raise SourceError("This is no list of feeds.", hint="Export the list from your feed reader, as OPML.")
    return iter(found)
