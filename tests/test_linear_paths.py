"""Articles made to cost time go through all that is done with an article: 200 kB beside 50 kB, growth only."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from answering.checking.evidence import Excerpt, excerpt_sentences, rank_evidence
from answering.export.pack import Pack, as_html, as_markdown, blocks
from answering.quoting.suggestions import suggested_questions
from domain.reading import Calibration
from domain.values import Answer, Article, Citation, CitedArticle, Scope, Source, Statement, Turn
from ingest.difference import difference
from ingest.identity import digest_of
from reader.fakes import OverlapReader
from tests.asking import PHRASES
from tests.growth import MOST_GROWTH, TIMES, Call, growth_of
from tests.making import Desk, text
from tests.test_exactness import answerer_over
from text.sentences import sentences
from ui.view_models.article import article_data
from ui.view_models.article_lines import list_data
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
    "sentences": "It is a 1 May. ",
}
ASKED = "Why was the harbour of Larkhaven closed on Monday?"


def made(piece: str, length: int) -> str:
    return LEAD + piece * (length // len(piece)) + END


READER = OverlapReader(Calibration())

Step = Callable[[Desk, str], Call]
"""Prepares one thing that is done with an article of these words; what it returns does it, each time anew."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "library")
    yield opened
    opened.close()


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


def taking_in(desk: Desk, words: str) -> Call:
    numbers = itertools.count()

    def call() -> None:  # each time another article, so that nothing is known already; and out again
        [outcome] = desk.ingest.take_in([text(f"{next(numbers)} {words}", "taken in")])
        assert outcome.status == "new"
        desk.ingest.remove([str(outcome.id)])

    return call


def listing(desk: Desk, words: str) -> Call:
    desk.take_in(text(words, f"listed {len(words)}"))
    return lambda: list_data(desk.entries(), "harbour")


def opening(desk: Desk, words: str) -> Call:
    article = article_of(words)
    return lambda: article_data(article, answered(article).citations, None)


def asking(desk: Desk, words: str, question: str = ASKED) -> Call:
    [outcome] = desk.ingest.take_in([text(words, f"asked {len(words)}")])
    answerer, scope = answerer_over(desk), Scope(within=frozenset({str(outcome.id)}))
    return cut_anew(lambda: answerer(question, scope=scope))


def asking_where_it_says_so(desk: Desk, words: str) -> Call:
    return asking(desk, words, 'Find "a"!')


def asking_what_happened_when(desk: Desk, words: str) -> Call:
    return asking(desk, words, "What happened when?")


def suggesting(desk: Desk, words: str) -> Call:
    article = article_of(words)

    def call() -> None:
        list(suggested_questions(PHRASES, article))

    return cut_anew(call)


def checking(desk: Desk, words: str) -> Call:
    excerpt = Excerpt(number=1, article=article_of(words), start=0, end=len(words))
    return cut_anew(lambda: rank_evidence("The harbour was closed.", excerpt_sentences([excerpt]), READER))


def showing_changes(desk: Desk, words: str) -> Call:
    return lambda: difference(words, f"{words[: len(words) // 2]} changed {words[len(words) // 2 :]}")


def packing(desk: Desk, words: str) -> Call:
    answer = answered(article_of(words))
    pack = Pack(title="T", turns=(Turn(question=ASKED, answer=answer),), made="2025-11-04", version="1", settings={})

    def call() -> None:
        as_html(blocks(PHRASES, pack))
        as_markdown(blocks(PHRASES, pack))
        copied(answer)

    return call


def cut_anew(call: Call) -> Call:
    """Return the call, without the sentences that an earlier one found."""

    def again() -> None:
        sentences.cache_clear()
        call()

    return again


ASKING: tuple[Step, ...] = (asking, asking_where_it_says_so, asking_what_happened_when)
STEPS: tuple[Step, ...] = (*ASKING, taking_in, listing, opening, suggesting, checking, showing_changes, packing)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_h1_h2_no_article_holds_the_interpreter_for_longer_than_in_proportion(
    desk: Desk, piece: str, step: Step
) -> None:
    assert growth_of(lambda length: step(desk, made(piece, length)), n=N, longest=TIMES * N) <= MOST_GROWTH
