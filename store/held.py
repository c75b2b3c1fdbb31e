"""An outbox for turns that are asked while the database cannot be reached: stored in a local file and sent later."""

import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from copy import copy
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from domain.dates import utc_now
from domain.errors import DatelineError, LibraryAway, UnknownConversation
from domain.values import Answer, Conversation, ConversationEntry, KeptTurn, Scope
from store.connections import PRIVATE, translated
from store.conversations import SCOPES, HeldTurn, SqliteConversations, read_answer, stored_answer, title_of, turn_of

HELD_FILE = "unsent.sqlite3"
RETRY_S = 2.0
"""Between two attempts to send the held turns."""

_TABLE = """
CREATE TABLE IF NOT EXISTS unsent (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    reader TEXT NOT NULL,
    conversation TEXT NOT NULL,
    begins INTEGER NOT NULL,
    place INTEGER,
    question TEXT NOT NULL,
    scope TEXT NOT NULL,
    asked TEXT NOT NULL,
    answer TEXT,
    error TEXT,
    open INTEGER NOT NULL
)
"""
_COLUMNS = tuple(field.name for field in fields(HeldTurn))

log = logging.getLogger(__name__)


class HeldConversations:
    """Implements domain.protocols.Conversations over a library that several machines share.

    Turns that cannot be stored in the database are held in a local file, shown like the others, and sent when the
    database is back: in the order in which they were asked, and each once, by the random id that every turn gets.
    """

    def __init__(self, conversations: SqliteConversations, folder: Path) -> None:
        """Hold turns in a file in ``folder``, and begin to send those that an earlier process has left there."""
        self._inner = conversations
        self._reader = ""
        self._outbox = _Outbox(folder / HELD_FILE, conversations)
        self._outbox.start()

    def of(self, reader: str) -> "HeldConversations":
        """Return the conversations of another user, with the same outbox."""
        own = copy(self)
        own._inner, own._reader = self._inner.of(reader), reader
        return own

    def close(self) -> None:
        """Stop sending; held turns stay in the file."""
        self._outbox.close()
        self._inner.close()

    def begin(self, question: str) -> str:
        """Make a conversation; if the database cannot be reached, it is made when its first turn is sent."""
        identifier = uuid4().hex
        try:
            return self._inner.begin(question, conversation_id=identifier)
        except LibraryAway:
            self._outbox.begun.add(identifier)
            return identifier

    def ask(self, conversation_id: str, question: str, scope: Scope) -> int:
        """Store a question; return its place, which is negative for one that is held."""
        turn_id = uuid4().hex
        begins = conversation_id in self._outbox.begun
        if not begins and not self._outbox.turns(conversation_id):  # else it would be stored before the held ones
            with suppress(LibraryAway):
                return self._inner.ask(conversation_id, question, scope, turn_id=turn_id)
        held = HeldTurn(
            number=0,
            id=turn_id,
            reader=self._reader,
            conversation=conversation_id,
            begins=begins,
            place=None,
            question=question,
            scope=SCOPES.dump_json(scope).decode(),
            asked=utc_now("microseconds"),
        )
        return -self._outbox.put(held)

    def answer(self, conversation_id: str, place: int, answer: Answer | str) -> None:
        """Store the answer of a turn, or the error in its place; ignored if the conversation was deleted."""
        if place < 0:
            self._outbox.answer(-place, answer)
            return
        try:
            self._inner.answer(conversation_id, place, answer)
        except LibraryAway:
            stored, error = stored_answer(answer)
            self._outbox.put(
                HeldTurn(
                    number=0,
                    id=uuid4().hex,
                    reader=self._reader,
                    conversation=conversation_id,
                    begins=False,
                    place=place,
                    question="",
                    scope="",
                    asked=utc_now("microseconds"),
                    answer=stored,
                    error=error,
                    open=False,
                )
            )

    def held(self, conversation_id: str) -> str | None:
        """Return the id of a conversation's last turn that has not been sent; None: all are stored."""
        return next((one.id for one in reversed(self._held(conversation_id)) if one.place is None), None)

    def read(self, conversation_id: str) -> Conversation:
        """Return a conversation, with its held turns.

        Raises:
            UnknownConversation: there is none with this id.
            LibraryAway: the local copy does not have it, and the database cannot be reached.
        """
        held = self._held(conversation_id)
        try:
            stored = self._stored(conversation_id)
        except (UnknownConversation, LibraryAway):
            if not held or not held[0].begins:
                raise
            stored = Conversation(id=conversation_id, title=title_of(held[0].question))
        turns = list(stored.turns)
        known = {turn.id for turn in turns}
        for one in held:
            if one.place is not None and one.place < len(turns):
                turns[one.place] = _with_answer(turns[one.place], one)
            elif one.place is None and one.id not in known:
                turns.append(turn_of(one.id, one.question, one.scope, one.answer, one.error))
        return replace(stored, turns=tuple(turns))

    def entries(self, sought: str = "") -> list[ConversationEntry]:
        """Return the conversations, those that are not in the database yet before the others."""
        stored = self._inner.entries(sought)
        terms = sought.casefold().split()
        begun = {one.conversation: one for one in reversed(self._held()) if one.begins}  # by its first turn
        for entry in stored:
            begun.pop(entry.id, None)
        return [
            ConversationEntry(id=one.conversation, title=title_of(one.question), changed=one.asked)
            for one in sorted(begun.values(), key=lambda one: one.number, reverse=True)
            if not terms or any(term in one.question.casefold() for term in terms)
        ] + stored

    def rename(self, conversation_id: str, title: str) -> None:
        """Rename a conversation; raises UnknownConversation, also for one that is not in the database yet."""
        self._inner.rename(conversation_id, title)

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation with its held turns; raises UnknownConversation."""
        held = self._held(conversation_id)
        if not held or not held[0].begins or self._is_stored(conversation_id):
            self._inner.delete(conversation_id)
        self._outbox.drop(self._reader, conversation_id)

    def _held(self, conversation_id: str | None = None) -> "list[HeldTurn]":
        return [one for one in self._outbox.turns(conversation_id) if one.reader == self._reader]

    def _is_stored(self, conversation_id: str) -> bool:
        try:
            self._inner.read(conversation_id)
        except UnknownConversation:
            return False
        return True

    def _stored(self, conversation_id: str) -> Conversation:
        try:
            return self._inner.read(conversation_id)
        except UnknownConversation:  # another page may have made it just now
            try:
                self._inner.catch_up()
            except LibraryAway as error:
                raise LibraryAway(
                    "This conversation cannot be opened at the moment, because the library's database cannot be"
                    " reached.",
                    hint="It opens as soon as the database is back.",
                ) from error
            return self._inner.read(conversation_id)


class _Outbox:
    """The file of held turns, and the thread that sends them. Safe to use from any thread."""

    def __init__(self, file: Path, conversations: SqliteConversations) -> None:
        self._file = file
        self._conversations = conversations
        self.begun: set[str] = set()
        """Conversations that could not be made when they were begun."""
        self._known: dict[int, HeldTurn] = {}
        """Turns of this process by their numbers: an answer may come after its question was sent."""
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to send the turns that an earlier process has left; those without an answer are sent without."""
        if self._file.exists():
            with self._opened() as connection:
                connection.execute("UPDATE unsent SET open = 0")
            self._wake()

    def put(self, turn: HeldTurn) -> int:
        """Hold a turn; return its number."""
        values = asdict(turn) | {"number": None}
        with self._opened() as connection:
            row = f"INSERT INTO unsent ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{one}' for one in _COLUMNS)})"
            number = int(connection.execute(row, values).lastrowid or 0)
        self._known[number] = replace(turn, number=number)
        self._wake()
        return number

    def answer(self, number: int, answer: Answer | str) -> None:
        """Add the answer to a held turn; if the turn has been sent meanwhile, hold the answer alone."""
        stored, error = stored_answer(answer)
        with self._opened() as connection:
            held = connection.execute(
                "UPDATE unsent SET answer = ?, error = ?, open = 0 WHERE number = ?", (stored, error, number)
            ).rowcount
        if not held and (known := self._known.get(number)) is not None:
            self.put(replace(known, begins=False, answer=stored, error=error, open=False))
        self._wake()

    def drop(self, reader: str, conversation_id: str) -> None:
        """Delete the held turns of a conversation."""
        if self._file.exists():
            with self._opened() as connection:
                where = "reader = ? AND conversation = ?"
                connection.execute(f"DELETE FROM unsent WHERE {where}", (reader, conversation_id))

    def turns(self, conversation_id: str | None = None) -> list[HeldTurn]:
        """Return the held turns of one conversation or of all, in the order in which they were asked."""
        if not self._file.exists():
            return []
        where = "" if conversation_id is None else " WHERE conversation = ?"
        with self._opened() as connection:
            rows = connection.execute(
                f"SELECT {', '.join(_COLUMNS)} FROM unsent{where} ORDER BY number",
                () if conversation_id is None else (conversation_id,),
            ).fetchall()
        return [_turn(row) for row in rows]

    def send(self) -> bool:
        """Send every turn that has its answer, in order; return whether any is left. Raises DatelineError."""
        waiting: set[str] = set()
        for turn in self.turns():
            if turn.open or turn.conversation in waiting:
                waiting.add(turn.conversation)
                continue
            self._conversations.of(turn.reader).receive(turn)
            self.begun.discard(turn.conversation)
            with self._opened() as connection:  # an answer that has come since is sent too
                connection.execute(
                    "DELETE FROM unsent WHERE number = ? AND answer IS ? AND error IS ?",
                    (turn.number, turn.answer, turn.error),
                )
        return bool(self.turns())

    def close(self) -> None:
        """Stop the thread and wait for it."""
        self._ended.set()
        with self._lock:
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()
        self._ended.clear()

    def _wake(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="dateline-unsent", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        said = False
        while True:
            try:
                left = self.send()
            except DatelineError as error:
                left = True
                if not said:
                    log.warning("Turns are held in %s until they can be stored: %s", self._file, error)
                said = True
            with self._lock:
                if self._ended.is_set() or not (left or self.turns()):
                    self._thread = None
                    return
            self._ended.wait(RETRY_S)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open a write transaction on the file, made when missing."""
        self._file.touch(PRIVATE)
        with translated(), closing(sqlite3.connect(self._file)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(_TABLE)
            with connection:
                yield connection


def _turn(row: Sequence[Any]) -> HeldTurn:
    turn = HeldTurn(**dict(zip(_COLUMNS, row, strict=True)))
    return replace(turn, begins=bool(turn.begins), open=bool(turn.open))


def _with_answer(turn: KeptTurn, held: HeldTurn) -> KeptTurn:
    answer = None if held.answer is None else read_answer(held.answer)
    return replace(turn, answer=answer, error=held.error)
