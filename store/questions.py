"""Standing questions and their answers in the library's file, each user's own."""

import sqlite3

from domain.dates import utc_now
from domain.digest import StandingAnswer, StandingQuestion
from domain.values import Answer
from store.connections import LibraryConnections
from store.conversations import ANSWERS, UNREADABLE, read_answer


class SqliteQuestions:
    """Implements domain.digest.QuestionBook."""

    def __init__(self, connections: LibraryConnections, reader: str = "") -> None:
        self._connections = connections
        self._reader = reader

    def questions(self) -> list[StandingQuestion]:
        """Return the questions, the oldest first."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT number, question, made FROM standing_questions WHERE reader = ? ORDER BY number",
                (self._reader,),
            )
            return [StandingQuestion(id=number, question=question, made=made) for number, question, made in rows]

    def add(self, question: str) -> StandingQuestion:
        """Store a question for the articles that come in from now on; one that is stored already is returned."""
        asked = " ".join(question.split())
        with self._connections.writing() as connection:
            known = self._find(connection, asked)
            if known is None:
                made = utc_now()
                number = connection.execute(
                    "INSERT INTO standing_questions (reader, question, made) VALUES (?, ?, ?)",
                    (self._reader, asked, made),
                ).lastrowid
                connection.execute(
                    "INSERT INTO standing_asked (question, article, digest) SELECT ?, id, digest FROM articles",
                    (number,),
                )
                known = int(number or 0), asked, made
            return StandingQuestion(id=known[0], question=known[1], made=known[2])

    def remove(self, question_id: int) -> bool:
        """Delete a question and its answers; return whether there was one."""
        with self._connections.writing() as connection:
            deleted = "DELETE FROM standing_questions WHERE number = ? AND reader = ?"
            return connection.execute(deleted, (question_id, self._reader)).rowcount > 0

    def new_articles(self, question_id: int) -> dict[str, str]:
        """Return the articles that a question has not been asked of: article id -> digest of its text."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT id, digest FROM articles AS a WHERE duplicate_of IS NULL AND NOT EXISTS"
                " (SELECT 1 FROM standing_asked WHERE question = ? AND article = a.id AND digest = a.digest)"
                " ORDER BY number",
                (question_id,),
            )
            return dict(rows.fetchall())

    def note(self, question_id: int, asked_of: dict[str, str], answer: Answer | None) -> None:
        """Record that a question has been asked of articles; articles that were removed meanwhile are passed over."""
        with self._connections.writing() as connection:
            if (
                connection.execute("SELECT 1 FROM standing_questions WHERE number = ?", (question_id,)).fetchone()
                is None
            ):
                return
            connection.executemany(
                "INSERT OR REPLACE INTO standing_asked (question, article, digest)"
                " SELECT ?, id, ? FROM articles WHERE id = ?",
                ((question_id, digest, article_id) for article_id, digest in asked_of.items()),
            )
            if answer is not None:
                connection.execute(
                    "INSERT INTO standing_answers (question, asked, answer) VALUES (?, ?, ?)",
                    (
                        question_id,
                        utc_now("microseconds"),
                        ANSWERS.dump_json(answer).decode(),
                    ),
                )

    def answers(self, since: str) -> list[StandingAnswer]:
        """Return the answers since a time, sorted by question; one that cannot be read has the lead UNREADABLE."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT a.number, q.question, a.asked, a.answer FROM standing_answers AS a"
                " JOIN standing_questions AS q ON q.number = a.question"
                " WHERE q.reader = ? AND a.asked >= ? ORDER BY q.number, a.number",
                (self._reader, since),
            ).fetchall()
        return [
            StandingAnswer(id=number, question=question, asked=asked, answer=_read(question, answer))
            for number, question, asked, answer in rows
        ]

    def seen(self) -> str | None:
        """Return the time up to which the user has seen the digest; None: never."""
        with self._connections.reading() as connection:
            row = connection.execute("SELECT seen FROM digests WHERE reader = ?", (self._reader,)).fetchone()
            return None if row is None else str(row[0])

    def mark_seen(self, moment: str) -> None:
        """Store the time up to which the user has seen the digest."""
        with self._connections.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO digests (reader, seen) VALUES (?, ?)", (self._reader, moment))

    def _find(self, connection: sqlite3.Connection, question: str) -> tuple[int, str, str] | None:
        found: tuple[int, str, str] | None = connection.execute(
            "SELECT number, question, made FROM standing_questions WHERE reader = ? AND question = ?",
            (self._reader, question),
        ).fetchone()
        return found


def _read(question: str, stored: str) -> Answer:
    return read_answer(stored) or Answer(question=question, kind="talk", lead=UNREADABLE)
