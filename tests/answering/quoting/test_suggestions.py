"""Questions that the articles at hand can answer, made from the articles themselves."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from answering.quoting.suggestions import first_suggestions, next_suggestions, suggested_questions
from domain.values import Material
from tests.asking import PHRASES, article, material
from tests.making import Desk


@pytest.fixture
def suggested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., tuple[str, ...]]]:
    """The first suggestions over a library of some materials."""
    desks: list[Desk] = []

    def make(*materials: Material) -> tuple[str, ...]:
        desks.append(Desk(tmp_path_factory.mktemp("library")))
        desks[-1].take_in(*materials)
        with desks[-1].library.snapshot() as snapshot:
            return first_suggestions(PHRASES, snapshot)

    yield make
    for desk in desks:
        desk.close()


Suggested = Callable[..., tuple[str, ...]]


def test_suggests_the_question_that_was_found_when_the_article_was_read_ahead(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.take_in(material("The harbour is shut, so why is Wexmouth waiting? It lacks money."))
    entry = desk.entries()[0]
    desk.library.reading_list.note_read(entry.id, entry.digest, suggestion="Why is Wexmouth waiting?")

    with desk.library.snapshot() as snapshot:
        found = first_suggestions(PHRASES, snapshot)
    desk.close()

    assert found == ("Why is Wexmouth waiting?",)


def test_suggests_an_article_that_has_not_been_read_by_its_title(suggested: Suggested) -> None:
    found = suggested(material("The harbour is shut, so why is Wexmouth waiting? It lacks money."))

    assert found == ("What is “Harbour closes” about?",)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("The harbour is shut, so why is Wexmouth waiting? Nobody knows.", ["Why is Wexmouth waiting?"]),
        ("The harbour is shut. Why is it shut?", []),
        ("Nobody asks.", []),
        (f"Who {'really ' * 20} did so?", []),
        ("“Who, me?” she said.", []),
    ],
)
def test_finds_printed_questions_that_can_be_understood_by_themselves(text: str, printed: list[str]) -> None:
    assert list(suggested_questions(PHRASES, article(text))) == printed


def test_there_is_one_an_article_the_newest_first_and_four_at_most(suggested: Suggested) -> None:
    dated = [material(f"Told {day}.", title=f"T{day}", published=f"2025-10-0{day}") for day in (1, 3, 5, 2, 4)]

    found = suggested(*dated, material("Undated.", title="T0"))

    assert found == tuple(f"What is “T{day}” about?" for day in (5, 4, 3, 2))


def test_an_empty_library_suggests_nothing(suggested: Suggested) -> None:
    assert suggested() == ()


def test_a_duplicate_is_not_suggested(suggested: Suggested) -> None:
    assert len(suggested(material("Told.", title="One"), material("Told.", title="Two"))) == 1


def test_after_what_an_article_asks_itself_comes_what_people_say_in_it() -> None:
    told = article('"Boats left," said Ilsa Dorn. According to Petra Vahl, they are back. So why is Wexmouth waiting?')

    assert list(suggested_questions(PHRASES, told)) == [
        "Why is Wexmouth waiting?", "What did Ilsa Dorn say?", "What did Petra Vahl say?",
    ]  # fmt: skip


def test_after_an_answer_come_two_questions_that_the_articles_quoted_answer_but_not_the_same_again() -> None:
    read = [replace(article("Told."), suggestion=one) for one in ("Who came?", None, "Who left?", "Why?", "Where?")]

    assert next_suggestions("who came", read) == ("Who left?", "Why?")
