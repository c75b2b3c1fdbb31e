"""Kinds of questions that are easily got wrong: denials, counts over articles, who said what, ranges."""

from collections.abc import Callable

import pytest

from assembly import Services
from domain.values import Answer
from tests.asking import assert_exact, material

Over = Callable[..., Services]

DENIED = material(
    "The parish of Torlund did not buy the old mill on Thursday. Seven members were against it, six for it.\n\n"
    "Without the mill the museum will stay in the school until 2029, said warden Ina Brekke.",
    title="Torlund goes without its mill",
    published="2026-01-15",
)
BOUGHT = material(
    "The parish of Torlund bought the old smithy on Thursday, by ten votes to three.\n\n"
    "Nobody spoke against it. The smithy is to be opened in May.",
    title="Torlund buys the smithy",
    published="2026-01-22",
)
BREAKDOWNS = [
    material(f"{what} No passenger was hurt, the line said.", title=f"Ferry {number}", published=f"2026-04-{day:02}")
    for number, (day, what) in enumerate(
        [
            (3, "The Skarn ferry lost its rudder off Odder."),
            (14, "An engine failed on the night boat to Lund."),
            (27, "The ferry Tova ran aground at Vik."),
        ]
    )
]
SPOKEN = material(
    '"The toll is a blunder," snapped Una Faro, turning to bridge master Kai Holt, who had proposed it in spring.\n\n'
    '"It pays for the paint," Holt replied. "There is nothing else."\n\n'
    'Faro, whose lorries cross twice a day, shook her head: "Then sell the tug." Alderman Tor Veng, she said, had '
    "sent her a brochure.\n\nVeng did not answer calls. His clerk, Rut Sand, told the Courier that the toll "
    '"had never been on any agenda".',
    title="Toll splits Odder",
    published="2026-03-02",
)
RANGES = material(
    "Mira Solheim walks eight to nine miles a day with her geese, three or four days a week also in the rain.\n\n"
    "She hopes to sell between 300 and 350 of them before Christmas. Each weighs a little over six kilos.",
    title="The geese of Solheim",
    published="2026-10-05",
)


def quotes(answer: Answer) -> str:
    return " ".join(citation.quote for citation in answer.citations)


@pytest.fixture
def torlund(over: Over) -> Services:
    return over(DENIED, BOUGHT)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Did the parish buy the old mill?", "did not buy the old mill"),
        ("What did the parish not buy?", "mill"),
    ],
)
def test_what_did_not_happen_is_told_apart_from_what_did(torlund: Services, question: str, first: str) -> None:
    answer = torlund.ask.quote(question)

    assert_exact(answer, torlund)
    assert first in answer.citations[0].quote


def test_nobody_is_an_answer_to_who(torlund: Services) -> None:
    assert "Nobody spoke" in quotes(torlund.ask.quote("Who spoke against the smithy?"))


def test_no_reason_is_given_for_what_an_article_denies(torlund: Services) -> None:
    answer = torlund.ask.quote("Why did the parish buy the old mill?")

    assert answer.kind != "answer" or "did not buy" in quotes(answer)


def test_what_only_a_count_over_articles_would_tell_gets_no_number_of_another_sort(over: Over) -> None:
    answer = over(*BREAKDOWNS).ask.quote("How many breakdowns were there in April?")

    assert answer.kind != "answer" or {one.article.source.title for one in answer.citations} == {
        "Ferry 0", "Ferry 1", "Ferry 2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who called the toll a blunder?", "Una Faro"),
        ("What did Kai Holt say?", "It pays for the paint"),
        ("Who said to sell the tug?", "Faro, whose lorries"),
        ("Who said the toll had never been on the agenda?", "Rut Sand"),
    ],
)
def test_the_words_asked_for_stand_with_their_speaker(over: Over, question: str, words: str) -> None:
    assert words in quotes(over(SPOKEN).ask.quote(question))


def test_nobody_is_given_the_words_of_another(over: Over) -> None:
    answer = over(SPOKEN).ask.quote("What did Tor Veng say?")

    assert "Veng" not in answer.lead
    for citation in answer.citations:
        assert "never been" not in citation.quote or "Rut Sand" in citation.quote
        assert "pays for" not in citation.quote or "Holt" in citation.quote


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many miles a day does Mira Solheim walk?", "eight to nine miles"),
        ("How many geese does she hope to sell?", "between 300 and 350"),
        ("How often does she walk in the rain?", "three or four days a week"),
    ],
)
def test_a_range_answers_how_many(over: Over, question: str, words: str) -> None:
    assert words in over(RANGES).ask.quote(question).citations[0].quote
