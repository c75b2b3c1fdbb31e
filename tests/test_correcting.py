"""The reader corrects what an article's source says, and the correction stays."""

from pathlib import Path

import pytest

from domain.errors import SourceError
from domain.values import EVERYTHING, Source
from tests.making import Desk, assert_whole, long_text, text

pytestmark = pytest.mark.usefixtures("stores")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path).open()
    made.take_in(article())
    return made


def article(words: str = "", published: str = "2025-01-01") -> object:
    front = f"---\ntitle: The fox\nauthor: Jane Row\npublished: {published}\n---\n"
    return text(front + long_text("fox") + words, "fox.md", media="markdown")


def correct(desk: Desk, **fields: str) -> str:
    return desk.ingest.correct(desk.entries()[0].id, fields).status


def test_a_correction_is_what_the_list_and_the_search_show(desk: Desk) -> None:
    assert correct(
        desk, title="The quick vixen", author="Jane Roe", outlet="The Paper", published="3 November 2025"
    ) == ("updated")

    [entry] = desk.entries()
    assert entry.source == Source(
        title="The quick vixen", author="Jane Roe", outlet="The Paper", published="2025-11-03"
    )
    with desk.library.snapshot() as snapshot:
        assert snapshot.match_articles(["vixen"], limit=5, scope=EVERYTHING)[0][0] == entry.id
    assert_whole(desk)


def test_a_correction_stays_when_the_article_comes_again(desk: Desk) -> None:
    correct(desk, author="Jane Roe", published="")

    assert desk.take_in(article()) == ["unchanged"]  # type: ignore[arg-type]
    assert desk.take_in(article(" More words.")) == ["updated"]  # type: ignore[arg-type]
    assert desk.entries()[0].source == Source(title="The fox", author="Jane Roe")


def test_what_was_not_corrected_follows_the_article(desk: Desk) -> None:
    correct(desk, author="Jane Roe")

    assert desk.take_in(article(published="2025-02-02")) == ["updated"]  # type: ignore[arg-type]
    assert desk.entries()[0].source == Source(title="The fox", author="Jane Roe", published="2025-02-02")


def test_a_later_correction_counts(desk: Desk) -> None:
    correct(desk, author="Jane Roe", outlet="The Paper")
    correct(desk, author="Jane Rowe")

    assert (desk.entries()[0].source.author, desk.entries()[0].source.outlet) == ("Jane Rowe", "The Paper")


def test_a_corrected_duplicate_stays_one(desk: Desk) -> None:
    desk.take_in(text(long_text("fox"), "copy.md", media="markdown"))
    copy = desk.entries()[1]

    assert desk.ingest.correct(copy.id, {"outlet": "The Copyist"}).status == "updated"
    assert desk.entries()[1].duplicate_of == desk.entries()[0].id
    assert desk.entries()[1].source.outlet == "The Copyist"
    assert_whole(desk)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": " "}, "A title cannot be empty"),
        ({"published": "soon"}, "“published” of the correction is not a date"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, fields: dict[str, str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        correct(desk, **fields)
    assert desk.entries()[0].source.title == "The fox"


def test_an_unknown_article_fails(desk: Desk) -> None:
    assert desk.ingest.correct("nobody", {"author": "A"}).status == "failed"


def test_a_correction_goes_with_its_article(desk: Desk) -> None:
    correct(desk, author="Jane Roe")
    desk.ingest.remove([desk.entries()[0].id])

    desk.take_in(article())  # type: ignore[arg-type]

    assert desk.entries()[0].source.author == "Jane Row"


def test_a_correction_does_not_say_that_an_article_is_back(desk: Desk) -> None:
    desk.library.addresses.mark(desk.entries()[0].id, gone=True)

    correct(desk, author="Jane Roe")

    assert desk.entries()[0].gone
