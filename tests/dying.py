"""Processes that write to a library and are killed on the way; test_kills.py starts them by a fork server."""

import itertools
import os
import signal
from collections.abc import Callable, Collection, Mapping, Sequence
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401  # loaded once by the fork server, which then makes a child in no time

import store.writing
from domain.protocols import VectorIndex, Vectors
from domain.values import Material, Scope
from domain.writing import Change
from ingest.pipeline import Ingest
from retriever.shared import FreshIndex
from tests.making import Desk, chroma_desk, long_text, text

BEFORE = [text(long_text("fox", 9), name, title=name) for name in "abc"] + [text(long_text("owl", 9), "e", title="e")]
"""b and c repeat a."""

AFTER = [
    text(long_text("fox", 5) + "\n\n" + long_text("elk", 5), "a", title="a"),
    text(long_text("newt", 9), "f", title="f"),
]
"""a changes, so b takes its place; f is new."""

REMOVED = "e"

MORE = [text(long_text(word, 20), word) for word in ("gnu", "eel", "ant")]
OTHERS = [text(long_text(word, 15) + " Changed.", word) for word in ("gnu", "eel", "ant")]

Step = Callable[[str], None]


class DyingIndex:
    """A vector index that takes one vector at a time, with a step before each."""

    def __init__(self, index: VectorIndex, step: Step) -> None:
        self._index = index
        self._step = step

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def upsert(self, ids: Sequence[str], vectors: Vectors, article_ids: Sequence[str]) -> None:
        for row in range(len(ids)):
            self._step("upsert")
            self._index.upsert(ids[row : row + 1], vectors[row : row + 1], article_ids[row : row + 1])

    def delete(self, ids: Collection[str]) -> None:
        for identifier in sorted(ids):
            self._step("delete")
            self._index.delete([identifier])

    def search(self, vector: Vectors, *, limit: int, scope: Scope) -> list[tuple[str, float]]:
        return self._index.search(vector, limit=limit, scope=scope)


class DyingLibrary:
    """A library with a step before each of its writes. What lies between two steps is one transaction of SQLite."""

    def __init__(self, library: Any, step: Step) -> None:
        self._library = library
        self._step = step

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def begin(self, article_ids: Collection[str]) -> None:
        self._step("begin")
        self._library.begin(article_ids)

    def commit(self, change: Change, vectors: Mapping[str, Vectors], *, embedder: str) -> int:
        self._step("commit")
        return int(self._library.commit(change, vectors, embedder=embedder))

    def finish(self, article_ids: Collection[str], *, swept: bool) -> int:
        self._step("finish")
        return int(self._library.finish(article_ids, swept=swept))


def write(folder: Path, step: Step) -> None:
    """Take AFTER in and remove one article in a library of one file, with ``step`` called at each boundary."""
    write_over(chroma_desk(folder), step)


def write_over(desk: Desk, step: Step) -> None:
    """Take AFTER in and remove one article, with ``step`` called at each boundary."""
    move = store.writing.move_generation

    def moving(connection: Any) -> int:
        step("inside the transaction")
        return move(connection)

    store.writing.move_generation = moving
    library: Any = DyingLibrary(desk.library, step)
    index = FreshIndex(DyingIndex(desk.raw_index, step))
    ingest = Ingest(library=library, index=index, embedder=desk.embedder)
    try:
        ingest.take_in(AFTER)
        ingest.remove([entry.id for entry in desk.entries() if entry.source.title == REMOVED])
    finally:
        store.writing.move_generation = move


def write_and_die(folder: Path, at: int) -> None:
    """Be killed at the step with this number, from 0."""
    steps = iter(range(at + 1))

    def step(_: str) -> None:
        if next(steps) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    write(folder, step)


def write_and_list(folder: Path, list_file: Path) -> None:
    """Write undisturbed and list the steps, one a line."""
    passed: list[str] = []
    write(folder, passed.append)
    list_file.write_text("\n".join(passed), encoding="utf-8")


def write_without_end(folder: Path, started: Event) -> None:
    """Write two versions of everything in turns; tell when the first write begins."""
    desk = chroma_desk(folder)
    library: Any = DyingLibrary(desk.library, lambda _: started.set())
    ingest = Ingest(library=library, index=desk.index, embedder=desk.embedder)
    for materials in itertools.cycle([AFTER + MORE, BEFORE + OTHERS]):
        ingest.take_in(materials)


def take_in(folder: Path, materials: Sequence[Material]) -> None:
    """Take articles in."""
    chroma_desk(folder).take_in(*materials)


def rebuild(folder: Path) -> None:
    """Make the index anew."""
    chroma_desk(folder).ingest.rebuild()
