"""What happened when: dated sentences in the order of their dates."""

from collections.abc import Callable
from datetime import date

import pytest

from answering.routing.timeline import MOST, spelled_as_known, when_of
from assembly import Services
from domain.values import Turn
from tests.asking import assert_exact, material, texts

Over = Callable[..., Services]

PUBLISHED = date(2025, 10, 14)
FIRE = material(
    "BELMAR, 14 October – The ferry Skerrow burned on Monday night. She was built in 1998.\n\n"
    "Was it like the fire of May 2003? Investigators are due on Wednesday. Nobody died.",
    title="Fire on the Skerrow",
    published="2025-10-14",
)
INQUIRY = material(
    "The inquiry into the Skerrow fire sat for three weeks. The Skerrow sails again on 9 December. "
    "Her clamp was recalled in June 2024.",
    title="Inquiry ends",
    published="2025-11-18",
)
BREAD = material("A bakery in Tarvale won a prize. It opened in 1974.", title="Bread", published="2024-03-01")


@pytest.mark.parametrize(
    ("sentence", "when"),
    [
        ("It burned on 13 October 2024.", "2024-10-13"),
        ("It burned on October 13th, 2024.", "2024-10-13"),
        ("It burned on the 3rd of Oct.", "2025-10-03"),
        ("It burns on 12 January.", "2026-01-12"),
        ("It burned in May 2003.", "2003-05"),
        ("It was built in 1998.", "1998"),
        ("It burned on Monday night.", "2025-10-13"),
        ("Prices fell last month.", "2025-09"),
        ("Numbers fell last year.", "2024"),
        ("In 2021 it had six, in 2024 nine.", "2021"),
        ("BELMAR, 14 October – It burned yesterday.", "2025-10-13"),
        ("It met in May.", None),
        ("It may cost 2,300 crowns or 1998.5.", None),
        ("It burned on 31 February 2024.", None),
        ("It closed last week.", None),
        ("It has 2003 members.", None),
    ],
)
def test_the_first_date_of_a_sentence_is_read(sentence: str, when: str | None) -> None:
    assert when_of(sentence, PUBLISHED) == when


def test_in_an_undated_article_a_day_without_a_year_is_no_date() -> None:
    assert when_of("It burned on 13 October.", None) is None
    assert when_of("It burned on 13 October 2024.", None) == "2024-10-13"


def test_dates_are_ordered_and_told_as_exactly_as_they_are_known() -> None:
    dates = ["2024-06-02", "2024", "1998", "2024-06"]

    assert [spelled_as_known(when) for when in sorted(dates)] == ["1998", "2024", "June 2024", "2 June 2024"]


@pytest.fixture
def three(over: Over) -> Services:
    return over(FIRE, INQUIRY, BREAD)


def test_the_articles_on_a_topic_are_told_in_the_order_of_dates(three: Services) -> None:
    answer = three.ask.quote("Timeline of the Skerrow fire")

    assert_exact(answer, three)
    assert answer.kind == "answer"
    assert answer.lead == "In the order of their dates:"
    assert [(statement.attribution, statement.text.split()[-1]) for statement in answer.statements] == [
        ("1998:", "1998."),
        ("June 2024:", "2024."),
        ("13 October 2025:", "night."),
        ("15 October 2025:", "Wednesday."),
        ("9 December 2025:", "December."),
    ]


@pytest.mark.parametrize("message", ["Timeline of “Inquiry ends”", "Give me a timeline of the article “Inquiry ends”"])
def test_an_article_may_be_named(three: Services, message: str) -> None:
    answer = three.ask.quote(message)

    assert answer.lead == "“Inquiry ends”, in the order of its dates:"
    assert len(answer.statements) == 2


def test_the_article_quoted_last_is_meant(three: Services) -> None:
    turns = [Turn(question="", answer=three.ask.quote("How long did the inquiry sit?"))]

    assert three.ask.quote("what happened when?", turns).lead.startswith("“Inquiry ends”")


def test_a_look_alike_is_looked_up(three: Services) -> None:
    answer = three.ask.quote("What happened when the ferry Skerrow burned?")

    assert "order" not in answer.lead


def test_a_topic_with_a_single_date_is_looked_up(over: Over) -> None:
    answer = over(BREAD).ask.quote("timeline of the bakery")

    assert "1974:" not in [statement.attribution for statement in answer.statements]


def test_a_topic_without_dates_is_looked_up(over: Over) -> None:
    program = over(material("The harbour closed because of silt. Nobody knows when it opens."))

    assert "order" not in program.ask.quote("Timeline of the harbour").lead


def test_among_many_articles_the_reader_is_asked_which(over: Over) -> None:
    answer = over(*(material(f"Told in 19{n}.", title=f"T{n}") for n in range(60, 66))).ask.quote("timeline")

    assert (answer.kind, answer.suggestions) == ("talk", ("Timeline of “T60”",))


def test_of_many_dates_those_of_years_alone_are_left_out(over: Over) -> None:
    lines = [f"It rained on {n} May 2024." for n in range(1, MOST + 3)] + ["It snowed in 1998."]

    answer = over(material("\n\n".join(lines))).ask.quote("timeline")

    assert texts(answer.statements) == lines[:MOST]
