"""No quote is shown that is not word for word the article's."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from answering.checking.exact_quotes import checked
from answering.quoting.composing import Decided, Quoting
from assembly import Services, build
from domain.errors import InexactQuote
from domain.values import Answer, Citation, CitedArticle, Material
from settings import load
from tests.asking import PHRASES

FRONT = "---\ntitle: Harbour\nauthor: Ann Roe\n---\n"
STORY = FRONT + "The harbour closed. It was too deep in silt. But that is over now. 🙂 Done."


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with closing(build(load(library=tmp_path_factory.mktemp("exact") / "library", answer_threshold=0))) as made:
        made.ingest.take_in([Material(name="a", data=STORY.encode(), media="markdown")])
        yield made


def citation(program: Services) -> Citation:
    """The second sentence, with the words before and after it."""
    article = program.library.article(program.library.entries()[0].id)
    quote = "It was too deep in silt."
    start = article.text.index(quote)
    return Citation(
        number=1,
        quote=quote,
        start=start,
        end=start + len(quote),
        article=CitedArticle(id=article.id, source=article.source, digest=article.digest),
        before="The harbour closed.",
        after="But that is over now.",
    )


def check(program: Services, made: Citation, *, near: bool = False) -> Answer:
    stated = {"kind": "closest", "nearest": (made,)} if near else {"kind": "answer", "citations": (made,)}
    answer = Answer(question="Why?", lead="", **stated)  # type: ignore[arg-type]
    with program.parts.store().snapshot() as snapshot:
        return checked(answer, snapshot)


def test_an_exact_quote_passes(program: Services) -> None:
    made = citation(program)

    assert check(program, made).citations == (made,)


@pytest.mark.parametrize("near", [False, True], ids=["quoted", "nearest"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda good: replace(good, start=good.start + 7, end=good.end + 7),
        lambda good: replace(good, quote=good.quote.replace("too", "not")),
        lambda good: replace(good, before="But that is over now."),
        lambda good: replace(good, after="The harbour closed."),
        lambda good: replace(good, start=None, end=None),
        lambda good: replace(good, end=10_000),
        lambda good: replace(good, quote="", end=good.start, before="", after=""),
        lambda good: replace(good, article=replace(good.article, digest="0" * 64)),
        lambda good: replace(good, field="author", start=None, end=None),
    ],
    ids=[
        "shifted",
        "changed",
        "wrong before",
        "wrong after",
        "no place",
        "beyond the end",
        "no words",
        "another text",
        "wrong field",
    ],
)
def test_anything_else_is_withheld(program: Services, spoil: Callable[[Citation], Citation], near: bool) -> None:
    with pytest.raises(InexactQuote, match="Harbour"):
        check(program, spoil(citation(program)), near=near)


class Shifting(Quoting):
    """Composes answers whose quotes stand seven characters beside their words."""

    def __call__(self, decided: Decided) -> Answer:
        answer = super().__call__(decided)
        moved = [replace(one, start=one.start + 7, end=one.end + 7) for one in answer.citations]
        return replace(answer, citations=tuple(moved))


def test_whoever_composes_an_answer_no_quote_leaves_the_program_unchecked(program: Services) -> None:
    question = "Why did the harbour close?"

    assert program.parts.answerer()(question, composer=Quoting(PHRASES)).citations
    with pytest.raises(InexactQuote):
        program.parts.answerer()(question, composer=Shifting(PHRASES))


def test_a_field_of_the_source_passes(program: Services) -> None:
    stated = replace(citation(program), quote="Ann Roe", field="author", start=None, end=None, before="", after="")

    assert check(program, stated).citations[0].quote == "Ann Roe"
