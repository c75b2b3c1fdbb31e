"""Programs to measure: the shipped assembly over libraries that hold a suite's articles."""

import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from answering.routing.follow_up import context_of
from assembly import Services, build
from domain.protocols import Embedder
from domain.reading import Reader
from domain.values import EVERYTHING, Answer, Material, Mode, Scope, SearchResult, Turn
from evaluation.data import Data, Row
from evaluation.models import Oracle, oracle_named
from evaluation.vectors import KeptVectors
from ingest.extract.dates import is_date
from retriever.fakes import ExactIndex
from services.parts import open_bundled_reader, open_embedder
from settings import Settings

_NAME_DIGITS = 16
_RANKED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A library that holds the articles of a data file.

    ``ids`` maps each of the file's ids to the library's; articles with the same words share the id of the first, whose
    duplicates the others are. ``names`` maps back, the first's own id in front. An article that could not be taken in
    is in neither.
    """

    program: Services
    ids: dict[str, str]
    names: dict[str, list[str]]
    mode: Mode = "quote"
    model: str | None = None
    oracle: Oracle | None = None
    """The model, if it is the scripted one."""

    def ask(self, question: str, turns: Sequence[Turn] = (), *, scope: Scope = EVERYTHING) -> Answer:
        """Ask as the page does, in the mode that is measured."""
        return self.program.ask.answer(question, turns, mode=self.mode, scope=scope, model=self.model)

    def search(
        self, question: str, turns: Sequence[Turn] = (), *, also: Sequence[str] = (), scope: Scope = EVERYTHING
    ) -> SearchResult:
        """Return what the program finds for a question as it reads it after these turns, before anything is said.

        ``also`` are the searches that a language model wrote for it.
        """
        with self.program.parts.store().snapshot() as snapshot:
            return self.program.parts.answerer().search(
                snapshot, question, context=context_of(question, turns), also=also, scope=scope
            )

    def hiding(self, names: Iterable[str]) -> Scope:
        """Return the scope without these of the file's articles, nor any that has the same words."""
        return Scope(hidden=frozenset(self.ids[name] for name in names if name in self.ids))

    def ranked(self, result: SearchResult, gold: Sequence[str] = ()) -> list[str]:
        """Return the file's ids of the 20 best articles found, best first.

        Of several with the same words, which the library finds as one, the one in ``gold`` is named, else the first.
        Near copies, the same story in nearly the same words, are found as one too, and a citation names them: they
        stand right behind the one that was found.
        """
        named = [
            self.names[article_id] for found in result.articles[:_RANKED] for article_id in self._with_copies(found)
        ]
        return [next((name for name in names if name in gold), names[0]) for names in named][:_RANKED]

    def _with_copies(self, found: str) -> list[str]:
        """Return the article and those that tell its story in nearly the same words."""
        with self.program.parts.store().snapshot() as snapshot:
            stories = snapshot.stories()
        story = stories.get(found)
        copies = (article_id for article_id, label in stories.items() if label == story) if story else ()
        return [found, *(article_id for article_id in copies if article_id != found and article_id in self.names)]


class Bench:
    """Makes programs with the settings of the environment, which share the embedder and the bundled reader.

    Libraries and vectors are kept in the folder ``cache``.
    """

    def __init__(
        self,
        settings: Settings,
        cache: Path,
        *,
        mode: Mode = "quote",
        model: str | None = None,
        embedder: Embedder | None = None,
        bundled_reader: Reader | None = None,
    ) -> None:
        """In the modes "choose" and "write" the language model ``model`` is asked, or the oracle of that name;
        ``embedder`` and ``bundled_reader`` are models that are loaded already.
        """
        self._embedder = embedder
        self._bundled_reader = bundled_reader
        self._settings = settings
        self._mode: Mode = mode
        self._model = model
        self._oracle = oracle_named(model) if model else None
        self._cache = cache
        self._stocks: dict[str, Stock] = {}
        self._opened: list[Services] = []

    @cached_property
    def embedder(self) -> KeptVectors:
        """The program's embedder, with a memory."""
        return KeptVectors(self._embedder or open_embedder(self._settings), self._cache / "vectors")

    @cached_property
    def _reader(self) -> Reader:
        return self._bundled_reader or open_bundled_reader(self._settings)

    @cached_property
    def program(self) -> Services:
        """A program with an empty library, for what needs no articles."""
        return self._open("empty")

    def stock(self, data: Data, file: str) -> Stock:
        """Return the library with all articles of a file; made at the first call, brought up to date in a later run."""
        name = data.digest([file])[:_NAME_DIGITS]
        if name not in self._stocks:
            made = _taken_in(self._open(name), data.rows(file, "id", "title", "text"))
            self._stocks[name] = replace(made, mode=self._mode, model=self._model, oracle=self._oracle)
            self.embedder.keep()
        return self._stocks[name]

    @contextmanager
    def small_stock(self, rows: Sequence[Row]) -> Iterator[Stock]:
        """A library of its own, gone afterwards; its vector index is the exact one in memory, made at once."""
        with tempfile.TemporaryDirectory(prefix="dateline-small-") as folder:
            chosen = self._settings.model_copy(update={"library": Path(folder), "chroma_url": None})
            with closing(self._build(chosen, vector_index=ExactIndex())) as program:
                yield _taken_in(program, rows)

    def close(self) -> None:
        """Keep what was embedded; close the libraries, and end the processes that parse."""
        if "embedder" in self.__dict__:
            self.embedder.keep()
        for program in self._opened:
            program.close()

    def _open(self, name: str) -> Services:
        library = self._cache / "libraries" / name
        settings = self._settings.model_copy(update={"library": library, "chroma_url": None})
        models = {self._oracle.name: self._oracle} if self._oracle else None
        self._opened.append(self._build(settings, models=models))
        return self._opened[-1]

    def _build(self, settings: Settings, **parts: Any) -> Services:
        return build(settings, embedder=self.embedder, bundled_reader=self._reader, **parts)


def material(row: Row) -> Material:
    """Return an article of a data file as a Markdown file; what it is known by is the file's id, not its address."""
    published = str(row.get("published") or "")
    fields = {
        "title": row["title"],
        "author": ", ".join(row.get("authors") or []),
        "published": published if is_date(published) else "",
    }
    head = yaml.safe_dump({name: value for name, value in fields.items() if value}, allow_unicode=True, width=10**9)
    return Material(
        name=row["id"],
        data=f"---\n{head}---\n{row['text']}".encode("utf-8", "replace"),
        media="markdown",
        identity=f"upload:{row['id']}",
    )


def _taken_in(program: Services, rows: Sequence[Row]) -> Stock:
    outcomes = program.ingest.take_in([material(row) for row in rows], progress=_tell)
    ids: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for row, outcome in zip(rows, outcomes, strict=True):
        if outcome.id is None:
            print(f"left out: {outcome.error}", file=sys.stderr)
            continue
        ids[row["id"]] = outcome.of or outcome.id
        names.setdefault(ids[row["id"]], []).append(row["id"])
    return Stock(program=program, ids=ids, names=names)


def _tell(done: int, total: int, _what: str) -> None:
    if done % 100 == 0 and done:
        print(f"  {done} of {total} articles", file=sys.stderr, flush=True)
