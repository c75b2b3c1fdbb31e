"""cited-answers: which sentences of a passage are quoted, against those that people used."""

from collections.abc import Sequence

from answering.quoting.candidates import as_article
from answering.quoting.quote import choose_quotes
from evaluation.data import Data, Row
from evaluation.figures import Figure, mean
from evaluation.metrics import overlap
from evaluation.stock import Bench
from evaluation.suite import Suite

ANSWERED = "cited-answers/clapnq.jsonl"
MOST = 4


def run(bench: Bench, data: Data) -> list[Row]:
    """Quote from each question's own passage, at most four sentences, whether or not the page would refuse."""
    return [_item(bench, row) for row in data.rows(ANSWERED, "id", "question", "title", "sentences", "chosen")]


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return precision, recall and f1, each the mean of the questions' own."""
    questions = data.by_id(ANSWERED)
    own = [overlap(item["chosen"], questions[item["id"]]["chosen"]) for item in items]
    return {name: mean([value[place] for value in own]) for place, name in enumerate(("precision", "recall", "f1"))}


def _item(bench: Bench, row: Row) -> Row:
    question = row["question"]
    considered = bench.program.parts.answerer().read(question, as_article(row["title"], row["sentences"]))
    if not considered.candidates:
        return {"id": row["id"], "chosen": []}
    quotes = choose_quotes(considered.candidates, considered.scores)
    return {"id": row["id"], "chosen": sorted(quote.sentence.index for quote in quotes[:MOST])}


SUITE = Suite(name="cited-answers", files=(ANSWERED,), run=run, figures=figures)
