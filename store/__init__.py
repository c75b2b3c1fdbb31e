"""What is kept, in one SQLite file. All SQL lives in this room."""

from store.library import SqliteLibrary

__all__ = ["SqliteLibrary"]
