"""Jobs in the library's file: what is to be done to the library, kept until it is done."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from filelock import FileLock, Timeout

from domain.errors import LibraryError
from domain.jobs import LANES, Job, Lane, Order, Task
from domain.values import Outcome, PassageChange
from store.connections import Connections

KEPT = 20
"""Jobs that are done and still listed."""
MAX_WAITING_BYTES = 500_000_000
"""Of files that wait; the page takes some of 20 MB each at once."""

_OVER = "NOT EXISTS (SELECT 1 FROM tasks WHERE job = jobs.number AND state <> 'done')"

_JOBS = """
SELECT j.number, j.asked, j.dismissed, count(t.number), total(t.state = 'done'),
    max(CASE WHEN t.state = 'begun' THEN t.name END), total(t.state <> 'done' AND t.due <= :now),
    min(CASE WHEN t.state <> 'done' THEN t.due END), max(t.deed),
    max(CASE WHEN t.state = 'waiting' THEN json_extract(t.outcome, '$.error') END)
FROM jobs AS j LEFT JOIN tasks AS t ON t.job = j.number GROUP BY j.number ORDER BY j.number DESC
"""


class SqliteJobs:
    """Implements domain.jobs.JobBook."""

    def __init__(self, connections: Connections, *, max_waiting_bytes: int = MAX_WAITING_BYTES) -> None:
        self._connections = connections
        self._max_waiting_bytes = max_waiting_bytes

    def add(self, orders: Sequence[Order]) -> int:
        """Keep a job; forget the oldest of those that are done."""
        with self._connections.writing() as connection:
            waiting = connection.execute("SELECT total(length(data)) FROM tasks WHERE state <> 'done'").fetchone()[0]
            if waiting + sum(len(order.data or b"") for order in orders) > self._max_waiting_bytes:
                raise LibraryError(
                    f"More than {self._max_waiting_bytes // 1_000_000} MB would wait to be taken in.",
                    hint="Wait until what was added before is done, then add the rest.",
                )
            asked = datetime.now(UTC).isoformat(timespec="seconds")
            number = int(connection.execute("INSERT INTO jobs (asked) VALUES (?)", (asked,)).lastrowid or 0)
            _put(connection, number, orders)
            connection.execute(
                f"DELETE FROM jobs WHERE number IN (SELECT number FROM jobs WHERE {_OVER} ORDER BY number DESC"
                " LIMIT -1 OFFSET ?)",
                (KEPT,),
            )
            return number

    def jobs(self) -> list[Job]:
        """Return the jobs, the newest first."""
        with self._connections.reading() as connection:
            return [_job(row) for row in connection.execute(_JOBS, {"now": datetime.now(UTC).timestamp()})]

    def outcomes(self, number: int) -> list[Outcome]:
        """Return what came of a job so far."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT outcome FROM tasks WHERE job = ? AND state = 'done' ORDER BY number", (number,)
            )
            return [_outcome(row[0]) for row in rows]

    def stop(self, number: int) -> None:
        """Drop what has not begun; what failed and waits stays failed."""
        with self._connections.writing() as connection:
            waiting = "job = ? AND state = 'waiting'"
            connection.execute(
                f"UPDATE tasks SET state = 'done', data = NULL WHERE {waiting} AND outcome IS NOT NULL", (number,)
            )
            connection.execute(f"DELETE FROM tasks WHERE {waiting}", (number,))
            connection.execute("UPDATE jobs SET stopped = 1 WHERE number = ?", (number,))

    def dismiss(self) -> None:
        """Note that what came of the jobs that are done has been seen."""
        with self._connections.writing() as connection:
            connection.execute(f"UPDATE jobs SET dismissed = 1 WHERE {_OVER}")

    @contextmanager
    def turn(self, lane: Lane) -> Iterator[bool]:
        """Hold the lane's lock, which the system takes back from a process that is killed."""
        lock = FileLock(self._connections.file.with_name(f"jobs-{lane}.lock"), thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def next(self, lane: Lane, *, now: float) -> Task | None:
        """Return what to do next; what a killed process had begun is first in its job."""
        with self._connections.writing() as connection:
            row = connection.execute(
                "SELECT t.number, t.deed, t.name, t.fields, t.data, t.attempts, t.job FROM tasks AS t"
                " JOIN jobs AS j ON j.number = t.job WHERE t.lane = ? AND t.state <> 'done' AND t.due <= ?"
                " ORDER BY j.served, t.number LIMIT 1",
                (lane, now),
            ).fetchone()
            if row is None:
                return None
            number, deed, name, fields, data, attempts, job = row
            connection.execute("UPDATE tasks SET state = 'begun', attempts = attempts + 1 WHERE number = ?", (number,))
            if lane == "web":
                connection.execute(
                    "UPDATE jobs SET served = (SELECT max(served) + 1 FROM jobs) WHERE number = ?", (job,)
                )
            order = Order(deed=deed, name=name, fields=json.loads(fields), data=data)
            return Task(number=number, order=order, attempts=attempts + 1)

    def finish(self, task: Task, outcome: Outcome) -> None:
        """Note what came of a task, and let go of its bytes."""
        self._note(task, "state = 'done', data = NULL, outcome = ?", json.dumps(asdict(outcome)))

    def wait(self, task: Task, outcome: Outcome, *, due: float) -> None:
        """Note that an attempt failed, and when the next one is due."""
        state = "CASE (SELECT stopped FROM jobs WHERE number = job) WHEN 0 THEN 'waiting' ELSE 'done' END"
        self._note(task, f"state = {state}, outcome = ?, due = ?", json.dumps(asdict(outcome)), due)

    def replace(self, task: Task, orders: Sequence[Order]) -> None:
        """Put several tasks in the place of one."""
        with self._connections.writing() as connection:
            row = connection.execute("DELETE FROM tasks WHERE number = ? RETURNING job", (task.number,)).fetchone()
            if row is not None and not _stopped(connection, row[0]):
                _put(connection, row[0], orders)

    def _note(self, task: Task, changes: str, *values: object) -> None:
        with self._connections.writing() as connection:
            connection.execute(f"UPDATE tasks SET {changes} WHERE number = ?", (*values, task.number))


def _stopped(connection: sqlite3.Connection, job: int) -> bool:
    return bool(connection.execute("SELECT stopped FROM jobs WHERE number = ?", (job,)).fetchone()[0])


def _put(connection: sqlite3.Connection, job: int, orders: Sequence[Order]) -> None:
    connection.executemany(
        "INSERT INTO tasks (job, lane, deed, name, fields, data) VALUES (?, ?, ?, ?, ?, ?)",
        ((job, LANES[one.deed], one.deed, one.name, json.dumps(dict(one.fields)), one.data) for one in orders),
    )


def _job(row: Sequence[Any]) -> Job:
    """Return a job of a row of ``_JOBS``."""
    number, asked, dismissed, total, done, name, at_hand, due, deed, waits_for = row
    waits = due is not None and not at_hand and not name
    return Job(
        number=number,
        asked=asked,
        total=total,
        done=int(done),
        name=name or "",
        due=due if waits else None,
        waits_for=(waits_for or "") if waits else "",
        deed=deed,
        dismissed=bool(dismissed),
    )


def _outcome(told: str) -> Outcome:
    fields: dict[str, Any] = json.loads(told)
    return Outcome(**fields | {"passages": PassageChange(**fields["passages"])})
