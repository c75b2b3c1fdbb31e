"""What the trained parts get on questions that their training did not see (ten-fold cross-validation).

Items are made from the held-out scores as the suites make them from the program, and the suites count them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from answering.quoting.features import Floats
from answering.quoting.quote import choose_quotes, citations
from answering.quoting.weights import probability
from evaluation.data import Data, Row
from evaluation.suites import SUITES
from evaluation.suites.cited_answers import ANSWERED, MOST
from evaluation.suites.news_search import QUESTIONS as NEWS
from evaluation.suites.refusals_clapnq import UNANSWERED
from evaluation.suites.refusals_news import REMOVED
from evaluation.suites.sentence_choice import QUESTIONS as ALONE
from evaluation.tables import Table

CORES = ("core_answer", "quote_answer", "median_words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """The tables of each file in its order; ``scores`` of ``alone``, ``passages`` and ``news``, one after the other;
    ``logits`` of the evidence of ``passages``, ``wrong``, ``news`` and ``hidden``.
    """

    alone: Sequence[Table]
    passages: Sequence[Table]
    news: Sequence[Table]
    hidden: Sequence[Table]
    wrong: Sequence[Table]
    scores: Sequence[Floats]
    logits: Floats
    threshold: float


def unseen_figures(unseen: Unseen, data: Data) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Yield suite, digest of its data, and figures."""
    for name, items in _items(unseen, data):
        suite = SUITES[name]
        figures = {key: figure.value for key, figure in suite.figures(items, data).items()}
        if name == "news-search":
            figures = {key: figures[key] for key in CORES}
        yield name, suite.digest(data), {key: round(value, 4) for key, value in figures.items()}


def _items(unseen: Unseen, data: Data) -> Iterator[tuple[str, list[Row]]]:
    ids = {file: [row["id"] for row in data.rows(file)] for file in (ALONE, ANSWERED, NEWS, UNANSWERED, REMOVED)}
    first, second = len(unseen.alone), len(unseen.alone) + len(unseen.passages)
    alone, passages, news = unseen.scores[:first], unseen.scores[first:second], unseen.scores[second:]
    yield "sentence-choice", [{"id": name, "scores": own.tolist()} for name, own in zip(ids[ALONE], alone, strict=True)]
    yield (
        "cited-answers",
        [
            {"id": name, "chosen": _chosen(table, own)}
            for name, table, own in zip(ids[ANSWERED], unseen.passages, passages, strict=True)
        ],
    )
    right, wrong, told, hidden = np.split(
        unseen.logits, np.cumsum([len(unseen.passages), len(unseen.wrong), len(unseen.news)])
    )
    answered = dict(zip(ids[NEWS], told, strict=True))
    yield (
        "news-search",
        [
            {"id": name, "ranked": [], "statements": _statements(table, own, unseen.threshold, float(answered[name]))}
            for name, table, own in zip(ids[NEWS], unseen.news, news, strict=True)
        ],
    )
    yield (
        "refusals-clapnq",
        [
            *_judged(ids[ANSWERED], right, True, unseen.threshold),
            *_judged(ids[UNANSWERED], wrong, False, unseen.threshold),
        ],
    )
    asked = {table.question: name for name, table in zip(ids[NEWS], unseen.news, strict=True)}
    again = np.array([answered[asked[table.question]] for table in unseen.hidden])
    yield (
        "refusals-news",
        [
            *_judged(ids[REMOVED], again, True, unseen.threshold),
            *_judged(ids[REMOVED], hidden, False, unseen.threshold),
        ],
    )


def _chosen(table: Table, scores: Floats) -> list[int]:
    return sorted(quote.sentence.index for quote in choose_quotes(table.question, table.candidates, scores)[:MOST])


def _statements(table: Table, scores: Floats, threshold: float, logit: float) -> list[str]:
    if probability(logit) < threshold:
        return []
    return [citation.quote for citation in citations(choose_quotes(table.question, table.candidates, scores))]


def _judged(names: Sequence[str], logits: Floats, answerable: bool, threshold: float) -> list[Row]:
    scores = [probability(float(logit)) for logit in logits]
    return [
        {"id": name, "answerable": answerable, "score": score, "refused": score < threshold}
        for name, score in zip(names, scores, strict=True)
    ]
