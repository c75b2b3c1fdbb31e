"""No quote is shown that is not word for word the article's."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from answering.checking.exact_quotes import checked
from answering.quoting.composing import Decided, Quoting
from assembly import Services
from domain.errors import InexactQuote
from domain.protocols import Snapshot
from domain.values import Answer, Citation, CitedArticle
from tests.asking import PHRASES
from tests.making import Desk, text

BODY = "The harbour closed. It was too deep in silt. But that is over now. 🙂 Done."
STORY = f"---\ntitle: Harbour\nauthor: Ann Roe\n---\n{BODY}"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """A library of one article."""
    desk = Desk(tmp_path_factory.mktemp("exact"))
    desk.take_in(text(STORY, media="markdown"))
    with closing(desk), desk.library.snapshot() as made:
        yield made


def citation(snapshot: Snapshot) -> Citation:
    """The second sentence, with the words before and after it."""
    article = snapshot.article(snapshot.entries()[0].id)
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


def last_words(good: Citation, **places: int | None) -> Citation:
    """The article's last word, at its place but for what ``places`` says."""
    end = len(BODY)
    return replace(good, **{"quote": "Done.", "start": end - 5, "end": end, "before": "", "after": "", **places})  # type: ignore[arg-type]


def check(snapshot: Snapshot, made: Citation, *, near: bool = False) -> Answer:
    stated = {"kind": "closest", "nearest": (made,)} if near else {"kind": "answer", "citations": (made,)}
    answer = Answer(question="Why?", lead="", **stated)  # type: ignore[arg-type]
    return checked(answer, snapshot)


def test_an_exact_quote_passes(snapshot: Snapshot) -> None:
    made = citation(snapshot)

    assert check(snapshot, made).citations == (made,)


@pytest.mark.parametrize(
    "change",
    [
        last_words,
        lambda good: replace(good, quote=BODY, start=0, end=len(BODY), before="", after=""),
        lambda good: replace(good, before="The harbour closed. \n", after=""),
        lambda good: replace(good, start=BODY.index("was"), quote=BODY[BODY.index("was") : good.end], before="It"),
    ],
    ids=["the last word", "the whole text", "space at the border", "a part of a sentence"],
)
def test_an_exact_quote_passes_wherever_it_stands(snapshot: Snapshot, change: Callable[[Citation], Citation]) -> None:
    made = change(citation(snapshot))

    assert check(snapshot, made).citations == (made,)


@pytest.mark.parametrize("near", [False, True], ids=["quoted", "nearest"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda good: replace(good, start=good.start + 7, end=good.end + 7),
        lambda good: replace(good, quote=good.quote.replace("too", "not")),
        lambda good: replace(good, before="But that is over now."),
        lambda good: replace(good, after="The harbour closed."),
        lambda good: replace(good, start=None, end=None),
        lambda good: last_words(good, start=None),
        lambda good: last_words(good, end=None),
        lambda good: last_words(good, end=len(BODY) + 1),
        lambda good: last_words(good, quote="Don", start=-5, end=-2),
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
        "no start",
        "no end",
        "beyond the end",
        "counted from the end",
        "no words",
        "another text",
        "wrong field",
    ],
)
def test_anything_else_is_withheld(snapshot: Snapshot, spoil: Callable[[Citation], Citation], near: bool) -> None:
    with pytest.raises(InexactQuote, match=r"from “Harbour” did not match .* Please report this") as caught:
        check(snapshot, spoil(citation(snapshot)), near=near)

    assert "an error in Dateline" in caught.value.hint


class Shifting(Quoting):
    """Composes answers whose quotes stand seven characters beside their words."""

    def __call__(self, decided: Decided) -> Answer:
        answer = super().__call__(decided)
        moved = [replace(one, start=one.start + 7, end=one.end + 7) for one in answer.citations]
        return replace(answer, citations=tuple(moved))


def test_whoever_composes_an_answer_no_quote_leaves_the_program_unchecked(over: Callable[..., Services]) -> None:
    question = "Why did the harbour close?"
    program = over(text(STORY, media="markdown"), answer_threshold=0)

    assert program.parts.answerer()(question, composer=Quoting(PHRASES)).citations
    with pytest.raises(InexactQuote):
        program.parts.answerer()(question, composer=Shifting(PHRASES))


def test_a_field_of_the_source_passes(snapshot: Snapshot) -> None:
    stated = replace(citation(snapshot), quote="Ann Roe", field="author", start=None, end=None, before="", after="")

    assert check(snapshot, stated).citations[0].quote == "Ann Roe"
