"""Two articles that give different numbers for the same thing."""

import numpy as np
import pytest

from answering.quoting.composing import newest_first
from answering.quoting.quote import SAME_SUBJECT, WITHIN, conflicting, quote_of
from tests.asking import article, candidates_of


def rival_of(lead: str, other: str, question: str, *, score: float = 4.5, similarity: float = 1.0) -> str | None:
    """Return the sentence of the other article that gives another number, if any; the lead sentence scores 5."""
    candidates = candidates_of(article(lead, name="a1"), article(other, name="a2"))
    scores = np.array([5.0] + [score] * (len(candidates) - 1))
    found = conflicting(candidates[0], question, candidates, scores, lambda *_: similarity)
    return found.sentence.text if found else None


LEAD = "Some 120 people were evacuated from the ferry in the night."
OTHER = "In all 145 people were evacuated."


@pytest.mark.parametrize(
    "other",
    ["In all 145 people were evacuated.", "They counted one hundred and forty-five people.", "1,450 people left it."],
)
def test_another_number_of_the_same_thing_is_a_rival(other: str) -> None:
    assert rival_of(LEAD, other, "How many people were evacuated?") == other


@pytest.mark.parametrize(
    "other",
    [
        "All 120 people were evacuated.",
        "It took 145 minutes to evacuate them.",
        "People were evacuated.",
        "Of 145 people 120 were evacuated.",
    ],
)
def test_the_same_number_or_one_of_another_thing_is_none(other: str) -> None:
    assert rival_of(LEAD, other, "How many people were evacuated?") is None


def test_a_number_that_the_question_gives_is_no_rival() -> None:
    assert rival_of(LEAD, "Of 145 people nobody stayed.", "Of the 145 people, how many were evacuated?") is None


def test_two_numbers_are_not_of_one_thing_because_of_a_small_word_behind_them() -> None:
    lead, other = "It had 120 on board.", "Nurses counted 145 on the quay."
    assert rival_of(lead, other, "How many people were evacuated?") is None


def test_a_question_for_no_number_has_no_rival() -> None:
    assert rival_of(LEAD, "In all 145 people were evacuated.", "Who was evacuated?") is None


def test_of_two_articles_that_disagree_the_newer_stands_first_and_one_without_a_date_last() -> None:
    days = {"undated": None, "old": "2025-01-02", "new": "2025-03-04"}
    quotes = []
    for name, day in days.items():
        [candidate] = candidates_of(article(LEAD, name=name, **({"published": day} if day else {})))
        quotes.append(quote_of(candidate))

    assert [quote.article.id for quote in newest_first(quotes)] == ["new", "old", "undated"]


def test_a_much_worse_sentence_is_no_rival() -> None:
    question = "How many people were evacuated?"
    near, far = (rival_of(LEAD, OTHER, question, score=5.0 - WITHIN + spare) for spare in (0.1, -0.1))

    assert (near, far) == (OTHER, None)


def test_a_sentence_about_something_else_is_no_rival() -> None:
    question = "How many people were evacuated?"
    near, far = (rival_of(LEAD, OTHER, question, similarity=SAME_SUBJECT + spare) for spare in (0.0, -0.01))

    assert (near, far) == (OTHER, None)


def test_a_heading_is_no_rival() -> None:
    other = "145 people evacuated\n\nIt was a cold night."

    assert rival_of(LEAD, other, "How many people were evacuated?") is None


def test_the_best_of_several_rivals_is_returned() -> None:
    candidates = candidates_of(
        article(LEAD), article(OTHER, name="a2"), article("At least 99 people were evacuated.", name="a3")
    )

    found = conflicting(
        candidates[0], "How many people were evacuated?", candidates, np.array([5.0, 4.2, 4.4]), lambda *_: 1.0
    )

    assert found == candidates[2]


def test_an_amount_of_money_needs_no_unit_in_the_question() -> None:
    lead, other = "The pier cost 9 million dollars.", "The pier was built for 12 million dollars."

    assert rival_of(lead, other, "How much did the pier cost?") == other


def test_an_article_does_not_disagree_with_itself() -> None:
    assert rival_of(f"{LEAD} Later 145 people were counted.", "Gulls nest.", "How many people were evacuated?") is None
