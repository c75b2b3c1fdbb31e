"""How the cost of a library grows with its passages: search by part, memory, start-up, disk, an article again.

Everything is measured twice where it differs: with Chroma inside the process, and on a server that runs beside it.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from assembly import Services, build
from domain.language import content_words
from domain.values import EVERYTHING
from evaluation.benchmark.contestants.dateline import material, settings_for
from evaluation.benchmark.figures import FLOOR, OURS, SERVER
from evaluation.benchmark.grown import Grown
from evaluation.benchmark.material import Row
from evaluation.benchmark.measure import Run
from evaluation.benchmark.plots import PROCESSOR
from evaluation.benchmark.recall import exact_of
from evaluation.benchmark.server import chroma_server
from evaluation.benchmark.standins import StandIns
from evaluation.vectors import KeptVectors
from services.parts import open_embedder

_ASKED = 20
_AT_ONCE = 200
_REOPENED = 3
_DEPTH, _ARTICLES = 300, 50
"""How many passages and articles the search takes of each ranking."""


def growth(run: Run, left: Iterator[Row], sizes: Sequence[int], *, vectors: Path | None, embed: int) -> None:
    """Measure at each number of passages; each figure's series has one median a size, in the order of ``sizes``.

    Vectors are taken from the folder ``vectors``; ``embed`` passages that it lacks are embedded, more get stand-ins.
    """
    folder = run.folder / "growing"
    chosen = settings_for(folder)
    kept = KeptVectors(open_embedder(chosen), vectors or run.folder / "vectors")
    made = StandIns(kept, embed=embed)
    program = build(chosen, embedder=made)
    questions, first = list(islice(run.questions, _ASKED)), next(left)
    left = chain([first], left)
    held = 0
    with chroma_server(run.folder / "server") as server:
        for size in sizes:
            while held < size and (batch := list(islice(left, min(_AT_ONCE, 1 + (size - held) // 30)))):
                program.ingest.take_in([material(row) for row in batch])
                held = program.parts.store().count_vector_ids()
            kept.keep()
            print(f"growing: {held} passages, {made.drawn} of {made.real + made.drawn} vectors drawn", file=sys.stderr)
            grown = Grown(run)
            grown.add("passages", "", held)
            moved = build(settings_for(folder, chroma_url=server.url), embedder=made)
            _parts(grown, program, moved, questions)
            _reopening(grown, program, questions)
            grown.disk(folder)
            grown.processes(folder, questions, server)
            _again(grown, program, first, held)
            print("growing:", grown.stated(), file=sys.stderr, flush=True)


def _parts(grown: Grown, program: Services, moved: Services, questions: Sequence[str]) -> None:
    """Each part of a search by itself, and how much of an exact search the index finds."""
    vectors = program.parts.embedder().embed_questions(questions)
    terms = [content_words(question) for question in questions]
    exact = exact_of(program)
    with program.parts.store().snapshot() as snapshot:
        indexes = {
            OURS: program.parts.index().at(snapshot.generation),
            SERVER: moved.parts.index().at(snapshot.generation),
        }
        found = {
            name: [[row for row, _ in index.search(one, limit=_DEPTH, scope=EVERYTHING)] for one in vectors]
            for name, index in indexes.items()
        }
        nearest: dict[str, Callable[[int], object]] = {
            name: lambda i, index=index: index.search(vectors[i], limit=_DEPTH, scope=EVERYTHING)  # type: ignore[misc]
            for name, index in indexes.items()
        }
        parts: Mapping[str, Mapping[str, Callable[[int], object]]] = {
            "nearest vectors": {**nearest, FLOOR: lambda i: exact.cosines(vectors[i])},
            "their passages": {OURS: lambda i: snapshot.passages_of_vectors(found[OURS][i])},
            "keywords of passages": {OURS: lambda i: snapshot.match_passages(terms[i], limit=_DEPTH, scope=EVERYTHING)},
            "keywords of articles": {
                OURS: lambda i: snapshot.match_articles(terms[i], limit=_ARTICLES, scope=EVERYTHING)
            },
            "whole search": {
                OURS: lambda i: program.parts.answerer().search(snapshot, questions[i]),
                SERVER: lambda i: moved.parts.answerer().search(snapshot, questions[i]),
            },
        }
        for name, ways in parts.items():
            for way, part in ways.items():
                times = [_timed(part, i) for i in range(len(questions))]
                grown.add(name, "ms", statistics.median(seconds for seconds, _ in times) * 1000, way)
                if way == OURS:
                    grown.add(f"{name}{PROCESSOR}", "ms", statistics.median(worked for _, worked in times) * 1000)
    for depth in (10, _DEPTH):
        for name, rows in found.items():
            grown.add(f"recall@{depth}", "", exact.recall(vectors, rows, depth), name)


def _reopening(grown: Grown, program: Services, questions: Sequence[str]) -> None:
    """What the first question pays for an article that another process has taken in."""
    with program.parts.store().snapshot() as snapshot:
        vector = program.parts.embedder().embed_questions(questions[:1])[0]

        def first(_: int) -> object:
            return program.parts.index().reopened(snapshot.generation).search(vector, limit=_DEPTH, scope=EVERYTHING)

        waited = statistics.median(_timed(first, turn)[0] for turn in range(_REOPENED))
    grown.add("nearest vectors, first after another process wrote", "ms", waited * 1000)


def _again(grown: Grown, program: Services, row: Row, number: int) -> None:
    changed = {**row, "text": f"Changed for the time that there were {number} passages. {row['text']}"}
    waited, _ = _timed(lambda _: program.ingest.take_in([material(changed)]), 0)
    grown.add("one article taken in again", "ms", waited * 1000)


def _timed(part: Callable[[int], object], i: int) -> tuple[float, float]:
    """Seconds waited, seconds of processors."""
    before, worked = time.perf_counter(), time.process_time()
    part(i)
    return time.perf_counter() - before, time.process_time() - worked
