"""Connections to the library's file: one for each transaction that is open, kept for the next one."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol

from filelock import FileLock, Timeout

from domain.errors import LibraryBusy, LibraryError
from store.schema import SCHEMA_VERSION, prepare

FILE_NAME = "dateline.sqlite3"
PRIVATE = 0o600
"""A library holds what somebody reads and asks: no other user of the machine is let in."""


@dataclass(frozen=True, slots=True)
class Followed:
    """How far a copy of a shared library has followed: up to which change, and how long ago it was level."""

    revision: int
    behind_s: float


class LibraryConnections(Protocol):
    """Transactions on the library's file, and locks that other processes see."""

    @property
    def file(self) -> Path:
        """The SQLite file that is read."""
        ...

    @property
    def shared_id(self) -> str | None:
        """What a library that several machines share is known by, on all of them; None: it is one file."""
        ...

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Open a read transaction, pinned to the state at its beginning; it never waits for a writer."""
        ...

    def writing(self, *, timeout_s: float | None = None) -> AbstractContextManager[sqlite3.Connection]:
        """Open a write transaction: committed at the end, undone by an exception. Raises LibraryBusy, LibraryError."""
        ...

    def exclusive(self, name: str, *, wait_s: float) -> AbstractContextManager[None]:
        """Hold a named lock that one process at a time can hold, until the block or the process ends.

        Raises LibraryBusy after ``wait_s``.
        """
        ...

    def turn(self, lane: str) -> AbstractContextManager[bool]:
        """Work in a lane for the length of the block; yield False if no more processes can."""
        ...

    def claim(self, name: str, /) -> bool:
        """Take something for as long as this thread's turn lasts; return False if another process has it."""
        ...

    def install(self, copy: sqlite3.Connection) -> None:
        """Put the content of another library, of this layout, in the place of all that is stored."""
        ...

    def catch_up(self) -> None:
        """Bring a copy level with the library; nothing where the library is one file. Raises LibraryAway."""
        ...

    def followed(self) -> "Followed | None":
        """Return how far a copy of a shared library has followed; None: it is one file."""
        ...

    def close(self) -> None:
        """Let go of what is open; the next call opens it again."""
        ...


class Connections:
    """Implements LibraryConnections. No two transactions share one, so threads and nested snapshots do not meet.

    (Not one a thread: Streamlit makes a new thread for each run of the page.)
    """

    def __init__(
        self, file: Path, *, timeout_s: float, prepare: Callable[[sqlite3.Connection], None] = prepare
    ) -> None:
        """``prepare`` is called with each connection once, before it is used."""
        self.file = file
        self._timeout_s = timeout_s
        self._prepare = prepare
        self._free: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._opened: tuple[int, int] | None = None
        """Which file the connections have open: another one may be put in its place under the same name."""

    @property
    def shared_id(self) -> str | None:
        """None: this library is one file."""
        return None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One read transaction, pinned to the state at its beginning. Never waits for a writer."""
        with self._lent() as connection, transaction(connection, "BEGIN"):
            connection.execute("SELECT 1 FROM meta").fetchone()  # SQLite pins the state at the first read
            yield connection

    @contextmanager
    def writing(self, *, timeout_s: float | None = None) -> Iterator[sqlite3.Connection]:
        """One write transaction; committed at the end, undone by an exception. Waits for another one to end."""
        with self._lent() as connection:
            waits_s = self._timeout_s if timeout_s is None else timeout_s
            connection.execute(f"PRAGMA busy_timeout = {round(waits_s * 1000)}")
            with transaction(connection, "BEGIN IMMEDIATE"):
                if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
                    raise LibraryError(
                        "A newer Dateline has changed the layout of the library.",
                        hint="Start this one again, in the newer version. Nothing was changed.",
                    )
                yield connection

    @contextmanager
    def exclusive(self, name: str, *, wait_s: float) -> Iterator[None]:
        """Hold the lock of the file ``<name>.lock``, which the system takes back from a process that is killed."""
        lock = FileLock(self.file.with_name(f"{name}.lock"), thread_local=False)
        try:
            lock.acquire(timeout=wait_s)
        except Timeout as error:
            raise busy() from error
        try:
            yield
        finally:
            lock.release()

    def turn(self, lane: str) -> AbstractContextManager[bool]:
        """Let one process at a time work in a lane."""
        return turn(self, f"jobs-{lane}")

    def claim(self, _name: str, /) -> bool:
        """Return True: whose turn it is works alone."""
        return True

    def catch_up(self) -> None:
        """Do nothing: this library is one file."""

    def followed(self) -> None:
        """Return None: this library is one file."""

    def install(self, copy: sqlite3.Connection) -> None:
        """Put the content of another library in the place of this one's, in one transaction."""
        with translated(), closing(sqlite3.connect(self.file, isolation_level=None)) as live:
            copy.backup(live)

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        with translated():
            connection = self._take()
            try:
                yield connection
            finally:
                self._free.put(connection)

    def _take(self) -> sqlite3.Connection:
        if self._opened is not None and self._opened != _which(self.file):
            self.close()
        try:
            return self._free.get_nowait()
        except Empty:
            return self._open()

    def _open(self) -> sqlite3.Connection:
        if self._opened is None:
            _make_private(self.file)
        connection = sqlite3.connect(self.file, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute(f"PRAGMA busy_timeout = {round(self._timeout_s * 1000)}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")  # what was reported as kept survives a power cut
            connection.execute("PRAGMA foreign_keys = ON")
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._opened = _which(self.file)
        return connection

    def close(self) -> None:
        """Close the connections that are not lent."""
        while True:
            try:
                self._free.get_nowait().close()
            except Empty:
                return


def busy() -> LibraryBusy:
    """Return the error of who has waited long enough for another writer."""
    return LibraryBusy(
        "Another process is writing to the library.",
        hint="Wait until it is done; DATELINE_LOCK_TIMEOUT_S sets how long Dateline waits.",
    )


@contextmanager
def turn(connections: LibraryConnections, name: str) -> Iterator[bool]:
    """Hold a named lock if nobody else does; yield whether it is held."""
    with ExitStack() as held:
        try:
            held.enter_context(connections.exclusive(name, wait_s=0))
        except LibraryBusy:
            yield False
            return
        yield True


def _which(file: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of the same name; None if there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_private(file: Path) -> None:
    """Let only this user read the file of a library, which is made if it is missing; SQLite's logs follow it."""
    with suppress(OSError):  # what cannot be made or changed is said by whoever opens it
        file.touch(PRIVATE)
        file.chmod(PRIVATE)


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    """Begin a transaction; commit it at the end of the block, undo it if the block raises."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has undone it by itself after some errors, such as a full disk
            connection.execute("ROLLBACK")
        raise


@contextmanager
def translated() -> Iterator[None]:
    """Turn SQLite's exceptions into the library's."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LibraryBusy("Another process is writing to the library.", hint="Try again in a moment.") from error
        raise _unusable(error) from error
    except sqlite3.Error as error:
        raise _unusable(error) from error


def _unusable(error: sqlite3.Error) -> LibraryError:
    return LibraryError(
        f"The library cannot be used: {error}.",
        hint="Check that its folder can be written to and has space, or set DATELINE_LIBRARY to another one.",
    )
