"""A pool of connections to the library's file: one for each open transaction, reused by later ones."""

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
"""File mode: only this user of the machine can read a library, which shows what somebody reads and asks."""


@dataclass(frozen=True, slots=True)
class Followed:
    """How far a copy follows a shared library: its last ``revision``, and the seconds since it was last up to date."""

    revision: int
    behind_s: float


class LibraryConnections(Protocol):
    """Transactions on the library's file, and locks that other processes see."""

    @property
    def file(self) -> Path:
        """The SQLite file of the library, or of this machine's copy of a shared one."""
        ...

    @property
    def shared_id(self) -> str | None:
        """The id of a library that several machines share, the same on all of them; None: it is one file."""
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
        """Become a worker of a lane of jobs for the length of the block; yield False if no more workers are allowed."""
        ...

    def claim(self, name: str, /) -> bool:
        """Reserve a name for as long as this thread's ``turn`` lasts; return False if another process has it."""
        ...

    def install(self, copy: sqlite3.Connection) -> None:
        """Replace all that is stored by the content of another library with the present schema."""
        ...

    def catch_up(self) -> None:
        """Bring a copy up to date with the shared library; does nothing if the library is one file.

        Raises:
            LibraryAway: the database cannot be reached.
        """
        ...

    def followed(self) -> "Followed | None":
        """Return how far a copy of a shared library is behind; None: the library is one file."""
        ...

    def close(self) -> None:
        """Close all connections; the next call opens them again."""
        ...


class Connections:
    """Implements LibraryConnections for a library of one file.

    Each open transaction has a connection of its own, so threads and nested snapshots are independent. (There is no
    connection for each thread, since Streamlit makes a new thread for each run of the page.)
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
        """Device and inode of the open file, to notice when another file has replaced it under the same name."""

    @property
    def shared_id(self) -> str | None:
        """None: this library is one file."""
        return None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open a read transaction, pinned to the state at its beginning; it never waits for a writer."""
        with self._lent() as connection, transaction(connection, "BEGIN"):
            connection.execute("SELECT 1 FROM meta").fetchone()  # SQLite pins the state at the first read
            yield connection

    @contextmanager
    def writing(self, *, timeout_s: float | None = None) -> Iterator[sqlite3.Connection]:
        """Open a write transaction: committed at the end, undone by an exception. Waits for another one to end."""
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
        """Become the only worker of a lane of all processes, or yield False."""
        return turn(self, f"jobs-{lane}")

    def claim(self, _name: str, /) -> bool:
        """Return True: a lane has one worker only."""
        return True

    def catch_up(self) -> None:
        """Do nothing: this library is one file."""

    def followed(self) -> None:
        """Return None: this library is one file."""

    def install(self, copy: sqlite3.Connection) -> None:
        """Replace the content of this library by that of another one, in one transaction."""
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
        """Close the connections that are not in use."""
        while True:
            try:
                self._free.get_nowait().close()
            except Empty:
                return


def busy() -> LibraryBusy:
    """Return the error for a wait for another writer that has timed out."""
    return LibraryBusy(
        "Another process is writing to the library.",
        hint="Wait until it is done; DATELINE_LOCK_TIMEOUT_S sets how long Dateline waits.",
    )


@contextmanager
def turn(connections: LibraryConnections, name: str) -> Iterator[bool]:
    """Try to take a named lock for the length of the block; yield whether it is held."""
    with ExitStack() as held:
        try:
            held.enter_context(connections.exclusive(name, wait_s=0))
        except LibraryBusy:
            yield False
            return
        yield True


def _which(file: Path) -> tuple[int, int] | None:
    """Return the device and inode of a file; None if there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_private(file: Path) -> None:
    """Make a library's file if it is missing, readable by this user only; SQLite's logs get the same permissions."""
    with suppress(OSError):  # a file that cannot be made or read raises when it is opened
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
    """Translate SQLite's exceptions into LibraryBusy and LibraryError."""
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
