"""Connections to PostgreSQL: a pool, advisory locks, and the translation of errors."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

import psycopg
from psycopg.errors import LockNotAvailable
from psycopg_pool import ConnectionPool, PoolTimeout

from domain.errors import LibraryAway, LibraryError
from store.connections import busy

Session = psycopg.Connection[tuple[Any, ...]]

_LOCKS = 0x64_61_74_65
"""First half of the key of every advisory lock of this program ("date")."""
_CONNECT_S = 5
_PAUSE_S = 10.0
"""How long a server that did not answer is not tried again; questions are answered from the copy meanwhile."""
_OPTIONS: dict[str, Any] = {
    "autocommit": True,
    "application_name": "dateline",
    "connect_timeout": _CONNECT_S,
    # The server must notice when a process has vanished, and release its locks.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_SESSION = "SET idle_in_transaction_session_timeout = '60s'; SET default_transaction_isolation = 'read committed'"


logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # the caller that gets no connection reports it


class Database:
    """One process's access to the server. Safe to use from any thread."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: ConnectionPool[Session] | None = None
        self._opening = threading.Lock()
        self._held = threading.local()
        self._away_until_s = 0.0

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Borrow a connection in autocommit mode for the length of the block.

        It is the connection that holds this thread's innermost lock, so that a write under a lock fails if that
        connection breaks; without a lock, it is a free connection of the pool.

        Raises:
            LibraryAway: the server cannot be reached.
        """
        held = self._sessions()
        with translated():
            if held:
                yield held[-1]
                return
            with self._free() as session:
                yield session

    @contextmanager
    def exclusive(self, name: str, *, wait_s: float) -> Iterator[None]:
        """Hold an advisory lock for the length of the block; the server releases it when the process is killed.

        Args:
            name: of the lock.
            wait_s: how long to wait for another holder.

        Raises:
            LibraryBusy: another process holds the lock.
            LibraryAway: the server cannot be reached.
        """
        key = lock_key(name)
        with translated(), self._free() as session:
            if wait_s > 0:
                limit_waiting(session, wait_s)
                session.execute("SELECT pg_advisory_lock(%s, %s)", key)
            elif not _one(session, "SELECT pg_try_advisory_lock(%s, %s)", key):
                raise busy()
            held = self._sessions()
            held.append(session)
            try:
                yield
            finally:
                held.remove(session)
                if not session.broken:
                    session.execute("SELECT pg_advisory_unlock_all()")

    def claim(self, name: str) -> bool:
        """Try to take another advisory lock, released with this thread's innermost one; return False if it is taken.

        Returns True without locking anything if this thread holds no lock.
        """
        held = self._sessions()
        with translated():
            return not held or bool(_one(held[-1], "SELECT pg_try_advisory_lock(%s, %s)", lock_key(name)))

    def connect(self) -> Session:
        """Open a connection outside the pool, in autocommit mode. Raises LibraryAway."""
        with translated():
            session: Session = psycopg.connect(self._url, **_OPTIONS)
        self._away_until_s = 0.0
        return session

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        with self._opening:
            pool, self._pool = self._pool, None
            self._away_until_s = 0.0
        if pool is not None:
            pool.close()

    @contextmanager
    def _free(self) -> Iterator[Session]:
        """Borrow a connection of the pool; a server that did not answer is not tried again for a while."""
        if time.monotonic() < self._away_until_s:
            raise psycopg.OperationalError("it did not answer a moment ago")
        pool = self._opened()
        try:
            session = pool.getconn(timeout=_CONNECT_S)
        except PoolTimeout:
            self._away_until_s = time.monotonic() + _PAUSE_S
            psycopg.connect(self._url, **_OPTIONS).close()  # says why, which the pool does not
            raise
        try:
            yield session
        finally:
            pool.putconn(session)

    def _opened(self) -> "ConnectionPool[Session]":
        with self._opening:
            if self._pool is None:
                self._pool = ConnectionPool(
                    self._url,
                    kwargs=_OPTIONS,
                    min_size=0,
                    max_size=12,
                    open=True,
                    configure=_configure,
                    check=ConnectionPool.check_connection,
                    reconnect_timeout=_CONNECT_S,
                    name="dateline",
                )
            return self._pool

    def _sessions(self) -> list[Session]:
        if not hasattr(self._held, "sessions"):
            self._held.sessions = []
        sessions: list[Session] = self._held.sessions
        return sessions


def lock_key(name: str) -> tuple[int, int]:
    """Return the two numbers by which PostgreSQL knows the advisory lock with this name."""
    return _LOCKS, crc32(name.encode()) & 0x7FFF_FFFF


def limit_waiting(session: Session, wait_s: float) -> None:
    """Set the timeout of this session's statements that wait for a lock."""
    session.execute("SELECT set_config('lock_timeout', %s, false)", (str(max(1, round(wait_s * 1000))),))


@contextmanager
def translated() -> Iterator[None]:
    """Translate psycopg's exceptions into LibraryBusy, LibraryAway and LibraryError."""
    try:
        yield
    except LockNotAvailable as error:
        raise busy() from error
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise LibraryAway(
            f"The library's database cannot be reached: {_first_line(error)}.",
            hint="Check that PostgreSQL runs and DATELINE_DATABASE_URL leads to it, then try again.",
        ) from error
    except psycopg.Error as error:
        raise LibraryError(
            f"The library's database refuses it: {_first_line(error)}.",
            hint="Nothing was changed. The rights of the database's user, or its space, may be missing.",
        ) from error


def _configure(session: Session) -> None:
    session.execute(_SESSION)


def _one(session: Session, query: str, values: tuple[object, ...]) -> object:
    row = session.execute(query, values).fetchone()
    return None if row is None else row[0]


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
