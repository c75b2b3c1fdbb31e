"""Collections (named sets of articles), notes on articles, and the protocols to where both are stored."""

import json
from collections.abc import Collection as Some
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from domain.errors import CollectionError

MAX_NAME_CHARS = 80
MAX_NOTE_CHARS = 10_000
PREFIX = "collection:"
"""Marks the name of a collection where an article's id is allowed too, as in ``--within collection:Harbour``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A named set of articles, as one user sees it.

    ``shared``: everybody sees it, and may add and remove articles; else only its owner. ``own``: the user made it.
    """

    id: int
    name: str
    shared: bool
    own: bool
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note of one user on an article, or a highlight in it.

    ``text`` is what the user wrote, "" for a highlight alone. Of a highlight, ``start`` and ``end`` are offsets into
    the text with ``digest``, and ``quote`` is what stands there; of a note on the whole article they are None.
    ``made`` is in UTC, ISO 8601.
    """

    id: int
    article_id: str
    text: str
    made: str
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The collections and notes that an article gets when it comes into the library.

    ``names`` are collections of the user ``reader``; ``added`` is the time since when the article is in them (UTC,
    ISO 8601; None: now). ``notes`` are pairs of the words they are about ("" for the whole article) and the note (""
    for a highlight alone).
    """

    names: tuple[str, ...] = ()
    reader: str = ""
    added: str | None = None
    notes: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> str:
        """Return the filing as JSON, as a field of a task holds it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_json(cls, written: str) -> "Filing":
        """Parse the JSON that ``as_json`` returned."""
        fields: dict[str, Any] = json.loads(written)
        notes = tuple((quote, note) for quote, note in fields["notes"])
        return cls(names=tuple(fields["names"]), reader=fields["reader"], added=fields["added"], notes=notes)


class CollectionBook(Protocol):
    """The collections that one user sees: the user's own, and those that are shared."""

    def collections(self) -> list[Collection]:
        """Return the collections, sorted by name."""
        ...

    def named(self, name: str) -> Collection:
        """Return the collection with this name, ignoring case; the user's own before a shared one.

        Raises:
            UnknownCollection: there is none that the user sees.
        """
        ...

    def articles(self, name: str) -> list[str]:
        """Return the ids of a collection's articles, in the order they were added. Raises UnknownCollection."""
        ...

    def of(self, article_id: str) -> list[str]:
        """Return the names of the collections that hold an article."""
        ...

    def add(self, name: str, article_ids: Some[str], *, added: str | None = None) -> Collection:
        """Add articles to a collection, which is made if there is none of that name.

        Args:
            name: of the collection.
            article_ids: unknown ids are passed over; an article that is in the collection keeps its date.
            added: the time since when they belong to it (UTC, ISO 8601); None: now.

        Raises:
            CollectionError: the name is empty or too long.
        """
        ...

    def take_out(self, name: str, article_ids: Some[str]) -> int:
        """Remove articles from a collection; return how many were in it. Raises UnknownCollection."""
        ...

    def change(self, name: str, *, new_name: str | None = None, shared: bool | None = None) -> Collection:
        """Rename a collection of the user's own, or share it, or end its sharing.

        Args:
            name: of the collection.
            new_name: None leaves the name as it is.
            shared: None leaves it as it is.

        Raises:
            UnknownCollection: there is none that the user sees.
            CollectionError: it is another user's, or there is one with the new name already.
        """
        ...

    def delete(self, name: str) -> None:
        """Delete a collection of the user's own; its articles stay in the library.

        Raises:
            UnknownCollection: there is none that the user sees.
            CollectionError: it is another user's.
        """
        ...


class NoteBook(Protocol):
    """The notes and highlights of one user. They are removed with their article."""

    def notes(self, article_id: str | None = None) -> list[Note]:
        """Return the notes on an article (None: on all articles), the oldest first."""
        ...

    def add(self, article_id: str, text: str, *, span: tuple[int, int] | None = None, made: str | None = None) -> Note:
        """Store a note, or a highlight of ``span`` (start, end) in the article's present text.

        A note that is stored already, with the same text and span, is returned and not stored again.

        Raises:
            UnknownArticle: there is no such article.
            NoteError: the note is empty or too long, or the article has no such characters.
        """
        ...

    def change(self, note_id: int, text: str) -> Note:
        """Replace the text of a note. Raises UnknownNote, NoteError."""
        ...

    def delete(self, note_id: int) -> None:
        """Delete a note. Raises UnknownNote."""
        ...


def collection_name(written: str) -> str:
    """Return a collection's name with white space collapsed.

    Raises:
        CollectionError: it is empty, too long, or has characters that cannot be printed.
    """
    name = " ".join(written.split())
    if not name or len(name) > MAX_NAME_CHARS or not name.isprintable():
        raise CollectionError(
            f"“{name[:MAX_NAME_CHARS]}” cannot be the name of a collection.",
            hint=f"A name has 1 to {MAX_NAME_CHARS} characters that can be printed.",
        )
    return name


def split_names(within: Some[str]) -> tuple[list[str], list[str]]:
    """Split the values of ``--within`` into article ids and names of collections (without ``PREFIX``)."""
    names = [one.removeprefix(PREFIX) for one in within if one.startswith(PREFIX)]
    return [one for one in within if not one.startswith(PREFIX)], names


def fitting_name(written: str) -> str:
    """Turn a tag of another program into a valid name for a collection; "" if nothing of it can be printed."""
    line = " ".join(written.split())
    return "".join(sign for sign in line if sign.isprintable()).strip()[:MAX_NAME_CHARS].strip()
