"""Create and migrate the tables in PostgreSQL."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from domain.errors import LibraryError
from store.connections import translated
from store.postgres.database import Database, limit_waiting, lock_key
from store.postgres.mirror import WRITE
from store.postgres.rows import read_state, receive_all, send_all
from store.postgres.tables import tables
from store.schema import SCHEMA_VERSION, prepare


def migrate(url: str, *, lock_timeout_s: float = 60.0) -> tuple[int | None, int]:
    """Create the tables of the library, or migrate them to this program's schema, in one transaction under the lock.

    The migrations are those of a library of one file: the rows are copied into such a file, migrated, and copied back.

    Args:
        url: of the database, as libpq takes it.
        lock_timeout_s: how long to wait for another process that writes.

    Returns:
        The schema version before (None: there was no library) and now.

    Raises:
        LibraryError: the database cannot be used, or its schema is a newer one.
    """
    with closing(Database(url)) as database, database.session() as session, translated():
        limit_waiting(session, lock_timeout_s)
        with tempfile.TemporaryDirectory() as folder, session.transaction():
            session.execute("SELECT pg_advisory_xact_lock(%s, %s)", lock_key(WRITE))
            state = read_state(session)
            layout = None if state is None else state.layout
            if layout is not None and layout > SCHEMA_VERSION:
                raise LibraryError(
                    f"The library in the database has layout {layout}, this Dateline has layout {SCHEMA_VERSION}.",
                    hint="Use the Dateline that made it, or a newer one. Nothing was changed.",
                )
            if layout == SCHEMA_VERSION:
                return layout, layout
            with closing(sqlite3.connect(Path(folder) / "migrating.sqlite3", isolation_level=None)) as connection:
                if layout is not None:
                    prepare(connection, layout)
                    connection.execute("BEGIN")
                    receive_all(session, connection, tables(connection))
                    connection.execute("COMMIT")
                prepare(connection)
                send_all(session, connection, tables(connection))
        return layout, SCHEMA_VERSION
