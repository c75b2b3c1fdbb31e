"""Conversations in the library's file: each question is stored before it is answered, each answer with its quotes."""

import sqlite3
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from domain.dates import utc_now
from domain.errors import UnknownConversation
from domain.values import Answer, Conversation, ConversationEntry, KeptTurn, Scope
from store.connections import FILE_NAME, Connections, LibraryConnections
from store.keywords import match_any

TITLE_CHARS = 80
UNREADABLE = "The answer was kept by another version of Dateline and cannot be read."

ANSWERS: TypeAdapter[Answer] = TypeAdapter(Answer)
SCOPES: TypeAdapter[Scope] = TypeAdapter(Scope)


@dataclass(frozen=True, slots=True)
class HeldTurn:
    """A turn, or an answer, that has not been sent to a shared library yet.

    ``place`` is None for a whole turn; else only the answer is unsent, of the turn that the library has at this place.
    ``open``: its answer is still to come. ``begins``: the conversation begins with this turn.
    """

    number: int
    id: str
    reader: str
    conversation: str
    begins: bool
    place: int | None
    question: str
    scope: str
    asked: str
    answer: str | None = None
    error: str | None = None
    open: bool = True


class SqliteConversations:
    """Implements domain.protocols.Conversations, in the library's file. Safe to use from any thread."""

    def __init__(
        self, folder: Path, *, lock_timeout_s: float = 60.0, connections: LibraryConnections | None = None
    ) -> None:
        """Read the conversations of users who have not logged in, from a library that has been opened before.

        Args:
            folder: of the library.
            lock_timeout_s: how long to wait for another writer.
            connections: of the library; None: new ones.
        """
        self._connections: LibraryConnections = connections or Connections(
            folder.resolve() / FILE_NAME, timeout_s=lock_timeout_s
        )
        self._reader = ""

    def of(self, reader: str) -> "SqliteConversations":
        """Return the conversations of another user, by the user's id; "" where nobody has logged in."""
        own = copy(self)
        own._reader = reader
        return own

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        self._connections.close()

    def begin(self, question: str, *, conversation_id: str | None = None) -> str:
        """Make a conversation, titled by its first question, but without turns; return its id.

        Args:
            question: the first question.
            conversation_id: the id of the conversation; None: a new one.
        """
        identifier = conversation_id or uuid4().hex
        with self._connections.writing() as connection:
            self._begin(connection, identifier, question, utc_now("microseconds"))
        return identifier

    def ask(self, conversation_id: str, question: str, scope: Scope, *, turn_id: str | None = None) -> int:
        """Append a turn with a question that is about to be answered; return its place, from 0."""
        with self._connections.writing() as connection:
            number = self._number(connection, conversation_id)
            place = _ask(connection, number, question, SCOPES.dump_json(scope).decode(), turn_id)
            connection.execute(
                "UPDATE conversations SET changed = ? WHERE number = ?", (utc_now("microseconds"), number)
            )
            index_conversation(connection, number)
            return place

    def receive(self, turn: HeldTurn) -> None:
        """Store a held turn or its answer, unless it is stored already; ignored if its conversation was deleted."""
        with self._connections.writing() as connection:
            try:
                number = self._number(connection, turn.conversation)
            except UnknownConversation:
                if not turn.begins:
                    return
                number = self._begin(connection, turn.conversation, turn.question, turn.asked)
            place = turn.place
            if place is None:
                known = "SELECT place FROM exchanges WHERE conversation = ? AND id = ?"
                row = connection.execute(known, (number, turn.id)).fetchone()
                place = row[0] if row else _ask(connection, number, turn.question, turn.scope, turn.id)
            connection.execute(
                "UPDATE exchanges SET answer = ?, error = ? WHERE conversation = ? AND place = ?",
                (turn.answer, turn.error, number, place),
            )
            connection.execute(
                "UPDATE conversations SET changed = max(changed, ?) WHERE number = ?", (turn.asked, number)
            )
            index_conversation(connection, number)

    def catch_up(self) -> None:
        """Bring the copy of a shared library up to date with the database. Raises LibraryAway."""
        self._connections.catch_up()

    def held(self, _conversation_id: str, /) -> None:
        """Return None: every turn is stored."""

    def answer(self, conversation_id: str, place: int, answer: Answer | str) -> None:
        """Store the answer of a turn, or the error in its place; ignored if the conversation was deleted."""
        stored, error = stored_answer(answer)
        column, kept = ("answer", stored) if error is None else ("error", error)
        with self._connections.writing() as connection:
            try:
                number = self._number(connection, conversation_id)
            except UnknownConversation:
                return
            connection.execute(
                f"UPDATE exchanges SET {column} = ? WHERE conversation = ? AND place = ?", (kept, number, place)
            )
            index_conversation(connection, number)

    def read(self, conversation_id: str) -> Conversation:
        """Return a conversation; raises UnknownConversation."""
        with self._connections.reading() as connection:
            number = self._number(connection, conversation_id)
            title = connection.execute("SELECT title FROM conversations WHERE number = ?", (number,)).fetchone()[0]
            rows = connection.execute(
                "SELECT id, question, scope, answer, error FROM exchanges WHERE conversation = ? ORDER BY place",
                (number,),
            )
            return Conversation(id=conversation_id, title=title, turns=tuple(turn_of(*row) for row in rows))

    def entries(self, sought: str = "") -> list[ConversationEntry]:
        """Return the conversations, the last changed first; with ``sought``, those that hold any of its words."""
        chosen, parameters = "", [self._reader]
        if terms := sought.split():
            chosen = " AND number IN (SELECT rowid FROM conversation_words WHERE conversation_words MATCH ?)"
            parameters.append(match_any(terms))
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT id, title, changed FROM conversations WHERE reader = ?{chosen}"
                " ORDER BY changed DESC, number DESC",
                parameters,
            )
            return [ConversationEntry(id=row[0], title=row[1], changed=row[2]) for row in rows]

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title; raises UnknownConversation."""
        with self._connections.writing() as connection:
            number = self._number(connection, conversation_id)
            connection.execute("UPDATE conversations SET title = ? WHERE number = ?", (title[:TITLE_CHARS], number))
            index_conversation(connection, number)

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation for good; raises UnknownConversation."""
        with self._connections.writing() as connection:
            number = self._number(connection, conversation_id)
            connection.execute("DELETE FROM conversation_words WHERE rowid = ?", (number,))
            connection.execute("DELETE FROM conversations WHERE number = ?", (number,))

    def _begin(self, connection: sqlite3.Connection, conversation_id: str, question: str, changed: str) -> int:
        number = connection.execute(
            "INSERT INTO conversations (id, title, changed, reader) VALUES (?, ?, ?, ?)",
            (conversation_id, title_of(question), changed, self._reader),
        ).lastrowid
        connection.execute(
            "INSERT INTO conversation_words (rowid, title, words) VALUES (?, ?, '')", (number, title_of(question))
        )
        return int(number or 0)

    def _number(self, connection: sqlite3.Connection, conversation_id: str) -> int:
        """Return the row number of a conversation of this user; raises UnknownConversation, also for another user's."""
        chosen = "SELECT number FROM conversations WHERE id = ? AND reader = ?"
        row = connection.execute(chosen, (conversation_id, self._reader)).fetchone()
        if row is None:
            raise UnknownConversation(
                "There is no such conversation.", hint="It may have been deleted, or the address is not whole."
            )
        return int(row[0])


def read_answer(stored: str) -> Answer | None:
    """Parse a stored answer; None if another version of the program stored it in a form that cannot be read."""
    try:
        return ANSWERS.validate_json(stored)
    except ValidationError:
        return None


def stored_answer(answer: Answer | str) -> tuple[str | None, str | None]:
    """Return (answer as JSON, None), or (None, error) for an error message in the place of an answer."""
    return (None, answer) if isinstance(answer, str) else (ANSWERS.dump_json(answer).decode(), None)


def title_of(question: str) -> str:
    """Return the title of a conversation that begins with a question."""
    return " ".join(question.split())[:TITLE_CHARS]


def _ask(connection: sqlite3.Connection, number: int, question: str, scope: str, turn_id: str | None) -> int:
    place: int = connection.execute(
        "SELECT coalesce(max(place) + 1, 0) FROM exchanges WHERE conversation = ?", (number,)
    ).fetchone()[0]
    connection.execute(
        "INSERT INTO exchanges (conversation, place, question, scope, id) VALUES (?, ?, ?, ?, ?)",
        (number, place, question, scope, turn_id),
    )
    return place


def turn_of(turn_id: str | None, question: str, scope: str, answer: str | None, error: str | None) -> KeptTurn:
    """Build a turn from its columns; an answer that cannot be read becomes the error UNREADABLE."""
    within = SCOPES.validate_json(scope)
    kept = None if answer is None else read_answer(answer)
    if answer is not None and kept is None:
        return KeptTurn(question=question, scope=within, error=UNREADABLE, id=turn_id or "")
    return KeptTurn(question=question, scope=within, answer=kept, error=error, id=turn_id or "")


def index_conversation(connection: sqlite3.Connection, number: int) -> None:
    """Update a conversation in the keyword index: its title, its questions, and the statements of its answers."""
    title = connection.execute("SELECT title FROM conversations WHERE number = ?", (number,)).fetchone()[0]
    rows = connection.execute(
        "SELECT question, coalesce((SELECT group_concat(json_extract(value, '$.text'), ' ')"
        " FROM json_each(answer, '$.statements')), '')"
        " FROM exchanges WHERE conversation = ? ORDER BY place",
        (number,),
    )
    words = "\n".join(part for row in rows for part in row)
    connection.execute("UPDATE conversation_words SET title = ?, words = ? WHERE rowid = ?", (title, words, number))
