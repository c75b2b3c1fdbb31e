"""A thread in which a copy of the library follows PostgreSQL: when it is notified, and every two seconds as well."""

import logging
import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import closing

import psycopg

from domain.errors import DatelineError
from store.postgres.database import Database, Session
from store.postgres.rows import CHANNEL

_POLL_S = 2.0
"""How often changes are looked for without a notification, since notifications can be lost with a connection."""

log = logging.getLogger(__name__)


class Follower:
    """Calls ``catch_up`` whenever PostgreSQL says that something was written, and regularly."""

    def __init__(self, database: Database, catch_up: Callable[[], None], *, poll_s: float = _POLL_S) -> None:
        self._database = database
        self._catch_up = catch_up
        self._poll_s = poll_s
        self._ended = threading.Event()
        self._woken, self._waker = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="dateline-follow", daemon=True)
        self._said = ""

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def end(self) -> None:
        """Stop the thread, and wait for its end."""
        self._ended.set()
        self._waker.send(b"\0")
        self._thread.join()
        self._woken.close()
        self._waker.close()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with closing(self._database.connect()) as session:
                    session.execute(f"LISTEN {CHANNEL}")
                    while not self._ended.is_set():
                        self._catch_up()
                        self._say("")
                        self._wait(session)
            except (DatelineError, psycopg.Error) as error:
                self._say(str(error))
                self._ended.wait(self._poll_s)

    def _wait(self, session: Session) -> None:
        with selectors.DefaultSelector() as waiting:  # select.select takes no number from 1,024 on
            for one in (session.fileno(), self._woken.fileno()):
                waiting.register(one, selectors.EVENT_READ)
            waiting.select(self._poll_s)
        for _ in session.notifies(timeout=0):
            pass  # notifications have no content; they only wake the thread

    def _say(self, error: str) -> None:
        """Log an error, or the recovery from it (""), once."""
        if error != self._said:
            log.warning("%s", error or "The copy of the library follows the database again.")
        self._said = error
