"""What "last week" means in a quote: said beside it, never inside."""

import pytest

from answering.quoting.answers import glosses, quoted_footer
from domain.values import Citation, DateGloss
from tests.asking import article, cite


def said(text: str, published: str | None = "2025-11-03") -> Citation:
    """A citation of the whole of an article of a Monday."""
    fields = {"published": published} if published else {}
    return cite(1, of=article(text, **fields), quote=text)


@pytest.mark.parametrize(
    ("text", "words", "first", "unit"),
    [
        ("The pier closed last week.", "last week", "2025-10-27", "week"),
        ("It is shut this week.", "this week", "2025-11-03", "week"),
        ("Prices fell last month.", "last month", "2025-10-01", "month"),
        ("Last year it rained.", "Last year", "2024-01-01", "year"),
        ("On Sunday night it burned.", "Sunday night", "2025-11-02", "day"),
        ("They spent less last winter.", "last winter", None, None),
    ],
)
def test_a_time_is_dated_from_the_day_of_publication(
    text: str, words: str, first: str | None, unit: str | None
) -> None:
    assert glosses(said(text)) == (DateGloss(words=words, published="2025-11-03", first=first, unit=unit),)


@pytest.mark.parametrize("published", [None, "a Monday"])
def test_in_an_undated_article_the_day_is_unknown(published: str | None) -> None:
    assert glosses(said("It closed last week.", published)) == (DateGloss(words="last week"),)


def test_words_that_need_no_day_have_no_gloss() -> None:
    assert glosses(said("The pier closed on 6 October 2025 after forty years.")) == ()


def test_the_same_words_are_glossed_once_and_of_many_the_first_two() -> None:
    text = "Last week it rained, last week it blew, today it is dry, and tomorrow it will snow."

    assert [gloss.words for gloss in glosses(said(text))] == ["last week", "today"]


def test_the_footer_glosses_the_first_quote_alone() -> None:
    first, second = said("The pier closed last week."), said("It opens tomorrow.")
    title = Citation(number=1, quote="last week", start=None, end=None, article=first.article, field="title")

    footers = [quoted_footer([first, second]), quoted_footer([title])]

    assert [footer and [gloss.words for gloss in footer.glosses] for footer in footers] == [["last week"], []]
