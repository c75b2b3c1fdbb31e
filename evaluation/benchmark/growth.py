"""How the cost of a library grows with its passages: search by part, disk, recall, one article taken in again."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import numpy as np

import settings
from assembly import Program
from domain.language import content_words
from domain.seams import Embedder, Vectors
from domain.values import EVERYTHING
from evaluation.benchmark.contestants.dateline import material
from evaluation.benchmark.figures import FLOOR, OURS, Figure
from evaluation.benchmark.material import Row
from evaluation.benchmark.measure import Run

_REAL, _TURNED = 1000, 0.6
_ASKED = 20
_AT_ONCE = 200
_DEPTH, _ARTICLES = 300, 50
"""How many passages and articles the search takes of each ranking."""


class Turned:
    """An embedder for growing: the first thousand passages are embedded, each later one gets the vector of one of them,
    turned at random, so that a hundred thousand take minutes. Questions are embedded as ever.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.dim = embedder.name, embedder.dim
        self.align, self.embed_questions = embedder.align, embedder.embed_questions
        self._real = np.zeros((0, self.dim), dtype=np.float32)
        self._chance = np.random.default_rng(0)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As the seam says, but for what the class says."""
        if len(self._real) < _REAL:
            made = self._embedder.embed_passages(texts)
            self._real = np.concatenate([self._real, made])
            return made
        drawn = self._real[self._chance.integers(len(self._real), size=len(texts))]
        noise = self._chance.standard_normal(drawn.shape, dtype=np.float32)
        noise *= _TURNED / np.linalg.norm(noise, axis=1, keepdims=True)
        turned: Vectors = (drawn + noise) / np.linalg.norm(drawn + noise, axis=1, keepdims=True)
        return turned


def growth(run: Run, left: Iterator[Row], sizes: Sequence[int]) -> None:
    """Measure at each number of passages; each figure's series has one median a size, in the order of ``sizes``."""
    program = Program(settings.load(library=run.folder / "growing", chroma_url=None))
    program.embedder = Turned(program.embedder)
    questions = list(islice(run.questions, _ASKED))
    first = next(left)
    left = chain([first], left)
    held = 0
    sized = _named(run, "passages", "")
    for size in sizes:
        while held < size and (batch := list(islice(left, min(_AT_ONCE, 1 + (size - held) // 30)))):
            program.take_in([material(row) for row in batch])
            held = program.library.count_vector_ids()
        print(f"growing: {held} passages", file=sys.stderr, flush=True)
        sized.add(OURS, held)
        _parts(run, program, questions)
        _disk(run, program.settings.library)
        _again(run, program, first, held)
        print("growing:", _last(run), file=sys.stderr, flush=True)


def _parts(run: Run, program: Program, questions: Sequence[str]) -> None:
    """Each part of a search by itself, and how much of an exact search the index finds."""
    vectors = program.embedder.embed_questions(questions)
    terms = [content_words(question) for question in questions]
    everything = _everything(program)
    with program.library.snapshot() as snapshot:
        index = program.index.at(snapshot.generation)
        found = [[row for row, _ in index.search(one, limit=_DEPTH, scope=EVERYTHING)] for one in vectors]
        parts: dict[str, Callable[[int], object]] = {
            "nearest vectors": lambda i: index.search(vectors[i], limit=_DEPTH, scope=EVERYTHING),
            "their passages": lambda i: snapshot.passages_of_vectors(found[i]),
            "keywords of passages": lambda i: snapshot.match_passages(terms[i], limit=_DEPTH, scope=EVERYTHING),
            "keywords of articles": lambda i: snapshot.match_articles(terms[i], limit=_ARTICLES, scope=EVERYTHING),
            "whole search": lambda i: program.answerer.search(snapshot, questions[i]),
        }
        for name, part in parts.items():
            _named(run, name, "ms").add(OURS, statistics.median(_timed(part, i) for i in range(len(questions))))
        floor = statistics.median(_timed(lambda i: everything[1] @ vectors[i], i) for i in range(len(questions)))
        _named(run, "nearest vectors", "ms").add(FLOOR, floor)
    for depth in (10, _DEPTH):
        _named(run, f"recall@{depth}", "").add(OURS, _recall(everything, vectors, found, depth))


def _everything(program: Program) -> tuple[list[str], Vectors]:
    ids = sorted(program.library.vector_ids())
    kept = program.library.vectors({identifier.rpartition(":")[2] for identifier in ids})
    return ids, np.stack([kept[identifier.rpartition(":")[2]] for identifier in ids])


def _recall(
    everything: tuple[list[str], Vectors], vectors: Vectors, found: Sequence[Sequence[str]], depth: int
) -> float:
    """Return the mean share of the exactly nearest that is found."""
    ids, matrix = everything
    shares = []
    for vector, own in zip(vectors, found, strict=True):
        nearest = {ids[i] for i in np.argsort(-(matrix @ vector), kind="stable")[:depth]}
        shares.append(len(nearest & set(own[:depth])) / len(nearest))
    return statistics.mean(shares)


def _disk(run: Run, folder: Path) -> None:
    for name, files in (("SQLite file", folder.glob("*.sqlite3*")), ("Chroma folder", (folder / "chroma").rglob("*"))):
        _named(run, name, "MB").add(OURS, sum(one.stat().st_size for one in files if one.is_file()) / 1e6)


def _again(run: Run, program: Program, row: Row, number: int) -> None:
    changed = {**row, "text": f"Changed for the time that there were {number} passages. {row['text']}"}
    before = time.perf_counter()
    program.take_in([material(changed)])
    _named(run, "one article taken in again", "ms").add(OURS, (time.perf_counter() - before) * 1000)


def _named(run: Run, name: str, unit: str) -> Figure:
    """Return the growth figure of that name, a new one at the first size."""
    named = f"growth: {name}"
    return next((figure for figure in run.figures if figure.name == named), None) or run.figure(named, unit)


def _last(run: Run) -> str:
    """What the last size gave: such a run takes long, and may be broken off."""
    grown = [figure for figure in run.figures if figure.name.startswith("growth: ")]
    return ", ".join(f"{figure.name[8:]} {figure.values[OURS][-1]:.4g} {figure.unit}".rstrip() for figure in grown)


def _timed(part: Callable[[int], object], i: int) -> float:
    before = time.perf_counter()
    part(i)
    return (time.perf_counter() - before) * 1000
