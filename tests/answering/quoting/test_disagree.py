"""Two articles that give different numbers for the same thing."""

import numpy as np
import pytest
from answering.quoting.disagree import rival

from answering.quoting.quote import Quote
from answering.quoting.quoting import newest_first
from tests.asking import article, candidates_of


def rival_of(core: str, other: str, question: str, *, score: float = 4.0) -> str | None:
    """The words of the other article that stand against the core's, if any; the core scores 5."""
    candidates = candidates_of(article(core, name="a1"), article(other, name="a2"))
    scores = np.array([5.0] + [score] * (len(candidates) - 1))
    best = candidates[0]
    quote = Quote(article=best.article, sentence=best.sentence, everything=best.everything)
    found = rival(quote, question, candidates, scores)
    return found.sentence.text if found else None


CORE = "Some 120 people were evacuated from the ferry in the night."


@pytest.mark.parametrize(
    "other",
    ["In all 145 people were evacuated.", "They counted one hundred and forty-five people.", "1,450 people left it."],
)
def test_another_number_of_the_same_thing_is_a_rival(other: str) -> None:
    assert rival_of(CORE, other, "How many people were evacuated?") == other


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
    assert rival_of(CORE, other, "How many people were evacuated?") is None


def test_a_number_that_the_question_gives_is_no_rival() -> None:
    assert rival_of(CORE, "Of 145 people nobody stayed.", "Of the 145 people, how many were evacuated?") is None


def test_two_numbers_are_not_of_one_thing_because_of_a_small_word_behind_them() -> None:
    core, other = "It had 120 on board.", "Nurses counted 145 on the quay."
    assert rival_of(core, other, "How many people were evacuated?") is None


def test_a_question_for_no_number_has_no_rival() -> None:
    assert rival_of(CORE, "In all 145 people were evacuated.", "Who was evacuated?") is None


def test_of_two_articles_that_disagree_the_newer_stands_first_and_one_without_a_date_last() -> None:
    days = {"undated": None, "old": "2025-01-02", "new": "2025-03-04"}
    quotes = []
    for name, day in days.items():
        [candidate] = candidates_of(article(CORE, name=name, **({"published": day} if day else {})))
        quotes.append(Quote(article=candidate.article, sentence=candidate.sentence, everything=candidate.everything))

    assert [quote.article.id for quote in newest_first(quotes)] == ["new", "old", "undated"]


def test_a_much_worse_sentence_is_no_rival() -> None:
    assert rival_of(CORE, "In all 145 people were evacuated.", "How many people were evacuated?", score=-3.0) is None


def test_an_article_does_not_disagree_with_itself() -> None:
    assert rival_of(f"{CORE} Later 145 people were counted.", "Gulls nest.", "How many people were evacuated?") is None
