"""A library in one file: articles, conversations, verdicts; and the way back. Readers and writers may go on."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import chain, count
from pathlib import Path

from domain.errors import LibraryError
from domain.jobs import BRINGING
from store.connections import PRIVATE, translated
from store.feedback import add_feedback, feedback_files
from store.schema import MIRROR, SCHEMA_VERSION, prepare

_TABLES = {("table", name) for name in ("meta", "articles", "passages", "vectors")}
_REBUILD_ALL = "*"
"""Marks the whole vector index as unfinished (ingest/repair.py)."""


def back_up(library: Path, target: Path) -> int:
    """Copy the library's file as it is at this moment; return the number of articles. Replaces ``target`` at once."""
    if target.resolve() == library.resolve():
        raise LibraryError(f"{target} is the library itself.", hint="Name another file for the backup.")
    with translated(), _named(target, "written"):
        if target.exists() and not _is_ours(target):
            raise LibraryError(f"{target} is no backup of Dateline, so it stays as it is.", hint="Name another file.")
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as made:
            part = Path(made.name)
        try:
            with closing(sqlite3.connect(library)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
                _delete_tokens(copy)
                copy.execute("DELETE FROM meta WHERE name = ?", (MIRROR,))
                copy.execute("CREATE TABLE judged (file TEXT PRIMARY KEY, lines BLOB NOT NULL)")
                copy.executemany("INSERT INTO judged VALUES (?, ?)", feedback_files(library.parent).items())
                copy.commit()
                count: int = copy.execute("SELECT count(*) FROM articles").fetchone()[0]
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return count


def restore(library: Path, source: Path, install: Callable[[sqlite3.Connection], None] | None = None) -> int:
    """Put a backup in the place of all that is kept, under the lock; return the number of articles.

    Args:
        library: the library's file.
        source: a file that ``back_up`` has made.
        install: puts the content of a connection in the place of what is kept; None: that is the library's file.

    Raises LibraryError. The copy is checked and brought up to date beside the library first, then becomes it in one
    transaction, with a generation that nobody has seen and the note that the vector index is to be filled anew.
    What was there is copied to a file beside it first (``.before-restore``, with a number from the second on), and what
    waits to be taken in goes on waiting.
    Verdicts are added to those that there are: they are work of the reader's, and belong to no article.
    """
    _is_there(source)
    with translated(), _named(source, "read"), tempfile.TemporaryDirectory(dir=library.parent) as folder, translated():
        prepared = Path(folder) / "restored.sqlite3"
        with closing(_read_only(source)) as backup:
            _check(backup, source)
            with closing(sqlite3.connect(prepared, isolation_level=None)) as copy:
                backup.backup(copy)
        with (
            closing(sqlite3.connect(prepared, isolation_level=None)) as copy,
            closing(sqlite3.connect(library, isolation_level=None)) as live,
        ):
            prepare(copy)
            verdicts = _taken_out(copy)
            seen: int = live.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()[0]
            copy.execute("UPDATE meta SET value = max(value, ?) + 1 WHERE name = 'generation'", (seen,))
            copy.execute("INSERT OR IGNORE INTO unfinished VALUES (?)", (_REBUILD_ALL,))
            _keep_jobs(copy, library)
            _keep_tokens(copy, library)
            _set_aside(live, library)
            count: int = copy.execute("SELECT count(*) FROM articles").fetchone()[0]
            if install is None:
                copy.backup(live)
            else:
                install(copy)
        add_feedback(library.parent, verdicts)
    return count


def _keep_jobs(copy: sqlite3.Connection, library: Path) -> None:
    """Put the jobs of the library in the place of those of the backup, but for work on articles that were there.

    Numbers go on from the higher of both: pages and processes remember those that they have asked for.
    """
    copy.execute("ATTACH ? AS live", (str(library),))
    numbers = copy.execute(
        "SELECT name, max(seq) FROM (SELECT name, seq FROM main.sqlite_sequence"
        " UNION ALL SELECT name, seq FROM live.sqlite_sequence) GROUP BY name"
    ).fetchall()
    copy.execute("BEGIN")
    copy.execute("DELETE FROM main.tasks")
    copy.execute("DELETE FROM main.jobs")
    copy.execute("INSERT INTO main.jobs SELECT * FROM live.jobs")
    copy.execute("INSERT INTO main.tasks SELECT * FROM live.tasks")
    places = ", ".join("?" * len(BRINGING))
    copy.execute(f"DELETE FROM main.tasks WHERE state <> 'done' AND deed NOT IN ({places})", BRINGING)
    copy.execute("DELETE FROM main.jobs WHERE number NOT IN (SELECT job FROM main.tasks)")
    copy.execute("DELETE FROM main.sqlite_sequence")
    copy.executemany("INSERT INTO main.sqlite_sequence (name, seq) VALUES (?, ?)", numbers)
    copy.execute("COMMIT")
    copy.execute("DETACH live")


def _delete_tokens(copy: sqlite3.Connection) -> None:
    """Delete tokens and codes from a copy, also from its unused pages: a backup lies elsewhere, and lets nobody in."""
    copy.execute("PRAGMA secure_delete = ON")
    for table in ("tokens", "pairing_codes"):
        if copy.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone() is not None:
            copy.execute(f"DELETE FROM {table}")


def _keep_tokens(copy: sqlite3.Connection, library: Path) -> None:
    """Put the tokens of the library in the place of those of the backup; codes, which expire soon, are dropped."""
    copy.execute("DELETE FROM main.pairing_codes")
    copy.execute("DELETE FROM main.tokens")
    copy.execute("ATTACH ? AS live", (str(library),))
    if copy.execute("SELECT 1 FROM live.sqlite_schema WHERE name = 'tokens'").fetchone() is not None:
        copy.execute("INSERT INTO main.tokens SELECT * FROM live.tokens")
    copy.execute("DETACH live")


def _set_aside(live: sqlite3.Connection, library: Path) -> None:
    """Copy a library to a file beside it that is not there yet."""
    names = chain([""], (f"-{number}" for number in count(2)))
    aside = next(
        path for name in names if not (path := library.with_name(f"{library.name}.before-restore{name}")).exists()
    )
    with closing(sqlite3.connect(aside)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    aside.chmod(PRIVATE)


def set_aside_if_damaged(library: Path, source: Path) -> Path | None:
    """Rename a library's file that SQLite cannot read, if ``source`` can be put in its place; None if it can be read.

    What a restored library is written over must be sound, and a damaged file may still be worth something to somebody.
    """
    _is_there(source)
    with translated(), _named(source, "read"), closing(_read_only(source)) as backup:
        _check(backup, source)
    if not library.is_file() or not _is_damaged(library):
        return None
    aside = library.with_name(f"{library.name}.damaged")
    with _named(library, "renamed"):
        library.replace(aside)
        for log in ("-wal", "-shm"):  # they belong to the damaged file
            library.with_name(library.name + log).unlink(missing_ok=True)
    return aside


def _is_damaged(library: Path) -> bool:
    try:
        with closing(sqlite3.connect(library)) as live:
            live.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()
            live.execute("SELECT count(*) FROM articles").fetchone()
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return False


def _taken_out(copy: sqlite3.Connection) -> dict[str, bytes]:
    """Return the verdicts in a backup, and take them out of it; backups of earlier versions have none."""
    if copy.execute("SELECT 1 FROM sqlite_schema WHERE name = 'judged'").fetchone() is None:
        return {}
    rows = copy.execute("SELECT file, lines FROM judged WHERE typeof(file) = 'text' AND typeof(lines) = 'blob'")
    verdicts = dict(rows.fetchall())
    copy.execute("DROP TABLE judged")
    return verdicts


def _is_there(source: Path) -> None:
    if not source.is_file():
        raise LibraryError(f"There is no file {source}.", hint="Name a file that --backup has made.")


def _read_only(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)


def _check(backup: sqlite3.Connection, source: Path) -> None:
    try:
        things = set(
            backup.execute("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
        )
        version: int = backup.execute("PRAGMA user_version").fetchone()[0]
        sound = backup.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        things, version, sound = set(), 0, False
    # A trigger or a view would go on working in the library, at every later change.
    if not (_TABLES <= things <= _known() and sound and 0 < version <= SCHEMA_VERSION):
        raise LibraryError(f"{source} is no backup that this Dateline can read.", hint="Nothing was changed.")


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Return the type and name of all that the file of a library, or a backup, is made of."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        prepare(fresh)
        return frozenset({*fresh.execute("SELECT type, name FROM sqlite_schema"), ("table", "judged")})


def _is_ours(file: Path) -> bool:
    """Return whether a file is a backup of any Dateline, or empty."""
    if file.stat().st_size == 0:
        return True
    try:
        with closing(_read_only(file)) as backup:
            return set(backup.execute("SELECT type, name FROM sqlite_schema")) >= _TABLES
    except sqlite3.DatabaseError:
        return False


@contextmanager
def _named(file: Path, done: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(
            f"{file} cannot be {done}: {error.strerror}.", hint="Check its name, permissions and space."
        ) from error
