"""languages: as reading, over articles and questions in several languages."""

from collections.abc import Sequence

from evaluation.data import Data, Row
from evaluation.figures import Figure
from evaluation.stock import Bench
from evaluation.suite import Suite
from evaluation.suites.reading import ask_all, reading_figures

ARTICLES = "languages/articles.jsonl.gz"
QUESTIONS = "languages/questions.jsonl"


def run(bench: Bench, data: Data) -> list[Row]:
    """Ask each question on its own, in quote mode; the items have ``language`` besides."""
    languages = {row["id"]: row["language"] for row in data.rows(QUESTIONS, "id", "language")}
    return [{**item, "language": languages[item["id"]]} for item in ask_all(bench, data, ARTICLES, QUESTIONS)]


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return the reading figures over all languages, then those of each, as "right_first, de"."""
    articles, questions = data.by_id(ARTICLES), data.by_id(QUESTIONS, "language")
    made = reading_figures(items, articles, questions)
    for language in dict.fromkeys(questions[item["id"]]["language"] for item in items):
        own = [item for item in items if questions[item["id"]]["language"] == language]
        made |= {f"{name}, {language}": figure for name, figure in reading_figures(own, articles, questions).items()}
    return made


SUITE = Suite(name="languages", files=(ARTICLES, QUESTIONS), run=run, figures=figures)
