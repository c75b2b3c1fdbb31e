"""What an article says in the place of a few words of a statement, where these make the statement supported."""

import pytest

from domain.values import Reason, ReasonKind
from drafts.contrast import MAX_TRIED, Exchange, find_exchange

SENTENCES = ("The trust may sell the lamp to the museum.", "Ann Reeve said that 2,300 people had signed.")


def exchanged(statement: str, *supported: str, reasons: tuple[Reason, ...] = ()) -> Exchange | None:
    """The exchange in a statement, where these texts alone are supported."""
    return find_exchange(statement, SENTENCES, reasons, lambda text: 0.9 * (text in supported), probability=0.1)


@pytest.mark.parametrize(
    ("statement", "words", "other"),
    [
        ("The trust will sell the lamp to the museum.", "will", "may"),
        ("The trust may buy the lamp from the museum.", "buy", "sell"),
        ("The trust may not sell the lamp to the museum.", "may not", "may"),
    ],
)
def test_direction_certainty_and_negation_differ_where_other_words_are_supported(
    statement: str, words: str, other: str
) -> None:
    found = exchanged(statement, statement.replace(words, other))

    assert found == Exchange(words, other, statement.replace(words, other))


def test_nothing_differs_where_no_exchange_is_supported() -> None:
    assert exchanged("The trust will sell the lamp to the museum.") is None


def test_a_word_that_the_article_merely_adds_is_no_difference() -> None:
    assert exchanged("The trust may sell the lamp to museum.", SENTENCES[0]) is None


def test_a_number_differs_in_whatever_words_the_article_has_it() -> None:
    statement = "The paper was signed by 9,300."
    right = statement.replace("9,300", "2,300")

    found = exchanged(statement, right, reasons=(Reason(ReasonKind.NUMBER, "9,300"),))

    assert found == Exchange("9,300", "2,300", right)


def test_a_number_within_another_one_is_left_alone() -> None:
    statement, right = "In 2015, 5 people signed.", "In 2015, 2,300 people signed."

    found = exchanged(statement, right, reasons=(Reason(ReasonKind.NUMBER, "5"),))

    assert found == Exchange("5", "2,300", right)


def test_where_several_numbers_would_do_none_is_named() -> None:
    statement, reason = "The paper was signed by 9,300.", Reason(ReasonKind.NUMBER, "9,300")
    texts = [statement.replace("9,300", number) for number in ("2,300", "40")]

    found = find_exchange(
        statement, [*SENTENCES, "All 40 signed."], (reason,), lambda text: 0.9 * (text in texts), probability=0.0
    )

    assert found is None


def test_other_words_in_the_place_of_a_name_are_no_difference() -> None:
    statement = "The trust may sell Ann Reeve to the museum."

    assert exchanged(statement, SENTENCES[0]) is None


def test_of_many_exchanges_only_some_are_judged() -> None:
    asked: list[str] = []
    statement = " ".join(f"word{number} that" for number in range(40))
    sentence = " ".join(f"other{number} that" for number in range(40))

    def support(text: str) -> float:
        asked.append(text)
        return 0.0

    assert find_exchange(statement, [sentence], (), support, probability=0.1) is None
    assert len(asked) == MAX_TRIED
