"""A library that several machines share: PostgreSQL holds it, and each process reads a SQLite copy that follows it.

Writing runs the same statements as in a library of one file, on the copy, while PostgreSQL's lock is held; the rows
that they changed are then committed to PostgreSQL, and after that in the copy. Both forms have one implementation.
"""

from store.postgres.layout import migrate
from store.postgres.library import open_library

__all__ = ["migrate", "open_library"]
