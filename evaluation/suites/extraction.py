"""extraction: saved news pages through the program's extractor, against the articles that people copied out."""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

import numpy as np

from domain.errors import SourceError
from domain.values import Material
from evaluation.data import Data, Row
from evaluation.figures import Figure, Floats, mean
from evaluation.metrics import folded, harmonic, shingle_overlap
from evaluation.stock import Bench
from evaluation.suite import Suite
from ingest.extract.formats import extract

BODIES = "extraction/bodies.jsonl"
SEGMENTS = "extraction/segments.jsonl"
FOLDER = PurePosixPath("extraction")
_DAY = 10


def run(_bench: Bench, data: Data) -> list[Row]:
    """Extract each page once, bodies' pages first."""
    return [_item(data, file) for file in files(data)]


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return the shingle figures over the bodies' pages; those of segments and of fields over the segments'."""
    made = {item["file"]: item for item in items}
    bodies = np.array([shingle_overlap(made[row["file"]]["text"], row["text"]) for row in _bodies(data)])
    segments = np.array([_segment_counts(made[row["file"]]["text"], row) for row in _segments(data)])
    exact = {
        field: mean([_same(made[row["file"]][field], row[field]) for row in _segments(data) if folded(row.get(field))])
        for field in ("title", "date", "author")
        if all(field in item for item in items)
    }
    return {
        "shingle_precision": Figure(bodies, _column_mean(0)),
        "shingle_recall": Figure(bodies, _column_mean(1)),
        "shingle_f1": Figure(bodies, lambda rows: harmonic(_column_mean(0)(rows), _column_mean(1)(rows))),
        "segment_f1": Figure(segments, _segment_f1),
        **exact,
    }


def files(data: Data) -> list[str]:
    """Return the pages' files, each once."""
    return list(dict.fromkeys(row["file"] for row in (*_bodies(data), *_segments(data))))


def page_of(data: Data, file: str) -> bytes:
    """Return a page."""
    return data.read(str(FOLDER / file))


def _bodies(data: Data) -> tuple[Row, ...]:
    return data.rows(BODIES, "file", "text")


def _segments(data: Data) -> tuple[Row, ...]:
    return data.rows(SEGMENTS, "file", "with", "without")


def _item(data: Data, file: str) -> Row:
    try:
        source, text = extract(Material(name=file, data=page_of(data, file), media="html"))
    except SourceError:
        return {"file": file, "text": "", "title": None, "date": None, "author": None}
    day = source.published[:_DAY] if source.published else None
    return {"file": file, "text": text, "title": source.title, "date": day, "author": source.author}


def _segment_counts(text: str, row: Row) -> tuple[float, float, float]:
    """Return how many segments must appear, how many of these do, and how many appear that must not."""
    whole = folded(text)
    found = [folded(segment) in whole for segment in row["with"]]
    return float(len(found)), float(sum(found)), float(sum(folded(segment) in whole for segment in row["without"]))


def _segment_f1(rows: Floats) -> float:
    wanted, found, wrong = rows.sum(axis=0)
    return float(2 * found / (wanted + found + wrong)) if wanted + wrong else float("nan")


def _column_mean(column: int) -> Callable[[Floats], float]:
    """Return the mean of a column without what is undefined."""
    return lambda rows: float(np.nanmean(rows[:, column])) if not np.isnan(rows[:, column]).all() else float("nan")


def _same(made: str | None, wanted: str) -> bool:
    return folded(made) == folded(wanted)


SUITE = Suite(name="extraction", files=(BODIES, SEGMENTS), run=run, figures=figures, also=("extraction/html",))
