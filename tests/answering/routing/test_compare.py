"""Articles side by side, newest first."""

from collections.abc import Callable

import pytest

from assembly import Services
from domain.values import Turn
from tests.answering.routing.test_topic import BREAD, FERRY, INQUIRY
from tests.asking import assert_exact, material

Over = Callable[..., Services]

SAID = {
    "The Tide, 6 October 2025:": "The ferry Skerrow caught fire off Belmar.",
    "Belmar Post, 2 November 2025:": "An inquiry into the fire on the Skerrow began.",
}


@pytest.fixture
def three(over: Over) -> Services:
    return over(FERRY, INQUIRY, BREAD)


@pytest.mark.parametrize(
    "message",
    [
        "Compare what the articles say about the fire",
        "How do the two articles differ on the fire?",
        "Compare “Fire on the Skerrow” with “Inquiry begins” on the fire",
    ],
)
def test_each_article_has_one_line_with_outlet_and_date_newest_first(three: Services, message: str) -> None:
    answer = three.ask.quote(message)

    assert_exact(answer, three)
    assert answer.lead == "2 articles side by side, newest first:"
    assert [(statement.attribution, statement.text) for statement in answer.statements] == list(SAID.items())[::-1]


def test_without_a_topic_each_article_is_told_by_one_sentence(three: Services) -> None:
    answer = three.ask.quote("Compare the articles")

    assert_exact(answer, three)
    assert [statement.attribution for statement in answer.statements] == [
        "Belmar Post, 2 November 2025:",
        "The Tide, 6 October 2025:",
        "“Bread of the year”, 1 March 2024:",
    ]


def test_the_articles_quoted_last_are_meant(three: Services) -> None:
    turns = [Turn(question="Skerrow fire", answer=three.ask.quote("Skerrow fire"))]

    assert len(three.ask.quote("How do the articles differ?", turns).statements) == 2


def test_among_many_articles_the_reader_is_asked_which(over: Over) -> None:
    answer = over(*(material(f"Told {n}.", title=f"T{n}") for n in range(6))).ask.quote("Compare the articles")

    assert answer.kind == "talk"
    assert answer.suggestions == ("Compare “T0” and “T5”",)


def test_what_only_one_article_speaks_of_is_said_to_be_so(three: Services) -> None:
    answer = three.ask.quote("Compare what the articles say about the clamp")

    assert answer.lead == "Only one of your articles speaks of this:"
    assert len(answer.statements) == 1


def test_a_library_of_one_article_says_so(over: Over) -> None:
    assert over(FERRY).ask.quote("Compare the articles").lead.startswith("There is only one article")


def test_sides_that_are_no_articles_are_looked_up(three: Services) -> None:
    answer = three.ask.quote("How do the clamp and the crane differ on colour?")

    assert "side by side" not in answer.lead
    assert answer.kind != "talk"
