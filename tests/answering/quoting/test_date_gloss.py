"""What "last week" means in a quote: said beside it, never inside."""

import pytest

from answering.quoting.date_gloss import glosses
from answering.quoting.making import foot
from domain.values import Citation
from tests.asking import PHRASES, article, cite


def said(text: str, published: str | None = "2025-11-03") -> Citation:
    """A citation of the whole of an article of a Monday."""
    fields = {"published": published} if published else {}
    return cite(1, of=article(text, **fields), quote=text)


@pytest.mark.parametrize(
    ("text", "gloss"),
    [
        ("The pier closed last week.", "“last week”: the week before 3 November 2025"),
        ("It is shut this week.", "“this week”: the week of 3 November 2025"),
        ("It opens next week.", "“next week”: the week after 3 November 2025"),
        ("Prices fell last month.", "“last month”: October 2025"),
        ("Last year it rained.", "“Last year”: 2024"),
        ("She left yesterday.", "“yesterday”: 2 November 2025"),
        ("On Sunday night it burned.", "“Sunday night”: 2 November 2025"),
        ("They spent less last winter.", "“last winter”: seen from 3 November 2025"),
    ],
)
def test_a_time_is_told_from_the_day_of_publication(text: str, gloss: str) -> None:
    assert glosses(PHRASES, said(text)) == [gloss]


@pytest.mark.parametrize("published", [None, "a Monday"])
def test_in_an_undated_article_it_is_said_that_there_is_no_date(published: str | None) -> None:
    assert glosses(PHRASES, said("It closed last week.", published)) == ["“last week” in an article without a date"]


def test_words_that_need_no_day_have_no_gloss() -> None:
    assert glosses(PHRASES, said("The pier closed on 6 October 2025 after forty years.")) == []


def test_the_same_words_are_glossed_once_and_of_many_the_first_two() -> None:
    text = "Last week it rained, last week it blew, today it is dry, and tomorrow it will snow."

    assert [gloss.split("”")[0] for gloss in glosses(PHRASES, said(text))] == ["“last week", "“today"]


def test_the_foot_glosses_the_first_quote_alone() -> None:
    first, second = said("The pier closed last week."), said("It opens tomorrow.")

    assert foot(PHRASES, [first, second]).endswith(" · 3 November 2025 · “last week”: the week before 3 November 2025")
    assert "tomorrow" not in foot(PHRASES, [first, second])
    assert "“" not in foot(PHRASES, [Citation(number=1, quote="last week", start=None, end=None,
                                              article=first.article, field="title")])  # fmt: skip
