"""Compare the answers of a library of one file with those of the same library in PostgreSQL.

``python -m evaluation.benchmark.shared_answers --data DATA --folder FOLDER``; ``DATELINE_DATABASE_URL`` and
``DATELINE_CHROMA_URL`` name the servers, whose library is to be one of its own. The articles are taken in once, and
come into the database as a backup. Both forms are asked with an exact index, which must make no difference, and with
Chroma, in the process and on the server. A line of JSON for each question is written to the folder; started again, it
goes on.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import settings
from answering.export.report import as_json, trace_as_json
from assembly import Services, build
from domain.protocols import Embedder
from domain.values import EVERYTHING
from evaluation.benchmark import material
from evaluation.benchmark.contestants.dateline import material as material_of
from evaluation.vectors import KeptVectors
from retriever.fakes import ExactIndex
from retriever.search import PASSAGE_DEPTH
from services.parts import open_embedder

_AT_ONCE = 20
_TIMES = ("seconds", "added", "changed", "read_at")
_DIGITS = 4
"""A server sends scores with fewer digits than a process has."""

Json = Any


def without_times(value: Json) -> Json:
    """Return JSON without what says when, and with scores rounded."""
    if isinstance(value, dict):
        return {name: without_times(one) for name, one in value.items() if name not in _TIMES}
    if isinstance(value, list | tuple):
        return [without_times(one) for one in value]
    return round(value, _DIGITS) if isinstance(value, float) else value


def printed(program: Services, question: str) -> tuple[Json, Json]:
    """Return what the command prints with ``--json`` and with ``--trace``, without times."""
    answer = program.ask.answer(question)
    return without_times(as_json(answer, 0.0, program.export.footer_text)), without_times(trace_as_json(answer))


def opened(folder: Path, form: str, *, exact: bool, embedder: Embedder | None = None) -> Services:
    """Return the program over the library of one form ("file", "database"), with an exact index or with Chroma."""
    chosen = settings.load(library=folder / form)
    if form == "file":
        chosen = chosen.model_copy(update={"database_url": None, "chroma_url": None})
    return build(chosen, embedder=embedder, vector_index=ExactIndex() if exact else None)


def fill(folder: Path, data: Path | None, count: int, vectors: Path) -> list[material.Row]:
    """Take the articles into the library of one file, and bring it into the database; return the articles."""
    rows = material.articles(data, count)
    kept = KeptVectors(open_embedder(settings.load()), vectors)
    with closing(opened(folder, "file", exact=False, embedder=kept)) as program:
        for first in range(len(program.library.entries()), len(rows), _AT_ONCE):
            program.ingest.take_in([material_of(row) for row in rows[first : first + _AT_ONCE]])
            print(f"{first} articles", file=sys.stderr, flush=True)
        kept.keep()
        entries = [(one.id, one.digest) for one in program.library.entries()]
        with closing(opened(folder, "database", exact=False)) as shared:
            if [(one.id, one.digest) for one in shared.library.entries()] != entries:
                backup = folder / "backup.sqlite3"
                backup.unlink(missing_ok=True)
                program.maintenance.back_up(backup)
                shared.maintenance.restore(backup)
    return rows


def compare(folder: Path, questions: list[str], *, exact: bool) -> Iterator[dict[str, Json]]:
    """Ask both forms; yield for each question whether they agree, and if not whether the nearest vectors did."""
    with closing(opened(folder, "file", exact=exact)) as one, closing(opened(folder, "database", exact=exact)) as other:
        for question in questions:
            same = printed(one, question) == printed(other, question)
            missed = not same and neighbours(one, question) != neighbours(other, question)
            yield {"question": question, "index": "exact" if exact else "chroma", "same": same, "missed": missed}


def neighbours(program: Services, question: str) -> set[str]:
    """Return the vectors that the index finds nearest to a question."""
    [vector] = program.parts.embedder().embed_questions([question])
    with program.parts.store().snapshot() as snapshot:
        index = program.parts.index().at(snapshot.generation)
        return {vector_id for vector_id, _ in index.search(vector, limit=PASSAGE_DEPTH, scope=EVERYTHING)}


def main() -> int:
    """Fill, ask, and print how many answers agree; return 1 if some differ with an exact index."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.benchmark.shared_answers", description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder with news-search in it; else the samples, repeated")
    parser.add_argument("--folder", type=Path, required=True, help="of the libraries and results, kept")
    parser.add_argument("--vectors", type=Path, help="a folder of vectors that were embedded before")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--questions", type=int, default=500)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    rows = fill(options.folder, options.data, options.articles, options.vectors or options.folder / "vectors")
    questions = list(islice(material.questions(options.data, rows), options.questions))
    results = options.folder / "answers.jsonl"
    done = [json.loads(line) for line in results.read_text("utf-8").splitlines()] if results.exists() else []
    for exact in (True, False):
        asked = {one["question"] for one in done if (one["index"] == "exact") == exact}
        with results.open("a", encoding="utf-8") as out:
            for found in compare(options.folder, [one for one in questions if one not in asked], exact=exact):
                out.write(json.dumps(found) + "\n")
                out.flush()
                done.append(found)
    for index in ("exact", "chroma"):
        own = [one for one in done if one["index"] == index]
        same, missed = (sum(one[name] for one in own) for name in ("same", "missed"))
        print(f"{index}: {len(own)} questions, {same} with the same answer, {missed} where an index missed a neighbour")
    return int(any(one["index"] == "exact" and not one["same"] for one in done))


if __name__ == "__main__":
    sys.exit(main())
