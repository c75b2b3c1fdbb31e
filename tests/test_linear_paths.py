"""Articles made to cost time are opened, compared and taken along: 200 kB beside 50 kB, growth only."""

from collections.abc import Callable

import pytest

from answering.export.pack import Pack, as_html, as_markdown, blocks
from domain.values import Answer, Article, Citation, CitedArticle, Source, Statement, Turn
from ingest.difference import difference
from ingest.identity import digest_of
from tests.asking import PHRASES
from tests.growth import MOST_GROWTH, TIMES, growth_of
from ui.view_models.article import article_data
from ui.view_models.copied_answer import copied

N = 50_000
LEAD = "The harbour of Larkhaven was closed on Monday, said the mayor. "
END = ".\nWhy was it closed? A crane had fallen into the basin at night \x01."
PIECES = {
    "line ends": "\n",
    "spaces": " ",
    "tabs and line ends": " \t\n",
    "dashes": "-",
    "equals signs": "=",
    "full stops": ". ",
    "initials": "A. ",
    "one word": "a ",
    "titles": "Mr. ",
    "numbers": "1,000.5 ",
    "one number": "1",
    "quotation marks": "“",
    "open brackets": "[(",
    "citation marks": "[1] ",
    "tags": "<article ",
    "addresses": "http://a?b=",
    "pictures": "![a](",
    "letters without spaces": "天",
    "unseen characters": "a\u200b",
    "rows": "- 1 | a\n",
}
ASKED = "Why was the harbour of Larkhaven closed on Monday?"


def made(piece: str, length: int) -> str:
    return LEAD + piece * (length // len(piece)) + END


Step = Callable[[str], Callable[[], object]]
"""Prepares one thing that is done with an article of these words; what it returns does it, each time anew."""


def article_of(words: str) -> Article:
    return Article(id="a", source=Source(title="T"), text=words, digest=digest_of(words), findings=())


def answered(article: Article) -> Answer:
    """An answer that quotes the article's beginning and all of its middle."""
    cited = CitedArticle(id=article.id, source=article.source, digest=article.digest)
    spans = [(0, len(LEAD) - 1), (len(LEAD), len(article.text) - len(END))]
    citations = tuple(
        Citation(number=number, quote=article.text[start:end], start=start, end=end, article=cited)
        for number, (start, end) in enumerate(spans, 1)
    )
    statements = tuple(Statement(text=one.quote, citations=(one.number,), support="verbatim") for one in citations)
    return Answer(question=ASKED, kind="answer", lead="It says:", statements=statements, citations=citations)


def showing_changes(words: str) -> Callable[[], object]:
    return lambda: difference(words, f"{words[: len(words) // 2]} changed {words[len(words) // 2 :]}")


def opening(words: str) -> Callable[[], object]:
    article = article_of(words)
    return lambda: article_data(article, answered(article).citations, None)


def packing(words: str) -> Callable[[], object]:
    answer = answered(article_of(words))
    pack = Pack(title="T", turns=(Turn(question=ASKED, answer=answer),), made="2025-11-04", version="1", settings={})

    def call() -> None:
        as_html(blocks(PHRASES, pack))
        as_markdown(blocks(PHRASES, pack))
        copied(answer)

    return call


STEPS: tuple[Step, ...] = (showing_changes, opening, packing)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_h1_h2_no_article_holds_the_interpreter_for_longer_than_in_proportion(piece: str, step: Step) -> None:
    assert growth_of(lambda length: step(made(piece, length)), n=N, longest=TIMES * N) <= MOST_GROWTH
