"""Dateline as it is shipped, behind the same parts as the page."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import settings
from assembly import build
from domain.values import Material
from evaluation.benchmark.contestants.serving import serve
from settings import Settings


class Dateline:
    """The whole program: an answer is quoted, with its evidence weighed, not only found."""

    def open(self, folder: Path) -> None:
        """Open the library in a folder, load the model and open the index: the page does so before anybody adds."""
        self._program = build(settings_for(folder))
        self._program.parts.index()

    def take_in(self, articles: Sequence[dict[str, str]]) -> None:
        """Take articles in; raises if one fails."""
        outcomes = self._program.ingest.take_in([material(one) for one in articles])
        failed = [outcome.error for outcome in outcomes if outcome.status == "failed"]
        if failed:
            raise RuntimeError(failed[0])

    def settle(self) -> None:
        """Read ahead, as the page does while nobody asks."""
        while self._program.parts.reads_ahead().read_one():
            pass

    def ask(self, question: str) -> list[str]:
        """Return the quotes, or of a refusal the nearest words."""
        answer = self._program.ask.quote(question)
        return [citation.quote for citation in answer.citations or answer.nearest]


def settings_for(library: Path, *, chroma_url: str | None = None, **more: object) -> Settings:
    """Return the settings of a library of the benchmark's own: no server of the reader's gets its vectors."""
    return settings.load(library=library, **more).model_copy(update={"chroma_url": chroma_url})


def material(row: Mapping[str, str]) -> Material:
    """Return an article as the page hands an upload to the program."""
    return Material(
        name=row["id"],
        data=row["text"].encode("utf-8", "replace"),
        media="text",
        title=row["title"],
        identity=f"upload:{row['id']}",
    )


if __name__ == "__main__":
    serve(Dateline())
