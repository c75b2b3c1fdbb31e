"""Notes on an article: words are found whatever white space is between them, and highlights are marked."""

import pytest

from domain.collected import Note
from domain.values import Article, Source
from ui.view_models.article import article_data
from ui.view_models.notes import find_words, highlights, notes_data

TEXT = "One two.\n\n  Three   four\nfive. Three four."


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("Three four five", "Three   four\nfive"),
        ("  two.  Three ", "two.\n\n  Three"),
        ("Three four.", "Three four."),
        ("One", "One"),
        ("six", None),
        ("", None),
        (" \n", None),
    ],
)
def test_words_are_found_across_lines_and_spaces(sought: str, found: str | None) -> None:
    span = find_words(TEXT, sought)

    assert (None if span is None else TEXT[span[0] : span[1]]) == found


def test_highlights_are_marked_and_notes_shown_with_their_words() -> None:
    article = Article(id="a", source=Source(title="T"), text=TEXT, digest="d")
    notes = [
        Note(id=1, article_id="a", text="Hm.", made="2025"),
        Note(id=2, article_id="a", text="", made="2025", start=0, end=3, quote="One", digest="d"),
    ]

    data = article_data(article, list(highlights(article, notes).values()), None)

    marked = [one["text"] for paragraph in data["paragraphs"] for one in paragraph["segments"] if one["emphasis"]]  # type: ignore[attr-defined]
    assert marked == ["One"]
    assert notes_data(notes) == [{"id": 1, "text": "Hm.", "quote": ""}, {"id": 2, "text": "", "quote": "One"}]
