"""Jobs in the library's file: what is to be done to the library, kept until it is done."""

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
"""Jobs that are done and still listed."""
MAX_WAITING_BYTES = 500_000_000
"""Of files that wait; the page takes some of 20 MB each at once."""

MAX_OUTCOMES = 2_000
"""Of one job that are kept; the others are only counted."""
MAX_FAILURES = 10_000
"""Up to so many done, what failed is kept all the same: a reading list is imported to learn what cannot be had."""

_CANDIDATES = 200
"""Tasks that a process looks at to find one that no other has in work."""

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
        """Keep a job, whose results count as ``seen`` or not; forget the oldest of those that are done."""
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
            failed = connection.execute(
                f"UPDATE tasks SET state = 'done', data = NULL WHERE {waiting} AND outcome IS NOT NULL", (number,)
            ).rowcount
            connection.execute("UPDATE jobs SET done = done + ? WHERE number = ?", (failed, number))
            connection.execute(f"DELETE FROM tasks WHERE {waiting}", (number,))
            connection.execute("UPDATE jobs SET stopped = 1 WHERE number = ?", (number,))

    def dismiss(self) -> None:
        """Note that what came of the jobs that are done has been seen."""
        with self._connections.writing() as connection:
            connection.execute(f"UPDATE jobs SET dismissed = 1 WHERE {_OVER}")

    def turn(self, lane: Lane) -> AbstractContextManager[bool]:
        """Hold the lane's lock, which is taken back from a process that is killed."""
        return self._connections.turn(lane)

    def next(self, lane: Lane, *, now: float) -> Task | None:
        """Return what to do next; what a killed process had begun is first in its job."""
        with self._connections.writing() as connection:
            candidates = connection.execute(
                "SELECT t.number FROM tasks AS t JOIN jobs AS j ON j.number = t.job"
                " WHERE t.lane = ? AND t.state <> 'done' AND (t.due <= ? OR t.due > ?)"
                " ORDER BY j.served, t.later, t.number LIMIT ?",
                (lane, now, now + LONGEST_WAIT_S, _CANDIDATES),
            )
            # Two tasks that add under one identity are never in work at once: the one asked for later comes later.
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
        """Show another name for a task; return False if it was stopped or taken away."""
        with self._connections.writing() as connection:
            named = connection.execute(f"UPDATE tasks SET name = ? WHERE {_IT}", (name, *_key(task))).rowcount
            return named > 0 and not _stopped(connection, task.job)

    def finish(self, task: Task, outcome: Outcome) -> None:
        """Note what came of a task, and let go of its bytes."""
        with self._connections.writing() as connection:
            self._finish(connection, task, outcome)

    def wait(self, task: Task, outcome: Outcome, *, due: float) -> None:
        """Note that an attempt failed, and when the next one is due."""
        with self._connections.writing() as connection:
            if _stopped(connection, task.job):
                self._finish(connection, task, outcome)
            else:
                connection.execute(
                    f"UPDATE tasks SET state = 'waiting', outcome = ?, due = ? WHERE {_IT}",
                    (json.dumps(asdict(outcome)), due, *_key(task)),
                )

    def give_back(self, task: Task) -> None:
        """Note that a task is still to be done, as if it had not been begun."""
        with self._connections.writing() as connection:
            if _stopped(connection, task.job):
                connection.execute(f"DELETE FROM tasks WHERE {_IT}", _key(task))
            else:
                connection.execute(
                    f"UPDATE tasks SET state = 'waiting', attempts = max(attempts - 1, 0) WHERE {_IT}", _key(task)
                )

    def replace(self, task: Task, orders: Sequence[Order]) -> None:
        """Put several tasks in the place of one."""
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
    deeds = [one.kind for one in orders]
    if deeds:
        connection.execute("UPDATE jobs SET deed = max(coalesce(deed, ''), ?) WHERE number = ?", (max(deeds), job))


def _job(row: Sequence[Any]) -> Job:
    """Return a job of a row of ``_JOBS``."""
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
    """Return a kept outcome; fields that a newer Dateline has added are passed over."""
    fields: dict[str, Any] = json.loads(stated)
    fields["passages"] = PassageChange(**_known(PassageChange, fields["passages"]))
    return Outcome(**_known(Outcome, fields))


def _known(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in dataclass_fields(kind)}
    return {name: value for name, value in values.items() if name in names}
