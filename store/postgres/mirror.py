"""The local copy of a library in PostgreSQL, which a process reads from and writes through."""

import json
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from domain.errors import LibraryAway, LibraryBusy, LibraryError
from store.connections import PRIVATE, Connections, Followed, busy, transaction, translated
from store.conversations import index_conversation
from store.keywords import add_entry, remove_entry
from store.postgres.database import Database, Session, limit_waiting, lock_key
from store.postgres.following import Follower
from store.postgres.rows import (
    Difference,
    Replaced,
    State,
    checked,
    library_of,
    put,
    read_state,
    receive,
    receive_all,
    remove,
    send,
    send_all,
)
from store.postgres.tables import SEQUENCES, Table, begin_capture, capture, captured, tables
from store.schema import MIRROR, fill_keywords, prepare

_WORKERS = 64
"""The largest number of processes that work in one lane of jobs at the same time."""

WRITE = "write-rows"
"""The lock under which every change is committed: changes become visible in the order of their numbers."""


class MirrorConnections:
    """Implements store.connections.LibraryConnections over a SQLite file that follows a library in PostgreSQL.

    Reading uses the file alone and never waits for the network. Writing needs PostgreSQL, and first brings the file up
    to date with it.
    """

    def __init__(self, file: Path, database: Database, *, timeout_s: float) -> None:
        """Open or make the file, and bring it up to date if PostgreSQL can be reached. Raises LibraryError."""
        self.file = file
        self._database = database
        self._timeout_s = timeout_s
        self._local = Connections(file, timeout_s=timeout_s, prepare=_prepare)
        self._refused: LibraryError | None = None
        self._follower: Follower | None = None
        self._level_s = time.monotonic()
        with self._local.reading() as connection:
            self._tables = tables(connection)
            empty = _position(connection) is None
        try:
            self.catch_up()
        except LibraryBusy:  # PostgreSQL is away, or another process fills the same file
            if empty:
                raise

    @property
    def shared_id(self) -> str | None:
        """The id of the library, also while PostgreSQL cannot be reached."""
        with self.reading() as connection:
            position = _position(connection)
        return None if position is None else library_of(position.content)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open a read transaction on the copy."""
        if self._refused is not None:
            raise self._refused
        with self._local.reading() as connection:
            yield connection

    @contextmanager
    def writing(self, *, timeout_s: float | None = None) -> Iterator[sqlite3.Connection]:
        """Open a write transaction on the copy, under PostgreSQL's lock; its rows are committed there first.

        A process that ends between the two commits leaves a copy that is behind; the next one brings it up to date.
        """
        wait_s = self._timeout_s if timeout_s is None else timeout_s
        with self._database.session() as session:
            limit_waiting(session, wait_s)
            session.execute("BEGIN")
            try:
                session.execute("SELECT pg_advisory_xact_lock(%s, %s)", lock_key(WRITE))
                state = self._follow(session)
                with self._local.writing(timeout_s=timeout_s) as connection:
                    if _position(connection) != state:  # another process over the same file has put an old copy back
                        raise busy()
                    begin_capture(connection)
                    yield connection
                    if changed := captured(connection, self._tables):
                        _set_position(connection, send(session, connection, self._tables, changed))
                    session.execute("COMMIT")
            except BaseException:
                if not session.broken and session.info.transaction_status:
                    session.execute("ROLLBACK")
                raise

    @contextmanager
    def exclusive(self, name: str, *, wait_s: float) -> Iterator[None]:
        """Hold an advisory lock of PostgreSQL; the copy is up to date when the block begins."""
        with self._database.exclusive(name, wait_s=wait_s):
            self.catch_up()
            yield

    @contextmanager
    def turn(self, lane: str) -> Iterator[bool]:
        """Become one of the workers of a lane of jobs; each claims the tasks that it works on."""
        with ExitStack() as held:
            yield any(self._taken(held, f"jobs-{lane}-{place}") for place in range(_WORKERS))

    def claim(self, name: str, /) -> bool:
        """Reserve a name while this thread's ``turn`` lasts; it is released when the process is killed."""
        return self._database.claim(name)

    def _taken(self, held: ExitStack, name: str) -> bool:
        try:
            held.enter_context(self.exclusive(name, wait_s=0))
        except LibraryAway:
            raise
        except LibraryBusy:
            return False
        return True

    def catch_up(self) -> None:
        """Bring the copy up to date with PostgreSQL. Raises LibraryError, also for a library with another schema."""
        with self._database.session() as session:
            while True:
                session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                try:
                    self._follow(session)
                    return
                except Replaced:
                    continue  # a new transaction sees what took its place
                finally:
                    if not session.broken:
                        session.execute("COMMIT")

    def install(self, copy: sqlite3.Connection) -> None:
        """Replace all that PostgreSQL holds by the content of another library with the present schema."""
        with self._database.session() as session:
            with session.transaction():
                session.execute("SELECT pg_advisory_xact_lock(%s, %s)", lock_key(WRITE))
                with self._local.reading() as connection:
                    if _position(connection) != _place(checked(read_state(session))):
                        raise busy()  # another process has written since the jobs and tokens to keep were read
                send_all(session, copy, tables(copy))
            self.catch_up()

    def followed(self) -> Followed | None:
        """Return the revision of the copy, and the seconds since it was last up to date."""
        with self.reading() as connection:
            position = _position(connection)
        return None if position is None else Followed(position.revision, time.monotonic() - self._level_s)

    def follow(self) -> None:
        """Start a thread that keeps the copy up to date until it is closed."""
        if self._follower is None:
            self._follower = Follower(self._database, self.catch_up)
            self._follower.start()

    def close(self) -> None:
        """Close the file and the connections; the next call opens them again."""
        if self._follower is not None:
            self._follower.end()
            self._follower = None
        self._local.close()
        self._database.close()

    def _follow(self, session: Session) -> "Position":
        """Bring the copy to the state that the session's transaction sees; return its position."""
        try:
            state = checked(read_state(session))
        except LibraryError as error:
            self._refused = error
            raise
        self._refused = None
        place = _place(state)
        with self._local.reading() as connection:
            position = _position(connection)
        if position == place:
            self._level_s = time.monotonic()
            return place
        with translated():
            if position is None or position.content != state.content or position.revision < state.followed_from:
                _fill(self.file, session, self._tables, place)
            elif position.revision < state.revision:
                self._apply(session, place)
        self._level_s = time.monotonic()
        return place

    def _apply(self, session: Session, place: "Position") -> None:
        with closing(sqlite3.connect(self.file, isolation_level=None)) as connection:  # without foreign keys
            connection.execute(f"PRAGMA busy_timeout = {round(self._timeout_s * 1000)}")
            connection.execute("PRAGMA synchronous = FULL")
            with transaction(connection, "BEGIN IMMEDIATE"):
                position = _position(connection)
                if position is None or position.content != place.content or position.revision >= place.revision:
                    return  # another process over the same file was quicker
                apply(connection, receive(session, self._tables, since=position.revision))
                _set_position(connection, place)


@dataclass(frozen=True, slots=True)
class Position:
    """The state of a library that a copy has reached."""

    content: str
    revision: int


def _place(state: State) -> Position:
    return Position(state.content, state.revision)


def _position(connection: sqlite3.Connection) -> Position | None:
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (MIRROR,)).fetchone()
    return None if row is None else Position(*json.loads(row[0]))


def _set_position(connection: sqlite3.Connection, place: Position | State) -> None:
    value = json.dumps([place.content, place.revision])
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (MIRROR, value))


def _prepare(connection: sqlite3.Connection) -> None:
    prepare(connection)
    capture(connection)


def _fill(file: Path, session: Session, known: dict[str, Table], place: Position) -> None:
    """Build a new copy beside the file, then replace the file's content by it in one transaction."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        made = Path(folder) / "filling.sqlite3"
        made.touch(PRIVATE)
        with closing(sqlite3.connect(made, isolation_level=None)) as connection:
            connection.execute(
                "PRAGMA synchronous = OFF"
            )  # if the machine stops before the end, the new copy is not used
            prepare(connection)
            connection.execute("BEGIN")
            receive_all(session, connection, known)
            fill_keywords(connection)
            _index_conversations(connection, connection.execute("SELECT number FROM conversations").fetchall())
            _set_position(connection, place)
            connection.execute("COMMIT")
            with closing(sqlite3.connect(file, isolation_level=None)) as live:
                connection.backup(live)


Words = tuple[str, str, str | None, tuple[tuple[int, int, int], ...]]
"""What the keyword indexes hold of an article: title, text, language; number, start and end of each passage."""


def apply(connection: sqlite3.Connection, differences: Iterable[Difference]) -> None:
    """Apply the changes of a library to a copy, and update its keyword indexes.

    Foreign keys must be off in the connection, so that deletions do not cascade and the order does not matter.
    """
    differences = sorted(differences, key=lambda one: one.table.name == SEQUENCES)  # rows with numbers change it
    numbers = _articles(connection, differences)
    before = _words(connection, numbers)
    for one in differences:
        remove(connection, one.table, one.keys)
    for one in differences:
        if one.table.name == SEQUENCES:
            remove(connection, one.table, one.keys)
        put(connection, one.table, one.rows)
    after = _words(connection, numbers)
    for number in numbers:
        if number in before and before[number] != after.get(number):
            _remove_entries(connection, number, before[number])
    for number in numbers:
        if number in after and before.get(number) != after[number]:
            _add_entries(connection, number, after[number])
    talks = (one for one in differences if one.table.name in ("conversations", "exchanges"))
    _index_conversations(connection, {key[:1] for one in talks for key in one.keys})


def _articles(connection: sqlite3.Connection, differences: Iterable[Difference]) -> set[int]:
    """Return the row numbers of the articles whose keyword entries may change."""
    numbers: set[int] = set()
    for one in differences:
        if one.table.name == "articles":
            numbers.update(int(str(key[0])) for key in one.keys)
        if one.table.name == "passages":
            column = one.table.columns.index("article")
            numbers.update(int(str(row[column])) for row in one.rows)
            for key in one.keys:
                found = connection.execute("SELECT article FROM passages WHERE number = ?", key).fetchall()
                numbers.update(row[0] for row in found)
    return numbers


def _words(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Words]:
    words: dict[int, Words] = {}
    for number in numbers:
        article = connection.execute(
            "SELECT title, text, language FROM articles WHERE number = ? AND duplicate_of IS NULL", (number,)
        ).fetchone()
        if article is not None:
            passages = connection.execute('SELECT number, start, "end" FROM passages WHERE article = ?', (number,))
            words[number] = (*article, tuple(passages.fetchall()))
    return words


def _remove_entries(connection: sqlite3.Connection, number: int, words: Words) -> None:
    title, text, language, passages = words
    remove_entry(connection, "article_words", number, title, text, language=language)
    for passage, start, end in passages:
        remove_entry(connection, "passage_words", passage, title, text[start:end], language=language)


def _add_entries(connection: sqlite3.Connection, number: int, words: Words) -> None:
    title, text, language, passages = words
    add_entry(connection, "article_words", number, title, text, language=language)
    for passage, start, end in passages:
        add_entry(connection, "passage_words", passage, title, text[start:end], language=language)


def _index_conversations(connection: sqlite3.Connection, numbers: Iterable[tuple[object, ...]]) -> None:
    for number in numbers:
        connection.execute("DELETE FROM conversation_words WHERE rowid = ?", number)
        found = connection.execute("SELECT number FROM conversations WHERE number = ?", number).fetchone()
        if found is not None:
            connection.execute("INSERT INTO conversation_words (rowid, title, words) VALUES (?, '', '')", found)
            index_conversation(connection, found[0])
