"""When feeds and articles are looked at by themselves, in the library's file."""

import json
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple

from domain.schedule import Look
from store.connections import LibraryConnections, turn


class SqliteLooks:
    """Implements domain.schedule.LookBook."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def looks(self) -> dict[str, Look]:
        """Return the looks by place."""
        return {one.place: one for one in self._looks("1")}

    def look(self, place: str) -> Look | None:
        """Return what is known of looking at a place."""
        return next(iter(self._looks("place = ?", place)), None)

    def failing(self) -> list[Look]:
        """Return the looks of places whose last look failed."""
        return self._looks("failures > 0")

    def put(self, looks: Sequence[Look]) -> None:
        """Store looks, each in place of what was known of its place."""
        with self._connections.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO looks (place, due, failures, failing_since, reason, quiet, stopped)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                map(astuple, looks),
            )

    def prune(self, places: Collection[str]) -> None:
        """Forget every place but these."""
        with self._connections.writing() as connection:
            connection.execute(
                "DELETE FROM looks WHERE place NOT IN (SELECT value FROM json_each(?))", (json.dumps([*places]),)
            )

    def turn(self) -> AbstractContextManager[bool]:
        """Hold the scheduler's lock, which is taken back from a process that is killed."""
        return turn(self._connections, "schedule")

    def _looks(self, condition: str, *values: str) -> list[Look]:
        columns = "place, due, failures, failing_since, reason, quiet, stopped"
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT {columns} FROM looks WHERE {condition} ORDER BY place", values
            ).fetchall()
        return [
            Look(
                place=place,
                due=due,
                failures=failures,
                failing_since=since,
                reason=reason,
                quiet=quiet,
                stopped=bool(stopped),
            )
            for place, due, failures, since, reason, quiet, stopped in rows
        ]
