"""The user's notes on an article and highlights in it, as plain data."""

from collections.abc import Sequence

from domain.collected import Note
from domain.values import Article, Citation, CitedArticle
from ui.view_models.data import Data


def notes_data(notes: Sequence[Note]) -> list[Data]:
    """Return the notes, each with the words that it is about."""
    return [{"id": one.id, "text": one.text, "quote": one.quote or ""} for one in notes]


def highlights(article: Article, notes: Sequence[Note]) -> dict[str, Citation]:
    """Return the highlights as citations, by addresses of their own, so that their words are marked as quotes are."""
    cited = CitedArticle(id=article.id, source=article.source, digest=article.digest)
    return {
        f"note.{one.id}": Citation(number=1, quote=one.quote, start=one.start, end=one.end, article=cited)
        for one in notes
        if one.quote is not None
    }


def find_words(text: str, words: str) -> tuple[int, int] | None:
    """Return where words stand in a text (start, end), whatever white space is between them; None: nowhere."""
    sought = " ".join(words.split())
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = " " if sign.isspace() else sign
        if plain != " " or (signs and signs[-1] != " "):
            signs.append(plain)
            places.append(place)
    start = "".join(signs).find(sought) if sought else -1
    return None if start < 0 else (places[start], places[start + len(sought) - 1] + 1)
