"""How old the articles of an answer are, said where the question sounds current."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from answering.quoting.answers import with_age
from assembly import Services
from domain.values import Answer, Footer
from tests.making import text

TODAY = date(2025, 11, 20)
DAYS = 7


QUOTED = Footer(quotes=1)


def aged(question: str, as_of: str | None, *, footer: Footer | None = QUOTED, refused: bool = False) -> Footer | None:
    """The footer of an answer as of that day, looked at on 20 November 2025."""
    answer = Answer(question=question, kind="refusal" if refused else "answer", lead="", as_of=as_of, footer=footer)
    return with_age(answer, today=TODAY, after_days=DAYS).footer


@pytest.mark.parametrize(
    ("question", "as_of", "age_days"),
    [
        ("What happened at the pier this week?", "2025-11-12", 8),
        ("Who was elected on Monday?", "2025-06-30", 143),
        ("What happened at the pier this week?", "2025-11-13", None),
        ("What happened at the pier this week?", "2025-12-24", None),
        ("What happened at the pier this week?", None, None),
        ("What happened at the pier in June?", "2025-06-30", None),
    ],
)
def test_an_answer_that_is_older_than_its_question_sounds_says_so(
    question: str, as_of: str | None, age_days: int | None
) -> None:
    assert aged(question, as_of) == Footer(quotes=1, age_days=age_days)


def test_what_quotes_nothing_says_nothing_of_age() -> None:
    assert aged("What happened this week?", "2020-01-01", refused=True) == QUOTED
    assert aged("What happened this week?", "2020-01-01", footer=None) is None


def test_the_program_counts_from_today(over: Callable[..., Services]) -> None:
    day = date.today() - timedelta(days=30)
    words = f"---\ntitle: Pier\npublished: {day}\n---\nThe pier of Wexmouth was shut by the mayor, Ilsa Dorn."

    answer = over(text(words, "pier.md", media="markdown")).ask.quote("Who just shut the pier of Wexmouth?")

    assert answer.footer
    assert answer.footer.age_days == 30
