"""Libraries for tests, in each form in which there are any: one file, or PostgreSQL with a copy."""

from collections.abc import Callable
from pathlib import Path

from store import SqliteLibrary
from store.postgres import open_library
from store.postgres.mirror import MirrorConnections


class Stores:
    """Opens libraries of one form. A folder stands for one library, however often it is opened."""

    def __init__(self, make_database: Callable[[], str] | None) -> None:
        """``make_database`` returns the address of a new database with tables; None: libraries of one file."""
        self._make_database = make_database
        self.urls: dict[Path, str] = {}
        self._opened: list[SqliteLibrary] = []

    def open(
        self, folder: Path, *, lock_timeout_s: float = 60.0, copy: str = "", follow: bool = False
    ) -> SqliteLibrary:
        """Open a library; ``copy`` names a copy of its own, as on another machine, where the form has copies."""
        if self._make_database is None:
            library = SqliteLibrary(folder, lock_timeout_s=lock_timeout_s)
        else:
            url = str(self.settings(folder)["database_url"])
            library = open_library(url, folder / copy, lock_timeout_s=lock_timeout_s, follow=follow)
        self._opened.append(library)
        return library

    def settings(self, folder: Path) -> dict[str, object]:
        """Return the settings of a program over the library of a folder; there is no Chroma server for it."""
        if self._make_database is None:
            return {}
        if folder not in self.urls:
            self.urls[folder] = self._make_database()
        return {"database_url": self.urls[folder], "chroma_url": "http://127.0.0.1:9"}

    def close(self) -> None:
        """Close whatever was opened."""
        for library in self._opened:
            library.close()


def catch_up(library: SqliteLibrary) -> None:
    """Let a copy follow now; a library of one file has nothing to follow."""
    if isinstance(library.connections, MirrorConnections):
        library.connections.catch_up()
