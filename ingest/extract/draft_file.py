"""A draft that is to be checked, read as articles are: the same formats, limits and sandbox."""

from typing import BinaryIO

from domain.errors import SourceError
from domain.values import Material
from ingest.extract.formats import PARSED, Extract, extract
from ingest.fetch.files import COLLECTIONS, fetch, is_address, printable


def draft_file(source: str, *, stdin: BinaryIO | None = None) -> Material:
    """Return the bytes of a draft.

    Args:
        source: a file, or "-" for standard input.
        stdin: standard input.

    Raises:
        SourceError: it cannot be read.
    """
    if is_address(source):
        raise SourceError(f"{printable(source)} is an address.", hint="Save the draft as a file; check that.")
    return fetch(source, stdin=stdin)


def draft_text(material: Material, sandbox: Extract) -> str:
    """Return the text of a draft; ``sandbox`` reads what has to be parsed, in a process of its own.

    Raises:
        SourceError: it cannot be read, or is no draft.
    """
    if material.media in COLLECTIONS:
        raise SourceError(f"{material.name} is a collection of articles.", hint="Name the file of one draft.")
    return (sandbox if material.media in PARSED else extract)(material)[1]
