"""small-library: the newcomer's case, libraries of 1, 6 and 30 articles, with and without the one that answers."""

import random
from collections.abc import Iterator, Sequence

from evaluation.data import Data, Row
from evaluation.figures import Figure, mean
from evaluation.refusing import refusal_figures
from evaluation.stock import Bench
from evaluation.suite import Suite
from evaluation.suites.cited_answers import ANSWERED
from evaluation.suites.refusals_news import decided

SIZES = (1, 6, 30)
_SEED = 0


def run(bench: Bench, data: Data) -> list[Row]:
    """Ask each question in three real libraries, then again after its own passage has been removed from each."""
    return [item for row, size, library in drawn(data) for item in _items(bench, row, size, library)]


def figures(items: Sequence[Row], _data: Data) -> dict[str, Figure]:
    """Return the refusal figures over all sizes; false refusals and ``found`` for each size too."""
    made = refusal_figures(items)
    for size in SIZES:
        own = [item for item in items if item["size"] == size]
        for name, figure in refusal_figures(own).items():
            if name in ("refusal_recall@10", "false_refusal_rate"):
                made[f"{name}, {size}"] = figure
        if all("found" in item for item in own):
            made[f"found, {size}"] = mean([item["found"] for item in own if item["answerable"]])
    return made


def drawn(data: Data) -> list[tuple[Row, int, list[Row]]]:
    """Return (question, size, its library as articles): its own passage and others with other words, in a drawn order.

    A file with fewer passages gives smaller libraries.
    """
    chance = random.Random(_SEED)
    rows = data.rows(ANSWERED, "id", "question", "title", "sentences")
    made = []
    for row in rows:
        others = [other for other in rows if other["sentences"] != row["sentences"]]
        for size in SIZES:
            library = [row, *chance.sample(others, min(size - 1, len(others)))]
            chance.shuffle(library)
            made.append((row, size, [article_of(one) for one in library]))
    return made


def article_of(row: Row) -> Row:
    """Return a question's passage as an article."""
    return {"id": row["id"], "title": row["title"], "text": " ".join(row["sentences"])}


def _items(bench: Bench, row: Row, size: int, library: Sequence[Row]) -> Iterator[Row]:
    with bench.small_stock(library) as stock:
        for answerable in (True, False):
            if not answerable:
                stock.program.ingest.remove([stock.ids[row["id"]]])
            found = stock.ranked(stock.search(row["question"]))[:1] == [row["id"]]
            answer = stock.ask(row["question"])
            yield {"id": row["id"], "size": size, "answerable": answerable, **decided(answer), "found": found}


SUITE = Suite(name="small-library", files=(ANSWERED,), run=run, figures=figures)
