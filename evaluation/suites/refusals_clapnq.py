"""refusals-clapnq: questions whose passage answers them against questions whose passage only looks right."""

from collections.abc import Sequence

from answering.quoting.candidates import as_article
from evaluation.data import Data, Row
from evaluation.figures import Figure
from evaluation.refusing import refusal_figures
from evaluation.stock import Bench
from evaluation.suite import Suite
from evaluation.suites.cited_answers import ANSWERED

UNANSWERED = "refusals/clapnq.jsonl"


def run(bench: Bench, data: Data) -> list[Row]:
    """Judge each question against its own passage, the sentences as they are cut in the file."""
    return [
        _item(bench, row, answerable)
        for file, answerable in ((ANSWERED, True), (UNANSWERED, False))
        for row in data.rows(file, "id", "question", "title", "sentences")
    ]


def figures(items: Sequence[Row], _data: Data) -> dict[str, Figure]:
    """Return the refusal figures."""
    return refusal_figures(items)


def _item(bench: Bench, row: Row, answerable: bool) -> Row:
    evidence = bench.program.parts.answerer().read(row["question"], as_article(row["title"], row["sentences"])).evidence
    refused = evidence < bench.program.settings.answer_threshold
    return {"id": row["id"], "answerable": answerable, "score": evidence, "refused": refused}


SUITE = Suite(name="refusals-clapnq", files=(ANSWERED, UNANSWERED), run=run, figures=figures)
