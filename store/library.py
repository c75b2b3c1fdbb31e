"""The library: one SQLite file in a folder, read in snapshots and written under a lock."""

import json
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from domain.errors import LibraryError
from domain.keys import vector_id
from domain.protocols import Vectors
from domain.values import ArticleEntry
from domain.versions import KEPT_VERSIONS
from domain.writing import Change
from store import writing
from store.addresses import SqliteAddressBook, SqliteFeedBook
from store.ahead import SqliteReadingList
from store.checkup import SqliteCheckup
from store.collected import SqliteCollections, SqliteNotes
from store.connections import FILE_NAME, Connections, LibraryConnections
from store.drafts import SqliteDrafts
from store.edits import SqliteEdits, note_edits
from store.events import SqliteEvents
from store.jobs import SqliteJobs
from store.keeping import restore
from store.looks import SqliteLooks
from store.questions import SqliteQuestions
from store.reading import ENTRY, SqliteSnapshot, entry, generation
from store.removed import SqliteRemoved
from store.tokens import SqliteTokens
from store.versions import SqliteVersions

_PATIENCE_S = 0.25
"""How long a question waits for another writer before it gives up storing sentence vectors, which are only a cache."""


class SqliteLibrary:
    """Implements domain.protocols.Library and domain.writing.WritableLibrary.

    The folder and the file are made when missing. Safe to use from any thread.
    """

    def __init__(
        self,
        folder: Path,
        *,
        lock_timeout_s: float = 60.0,
        kept_versions: int = KEPT_VERSIONS,
        connections: LibraryConnections | None = None,
    ) -> None:
        """Open or make the library in a folder.

        Args:
            folder: of the library.
            lock_timeout_s: how long a writer waits for another one.
            kept_versions: how many former versions of an article are stored.
            connections: those of a shared library; None: to the file in the folder.
        """
        self._kept_versions = kept_versions
        self._connections: LibraryConnections = connections or Connections(
            make_folder(folder) / FILE_NAME, timeout_s=lock_timeout_s
        )
        self.file = self._connections.file
        self._lock_timeout_s = lock_timeout_s
        with self._connections.reading():
            pass  # an unusable file is reported here, not in the middle of a question

    @property
    def connections(self) -> LibraryConnections:
        """The connections to the library's file, for classes that store something else in it."""
        return self._connections

    @property
    def addresses(self) -> SqliteAddressBook:
        """The web addresses of articles."""
        return SqliteAddressBook(self._connections)

    @property
    def feeds(self) -> SqliteFeedBook:
        """The feeds that are followed."""
        return SqliteFeedBook(self._connections)

    @property
    def reading_list(self) -> SqliteReadingList:
        """The queue of articles whose sentences are still to be embedded."""
        return SqliteReadingList(self._connections)

    @property
    def removed(self) -> SqliteRemoved:
        """The articles that were removed and can be brought back."""
        return SqliteRemoved(self._connections)

    @property
    def edits(self) -> SqliteEdits:
        """Who added, changed, corrected and removed articles."""
        return SqliteEdits(self._connections)

    @property
    def checkup(self) -> SqliteCheckup:
        """Checks and repairs of the library's data."""
        return SqliteCheckup(self._connections)

    @property
    def jobs(self) -> SqliteJobs:
        """The jobs, finished and unfinished."""
        return SqliteJobs(self._connections)

    @property
    def drafts(self) -> SqliteDrafts:
        """The drafts that users have stored."""
        return SqliteDrafts(self._connections)

    @property
    def tokens(self) -> SqliteTokens:
        """The access tokens of other programs."""
        return SqliteTokens(self._connections)

    @property
    def looks(self) -> SqliteLooks:
        """The schedule of feeds and articles."""
        return SqliteLooks(self._connections)

    @property
    def events(self) -> SqliteEvents:
        """The events that articles are grouped into."""
        return SqliteEvents(self._connections)

    @property
    def versions(self) -> SqliteVersions:
        """The former versions of articles."""
        return SqliteVersions(self._connections)

    def attached(self, article_id: str) -> dict[str, int]:
        """Count what would be deleted with an article, by kind ("note", "earlier version")."""
        with self._connections.reading() as connection:
            counts = {
                name: int(
                    connection.execute(f"SELECT count(*) FROM {table} WHERE article = ?", (article_id,)).fetchone()[0]
                )
                for name, table in (("note", "notes"), ("earlier version", "previous"))
            }
        return {name: count for name, count in counts.items() if count}

    def collections(self, reader: str = "") -> SqliteCollections:
        """Return the collections of a user, by the user's id; "" where nobody has logged in."""
        return SqliteCollections(self._connections, reader)

    def questions(self, reader: str = "") -> SqliteQuestions:
        """Return the standing questions of a user."""
        return SqliteQuestions(self._connections, reader)

    def notes(self, reader: str = "") -> SqliteNotes:
        """Return the notes and highlights of a user."""
        return SqliteNotes(self._connections, reader)

    def restore(self, source: Path) -> int:
        """Replace the content of the library by a backup; see store.keeping.restore."""
        return restore(self.file, source, self._connections.install)

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        self._connections.close()

    @contextmanager
    def snapshot(self) -> Iterator[SqliteSnapshot]:
        """Open a snapshot for the length of the block."""
        with self._connections.reading() as connection:
            yield SqliteSnapshot(connection)

    def vectors(self, keys: Collection[str]) -> dict[str, Vectors]:
        """Return the stored vectors by key, read-only arrays of float32; unknown keys are left out."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT key, vector FROM vectors WHERE key IN (SELECT value FROM json_each(?))",
                (json.dumps(list(keys)),),
            )
            return {key: np.frombuffer(vector, dtype="<f4") for key, vector in rows}

    def keep_sentence_vectors(self, article_id: str, vectors: Mapping[str, Vectors]) -> None:
        """Store vectors of an article's sentences, by key, until its text or its title changes."""
        try:
            with self._connections.writing(timeout_s=_PATIENCE_S) as connection:
                row = connection.execute("SELECT number FROM articles WHERE id = ?", (article_id,)).fetchone()
                if row is None:
                    return
                writing.put_vectors(connection, vectors)
                connection.executemany(
                    "INSERT INTO sentences VALUES (?, ?) ON CONFLICT DO NOTHING", ((row[0], key) for key in vectors)
                )
        except LibraryError:
            return  # a cache that cannot be written only costs time at the next question

    @contextmanager
    def lock(self, *, wait: bool = True) -> Iterator[None]:
        """Exclude every other writer, of this process and of others. Raises LibraryBusy."""
        with self._connections.exclusive("write", wait_s=self._lock_timeout_s if wait else 0):
            yield

    def by_identity(self, identity: str) -> ArticleEntry | None:
        """Return the article with this identity; None if there is none."""
        return next(iter(self._entries("identity = ?", identity)), None)

    def formerly(self, identity: str) -> list[ArticleEntry]:
        """Return the articles that lost this identity to another article, the last to come in first."""
        return self._entries("stood_at = ?", identity)[::-1]

    def by_id(self, article_id: str) -> ArticleEntry | None:
        """Return the article with this id."""
        return next(iter(self._entries("id = ?", article_id)), None)

    def by_digest(self, digest: str) -> list[ArticleEntry]:
        """Return the articles with this text, in the order they came in."""
        return self._entries("digest = ?", digest)

    def duplicates(self, article_id: str) -> list[ArticleEntry]:
        """Return the duplicates of an article, in the order they came in."""
        return self._entries("duplicate_of = ?", article_id)

    def alike(self, bands: Sequence[int]) -> list[tuple[str, str]]:
        """Return (id, near-duplicate group) of the articles that share a MinHash band at the same position."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT a.id, a.story FROM json_each(?) AS band"
                " JOIN bands AS b ON b.place = band.key AND b.value = band.value"
                " JOIN articles AS a ON a.number = b.article WHERE a.duplicate_of IS NULL ORDER BY a.number",
                (json.dumps(list(bands)),),
            )
            return rows.fetchall()

    def corrections(self, article_id: str) -> dict[str, str]:
        """Return the fields of an article's source that a user has set."""
        with self._connections.reading() as connection:
            rows = connection.execute("SELECT field, value FROM corrections WHERE article = ?", (article_id,))
            return dict(rows.fetchall())

    def vector_keys(self, article_id: str) -> list[str]:
        """Return the vector key of each passage of an article, in order."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT p.vector_key FROM passages AS p JOIN articles AS a ON a.number = p.article"
                " WHERE a.id = ? ORDER BY p.ordinal",
                (article_id,),
            )
            return [row[0] for row in rows]

    def vector_ids(self, article_id: str | None = None) -> set[str]:
        """Return the ids that the vector index must hold."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT a.id, p.vector_key FROM articles AS a JOIN passages AS p ON p.article = a.number"
                + ("" if article_id is None else " WHERE a.id = ?"),
                () if article_id is None else (article_id,),
            )
            return {vector_id(identifier, key) for identifier, key in rows}

    def some_vector_ids(self, count: int) -> set[str]:
        """Return a random sample of at most ``count`` ids that the vector index must hold."""
        with self._connections.reading() as connection:
            last = connection.execute("SELECT coalesce(max(number), 0) FROM passages").fetchone()[0]
            chosen = (
                connection.execute(
                    "SELECT a.id, p.vector_key FROM passages AS p JOIN articles AS a ON a.number = p.article"
                    " WHERE p.number >= ? ORDER BY p.number LIMIT 1",
                    (number,),
                ).fetchone()
                for number in random.sample(range(1, last + 1), min(count, last))
            )
            return {vector_id(*row) for row in chosen}

    def count_vector_ids(self) -> int:
        """Return the number of ids that the vector index must hold."""
        with self._connections.reading() as connection:
            distinct = "SELECT DISTINCT vector_key, article FROM passages"
            count: int = connection.execute(f"SELECT count(*) FROM ({distinct})").fetchone()[0]
            return count

    def embedder(self) -> str | None:
        """Return the name of the embedder of the stored vectors; None while there are no passages."""
        with self._connections.reading() as connection:
            row = connection.execute(
                "SELECT value FROM meta WHERE name = 'embedder' AND EXISTS (SELECT 1 FROM passages)"
            ).fetchone()
            return None if row is None else str(row[0])

    def unfinished(self) -> list[str]:
        """Return the ids of articles whose write was begun and not finished."""
        with self._connections.reading() as connection:
            return [row[0] for row in connection.execute("SELECT article_id FROM unfinished")]

    def begin(self, article_ids: Collection[str]) -> None:
        """Record that these articles are being written."""
        with self._connections.writing() as connection:
            rows = ((article_id,) for article_id in article_ids)
            connection.executemany("INSERT INTO unfinished VALUES (?) ON CONFLICT DO NOTHING", rows)

    def commit(self, change: Change, vectors: Mapping[str, Vectors], *, embedder: str) -> int:
        """Apply a change in one transaction; return the new generation."""
        with self._connections.writing() as connection:
            note_edits(connection, change)
            writing.put_vectors(connection, vectors)
            left: set[str] = set()
            for version in change.versions:
                left |= writing.put_version(connection, version, former=self._kept_versions)
            for article_id in change.removed:
                left |= writing.remove_article(connection, article_id, change.user)
            for article_id, notice in change.notices.items():
                writing.withdraw(connection, article_id, notice)
            writing.drop_unreferenced(connection, left)
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('embedder', ?)", (embedder,))
            return writing.move_generation(connection)

    def finish(self, article_ids: Collection[str], *, swept: bool) -> int:
        """Delete the record that these articles are being written; return the generation."""
        with self._connections.writing() as connection:
            rows = ((article_id,) for article_id in article_ids)
            connection.executemany("DELETE FROM unfinished WHERE article_id = ?", rows)
            return writing.move_generation(connection) if swept else generation(connection)

    def keep_vectors(self, vectors: Mapping[str, Vectors]) -> None:
        """Store vectors that no passage refers to yet."""
        with self._connections.writing() as connection:
            writing.put_vectors(connection, vectors)

    def drop_vectors(self) -> None:
        """Delete the vectors that neither a passage nor a sentence refers to."""
        with self._connections.writing() as connection:
            rows = connection.execute("SELECT key FROM vectors").fetchall()
            writing.drop_unreferenced(connection, [row[0] for row in rows])

    def _entries(self, condition: str, value: str) -> list[ArticleEntry]:
        with self._connections.reading() as connection:
            rows = connection.execute(f"SELECT {ENTRY} FROM articles WHERE {condition} ORDER BY number", (value,))
            return [entry(row) for row in rows]


def make_folder(folder: Path) -> Path:
    """Make the folder of a library if it is missing; return its full path. Raises LibraryError."""
    folder = folder.resolve()
    try:
        _make_private(folder)
    except OSError as error:
        raise LibraryError(
            f"The library's folder {folder} cannot be made: {error.strerror}.",
            hint="Name another one with --library, or set DATELINE_LIBRARY.",
        ) from error
    return folder


def _make_private(folder: Path) -> None:
    """Make the folder if it is missing; let only this user enter it if it is a library's, or empty."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / FILE_NAME).exists() or not any(folder.iterdir()):
        with suppress(OSError):  # the folder is another user's, who allows us to use it
            folder.chmod(0o700)
