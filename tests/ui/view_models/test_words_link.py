"""Addresses of the page that open an article, or words of it."""

from urllib.parse import parse_qsl

import pytest

from tests.ui.view_models.test_article import article
from ui.view_models.words_link import WordsLink, link_to, read_link


@pytest.mark.parametrize("span", [None, (4, 21)])
def test_what_a_link_names_is_read_from_it(span: tuple[int, int] | None) -> None:
    made = article("The toll at Pelham bridge rises.")

    link = read_link(dict(parse_qsl(link_to(made, span).partition("?")[2])))

    assert link == WordsLink(article_id=made.id, span=span, version=made.digest if span else None)


@pytest.mark.parametrize(
    "fields",
    [
        {"start": "4"},
        {"start": "x", "end": "9"},
        {"start": "9", "end": "4"},
        {"start": "-1", "end": "4"},
        {"start": "1", "end": "9" * 5_000},
        {"start": "²", "end": "³"},
    ],
)
def test_words_that_are_none_leave_the_article(fields: dict[str, str]) -> None:
    assert read_link({"article": "0a", **fields}) == WordsLink(article_id="0a")


def test_an_address_that_names_no_article_opens_none() -> None:
    assert read_link({}) is None
    assert read_link({"article": "", "start": "1", "end": "2"}) is None
