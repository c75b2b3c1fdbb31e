"""Collections (named sets of articles), notes on articles, and the protocols to where both are stored."""

import json
from collections.abc import Collection as Some
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from domain.errors import CollectionError

MAX_NAME_CHARS = 80
MAX_NOTE_CHARS = 10_000
PREFIX = "collection:"
"""Begins the name of a collection where an article's id may stand too, as in ``--within collection:Harbour``."""


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
    """Where an article belongs once it is in the library, and what a user noted on it.

    ``names`` are collections of ``reader``, ``added`` since when it is in them (None: now). ``notes`` are pairs of the
    words they are about ("" for the whole article) and the note ("" for a highlight alone).
    """

    names: tuple[str, ...] = ()
    reader: str = ""
    added: str | None = None
    notes: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> str:
        """Return it as a field of a task."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_json(cls, written: str) -> "Filing":
        """Return what ``as_json`` has written."""
        fields: dict[str, Any] = json.loads(written)
        notes = tuple((quote, note) for quote, note in fields["notes"])
        return cls(names=tuple(fields["names"]), reader=fields["reader"], added=fields["added"], notes=notes)


class CollectionBook(Protocol):
    """The collections that one user sees: the user's own, and those that are shared."""

    def collections(self) -> list[Collection]:
        """Return them by name."""
        ...

    def named(self, name: str) -> Collection:
        """Return the one with this name, upper and lower case alike; the user's own first.

        Raises UnknownCollection.
        """
        ...

    def articles(self, name: str) -> list[str]:
        """Return the ids of its articles, in the order they were added. Raises UnknownCollection."""
        ...

    def of(self, article_id: str) -> list[str]:
        """Return the names of the collections that hold an article."""
        ...

    def add(self, name: str, article_ids: Some[str], *, added: str | None = None) -> Collection:
        """Put articles into a collection, made when missing; one that is in it already keeps its date.

        Args:
            name: of the collection.
            article_ids: those of no article are passed over.
            added: since when they belong to it (UTC, ISO 8601); None: now.

        Raises:
            CollectionError: the name is empty or too long.
        """
        ...

    def take_out(self, name: str, article_ids: Some[str]) -> int:
        """Take articles out of a collection; return how many were in it. Raises UnknownCollection."""
        ...

    def change(self, name: str, *, new_name: str | None = None, shared: bool | None = None) -> Collection:
        """Rename a collection of the user's own, or share it or not.

        Raises UnknownCollection; CollectionError if it is another user's, or there is one of that name already.
        """
        ...

    def delete(self, name: str) -> None:
        """Delete a collection of the user's own; its articles stay. Raises as ``change``."""
        ...


class NoteBook(Protocol):
    """The notes and highlights of one user. They are removed with their article."""

    def notes(self, article_id: str | None = None) -> list[Note]:
        """Return the notes on an article, or all of them, the oldest first."""
        ...

    def add(self, article_id: str, text: str, *, span: tuple[int, int] | None = None, made: str | None = None) -> Note:
        """Store a note, or a highlight of ``span`` (start, end) in the article's present text.

        The same note a second time is not stored twice.

        Raises:
            UnknownArticle: there is no such article.
            NoteError: the note is empty or too long, or the article has no such characters.
        """
        ...

    def change(self, note_id: int, text: str) -> Note:
        """Write another text. Raises UnknownNote, NoteError."""
        ...

    def delete(self, note_id: int) -> None:
        """Delete a note. Raises UnknownNote."""
        ...


def collection_name(written: str) -> str:
    """Return a name on one line. Raises CollectionError if it is empty or too long."""
    name = " ".join(written.split())
    if not name or len(name) > MAX_NAME_CHARS or not name.isprintable():
        raise CollectionError(
            f"“{name[:MAX_NAME_CHARS]}” cannot be the name of a collection.",
            hint=f"A name has 1 to {MAX_NAME_CHARS} characters that can be printed.",
        )
    return name


def split_names(within: Some[str]) -> tuple[list[str], list[str]]:
    """Return the article ids, and the names of collections, among what a search is limited to."""
    names = [one.removeprefix(PREFIX) for one in within if one.startswith(PREFIX)]
    return [one for one in within if not one.startswith(PREFIX)], names


def fitting_name(written: str) -> str:
    """Return the name of a collection for a tag of another program; "" if it has nothing that can be printed."""
    line = " ".join(written.split())
    return "".join(sign for sign in line if sign.isprintable()).strip()[:MAX_NAME_CHARS].strip()
