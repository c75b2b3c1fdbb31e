"""events: articles of two weeks, grouped into events; thresholds are chosen on the first week, figures of the last.

The labels are ids only (evaluation/labels/events): ``first`` and ``second`` are
two groupings by one model, in the order of days and in that of the alphabet.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations

import numpy as np

from domain.events import EventText
from domain.keys import embedded_string
from evaluation.data import Data, Row
from evaluation.figures import Figure, Floats, mean
from evaluation.stock import Bench
from evaluation.suite import Suite
from ingest.events import WINDOW, compare, events, link
from ingest.near_duplicates import is_near_duplicate
from ingest.split import split

ARTICLES = "news-search/articles.jsonl.gz"
LABELS = "events/labels.jsonl"
_LEAD_CHARS, _LEAD_PASSAGES = 1_200, 3  # as store.events compares articles
_THRESHOLDS = np.arange(0.3, 0.95, 0.025)


def run(bench: Bench, data: Data) -> list[Row]:
    """Group the articles of a week as the program does, by cosine alone within the same days, by near-duplicates."""
    articles = data.by_id(ARTICLES, "title", "text", "published")
    weeks: dict[str, list[Row]] = {}
    for row in data.rows(LABELS, "id", "week", "first", "second"):
        weeks.setdefault(row["week"], []).append(row)
    threshold = 0.0
    items: list[Row] = []
    for week in sorted(weeks):
        texts = [_text(bench, articles[row["id"]]) for row in weeks[week]]
        ids = [text.id for text in texts]
        cosines = _cosines(texts)
        if not items:
            labels = [row["first"] for row in weeks[week]]
            grouped = {value: link(ids, cosines, value) for value in _THRESHOLDS}
            threshold = max(grouped, key=lambda value: pair_f1(labels, _labels(texts, grouped[value])).value)
        copies = {
            (one, other): 1.0
            for (one, other), cosine in cosines.items()
            if cosine > 0.5 and is_near_duplicate(articles[one]["text"], articles[other]["text"])
        }
        ours = _labels(texts, events(ids, compare(texts, texts)))
        by_cosine = _labels(texts, link(ids, cosines, threshold))
        by_copies = _labels(texts, link(ids, copies, 0.5))
        for row, event, cosine, copy in zip(weeks[week], ours, by_cosine, by_copies, strict=True):
            items.append({**row, "event": event, "cosine": cosine, "copies": copy, "threshold": float(threshold)})
    return items


def figures(items: Sequence[Row], _: Data) -> dict[str, Figure]:
    """Return, of the last week, pairwise and B-cubed F1 of the program and two baselines, against both groupings, the
    agreement of these, and the share of articles in the largest event; of the first week pairwise F1.
    """
    weeks = sorted({item["week"] for item in items})
    last = [item for item in items if item["week"] == weeks[-1]]
    found = {name: [item[name] for item in last] for name in ("first", "second", "event", "cosine", "copies")}
    first = [item for item in items if item["week"] == weeks[0]]
    return {
        "pair_f1": pair_f1(found["first"], found["event"]),
        "pair_precision": _share(found["event"], found["first"]),
        "pair_recall": _share(found["first"], found["event"]),
        "b_cubed": b_cubed(found["first"], found["event"]),
        "pair_f1_second": pair_f1(found["second"], found["event"]),
        "agreement": pair_f1(found["first"], found["second"]),
        "pair_f1_cosine": pair_f1(found["first"], found["cosine"]),
        "b_cubed_cosine": b_cubed(found["first"], found["cosine"]),
        "pair_f1_copies": pair_f1(found["first"], found["copies"]),
        "b_cubed_copies": b_cubed(found["first"], found["copies"]),
        "largest_event": mean([max(map(found["event"].count, found["event"])) / len(last)]),
        "pair_f1_first_week": pair_f1([item["first"] for item in first], [item["event"] for item in first]),
    }


def pair_f1(labels: Sequence[str], found: Sequence[str]) -> Figure:
    """Return F1 over the pairs of articles that are in one group, by two groupings; articles are drawn."""
    same, together = _pairs(labels), _pairs(found)
    counts = [(same & together).sum(axis=1), (~same & together).sum(axis=1), (same & ~together).sum(axis=1)]
    return Figure(np.array(counts, dtype=np.float64).T, _f1)


def b_cubed(labels: Sequence[str], found: Sequence[str]) -> Figure:
    """Return the harmonic mean of B-cubed precision and recall (Bagga and Baldwin 1998)."""
    same, together = (_pairs(one) | np.eye(len(one), dtype=bool) for one in (labels, found))
    both = (same & together).sum(axis=1)
    rows = np.array([both / together.sum(axis=1), both / same.sum(axis=1)], dtype=np.float64).T
    return Figure(rows, lambda drawn: float(2 * np.prod(drawn.mean(axis=0)) / drawn.mean(axis=0).sum()))


def _share(of: Sequence[str], within: Sequence[str]) -> Figure:
    """Return the share of the pairs of one grouping that are pairs of another one."""
    counts = [(_pairs(of) & _pairs(within)).sum(axis=1), _pairs(of).sum(axis=1)]
    rows = np.array(counts, dtype=np.float64).T
    return Figure(rows, lambda drawn: float(drawn[:, 0].sum() / drawn[:, 1].sum()) if drawn[:, 1].any() else np.nan)


def _f1(rows: Floats) -> float:
    right, wrong, missed = rows.sum(axis=0)
    return float(2 * right / (2 * right + wrong + missed)) if right + wrong + missed else float("nan")


def _pairs(labels: Sequence[str]) -> np.ndarray:
    column = np.array(labels)
    same: np.ndarray = column[:, None] == column[None, :]
    np.fill_diagonal(same, False)
    return same


def _text(bench: Bench, row: Row) -> EventText:
    passages = split(row["id"], row["text"])[:_LEAD_PASSAGES]
    vectors = bench.embedder.embed_passages([embedded_string(row["title"], passage.text) for passage in passages])
    return EventText(
        id=row["id"],
        content="",
        title=row["title"],
        lead=row["text"][:_LEAD_CHARS],
        day=row["published"][:10],
        outlet=row["id"].partition("/")[0],
        vectors=vectors,
    )


def _cosines(texts: Sequence[EventText]) -> dict[tuple[str, str], float]:
    leads = np.stack([text.vectors.mean(axis=0) for text in texts])
    leads /= np.linalg.norm(leads, axis=1, keepdims=True)
    rows = leads @ leads.T
    days = [date.fromisoformat(text.day) for text in texts]
    near = ((i, j) for i, j in combinations(range(len(texts)), 2) if abs(days[i] - days[j]) <= WINDOW)
    return {_names(texts[i], texts[j]): max(0.0, float(rows[i, j])) for i, j in near}


def _names(one: EventText, other: EventText) -> tuple[str, str]:
    return min(one.id, other.id), max(one.id, other.id)


def _labels(texts: Sequence[EventText], groups: Sequence[Sequence[str]]) -> list[str]:
    event: Mapping[str, str] = {article: min(group) for group in groups for article in group}
    return [event[text.id] for text in texts]


SUITE = Suite(name="events", files=(ARTICLES, LABELS), run=run, figures=figures)
