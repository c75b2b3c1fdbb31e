"""A draft that is to be checked, read as articles are: the same formats, limits and sandbox."""

from typing import BinaryIO

from domain.errors import SourceError
from ingest.extract import PARSED, Extract, extract
from ingest.fetch import fetch, is_address, printable


def read_draft(source: str, cage: Extract, *, stdin: BinaryIO | None = None) -> str:
    """Return the text of a draft.

    Args:
        source: a file, or "-" for standard input.
        cage: reads what has to be parsed, in a process of its own.
        stdin: standard input.

    Raises:
        SourceError: it cannot be read, or is no draft.
    """
    if is_address(source):
        raise SourceError(f"{printable(source)} is an address.", hint="Save the draft as a file; check that.")
    material = fetch(source, stdin=stdin)
    if material.media == "jsonl":
        raise SourceError(f"{material.name} is a collection of articles.", hint="Name the file of one draft.")
    return (cage if material.media in PARSED else extract)(material)[1]
