"""Fill a library in PostgreSQL with made-up articles, and measure it: ``python -m evaluation.benchmark.shared_growth``.

``DATELINE_DATABASE_URL`` and ``DATELINE_CHROMA_URL`` name the servers; the library is to be one of its own. Started
again, it goes on where it was ended. Words are drawn as they are frequent in English (Zipf), vectors around centres as
those of one topic lie together, so nothing has to be embedded; what a search costs hardly depends on either.
"""

import argparse
import hashlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

import settings
from assembly import Services, build
from domain.protocols import Vectors
from domain.request import observed
from domain.values import EVERYTHING, Material
from evaluation.benchmark.contestants.serving import NOW, memory_mb
from evaluation.benchmark.recall import exact_of
from retriever.search import PASSAGE_DEPTH

PASSAGES = 10
"""Of an article."""
_AT_ONCE = 100
_ASKED, _LAGS = 30, 10
_DIM, _CENTRES, _SPREAD = 384, 2_000, 0.7
_WORDS = 60_000
_SYLLABLES = [f"{first}{vowel}" for first in "bdfgklmnprstv" for vowel in "aeiou"]


class DrawnVectors:
    """An Embedder: the vector of a text is drawn by its words, the same each time, around one of some centres."""

    name, dim = "drawn", _DIM

    def __init__(self) -> None:
        self._centres = _unit(np.random.default_rng(0).standard_normal((_CENTRES, _DIM), dtype=np.float32))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text."""
        return np.stack([self._drawn(text) for text in texts]) if texts else np.empty((0, _DIM), dtype=np.float32)

    embed_questions = embed_passages

    def align(self, question: str, texts: Sequence[str]) -> tuple[list[str], Vectors]:
        """Return that no token is like any other: nothing is read here."""
        tokens = question.split()
        return tokens, np.zeros((len(texts), len(tokens)), dtype=np.float32)

    def _drawn(self, text: str) -> Vectors:
        chance = np.random.default_rng(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big"))
        noise = chance.standard_normal(_DIM, dtype=np.float32)
        drawn: Vectors = self._centres[chance.integers(_CENTRES)] + _SPREAD * noise / np.linalg.norm(noise)
        unit: Vectors = _unit(drawn[np.newaxis])[0]
        return unit


def word(number: int) -> str:
    """Return a made-up word; each number has its own."""
    parts = []
    number += len(_SYLLABLES)
    while number:
        number, part = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[part])
    return "".join(parts)


def article(number: int) -> Material:
    """Return the made-up article of this number, of some ten passages."""
    chance = np.random.default_rng(number)
    drawn = iter(np.minimum(chance.zipf(1.15, PASSAGES * 75 + 10), _WORDS).tolist())
    sentences = [" ".join(word(next(drawn)) for _ in range(15)).capitalize() + "." for _ in range(PASSAGES * 5)]
    paragraphs = [" ".join(sentences[first : first + 5]) for first in range(0, len(sentences), 5)]
    title = " ".join(word(next(drawn)) for _ in range(6)).capitalize()
    return Material(
        name=f"{number}.txt",
        data="\n\n".join(paragraphs).encode(),
        media="text",
        identity=f"made:{number}",
        title=title,
    )


def fill(program: Services, passages: int) -> Iterator[int]:
    """Take articles in until there are so many passages; yield how many there are now and then."""
    number = len(program.library.entries())
    held = program.parts.store().count_vector_ids()
    while held < passages:
        program.ingest.take_in([article(number + i) for i in range(_AT_ONCE)])
        number += _AT_ONCE
        held = program.parts.store().count_vector_ids()
        yield held


def measured(program: Services, folder: Path) -> dict[str, object]:
    """Return the figures of a filled library; seconds are medians."""
    parts: dict[str, list[float]] = defaultdict(list)
    questions = [f"{word(7 + i)} {word(300 + 11 * i)} {word(4_000 + 17 * i)}?" for i in range(_ASKED)]
    search = program.parts.answerer().search
    with program.parts.store().snapshot() as snapshot:
        search(snapshot, questions[0])  # opens what is opened at the first search
        for question in questions:
            started_s = time.perf_counter()
            with observed(lambda part, took_s: parts[part].append(took_s)):
                search(snapshot, question)
            parts["search"].append(time.perf_counter() - started_s)
    figures: dict[str, object] = {
        f"{part} ms": round(statistics.median(took) * 1000, 2) for part, took in parts.items()
    }
    figures["copy MB"] = round(sum(file.stat().st_size for file in folder.glob("mirror.sqlite3*")) / 1e6, 1)
    figures["memory MB"] = round(memory_mb(os.getpid(), NOW), 1)
    figures["recall@300"] = round(_recall(program, questions), 4)
    with tempfile.TemporaryDirectory() as other:
        started_s = time.perf_counter()
        with closing(opened(Path(other))) as second:
            second.library.part(limit=1)
            figures["first fill s"] = round(time.perf_counter() - started_s, 1)
            figures["lag ms"] = round(statistics.median(_lags(program, second)) * 1000, 1)
    return figures


def _recall(program: Services, questions: Sequence[str]) -> float:
    """Return the mean share of the nearest vectors, by an exact search, that the index finds."""
    vectors = program.parts.embedder().embed_questions(questions)
    with program.parts.store().snapshot() as snapshot:
        index = program.parts.index().at(snapshot.generation)
        found = [[row for row, _ in index.search(one, limit=PASSAGE_DEPTH, scope=EVERYTHING)] for one in vectors]
    return exact_of(program).recall(vectors, found, PASSAGE_DEPTH)


def _lags(program: Services, second: Services) -> Iterator[float]:
    """Yield the seconds from a commit until a second copy, which follows by itself, shows it."""
    for number in range(_LAGS):
        program.ingest.take_in([replace(article(number), identity=f"lag:{time.time_ns()}")])
        committed_s, wanted = time.perf_counter(), _generation(program)
        while _generation(second) < wanted:
            time.sleep(0.002)
        yield time.perf_counter() - committed_s


def _generation(program: Services) -> int:
    with program.parts.store().snapshot() as snapshot:
        return snapshot.generation


def opened(folder: Path) -> Services:
    """Return the program over a copy in a folder."""
    return build(settings.load(library=folder), embedder=DrawnVectors())


def main() -> int:
    """Fill and measure at each size; print a line of JSON each."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.benchmark.shared_growth", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="of the copy, kept for the next time")
    parser.add_argument("--sizes", default="10000,100000,1000000", help="numbers of passages, rising")
    options = parser.parse_args()
    with closing(opened(options.folder)) as program:
        for size in map(int, options.sizes.split(",")):
            started_s = time.perf_counter()
            for held in fill(program, size):
                print(f"{held} passages", file=sys.stderr, flush=True)
            took_s = round(time.perf_counter() - started_s, 1)
            figures = {"passages": program.parts.store().count_vector_ids(), "filled in s": took_s}
            print(json.dumps(figures | measured(program, options.folder)), flush=True)
    return 0


def _unit(rows: Vectors) -> Vectors:
    unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


if __name__ == "__main__":
    sys.exit(main())
