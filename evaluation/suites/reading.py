"""reading: questions in users' own words over a few articles, some of them near misses; exact quotes judged."""

import time
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from answering.writing.excerpts import one_line
from domain.values import Answer, Citation
from evaluation.data import Data, Row
from evaluation.figures import Figure, mean, median
from evaluation.metrics import covers_half, holds_every
from evaluation.models import asked_fields, asked_figures, searches_for
from evaluation.refusing import refusal_figures
from evaluation.spans import check_spans, flattened
from evaluation.stock import Bench, Stock
from evaluation.suite import Suite
from evaluation.suites.refusals_news import decided
from ingest.extract.decode import clean

ARTICLES = "reading/articles.jsonl.gz"
QUESTIONS = "reading/questions.jsonl"
NEAREST = 3
"""How many of the nearest quotes ``closest_right`` looks at."""

Place = list[Any]
"""``[article, start, end]``: the folder's id of an article, and offsets in its text, end excluded."""

_FIELDS = ("article", "kind", "question", "answerable", "core", "key")
_OF_REFUSALS = ("refusal_recall@10", "auc")


def run(bench: Bench, data: Data) -> list[Row]:
    """Ask each question on its own, in quote mode."""
    return ask_all(bench, data, ARTICLES, QUESTIONS)


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return the reading figures of items over this folder's questions."""
    return reading_figures(items, data.by_id(ARTICLES), data.by_id(QUESTIONS))


def ask_all(bench: Bench, data: Data, articles: str, questions: str) -> list[Row]:
    """Ask each question of a file over one library with every article of another file.

    Returns:
        One item a question, in file order; ``quotes`` and ``nearest`` are lists of ``Place``, best or lead first.

    Raises:
        DataError: a question names an unknown article, or a span outside of its text.
    """
    texts = data.by_id(articles, "title", "text")
    rows = data.by_id(questions, *_FIELDS).values()
    for row in rows:
        check_spans(f"{questions}, id {row['id']}", row, texts, [*flattened(row["core"]), *row["key"]])
    stock = bench.stock(data, articles)
    return [_item(stock, texts, row) for row in rows]


def reading_figures(
    items: Sequence[Row], articles: Mapping[str, Row], questions: Mapping[str, Row]
) -> dict[str, Figure]:
    """Return the figures of reading; ``closest_right`` only if the items have ``nearest``, lengths if any is answered.

    Args:
        items: as ``ask_all`` returns them.
        articles: the folder's articles by id.
        questions: the folder's questions by id; all of the items are among them.
    """
    pairs = [(item, questions[item["id"]]) for item in items]
    answerable = [(item, row) for item, row in pairs if row["answerable"]]
    hits = [[is_hit(quote, row, articles) for quote in _quotes(item)] for item, row in answerable]
    made = {
        "right_first": mean([any(own[:1]) for own in hits]),
        "right": mean([any(own) for own in hits]),
        "complete": mean([is_complete(_quotes(item), row) for item, row in answerable]),
        "wrong": mean([not item["refused"] and not any(own) for (item, _), own in zip(answerable, hits, strict=True)]),
    }
    if all("nearest" in item for item in items):
        made["closest_right"] = mean([_is_near(item, row, articles) for item, row in answerable])
    made["answered_unanswerable"] = mean([not item["refused"] for item, row in pairs if not row["answerable"]])
    refusals = refusal_figures(items)
    made |= asked_figures([item for item, _ in answerable], [any(own) for own in hits])
    lengths = [len(" ".join(item["statements"]).split()) for item in items if not item["refused"]]
    return (
        made | {name: refusals[name] for name in _OF_REFUSALS} | ({"median_words": median(lengths)} if lengths else {})
    )


def is_hit(quote: Place, row: Row, articles: Mapping[str, Row]) -> bool:
    """Return whether a quote covers half of a sentence of ``core``, or holds every ``key`` string."""
    article, start, end = quote
    if any(_covers(quote, row, span) for span in flattened(row["core"])):
        return True
    keys = [articles[row["article"]]["text"][first:last] for first, last in row["key"]]
    return holds_every(articles[article]["text"][start:end], keys)


def is_complete(quotes: Sequence[Place], row: Row) -> bool:
    """Return whether the quotes cover half of every sentence of one alternative of ``core``."""
    return any(
        alternative and all(any(_covers(quote, row, span) for quote in quotes) for span in alternative)
        for alternative in row["core"]
    )


def _covers(quote: Place, row: Row, span: Sequence[int]) -> bool:
    article, start, end = quote
    return article == row["article"] and covers_half((start, end), (span[0], span[1]))


def _quotes(item: Row) -> list[Place]:
    return [] if item["refused"] else item["quotes"]


def _is_near(item: Row, row: Row, articles: Mapping[str, Row]) -> bool:
    return bool(item["refused"]) and any(is_hit(quote, row, articles) for quote in item["nearest"][:NEAREST])


def _item(stock: Stock, articles: Mapping[str, Row], row: Row) -> Row:
    spans = flattened(row["core"])
    text = articles[row["article"]]["text"]
    core = [one_line(text[start:end]) for start, end in spans]
    if stock.oracle:
        stock.oracle.gold = lambda line: any(line in one or one in line for one in core)
        stock.oracle.searches = searches_for(core)
        stock.oracle.shown = []
    started = time.monotonic()
    answer = stock.ask(row["question"])
    seconds = time.monotonic() - started
    return {
        "id": row["id"],
        "answerable": row["answerable"],
        "kind": row["kind"],
        "quotes": _places(stock, articles, row, _shown(answer)),
        "statements": [statement.text for statement in answer.statements],
        "nearest": _places(stock, articles, row, answer.nearest),
        **decided(answer),
        **asked_fields(answer, stock.oracle, seconds),
    }


def _shown(answer: Answer) -> list[Citation]:
    """Return the citations of the statements in the order shown, each once."""
    cited = {citation.number: citation for citation in answer.citations}
    return [cited[number] for number in dict.fromkeys(n for one in answer.statements for n in one.citations)]


def _places(stock: Stock, articles: Mapping[str, Row], row: Row, citations: Iterable[Citation]) -> list[Place]:
    """Return the places of citations; a fact of the source has none.

    Of several articles with the same text the question's own is named, else the first.
    """
    places: list[Place] = []
    for citation in citations:
        if citation.start is None or citation.end is None:
            continue
        names = stock.names[citation.article.id]
        name = row["article"] if row["article"] in names else names[0]
        text = articles[name]["text"]
        places.append([name, offset(text, citation.start), offset(text, citation.end)])
    return places


def offset(text: str, kept: int) -> int:
    """Return the offset in a folder's text of an offset in the text that the library keeps of it.

    The library drops control characters and makes one character of a line end of two.
    """
    if len(clean(text)) == len(text):
        return kept
    return bisect_right(range(len(text) + 1), kept, key=lambda end: len(clean(text[:end]))) - 1


SUITE = Suite(name="reading", files=(ARTICLES, QUESTIONS), run=run, figures=figures)
