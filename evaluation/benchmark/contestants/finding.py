"""Dateline's search alone, over vectors in the library's folder or, with an address behind it, on a Chroma server."""

import sys
from pathlib import Path

from assembly import build
from evaluation.benchmark.contestants.dateline import Dateline, settings_for
from evaluation.benchmark.contestants.serving import serve


class Finding(Dateline):
    """What the page does before it chooses words."""

    def __init__(self, chroma_url: str | None) -> None:
        self._chroma_url = chroma_url

    def open(self, folder: Path) -> None:
        """Open the library in a folder."""
        self._program = build(settings_for(folder, chroma_url=self._chroma_url))

    def ask(self, question: str) -> list[str]:
        """Return the passages found."""
        with self._program.parts.store().snapshot() as snapshot:
            return [hit.passage.text for hit in self._program.parts.answerer().search(snapshot, question).hits]


if __name__ == "__main__":
    serve(Finding(next(iter(sys.argv[1:]), None)))
