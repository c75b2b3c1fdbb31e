"""Who speaks and when, in front of a quote."""

import pytest

from answering.quoting.attribution import attribution, cite, lead, named
from tests.asking import PHRASES, article
from text.discourse import Clause

SAID = "“Nobody paid,” said Ilsa Dorn."
TEXT = f"The pier is shut. {SAID} Rain fell."
ALL = {"outlet": "The Tide", "author": "Jo Lind", "published": "2025-11-03"}


@pytest.mark.parametrize(
    ("words", "fields", "begins"),
    [
        ("The pier is shut.", ALL, "Jo Lind writes, in an article of 3 November 2025"),
        ("The pier is shut.", {"outlet": "The Tide"}, "The Tide writes"),
        ("The pier is shut.", {}, "“Harbour closes”"),
        (SAID, ALL, "Ilsa Dorn, quoted by Jo Lind"),
        (SAID, {}, "Ilsa Dorn, quoted in “Harbour closes”"),
        ("“Nobody paid,” he said.", ALL, "Words quoted by Jo Lind"),
    ],
)
def test_the_lead_names_who_says_so(words: str, fields: dict[str, str], begins: str) -> None:
    assert lead(PHRASES, article(TEXT, **fields), words, None).startswith(begins)


def test_the_label_of_a_clause_stands_in_the_lead() -> None:
    found = lead(PHRASES, article(TEXT, **ALL), SAID, Clause(start=3, label="the likely answer"))

    assert found.startswith("Jo Lind, in ")
    assert found.endswith("the likely answer:")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (ALL, "The Tide, 3 November 2025:"),
        ({"author": "Jo Lind"}, "Jo Lind, undated:"),
        ({}, "“Harbour closes”, undated:"),
    ],
)
def test_another_article_is_named_by_its_outlet_and_day(fields: dict[str, str], words: str) -> None:
    assert attribution(PHRASES, article(TEXT, **fields).source) == words


def test_a_place_is_cited_with_its_exact_words() -> None:
    citation = cite(article(TEXT), 4, 8, number=3)

    assert (citation.number, citation.quote, citation.start, citation.end) == (3, "pier", 4, 8)


def test_an_article_is_named_by_title_outlet_and_day() -> None:
    assert named(PHRASES, article(TEXT, **ALL).source) == {
        "title": "Harbour closes",
        "who": "The Tide",
        "when_plain": "3 November 2025",
    }


def test_several_sources_stand_behind_each_other_each_once() -> None:
    tide = article(TEXT, outlet="The Tide", published="2025-10-06").source
    herald = article(TEXT, outlet="Coast Herald", published=None).source

    assert attribution(PHRASES, tide, herald, tide) == "The Tide, 6 October 2025; Coast Herald, undated:"
