"""Which articles there are, which are meant, and what is stated of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from answering.routing.catalogue import LISTED, ask_which, list_articles, meant_articles, state_field
from domain.protocols import Snapshot
from domain.values import EVERYTHING, Answer, Turn
from tests.asking import PHRASES, cite, material
from tests.making import Desk

FERRY = material("The ferry sank.", title="Fire on the ferry", author="Jo Lind", published="2025-10-06")
BREAD = material("By Ane Vik\n\nA loaf won a prize.", title="Bread of the year", published="2024-03-01")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    desk = Desk(tmp_path_factory.mktemp("library"))
    desk.take_in(FERRY, BREAD)
    with desk.library.snapshot() as snapshot:
        yield snapshot
    desk.close()


def titles(snapshot: Snapshot, title: str | None = None, *turns: Turn) -> list[str]:
    return [one.source.title for one in meant_articles(snapshot, title, turns, EVERYTHING)]


def test_an_article_is_meant_by_its_title_or_most_of_it(two: Snapshot) -> None:
    assert titles(two, "fire on ferry") == ["Fire on the ferry"]
    assert titles(two, "Harbour closes") == []


def test_the_articles_quoted_last_are_meant_else_the_only_one(two: Snapshot) -> None:
    ferry = two.article(next(entry.id for entry in two.entries() if "ferry" in entry.source.title))
    quoted = Turn(
        question="?",
        answer=Answer(question="?", kind="answer", lead="", citations=(cite(1, of=ferry, quote=ferry.text[:9]),)),
    )

    assert titles(two, None, quoted) == ["Fire on the ferry"]
    assert titles(two) == []


def test_articles_are_listed_by_title(two: Snapshot) -> None:
    answer = list_articles(PHRASES, "which articles?", two, EVERYTHING)

    assert [one.text for one in answer.statements] == ["Fire on the ferry", "Bread of the year"]
    assert answer.kind == "talk"


def test_of_many_articles_the_newest_are_listed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.take_in(*(material(f"Told {n}.", title=f"T{n}", published=f"2025-01-{n:02}") for n in range(1, LISTED + 3)))
    with desk.library.snapshot() as snapshot:
        answer = list_articles(PHRASES, "which articles?", snapshot, EVERYTHING)
    desk.close()

    assert [one.text for one in answer.statements] == [f"T{n}" for n in range(LISTED + 2, 2, -1)]


def test_the_author_is_stated_or_named_by_the_text_or_unknown(two: Snapshot) -> None:
    ferry, bread = (two.article(entry.id) for entry in two.entries())

    stated, printed = (state_field(PHRASES, "who?", "author", [one]) for one in (ferry, bread))
    unknown = state_field(PHRASES, "which paper?", "outlet", [ferry])

    assert (stated.statements[0].text, stated.citations[0].field) == ("Jo Lind", "author")
    assert printed.citations[0].quote == "By Ane Vik"
    assert (unknown.kind, unknown.statements) == ("talk", ())


def test_where_several_may_be_meant_one_is_asked_for(two: Snapshot) -> None:
    answer = ask_which(PHRASES, "what is it about?", "about", two, EVERYTHING)

    assert answer.suggestions == ("What is “Fire on the ferry” about?",)
    assert answer.suggestions[0] in answer.lead
