"""Links out: only to the web, and at the very words."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.links import link_to_words, web_link

PAGE = "https://paper.example/ferry"


@pytest.mark.parametrize("url", [PAGE, "http://localhost:8501/a", "HTTPS://paper.example"])
def test_an_address_of_the_web_is_a_link(url: str) -> None:
    assert web_link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//paper.example/a",
        "https:paper",
        "java\nscript:alert(1)",
        "https://paper.example/a\tb",
        "http://[broken",
    ],
)
def test_nothing_else_is(url: str | None) -> None:
    assert web_link(url) is None
    assert link_to_words(url, "words", 0, 5) is None


def words_of(text: str, quote: str, url: str = PAGE, *, at: int | None = None) -> str:
    start = text.index(quote) if at is None else at
    link = link_to_words(url, text, start, start + len(quote))
    assert link is not None
    return link.removeprefix(PAGE)


def test_words_that_stand_once_are_named_as_they_are() -> None:
    assert words_of("It cost 9 crowns. Too much.", "Too much.") == "#:~:text=Too%20much."


def test_signs_of_the_directive_are_encoded() -> None:
    assert words_of("A well-known, old & loud 100% #1 bell.", "well-known, old & loud 100% #1") == (
        "#:~:text=well%2Dknown%2C%20old%20%26%20loud%20100%25%20%231"
    )


def test_words_that_stand_twice_are_told_apart_by_their_neighbours() -> None:
    text = "Ann said: no comment. He left.\nBo said: no comment. She stayed."

    assert words_of(text, "no comment.", at=text.rindex("no comment.")) == (
        "#:~:text=Bo%20said%3A-,no%20comment.,-She%20stayed."
    )


def test_neighbours_of_another_paragraph_are_left_out() -> None:
    assert words_of("First.\n\nNo.\n\nNo.", "No.", at=8) == "#:~:text=No."


def test_a_long_quote_is_named_by_its_first_and_last_words() -> None:
    quote = "One two three four five six " + "and so on " * 30 + "four three two one zero end."

    assert words_of(quote, quote) == (
        "#:~:text=One%20two%20three%20four%20five%20six,four%20three%20two%20one%20zero%20end."
    )


def test_a_quote_of_several_paragraphs_is_named_by_its_edges() -> None:
    quote = "The first reason.\n\nThe last one."

    assert words_of(quote, quote) == "#:~:text=The%20first%20reason.,The%20last%20one."


def test_a_fragment_of_the_page_stays_and_an_old_directive_goes() -> None:
    link = link_to_words(f"{PAGE}#part-2:~:text=old", "new words", 0, 9)

    assert link == f"{PAGE}#part-2:~:text=new%20words"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1, max_size=80))
def test_any_script_comes_back_from_the_encoding(quote: str) -> None:
    link = link_to_words(PAGE, quote, 0, len(quote))

    assert link is not None
    _, _, directive = link.partition("#:~:text=")
    assert directive.isascii()
    assert not set(directive) & set("-,& ")
    assert unquote(directive) == " ".join(quote.split())
