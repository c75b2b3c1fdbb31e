"""How old the articles of an answer are, said where the question sounds current."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from answering.quoting.staleness import with_age
from assembly import Program
from domain.values import Answer
from tests.asking import PHRASES
from tests.making import text

TODAY = date(2025, 11, 20)
DAYS = 7


def answered(question: str, as_of: str | None, *, foot: str = "1 quote", refused: bool = False) -> str:
    """The foot of an answer as of that day, looked at on 20 November 2025."""
    answer = Answer(question=question, kind="refusal" if refused else "answer", lead="", as_of=as_of, foot=foot)
    return with_age(answer, PHRASES, today=TODAY, after_days=DAYS).foot


@pytest.mark.parametrize(
    ("question", "as_of", "foot"),
    [
        ("What happened at the pier this week?", "2025-11-12", "1 quote · the newest article quoted is 8 days old"),
        ("Who was elected on Monday?", "2025-06-30", "1 quote · the newest article quoted is 143 days old"),
        ("What happened at the pier this week?", "2025-11-13", "1 quote"),
        ("What happened at the pier this week?", "2025-12-24", "1 quote"),
        ("What happened at the pier this week?", None, "1 quote"),
        ("What happened at the pier in June?", "2025-06-30", "1 quote"),
    ],
)
def test_an_answer_that_is_older_than_its_question_sounds_says_so(question: str, as_of: str | None, foot: str) -> None:
    assert answered(question, as_of) == foot


def test_what_quotes_nothing_says_nothing_of_age() -> None:
    assert answered("What happened this week?", "2020-01-01", refused=True) == "1 quote"
    assert answered("What happened this week?", "2020-01-01", foot="") == ""


def test_the_program_counts_from_today(over: Callable[..., Program]) -> None:
    day = date.today() - timedelta(days=30)
    words = f"---\ntitle: Pier\npublished: {day}\n---\nThe pier of Wexmouth was shut by the mayor, Ilsa Dorn."

    answer = over(text(words, "pier.md", media="markdown")).ask("Who just shut the pier of Wexmouth?")

    assert answer.foot.endswith("the newest article quoted is 30 days old")
