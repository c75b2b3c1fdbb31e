"""An article of questions and answers, asked in other words; lists and near misses, with the real model."""

from collections.abc import Callable

import pytest

from assembly import Services
from domain.values import Answer
from tests.asking import assert_exact, material, texts

Over = Callable[..., Services]

TOLL = "\n\n".join(
    [
        "From May drivers will pay to cross the Vik bridge. The council of Ribe voted for the toll on Monday. Here is "
        "what is known.",
        "## Why is the toll coming?",
        "So far the bridge has been kept up by a levy on all homes. The council calls that hard on those who never "
        "cross.",
        "## Who need not pay?",
        "Ambulances and buses. Lorries are not let off.",
        "## When must the first tolls be paid?",
        "By the end of June. A reminder costs 12 crowns.",
        "Crossings by day:",
        "Monday: 4,100",
        "Tuesday: 3,870",
        "Sunday: 1,250",
        "Ilsa Dorn, who leads the council, said that the bridge needs new cables.",
    ]
)


@pytest.fixture
def bridge(over: Over) -> Services:
    return over(material(TOLL, title="The toll on the bridge", published="2025-03-04"))


def ask(program: Services, question: str) -> Answer:
    """The answer, checked for what must hold of each."""
    answer = program.ask.quote(question)
    assert_exact(answer, program)
    return answer


def test_a_printed_question_in_other_words_is_answered_by_the_paragraph_below_it(bridge: Services) -> None:
    why, when = (
        ask(bridge, "Why is the toll being introduced?"),
        ask(bridge, "When do drivers have to pay their first toll?"),
    )

    assert why.statements[0].text == "So far the bridge has been kept up by a levy on all homes."
    assert when.statements[0].text == "By the end of June."
    assert when.citations[0].before == "When must the first tolls be paid?"


def test_a_row_is_quoted_for_the_question_that_names_it(bridge: Services) -> None:
    answer = ask(bridge, "How many crossings are there on a Sunday?")

    assert answer.statements[0].text == "Sunday: 1,250"
    assert answer.citations[0].before.startswith("Crossings by day:")


@pytest.mark.parametrize("question", ["Why was Ilsa Dorn arrested?", "How old is Ilsa Dorn?"])
def test_what_shares_only_names_or_lacks_the_fact_is_no_answer(bridge: Services, question: str) -> None:
    answer = ask(bridge, question)

    assert answer.kind in ("closest", "refusal"), texts(answer.statements)
