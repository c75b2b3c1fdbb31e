"""The schedule of feeds and articles in the library's file."""

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
        """Return the schedule of every place, by the place's name."""
        return {one.place: one for one in self._looks("1")}

    def look(self, place: str) -> Look | None:
        """Return the schedule of a place; None if it has none yet."""
        return next(iter(self._looks("place = ?", place)), None)

    def failing(self) -> list[Look]:
        """Return the places whose last fetch failed."""
        return self._looks("failures > 0")

    def put(self, looks: Sequence[Look]) -> None:
        """Store the schedule of some places, replacing what was stored for them."""
        with self._connections.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO looks (place, due, failures, failing_since, reason, quiet, stopped)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                map(astuple, looks),
            )

    def prune(self, places: Collection[str]) -> None:
        """Delete the schedule of every place but these."""
        with self._connections.writing() as connection:
            connection.execute(
                "DELETE FROM looks WHERE place NOT IN (SELECT value FROM json_each(?))", (json.dumps([*places]),)
            )

    def turn(self) -> AbstractContextManager[bool]:
        """Be the only scheduler, or yield False; the lock is released when the process is killed."""
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
