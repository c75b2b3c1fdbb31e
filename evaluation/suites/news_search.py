"""news-search: questions of a news quiz over all articles of a summer; the right article, and the answer's words."""

import time
from collections.abc import Sequence

from domain.values import SearchResult
from evaluation.data import Data, Row
from evaluation.figures import Figure, mean, median
from evaluation.metrics import hit, holds_answer, reciprocal_rank
from evaluation.models import asked_fields, asked_figures, searches_for
from evaluation.stock import Bench, Stock
from evaluation.suite import Suite
from text.sentences import sentences

ARTICLES = "news-search/articles.jsonl.gz"
QUESTIONS = "news-search/questions.jsonl"
PASSAGES = 5
PASSAGE_CHARS = 1000
LEAD_SENTENCES = 4


def run(bench: Bench, data: Data) -> list[Row]:
    """Ask each question on its own. ``ranked`` and ``passages`` are what the answer was made from."""
    stock = bench.stock(data, ARTICLES)
    return [_item(stock, row) for row in data.rows(QUESTIONS, "id", "question", "gold", "answers")]


def figures(items: Sequence[Row], data: Data) -> dict[str, Figure]:
    """Return the figures of the README; those of passages and statements only if the items have them."""
    questions = data.by_id(QUESTIONS)
    gold = [questions[item["id"]]["gold"] for item in items]
    answers = [questions[item["id"]]["answers"] for item in items]
    ranked = [(item["ranked"], right) for item, right in zip(items, gold, strict=True)]
    made = {"mrr@10": mean([reciprocal_rank(order, right) for order, right in ranked])}
    for depth in (1, 5, 10):
        made[f"hits@{depth}"] = mean([hit(order, right, depth=depth) for order, right in ranked])
    texts: dict[str, list[list[str] | None]] = {
        "passage_answer@5": [item.get("passages") for item in items],
        "core_answer": [_statements(item, 1) for item in items],
        "quote_answer": [_statements(item, None) for item in items],
        "lead4_answer": [*_leads(items, data)],
    }
    for name, found in texts.items():
        if all(words is not None for words in found):
            made[name] = mean([holds_answer(words or [], own) for words, own in zip(found, answers, strict=True)])
    right = [holds_answer(_statements(item, None) or [], own) for item, own in zip(items, answers, strict=True)]
    made |= asked_figures(items, right)
    lengths = [len(" ".join(item["statements"]).split()) for item in items if item.get("statements")]
    return made | ({"median_words": median(lengths)} if lengths else {})


def passages_of(stock: Stock, result: SearchResult) -> list[str]:
    """Return the words of the best hits with their neighbours, cut to 1,000 characters each."""
    with stock.program.parts.store().snapshot() as snapshot:
        texts = [snapshot.article(found.passage.article_id).text for found in result.hits[:PASSAGES]]
    windows = [found.window for found in result.hits[:PASSAGES]]
    return [text[start:end][:PASSAGE_CHARS] for text, (start, end) in zip(texts, windows, strict=True)]


def _item(stock: Stock, row: Row) -> Row:
    if stock.oracle:
        stock.oracle.gold = lambda line: holds_answer([line], row["answers"])
        stock.oracle.searches = searches_for([row.get("evidence") or ""])
        stock.oracle.shown = []
    started = time.monotonic()
    answer = stock.ask(row["question"])
    seconds = time.monotonic() - started
    rewriting = answer.trace.rewriting if answer.trace else None
    result = stock.search(row["question"], also=rewriting.searches if rewriting else ())
    return {
        "id": row["id"],
        "ranked": stock.ranked(result, row["gold"]),
        "passages": passages_of(stock, result),
        "statements": [statement.text for statement in answer.statements],
        "refusal": None if answer.kind == "answer" else answer.refusal or answer.kind,
        **asked_fields(answer, stock.oracle, seconds),
    }


def _statements(item: Row, count: int | None) -> list[str] | None:
    return None if item.get("statements") is None else item["statements"][:count]


def _leads(items: Sequence[Row], data: Data) -> list[list[str]]:
    """Return the first four sentences of each question's best article: what an answer must beat."""
    articles = data.by_id(ARTICLES)
    best = [articles[item["ranked"][0]]["text"] if item["ranked"] else "" for item in items]
    return [[sentence.text for sentence in sentences(text)[:LEAD_SENTENCES]] for text in best]


SUITE = Suite(name="news-search", files=(ARTICLES, QUESTIONS), run=run, figures=figures)
