"""What sort of number a question asks for."""

import pytest
from answering.quoting.amounts import MONEY, amount_asked


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("How old is Dorn?", "Dorn, 48, left.", "Dorn had 48 boats."),
        ("What percentage left?", "One in ten left.", "Ten boats left."),
        ("How far is the pier?", "It is nine miles away.", "It has nine cranes."),
        ("How long did it last?", "It has stood since 1998.", "It had 1998 crates."),
        ("What was the temperature?", "It was 40 degrees.", "There were 40 boats."),
    ],
)
def test_the_sort_of_number_asked_for_tells_amounts_apart(question: str, right: str, wrong: str) -> None:
    wanted = amount_asked(question)

    assert wanted is not None
    assert wanted.search(right)
    assert not wanted.search(wrong)


def test_a_question_for_a_price_asks_for_money() -> None:
    assert amount_asked("How much does a berth cost?") is MONEY
    assert amount_asked("What is the fee?") is MONEY


def test_how_many_asks_for_any_number() -> None:
    assert amount_asked("How many boats left?") is None
    assert amount_asked("How many people paid?") is None
