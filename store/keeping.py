"""Back up a library to one file, and restore it, while others read and write."""

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
    """Write a backup of a library's present state, with users' feedback and without access tokens.

    Args:
        library: the library's file.
        target: the backup; an older one is replaced when the new one is complete.

    Returns:
        The number of articles.

    Raises:
        LibraryError: ``target`` is the library, or a file that is no backup, or cannot be written.
    """
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
    """Replace the content of a library by a backup; return the number of articles. Called while holding the lock.

    A copy of the backup is checked and brought to the present schema beside the library, then replaces it in one
    transaction, with a new generation and the mark that the vector index has to be rebuilt. The present library is
    first copied to a file beside it (``.before-restore``, numbered from the second on). Tasks that bring articles in
    and the access tokens of the present library stay; feedback is added to the present feedback.

    Args:
        library: the library's file.
        source: a file that ``back_up`` has made.
        install: replaces the content of the library by that of a connection; None: the file is overwritten.

    Raises:
        LibraryError: ``source`` is no backup that can be read, or a file cannot be written.
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
    """Replace the jobs of the backup by those of the library, without tasks that change or remove present articles.

    New numbers begin above the highest of both, since pages and processes remember the numbers of their jobs.
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
    """Delete access tokens and codes from a copy, also from its unused pages, so that a backup grants no access."""
    copy.execute("PRAGMA secure_delete = ON")
    for table in ("tokens", "pairing_codes"):
        if copy.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone() is not None:
            copy.execute(f"DELETE FROM {table}")


def _keep_tokens(copy: sqlite3.Connection, library: Path) -> None:
    """Replace the tokens of the backup by those of the library; codes, which expire soon, are deleted."""
    copy.execute("DELETE FROM main.pairing_codes")
    copy.execute("DELETE FROM main.tokens")
    copy.execute("ATTACH ? AS live", (str(library),))
    if copy.execute("SELECT 1 FROM live.sqlite_schema WHERE name = 'tokens'").fetchone() is not None:
        copy.execute("INSERT INTO main.tokens SELECT * FROM live.tokens")
    copy.execute("DETACH live")


def _set_aside(live: sqlite3.Connection, library: Path) -> None:
    """Copy a library to a new file beside it."""
    names = chain([""], (f"-{number}" for number in count(2)))
    aside = next(
        path for name in names if not (path := library.with_name(f"{library.name}.before-restore{name}")).exists()
    )
    with closing(sqlite3.connect(aside)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    aside.chmod(PRIVATE)


def set_aside_if_damaged(library: Path, source: Path) -> Path | None:
    """Rename a library's file that SQLite cannot read, so that a backup can be restored in its place.

    A backup can only be restored over a sound file, and something of a damaged one may still be recovered later.

    Args:
        library: the library's file.
        source: the backup, which is checked first.

    Returns:
        The file's new name; None if it is sound or missing.

    Raises:
        LibraryError: ``source`` is no backup that can be read.
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
    """Remove the feedback from the copy of a backup and return it; backups of early versions have none."""
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
    # A backup with a trigger or a view is refused: it would run in the library at every later change.
    if not (_TABLES <= things <= _known() and sound and 0 < version <= SCHEMA_VERSION):
        raise LibraryError(f"{source} is no backup that this Dateline can read.", hint="Nothing was changed.")


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Return (type, name) of every table and index that a library or a backup may have."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        prepare(fresh)
        return frozenset({*fresh.execute("SELECT type, name FROM sqlite_schema"), ("table", "judged")})


def _is_ours(file: Path) -> bool:
    """Return whether a file is a backup of any version of Dateline, or empty."""
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
