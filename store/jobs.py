"""Jobs in the library's file: work on the library that is stored until it is done."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from dataclasses import fields as dataclass_fields
from datetime import UTC, datetime
from typing import Any

from domain.dates import utc_now
from domain.errors import LibraryError
from domain.jobs import LANES, LONGEST_WAIT_S, Job, Lane, Order, Task
from domain.values import Outcome, PassageChange
from store.connections import LibraryConnections

KEPT = 20
"""How many finished jobs stay in the list."""
MAX_WAITING_BYTES = 500_000_000
"""The total size of files that wait to be taken in."""

MAX_OUTCOMES = 2_000
"""How many outcomes of one job are stored; the others are only counted."""
MAX_FAILURES = 10_000
"""The same limit for failures: who imports a long reading list wants to know which entries could not be fetched."""

_CANDIDATES = 200
"""How many tasks a worker tries to claim before it gives up: others may have claimed them."""

_OPEN = "state IN ('waiting', 'begun')"
_OVER = f"NOT EXISTS (SELECT 1 FROM tasks WHERE job = jobs.number AND {_OPEN})"

_JOBS = f"""
SELECT j.number, j.asked, j.dismissed, j.done + count(t.number), j.done,
    max(CASE WHEN t.state = 'begun' THEN t.name END), total(t.due <= :now), min(t.due), j.deed,
    max(CASE WHEN t.state = 'waiting' THEN json_extract(t.outcome, '$.error') END)
FROM jobs AS j LEFT JOIN tasks AS t ON t.job = j.number AND t.{_OPEN} GROUP BY j.number ORDER BY j.number DESC
"""


class SqliteJobs:
    """Implements domain.jobs.JobBook."""

    def __init__(
        self,
        connections: LibraryConnections,
        *,
        max_waiting_bytes: int = MAX_WAITING_BYTES,
        max_outcomes: int = MAX_OUTCOMES,
    ) -> None:
        self._connections = connections
        self._max_waiting_bytes = max_waiting_bytes
        self._max_outcomes = max_outcomes

    def add(self, orders: Sequence[Order], *, seen: bool = False) -> int:
        """Store a job; return its number. The oldest finished jobs are deleted."""
        with self._connections.writing() as connection:
            waiting = connection.execute(f"SELECT total(length(data)) FROM tasks WHERE {_OPEN}").fetchone()[0]
            if waiting + sum(len(order.data or b"") for order in orders) > self._max_waiting_bytes:
                raise LibraryError(
                    f"More than {self._max_waiting_bytes // 1_000_000} MB would wait to be taken in.",
                    hint="Wait until what was added before is done, then add the rest.",
                )
            asked = utc_now()
            number = int(
                connection.execute("INSERT INTO jobs (asked, dismissed) VALUES (?, ?)", (asked, seen)).lastrowid or 0
            )
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
        """Return the stored outcomes of a job so far, in the order of its orders."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT outcome FROM tasks WHERE job = ? AND state = 'done' ORDER BY number", (number,)
            )
            return [_outcome(row[0]) for row in rows]

    def stop(self, number: int) -> None:
        """Cancel a job's tasks that have not begun; those that wait for another attempt keep their last outcome."""
        with self._connections.writing() as connection:
            waiting = "job = ? AND state = 'waiting'"
            failed = connection.execute(
                f"UPDATE tasks SET state = 'done', data = NULL WHERE {waiting} AND outcome IS NOT NULL", (number,)
            ).rowcount
            connection.execute("UPDATE jobs SET done = done + ? WHERE number = ?", (failed, number))
            connection.execute(f"DELETE FROM tasks WHERE {waiting}", (number,))
            connection.execute("UPDATE jobs SET stopped = 1 WHERE number = ?", (number,))

    def dismiss(self) -> None:
        """Mark the results of all finished jobs as seen."""
        with self._connections.writing() as connection:
            connection.execute(f"UPDATE jobs SET dismissed = 1 WHERE {_OVER}")

    def turn(self, lane: Lane) -> AbstractContextManager[bool]:
        """Become a worker of a lane; its lock is released when the process is killed."""
        return self._connections.turn(lane)

    def next(self, lane: Lane, *, now: float) -> Task | None:
        """Return the next task, marked as begun. A task that a killed process had begun is begun again."""
        with self._connections.writing() as connection:
            candidates = connection.execute(
                "SELECT t.number FROM tasks AS t JOIN jobs AS j ON j.number = t.job"
                " WHERE t.lane = ? AND t.state <> 'done' AND (t.due <= ? OR t.due > ?)"
                " ORDER BY j.served, t.later, t.number LIMIT ?",
                (lane, now, now + LONGEST_WAIT_S, _CANDIDATES),
            )
            # Two tasks with the same identity are never worked on at once, so the later one is stored last.
            subject = "SELECT coalesce(json_extract(fields, '$.identity'), number) FROM tasks WHERE number = ?"
            claimed = (
                number
                for (number,) in candidates
                if self._connections.claim(f"{lane}:{connection.execute(subject, (number,)).fetchone()[0]}")
            )
            row = connection.execute(
                "SELECT number, deed, name, fields, data, attempts, job FROM tasks WHERE number = ?",
                (next(claimed, None),),
            ).fetchone()
            if row is None:
                return None
            number, kind, name, fields, data, attempts, job = row
            connection.execute("UPDATE tasks SET state = 'begun', attempts = attempts + 1 WHERE number = ?", (number,))
            if lane == "web":
                connection.execute(
                    "UPDATE jobs SET served = (SELECT max(served) + 1 FROM jobs) WHERE number = ?", (job,)
                )
            order = Order(kind=kind, name=name, fields=json.loads(fields), data=data)
            return Task(number=number, job=job, order=order, attempts=attempts + 1)

    def report(self, task: Task, name: str) -> bool:
        """Store what a task is working on now; return False if the task no longer exists."""
        with self._connections.writing() as connection:
            named = connection.execute(f"UPDATE tasks SET name = ? WHERE {_IT}", (name, *_key(task))).rowcount
            return named > 0 and not _stopped(connection, task.job)

    def finish(self, task: Task, outcome: Outcome) -> None:
        """Store the outcome of a task, and delete its bytes."""
        with self._connections.writing() as connection:
            self._finish(connection, task, outcome)

    def wait(self, task: Task, outcome: Outcome, *, due: float) -> None:
        """Store the outcome of a failed attempt, and when the next one is due; a stopped job's task is finished."""
        with self._connections.writing() as connection:
            if _stopped(connection, task.job):
                self._finish(connection, task, outcome)
            else:
                connection.execute(
                    f"UPDATE tasks SET state = 'waiting', outcome = ?, due = ? WHERE {_IT}",
                    (json.dumps(asdict(outcome)), due, *_key(task)),
                )

    def give_back(self, task: Task) -> None:
        """Mark a task as not begun; a stopped job's task is deleted."""
        with self._connections.writing() as connection:
            if _stopped(connection, task.job):
                connection.execute(f"DELETE FROM tasks WHERE {_IT}", _key(task))
            else:
                connection.execute(
                    f"UPDATE tasks SET state = 'waiting', attempts = max(attempts - 1, 0) WHERE {_IT}", _key(task)
                )

    def replace(self, task: Task, orders: Sequence[Order]) -> None:
        """Replace a task by several new ones of the same job."""
        with self._connections.writing() as connection:
            taken = connection.execute(f"DELETE FROM tasks WHERE {_IT}", _key(task)).rowcount
            if taken and not _stopped(connection, task.job):
                _put(connection, task.job, orders)

    def _finish(self, connection: sqlite3.Connection, task: Task, outcome: Outcome) -> None:
        done = connection.execute("SELECT done FROM jobs WHERE number = ?", (task.job,)).fetchone()
        if done is None:
            return
        if done[0] < (MAX_FAILURES if outcome.status == "failed" else self._max_outcomes):
            changed = connection.execute(
                f"UPDATE tasks SET state = 'done', data = NULL, outcome = ? WHERE {_IT}",
                (json.dumps(asdict(outcome)), *_key(task)),
            ).rowcount
        else:
            changed = connection.execute(f"DELETE FROM tasks WHERE {_IT}", _key(task)).rowcount
        connection.execute("UPDATE jobs SET done = done + ? WHERE number = ?", (changed, task.job))


_IT = "number = ? AND job = ? AND state = 'begun'"


def _key(task: Task) -> tuple[int, int]:
    return task.number, task.job


def _stopped(connection: sqlite3.Connection, job: int) -> bool:
    row = connection.execute("SELECT stopped FROM jobs WHERE number = ?", (job,)).fetchone()
    return row is not None and bool(row[0])


def _put(connection: sqlite3.Connection, job: int, orders: Sequence[Order]) -> None:
    connection.executemany(
        "INSERT INTO tasks (job, lane, deed, name, fields, data, later) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (job, LANES[one.kind], one.kind, one.name, json.dumps(dict(one.fields)), one.data, one.later)
            for one in orders
        ),
    )
    kinds = [one.kind for one in orders]
    if kinds:
        connection.execute("UPDATE jobs SET deed = max(coalesce(deed, ''), ?) WHERE number = ?", (max(kinds), job))


def _job(row: Sequence[Any]) -> Job:
    """Build a job from a row of the query ``_JOBS``."""
    number, asked, dismissed, total, done, name, at_hand, due, kind, waits_for = row
    waits = due is not None and not at_hand and not name
    return Job(
        number=number,
        asked=asked,
        total=total,
        done=int(done),
        name=name or "",
        due=due if waits else None,
        waits_for=(waits_for or "") if waits else "",
        kind=kind,
        dismissed=bool(dismissed),
    )


def _outcome(stated: str) -> Outcome:
    """Parse a stored outcome; fields that a newer version has added are ignored."""
    fields: dict[str, Any] = json.loads(stated)
    fields["passages"] = PassageChange(**_known(PassageChange, fields["passages"]))
    return Outcome(**_known(Outcome, fields))


def _known(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in dataclass_fields(kind)}
    return {name: value for name, value in values.items() if name in names}
