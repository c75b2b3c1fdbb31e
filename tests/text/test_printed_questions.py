"""The questions that a text itself puts."""

import pytest

from text.printed_questions import printed_question


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Why is the pier shut?", "Why is the pier shut?"),
        ("It has the means, so why is it waiting?", "why is it waiting?"),
        ("The pier is shut - who will pay?", "who will pay?"),
        ("So how did it end?", "how did it end?"),
        ("“Where are the gulls?”", "“Where are the gulls?”"),
        ("Will it last?", "Will it last?"),
    ],
)
def test_the_question_begins_at_its_question_word(sentence: str, question: str) -> None:
    assert printed_question(sentence) == question


@pytest.mark.parametrize("sentence", ["The pier is shut.", "He asked why it is shut.", "Why? Nobody knows.", ""])
def test_a_statement_puts_no_question(sentence: str) -> None:
    assert printed_question(sentence) is None
