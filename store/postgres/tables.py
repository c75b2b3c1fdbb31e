"""The tables of the library in PostgreSQL, and the capture of rows that a SQLite transaction changes.

Both are derived from SQLite's own schema, so that a table of a new migration is in PostgreSQL too.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from domain.errors import LibraryError
from store.schema import MIRROR

Type = Literal["int8", "float8", "text", "bytea", "json"]
Row = tuple[object, ...]
Key = tuple[object, ...]
Changed = dict[str, set[Key]]
"""Keys of rows that were inserted, updated or deleted, by the name of the table."""

SEQUENCES = "sqlite_sequence"
"""SQLite's table of the highest AUTOINCREMENT numbers; it can have no trigger."""

_TYPES: dict[str, Type] = {"INTEGER": "int8", "REAL": "float8", "TEXT": "text", "BLOB": "bytea", "": "json"}
_MAX_KEY = 4
"""The largest number of columns of a key."""
_KEY_COLUMNS = ", ".join(f"k{place}" for place in range(_MAX_KEY))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in order, their types in PostgreSQL, and the columns of its key."""

    name: str
    columns: tuple[str, ...]
    types: tuple[Type, ...]
    key: tuple[str, ...]

    def key_of(self, row: Sequence[object]) -> Key:
        """Return the key of a row of ``columns``."""
        return tuple(row[self.columns.index(name)] for name in self.key)

    @property
    def key_types(self) -> tuple[Type, ...]:
        """The types of the columns of ``key``."""
        return tuple(self.types[self.columns.index(name)] for name in self.key)


def tables(connection: sqlite3.Connection) -> dict[str, Table]:
    """Return the tables of a library by name, without keyword indexes, which are made from the others."""
    names = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND (name NOT LIKE 'sqlite\\_%' ESCAPE '\\' OR name = ?) ORDER BY name",
        (SEQUENCES,),
    ).fetchall()
    return {name: _table(connection, name) for (name,) in names}


def _table(connection: sqlite3.Connection, name: str) -> Table:
    rows = connection.execute("SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
    if name == SEQUENCES:
        return Table(name, ("name", "seq"), ("text", "int8"), ("name",))
    key = tuple(row[0] for row in sorted((row for row in rows if row[2]), key=lambda row: row[2]))
    if not key:
        index = 'SELECT name FROM pragma_index_list(?) WHERE "unique" AND NOT partial ORDER BY seq LIMIT 1'
        (found,) = connection.execute(index, (name,)).fetchone()
        key = tuple(row[0] for row in connection.execute("SELECT name FROM pragma_index_info(?)", (found,)))
    return Table(name, tuple(row[0] for row in rows), tuple(_TYPES[row[1].upper()] for row in rows), key)


def capture(connection: sqlite3.Connection) -> None:
    """Add triggers to this connection that record the keys of changed rows, and the references to be verified.

    SQLite verifies deferred references when it commits, which is too late: PostgreSQL has committed by then.
    """
    connection.execute("PRAGMA recursive_triggers = ON")  # else REPLACE deletes rows without firing triggers
    connection.execute(f"CREATE TEMP TABLE changed_rows (name, {_KEY_COLUMNS})")
    connection.execute("CREATE TEMP TABLE touched_references (name, child, parent, target, value)")
    references = list(_references(connection))
    for table in tables(connection).values():
        if table.name == SEQUENCES:
            continue
        for event, sides in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            statements = [_note_key(table, side) for side in sides]
            statements += [
                _note_reference(one, side, one[1] if side == "NEW" else one[3])
                for side in sides
                for one in references
                if (one[0] == table.name and side == "NEW") or (one[2] == table.name and side == "OLD")
            ]
            only = f"WHEN {sides[-1]}.name <> '{MIRROR}'" if table.name == "meta" else ""
            connection.execute(
                f'CREATE TEMP TRIGGER "note_{event}_{table.name}" AFTER {event} ON main."{table.name}" {only}'
                f" BEGIN {' '.join(statements)} END"
            )


def begin_capture(connection: sqlite3.Connection) -> None:
    """Delete the records of earlier transactions."""
    connection.execute("DELETE FROM temp.changed_rows")
    connection.execute("DELETE FROM temp.touched_references")


def captured(connection: sqlite3.Connection, known: dict[str, Table]) -> Changed:
    """Return the keys of all rows that this transaction has changed; raise LibraryError for a dangling reference."""
    _verify_references(connection)
    changed: Changed = {}
    for name, *key in connection.execute(f"SELECT DISTINCT name, {_KEY_COLUMNS} FROM temp.changed_rows"):
        changed.setdefault(name, set()).add(tuple(key[: len(known[name].key)]))
    if changed:
        numbered = connection.execute(f"SELECT name FROM {SEQUENCES}").fetchall()
        if given := {(name,) for (name,) in numbered if name in changed}:
            changed[SEQUENCES] = cast(set[Key], given)
    return changed


def _note_key(table: Table, side: str) -> str:
    values = [f'{side}."{name}"' for name in table.key] + ["NULL"] * (_MAX_KEY - len(table.key))
    return f"INSERT INTO changed_rows VALUES ('{table.name}', {', '.join(values)});"


_Reference = tuple[str, str, str, str]
"""Table and column that refer to a table and a column of it."""


def _references(connection: sqlite3.Connection) -> Iterator[_Reference]:
    for name in tables(connection):
        for parent, column, target in connection.execute(
            'SELECT "table", "from", "to" FROM pragma_foreign_key_list(?)', (name,)
        ).fetchall():
            yield name, column, parent, target


def _note_reference(reference: _Reference, side: str, column: str) -> str:
    names = ", ".join(f"'{name}'" for name in reference)
    value = f'{side}."{column}"'
    return f"INSERT INTO touched_references SELECT {names}, {value} WHERE {value} IS NOT NULL;"


def _verify_references(connection: sqlite3.Connection) -> None:
    for name, column, parent, target in connection.execute(
        "SELECT DISTINCT name, child, parent, target FROM temp.touched_references"
    ).fetchall():
        lost = connection.execute(
            "SELECT 1 FROM temp.touched_references AS t WHERE (t.name, t.child, t.parent, t.target) = (?, ?, ?, ?)"
            f' AND EXISTS (SELECT 1 FROM main."{name}" WHERE "{column}" = t.value)'
            f' AND NOT EXISTS (SELECT 1 FROM main."{parent}" WHERE "{target}" = t.value) LIMIT 1',
            (name, column, parent, target),
        ).fetchone()
        if lost is not None:
            raise LibraryError(
                f"The library cannot be changed in this way: {name} would refer to {parent} that are not there.",
                hint="Nothing was changed.",
            )
