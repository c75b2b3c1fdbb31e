"""The library in PostgreSQL, opened as one process reads and writes it."""

from pathlib import Path

from domain.versions import KEPT_VERSIONS
from store.library import SqliteLibrary, make_folder
from store.postgres.database import Database
from store.postgres.mirror import MirrorConnections

MIRROR_FILE = "mirror.sqlite3"


def open_library(
    url: str,
    folder: Path,
    *,
    lock_timeout_s: float = 60.0,
    kept_versions: int = KEPT_VERSIONS,
    follow: bool = False,
) -> SqliteLibrary:
    """Open a library that PostgreSQL holds.

    Args:
        url: of the database, as libpq takes it.
        folder: where this process has its copy; several processes of one machine may share it. Made when missing.
        lock_timeout_s: how long to wait while another process writes.
        kept_versions: how many former texts of an article stay.
        follow: whether the copy follows by itself what others write; else it is level when it is opened, and whenever
            this process writes.

    Raises:
        LibraryError: it cannot be reached and there is no copy of it yet, or its layout is another one.
    """
    connections = MirrorConnections(make_folder(folder) / MIRROR_FILE, Database(url), timeout_s=lock_timeout_s)
    if follow:
        connections.follow()
    return SqliteLibrary(folder, lock_timeout_s=lock_timeout_s, kept_versions=kept_versions, connections=connections)
