"""A library in one file: a copy of its articles and conversations, and the way back. Readers and writers may go on."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from domain.errors import LibraryError
from store.connections import translated
from store.schema import SCHEMA_VERSION, prepare

_TABLES = {"meta", "articles", "passages", "vectors"}
_REBUILD_ALL = "*"
"""Marks the whole vector index as unfinished (ingest/repair.py)."""


def back_up(library: Path, target: Path) -> int:
    """Copy the library's file as it is at this moment; return the number of articles. Replaces ``target`` at once."""
    if target.resolve() == library.resolve():
        raise LibraryError(f"{target} is the library itself.", hint="Name another file for the backup.")
    with translated(), _named(target, "written"):
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as made:
            part = Path(made.name)
        try:
            with closing(sqlite3.connect(library)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
                count: int = copy.execute("SELECT count(*) FROM articles").fetchone()[0]
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return count


def restore(library: Path, source: Path) -> int:
    """Put a backup in the place of all that is kept, under the lock; return the number of articles.

    Raises LibraryError. The copy is checked and brought up to date beside the library first, then becomes it in one
    transaction, with a generation that nobody has seen and the note that the vector index is to be filled anew.
    """
    if not source.is_file():
        raise LibraryError(f"There is no file {source}.", hint="Name a file that --backup has made.")
    with translated(), _named(source, "read"), tempfile.TemporaryDirectory(dir=library.parent) as folder, translated():
        prepared = Path(folder) / "restored.sqlite3"
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as backup:
            _check(backup, source)
            with closing(sqlite3.connect(prepared, isolation_level=None)) as copy:
                backup.backup(copy)
        with (
            closing(sqlite3.connect(prepared, isolation_level=None)) as copy,
            closing(sqlite3.connect(library, isolation_level=None)) as live,
        ):
            prepare(copy)
            seen: int = live.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()[0]
            copy.execute("UPDATE meta SET value = max(value, ?) + 1 WHERE name = 'generation'", (seen,))
            copy.execute("INSERT OR IGNORE INTO unfinished VALUES (?)", (_REBUILD_ALL,))
            copy.backup(live)
            count: int = live.execute("SELECT count(*) FROM articles").fetchone()[0]
    return count


def _check(backup: sqlite3.Connection, source: Path) -> None:
    try:
        tables = {row[0] for row in backup.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        version: int = backup.execute("PRAGMA user_version").fetchone()[0]
        sound = backup.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        tables, version, sound = set(), 0, False
    if not (tables >= _TABLES and sound and 0 < version <= SCHEMA_VERSION):
        raise LibraryError(f"{source} is no backup that this Dateline can read.", hint="Nothing was changed.")


@contextmanager
def _named(file: Path, done: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(
            f"{file} cannot be {done}: {error.strerror}.", hint="Check its name, permissions and space."
        ) from error
