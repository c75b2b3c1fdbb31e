"""The library: one SQLite file in a folder, read in snapshots, written under a lock."""

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
"""So long a question waits to remember the vectors of sentences, which it can do without."""


class SqliteLibrary:
    """Implements domain.protocols.Library and domain.writing.WritableLibrary.

    The folder and the file are made when missing. Any thread may call anything.
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
            kept_versions: how many former texts of an article stay.
            connections: to another file in the folder than the library's own.
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
        """What else is stored beside the articles is reached by the same connections."""
        return self._connections

    @property
    def addresses(self) -> SqliteAddressBook:
        """Which web addresses lead to which article."""
        return SqliteAddressBook(self._connections)

    @property
    def feeds(self) -> SqliteFeedBook:
        """Which feeds are followed."""
        return SqliteFeedBook(self._connections)

    @property
    def reading_list(self) -> SqliteReadingList:
        """Which articles have been read ahead."""
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
        """Whether what is kept is whole."""
        return SqliteCheckup(self._connections)

    @property
    def jobs(self) -> SqliteJobs:
        """What is to be done to the library."""
        return SqliteJobs(self._connections)

    @property
    def drafts(self) -> SqliteDrafts:
        """The drafts that somebody wants kept."""
        return SqliteDrafts(self._connections)

    @property
    def tokens(self) -> SqliteTokens:
        """By which other programs use the library."""
        return SqliteTokens(self._connections)

    @property
    def looks(self) -> SqliteLooks:
        """When feeds and articles are looked at by themselves."""
        return SqliteLooks(self._connections)

    @property
    def events(self) -> SqliteEvents:
        """Which articles are about one event."""
        return SqliteEvents(self._connections)

    @property
    def versions(self) -> SqliteVersions:
        """The texts that articles had before."""
        return SqliteVersions(self._connections)

    def attached(self, article_id: str) -> dict[str, int]:
        """Return how much of what users and time have added to an article is removed with it, by what it is."""
        with self._connections.reading() as connection:
            counts = {
                name: int(
                    connection.execute(f"SELECT count(*) FROM {table} WHERE article = ?", (article_id,)).fetchone()[0]
                )
                for name, table in (("note", "notes"), ("earlier version", "previous"))
            }
        return {name: count for name, count in counts.items() if count}

    def collections(self, reader: str = "") -> SqliteCollections:
        """Return the collections of articles as a user sees them; "" stands for whoever did not log in."""
        return SqliteCollections(self._connections, reader)

    def questions(self, reader: str = "") -> SqliteQuestions:
        """Return the standing questions of a user."""
        return SqliteQuestions(self._connections, reader)

    def notes(self, reader: str = "") -> SqliteNotes:
        """Return the notes and highlights of a user."""
        return SqliteNotes(self._connections, reader)

    def restore(self, source: Path) -> int:
        """Put a backup in the place of all that is stored, under the lock; return the number of articles."""
        return restore(self.file, source, self._connections.install)

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        self._connections.close()

    @contextmanager
    def snapshot(self) -> Iterator[SqliteSnapshot]:
        """Read from one committed state for the length of the block."""
        with self._connections.reading() as connection:
            yield SqliteSnapshot(connection)

    def vectors(self, keys: Collection[str]) -> dict[str, Vectors]:
        """Return those of the vectors that are kept, read-only arrays of float32."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT key, vector FROM vectors WHERE key IN (SELECT value FROM json_each(?))",
                (json.dumps(list(keys)),),
            )
            return {key: np.frombuffer(vector, dtype="<f4") for key, vector in rows}

    def keep_sentence_vectors(self, article_id: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors of an article's sentences until its words or its title change."""
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
            return  # promised: a cache that cannot be written costs time at the next question, no more

    @contextmanager
    def lock(self, *, wait: bool = True) -> Iterator[None]:
        """Keep every other writer out, of this process and of others."""
        with self._connections.exclusive("write", wait_s=self._lock_timeout_s if wait else 0):
            yield

    def by_identity(self, identity: str) -> ArticleEntry | None:
        """Return the article known by this identity."""
        return next(iter(self._entries("identity = ?", identity)), None)

    def formerly(self, identity: str) -> list[ArticleEntry]:
        """Return the articles that had this identity and gave it up to another text, the last to come in first."""
        return self._entries("stood_at = ?", identity)[::-1]

    def by_id(self, article_id: str) -> ArticleEntry | None:
        """Return the article with this id."""
        return next(iter(self._entries("id = ?", article_id)), None)

    def by_digest(self, digest: str) -> list[ArticleEntry]:
        """Return the articles with this text, in the order they came in."""
        return self._entries("digest = ?", digest)

    def duplicates(self, article_id: str) -> list[ArticleEntry]:
        """Return the articles that repeat this one, in the order they came in."""
        return self._entries("duplicate_of = ?", article_id)

    def alike(self, bands: Sequence[int]) -> list[tuple[str, str]]:
        """Return the articles that have one of the bands, with the label of their story."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT a.id, a.story FROM json_each(?) AS band"
                " JOIN bands AS b ON b.place = band.key AND b.value = band.value"
                " JOIN articles AS a ON a.number = b.article WHERE a.duplicate_of IS NULL ORDER BY a.number",
                (json.dumps(list(bands)),),
            )
            return rows.fetchall()

    def corrections(self, article_id: str) -> dict[str, str]:
        """Return the fields of an article's source that the reader has set."""
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
        """Return what the vector index must hold."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT a.id, p.vector_key FROM articles AS a JOIN passages AS p ON p.article = a.number"
                + ("" if article_id is None else " WHERE a.id = ?"),
                () if article_id is None else (article_id,),
            )
            return {vector_id(identifier, key) for identifier, key in rows}

    def some_vector_ids(self, count: int) -> set[str]:
        """Return at most so many of what the vector index must hold, chosen at random."""
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
        """Return how much the vector index must hold."""
        with self._connections.reading() as connection:
            distinct = "SELECT DISTINCT vector_key, article FROM passages"
            count: int = connection.execute(f"SELECT count(*) FROM ({distinct})").fetchone()[0]
            return count

    def embedder(self) -> str | None:
        """Return the name of the embedder behind the vectors; None while there is no passage."""
        with self._connections.reading() as connection:
            row = connection.execute(
                "SELECT value FROM meta WHERE name = 'embedder' AND EXISTS (SELECT 1 FROM passages)"
            ).fetchone()
            return None if row is None else str(row[0])

    def unfinished(self) -> list[str]:
        """Return the article ids that were begun and not finished."""
        with self._connections.reading() as connection:
            return [row[0] for row in connection.execute("SELECT article_id FROM unfinished")]

    def begin(self, article_ids: Collection[str]) -> None:
        """Note that these articles are being written."""
        with self._connections.writing() as connection:
            rows = ((article_id,) for article_id in article_ids)
            connection.executemany("INSERT INTO unfinished VALUES (?) ON CONFLICT DO NOTHING", rows)

    def commit(self, change: Change, vectors: Mapping[str, Vectors], *, embedder: str) -> int:
        """Make a change visible, all of it or nothing; return the new generation."""
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
        """Forget that these articles were being written; return the generation."""
        with self._connections.writing() as connection:
            rows = ((article_id,) for article_id in article_ids)
            connection.executemany("DELETE FROM unfinished WHERE article_id = ?", rows)
            return writing.move_generation(connection) if swept else generation(connection)

    def keep_vectors(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors that no passage refers to yet."""
        with self._connections.writing() as connection:
            writing.put_vectors(connection, vectors)

    def drop_vectors(self) -> None:
        """Drop the vectors that neither a passage nor a sentence refers to."""
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
    """Make the folder of a library, or of one that is to be made in an empty folder, this user's own."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / FILE_NAME).exists() or not any(folder.iterdir()):
        with suppress(OSError):  # another user's, whose permissions let us in
            folder.chmod(0o700)
