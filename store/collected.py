"""Collections of articles and notes on them in the library's file, each as one user sees them."""

import sqlite3
from collections.abc import Collection as Some

from domain.collected import MAX_NOTE_CHARS, Collection, Note, collection_name
from domain.dates import utc_now
from domain.errors import CollectionError, NoteError, UnknownArticle, UnknownCollection, UnknownNote
from store.connections import LibraryConnections

_SEEN = "(reader = :reader OR shared)"
_COLLECTION = (
    "SELECT number, name, shared, reader = :reader, (SELECT count(*) FROM collected WHERE collection = number)"
    f" FROM collections WHERE {_SEEN}"
)
_NOTE = 'number, article, text, made, start, "end", quote, digest'


class SqliteCollections:
    """Implements domain.collected.CollectionBook."""

    def __init__(self, connections: LibraryConnections, reader: str = "") -> None:
        self._connections = connections
        self._reader = reader

    def collections(self) -> list[Collection]:
        """Return the collections by name."""
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_COLLECTION} ORDER BY key, number", {"reader": self._reader})
            return [_collection(row) for row in rows]

    def named(self, name: str) -> Collection:
        """Return the collection with this name."""
        with self._connections.reading() as connection:
            return self._named(connection, name)

    def articles(self, name: str) -> list[str]:
        """Return the ids of a collection's articles, in the order they were added."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT c.article FROM collected AS c JOIN articles AS a ON a.id = c.article WHERE c.collection = ?"
                " ORDER BY c.added, a.number",
                (self._named(connection, name).id,),
            )
            return [row[0] for row in rows]

    def of(self, article_id: str) -> list[str]:
        """Return the names of the collections that hold an article."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT name FROM collections JOIN collected ON collection = number"
                f" WHERE {_SEEN} AND article = :article ORDER BY key",
                {"reader": self._reader, "article": article_id},
            )
            return [row[0] for row in rows]

    def add(self, name: str, article_ids: Some[str], *, added: str | None = None) -> Collection:
        """Add articles to a collection, which is made if there is none of that name."""
        name = collection_name(name)
        since = added or utc_now()
        with self._connections.writing() as connection:
            try:
                known = self._named(connection, name).id
            except UnknownCollection:
                known = int(
                    connection.execute(
                        "INSERT INTO collections (reader, name, key) VALUES (?, ?, ?)",
                        (self._reader, name, name.casefold()),
                    ).lastrowid
                    or 0
                )
            connection.executemany(
                "INSERT OR IGNORE INTO collected (collection, article, added)"
                " SELECT ?, id, ? FROM articles WHERE id = ?",
                ((known, since, article_id) for article_id in article_ids),
            )
            return self._named(connection, name)

    def take_out(self, name: str, article_ids: Some[str]) -> int:
        """Remove articles from a collection."""
        with self._connections.writing() as connection:
            known = self._named(connection, name).id
            return connection.executemany(
                "DELETE FROM collected WHERE collection = ? AND article = ?", ((known, one) for one in article_ids)
            ).rowcount

    def change(self, name: str, *, new_name: str | None = None, shared: bool | None = None) -> Collection:
        """Rename a collection of the user's own, or share it, or end its sharing."""
        with self._connections.writing() as connection:
            known = self._own(connection, name)
            called = known.name if new_name is None else collection_name(new_name)
            becomes_shared = known.shared if shared is None else shared
            taken = connection.execute(
                "SELECT 1 FROM collections WHERE key = :key AND number <> :number"
                " AND (reader = :reader OR (shared AND :shared))",
                {"key": called.casefold(), "number": known.id, "reader": self._reader, "shared": becomes_shared},
            ).fetchone()
            if taken:
                raise CollectionError(f"There is a collection “{called}” already.", hint="Choose another name.")
            connection.execute(
                "UPDATE collections SET name = ?, key = ?, shared = ? WHERE number = ?",
                (called, called.casefold(), becomes_shared, known.id),
            )
            return self._named(connection, called)

    def delete(self, name: str) -> None:
        """Delete a collection of the user's own; its articles stay."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM collections WHERE number = ?", (self._own(connection, name).id,))

    def _named(self, connection: sqlite3.Connection, name: str) -> Collection:
        row = connection.execute(
            f"{_COLLECTION} AND key = :key ORDER BY reader = :reader DESC LIMIT 1",
            {"reader": self._reader, "key": " ".join(name.split()).casefold()},
        ).fetchone()
        if row is None:
            raise UnknownCollection(f"There is no collection “{name}”.", hint="See the names with --collections.")
        return _collection(row)

    def _own(self, connection: sqlite3.Connection, name: str) -> Collection:
        known = self._named(connection, name)
        if not known.own:
            raise CollectionError(
                f"The collection “{known.name}” is another user's.", hint="Only its owner changes or deletes it."
            )
        return known


class SqliteNotes:
    """Implements domain.collected.NoteBook."""

    def __init__(self, connections: LibraryConnections, reader: str = "") -> None:
        self._connections = connections
        self._reader = reader

    def notes(self, article_id: str | None = None) -> list[Note]:
        """Return the notes on an article, or all of them, the oldest first."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT {_NOTE} FROM notes WHERE reader = :reader AND (:article IS NULL OR article = :article)"
                " ORDER BY made, number",
                {"reader": self._reader, "article": article_id},
            )
            return [_note(row) for row in rows]

    def add(self, article_id: str, text: str, *, span: tuple[int, int] | None = None, made: str | None = None) -> Note:
        """Store a note, or a highlight of a span in the article's present text."""
        written = _checked(text, may_be_empty=span is not None)
        with self._connections.writing() as connection:
            found = connection.execute("SELECT text, digest FROM articles WHERE id = ?", (article_id,)).fetchone()
            if found is None:
                raise UnknownArticle(f"There is no article {article_id}.", hint="It may have been removed; see --list.")
            start, end = span or (None, None)
            if start is not None and end is not None and not 0 <= start < end <= len(found[0]):
                raise NoteError(
                    f"The article has no characters {start} to {end}.",
                    hint=f"It has {len(found[0])}; count code points from 0.",
                )
            values = {
                "reader": self._reader,
                "article": article_id,
                "text": written,
                "made": made or utc_now(),
                "start": start,
                "end": end,
                "quote": None if span is None else found[0][start:end],
                "digest": None if span is None else found[1],
            }
            row = connection.execute(
                f"SELECT {_NOTE} FROM notes WHERE reader = :reader AND article = :article AND text = :text"
                ' AND start IS :start AND "end" IS :end AND digest IS :digest',
                values,
            ).fetchone()
            row = (
                row
                or connection.execute(
                    'INSERT INTO notes (reader, article, text, made, start, "end", quote, digest)'
                    f" VALUES (:reader, :article, :text, :made, :start, :end, :quote, :digest) RETURNING {_NOTE}",
                    values,
                ).fetchone()
            )
            return _note(row)

    def change(self, note_id: int, text: str) -> Note:
        """Replace the text of a note."""
        with self._connections.writing() as connection:
            known = self._note(connection, note_id)
            written = _checked(text, may_be_empty=known.quote is not None)
            connection.execute("UPDATE notes SET text = ? WHERE number = ?", (written, note_id))
            return self._note(connection, note_id)

    def delete(self, note_id: int) -> None:
        """Delete a note."""
        with self._connections.writing() as connection:
            self._note(connection, note_id)
            connection.execute("DELETE FROM notes WHERE number = ?", (note_id,))

    def _note(self, connection: sqlite3.Connection, note_id: int) -> Note:
        row = connection.execute(
            f"SELECT {_NOTE} FROM notes WHERE number = ? AND reader = ?", (note_id, self._reader)
        ).fetchone()
        if row is None:
            raise UnknownNote(f"There is no note {note_id}.", hint="It may have been deleted, or its article removed.")
        return _note(row)


def _collection(row: tuple[int, str, int, int, int]) -> Collection:
    number, name, shared, own, count = row
    return Collection(id=number, name=name, shared=bool(shared), own=bool(own), count=count)


def _note(row: tuple[int, str, str, str, int | None, int | None, str | None, str | None]) -> Note:
    number, article, text, made, start, end, quote, digest = row
    return Note(id=number, article_id=article, text=text, made=made, start=start, end=end, quote=quote, digest=digest)


def _checked(text: str, *, may_be_empty: bool) -> str:
    written = text.strip()
    if len(written) > MAX_NOTE_CHARS or not (written or may_be_empty):
        raise NoteError(
            f"A note has 1 to {MAX_NOTE_CHARS:,} characters; this one has {len(written):,}.", hint="Write another one."
        )
    return written
