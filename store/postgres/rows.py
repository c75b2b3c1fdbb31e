"""Copy rows of the library to PostgreSQL and back.

PostgreSQL has a schema of its own for the library. ``state`` is one row: the layout, the number of the last change
(``revision``), from where on changes can be followed, and ``content``: the library's id, a dot, and the change by which
all rows were replaced.
Each row of the other tables has the number of the change that it came with; ``changes`` says which tables a change
touched, and the keys of the rows that it deleted.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from psycopg import sql

from domain.commands import INGEST
from domain.errors import LibraryError
from store.postgres.database import Session
from store.postgres.tables import SEQUENCES, Changed, Key, Row, Table, Type
from store.schema import MIRROR, SCHEMA_VERSION

SCHEMA = "dateline"
CHANNEL = "dateline"
"""The channel on which PostgreSQL notifies listeners after each change."""

_FOLLOWED = 100_000
"""How many changes are kept for copies to follow; a copy that is further behind is rebuilt."""
_FORGET_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class State:
    """The schema version and the last change of the library in PostgreSQL."""

    layout: int
    content: str
    revision: int
    followed_from: int = 0
    """The lowest revision from which a copy can follow change by change."""


class Replaced(Exception):
    """All rows were replaced after the transaction had begun, which sees the new tables without their rows."""


def read_state(session: Session) -> State | None:
    """Return the state of the library; None if the database holds none. Raises Replaced."""
    if session.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.state",)).fetchone() == (None,):
        return None
    row = session.execute(f"SELECT layout, content, revision, followed_from FROM {SCHEMA}.state").fetchone()
    if row is None:
        raise Replaced
    return State(*row)


def library_of(content: str) -> str:
    """Return the id of a library, which stays the same when its content is replaced."""
    return content.partition(".")[0]


def checked(state: State | None) -> State:
    """Return the state; raise LibraryError if it is None, or if its schema is not this program's."""
    migrate = f"{INGEST} --migrate"
    if state is None:
        raise LibraryError("The database holds no library yet.", hint=f"Make its tables once, with: {migrate}")
    if state.layout != SCHEMA_VERSION:
        change = f"Bring it up to date with: {migrate}" if state.layout < SCHEMA_VERSION else "Start a newer Dateline."
        raise LibraryError(
            f"The library in the database has layout {state.layout}, this Dateline reads layout {SCHEMA_VERSION}.",
            hint=f"{change} Nothing was changed.",
        )
    return state


def send_all(session: Session, connection: sqlite3.Connection, known: Mapping[str, Table]) -> None:
    """Make the tables anew and fill them from a library in SQLite; inside a transaction, under the lock."""
    before = read_state(session)
    revision = 1 if before is None else before.revision + 1
    session.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    session.execute(f"CREATE SCHEMA {SCHEMA}")
    session.execute(
        f"CREATE TABLE {SCHEMA}.state (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),"
        " layout int8 NOT NULL, content text NOT NULL, revision int8 NOT NULL, followed_from int8 NOT NULL)"
    )
    session.execute(
        f"CREATE TABLE {SCHEMA}.changes (revision int8, name text, deleted text NOT NULL, PRIMARY KEY (revision, name))"
    )
    for table in known.values():
        session.execute(_definition(table))
        _copy_in(session, table, _stored(connection, table), revision)
        session.execute(sql.SQL("CREATE INDEX ON {} (revision)").format(_name(table)))
    library = uuid4().hex if before is None else library_of(before.content)
    state = (SCHEMA_VERSION, f"{library}.{revision}", revision, revision)
    session.execute(
        f"INSERT INTO {SCHEMA}.state (layout, content, revision, followed_from) VALUES (%s, %s, %s, %s)", state
    )
    _notify(session)


def send(session: Session, connection: sqlite3.Connection, known: Mapping[str, Table], changed: Changed) -> State:
    """Write the rows that a SQLite transaction has changed, in a transaction under the lock; return the new state."""
    (row,) = session.execute(
        f"UPDATE {SCHEMA}.state SET revision = revision + 1 RETURNING layout, content, revision, followed_from"
    ).fetchall()
    state = State(*row)
    for name, keys in changed.items():
        table = known[name]
        rows = list(_by_keys(connection, table, keys))
        deleted = keys - {table.key_of(row) for row in rows}
        _delete(session, table, keys)
        _copy_in(session, table, rows, state.revision)
        session.execute(
            f"INSERT INTO {SCHEMA}.changes (revision, name, deleted) VALUES (%s, %s, %s)",
            (state.revision, name, json.dumps(sorted(deleted, key=repr))),
        )
    if state.revision % _FORGET_EVERY == 0:
        _forget(session, state.revision - _FOLLOWED)
    _notify(session)
    return state


def receive_all(session: Session, connection: sqlite3.Connection, known: Mapping[str, Table]) -> None:
    """Replace the rows of a library in SQLite by those in PostgreSQL; inside a transaction of each."""
    for table in sorted(known.values(), key=lambda table: table.name == SEQUENCES):  # the others' rows change it
        connection.execute(f'DELETE FROM "{table.name}"')
        query = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT BINARY)").format(_columns(table), _name(table))
        with session.cursor().copy(query) as copy:
            copy.set_types(list(map(_wire_type, table.types)))
            put(connection, table, (_from_postgres(table.types, row) for row in copy.rows()))


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes of a table since a revision: changed rows as they are now, and keys of deleted rows."""

    table: Table
    rows: list[Row]
    deleted: set[Key]

    @property
    def keys(self) -> set[Key]:
        """The keys of all changed and deleted rows."""
        return self.deleted | {self.table.key_of(row) for row in self.rows}


def receive(session: Session, known: Mapping[str, Table], *, since: int) -> list[Difference]:
    """Return the changes since a revision, which must be at least ``State.followed_from``; inside a transaction."""
    deleted: dict[str, set[Key]] = {}
    for name, keys in session.execute(
        f"SELECT name, deleted FROM {SCHEMA}.changes WHERE revision > %s ORDER BY revision", (since,)
    ):
        deleted.setdefault(name, set()).update(map(tuple, json.loads(keys)))
    return [_difference(session, known[name], since, keys) for name, keys in deleted.items()]


def put(connection: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows into a table of a library in SQLite."""
    names = ", ".join(f'"{name}"' for name in table.columns)
    places = ", ".join("?" * len(table.columns))
    connection.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({places})', rows)


def remove(connection: sqlite3.Connection, table: Table, keys: Iterable[Key]) -> None:
    """Delete rows from a table of a library in SQLite, by their keys; missing ones are ignored."""
    where = " AND ".join(f'"{name}" = ?' for name in table.key)
    connection.executemany(f'DELETE FROM "{table.name}" WHERE {where}', keys)


def _difference(session: Session, table: Table, since: int, deleted: set[Key]) -> Difference:
    query = sql.SQL("SELECT {} FROM {} WHERE revision > {}").format(_columns(table), _name(table), sql.Literal(since))
    with session.cursor(binary=True) as cursor:
        rows = [_from_postgres(table.types, row) for row in cursor.execute(query)]
    return Difference(table, rows, deleted - {table.key_of(row) for row in rows})


def _stored(connection: sqlite3.Connection, table: Table) -> Iterator[Row]:
    names = ", ".join(f'"{name}"' for name in table.columns)
    where = f" WHERE name <> '{MIRROR}'" if table.name == "meta" else ""
    yield from connection.execute(f'SELECT {names} FROM "{table.name}"{where}')


def _by_keys(connection: sqlite3.Connection, table: Table, keys: Iterable[Key]) -> Iterator[Row]:
    names = ", ".join(f'"{name}"' for name in table.columns)
    where = " AND ".join(f'"{name}" = ?' for name in table.key)
    for key in keys:
        yield from connection.execute(f'SELECT {names} FROM "{table.name}" WHERE {where}', key)


def _copy_in(session: Session, table: Table, rows: Iterable[Row], revision: int) -> None:
    query = sql.SQL("COPY {} ({}, revision) FROM STDIN (FORMAT BINARY)").format(_name(table), _columns(table))
    with session.cursor().copy(query) as copy:
        copy.set_types([*map(_wire_type, table.types), "int8"])
        for row in rows:
            copy.write_row((*_to_postgres(table.types, row), revision))


def _delete(session: Session, table: Table, keys: Iterable[Key]) -> None:
    where = sql.SQL(" AND ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in table.key)
    query = sql.SQL("DELETE FROM {} WHERE {}").format(_name(table), where)
    with session.cursor() as cursor:
        cursor.executemany(query, [_to_postgres(table.key_types, key) for key in keys])


def _forget(session: Session, revision: int) -> None:
    session.execute(f"DELETE FROM {SCHEMA}.changes WHERE revision <= %s", (revision,))
    session.execute(f"UPDATE {SCHEMA}.state SET followed_from = greatest(followed_from, %s)", (revision,))


def _notify(session: Session) -> None:
    session.execute("SELECT pg_notify(%s, '')", (CHANNEL,))


def _definition(table: Table) -> sql.Composed:
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(_wire_type(kind)))
        for name, kind in zip(table.columns, table.types, strict=True)
    )
    key = sql.SQL(", ").join(map(sql.Identifier, table.key))
    return sql.SQL("CREATE TABLE {} ({}, revision int8 NOT NULL, PRIMARY KEY ({}))").format(_name(table), columns, key)


def _name(table: Table) -> sql.Identifier:
    return sql.Identifier(SCHEMA, table.name)


def _columns(table: Table) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, table.columns))


def _wire_type(kind: Type) -> str:
    """Return PostgreSQL's type for a column; one that may hold values of any type is JSON, as text."""
    return "text" if kind == "json" else kind


def _to_postgres(types: Sequence[Type], row: Sequence[object]) -> Row:
    return tuple(json.dumps(value) if kind == "json" else value for kind, value in zip(types, row, strict=True))


def _from_postgres(types: Sequence[Type], row: Sequence[object]) -> Row:
    return tuple(
        json.loads(value) if kind == "json" and isinstance(value, str) else value
        for kind, value in zip(types, row, strict=True)
    )
