"""Open a library in PostgreSQL through a local copy."""

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
        kept_versions: how many former versions of an article are stored.
        follow: whether a thread keeps the copy up to date with other processes; else it is brought up to date when it
            is opened, and whenever this process writes.

    Raises:
        LibraryError: the database cannot be reached and there is no copy yet, or its schema is another one.
    """
    connections = MirrorConnections(make_folder(folder) / MIRROR_FILE, Database(url), timeout_s=lock_timeout_s)
    if follow:
        connections.follow()
    return SqliteLibrary(folder, lock_timeout_s=lock_timeout_s, kept_versions=kept_versions, connections=connections)
