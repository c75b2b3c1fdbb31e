"""Consistency checks of the library's file, and repairs."""

from collections.abc import Sequence

from domain.errors import LibraryBusy, LibraryError
from store.connections import LibraryConnections
from store.schema import remake_keywords
from store.writing import put_duplicate_group

_MOST = 5
"""How many lines of damage are reported; a damaged file can have thousands."""


class SqliteCheckup:
    """Implements domain.care.Checkup for the library's file."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def damage(self) -> list[str]:
        """Return what SQLite finds wrong with the file, and rows that refer to nothing."""
        try:
            return self._damage()
        except LibraryBusy:
            raise
        except LibraryError as error:  # so damaged that the check itself fails
            return [str(error.args[0])]

    def _damage(self) -> list[str]:
        with self._connections.reading() as connection:
            lines = [str(row[0]) for row in connection.execute(f"PRAGMA quick_check({_MOST})")]
            lost = connection.execute('SELECT count(*), "table" FROM pragma_foreign_key_check GROUP BY 2').fetchall()
        stated = [f"{count} of {table} refer to nothing" for count, table in lost if table != "passages"]
        return [line for line in lines if line != "ok"] + stated

    def without_vectors(self) -> list[str]:
        """Return the ids of articles with a passage whose vector is not stored."""
        return self._ids(
            "SELECT DISTINCT a.id FROM passages AS p JOIN articles AS a ON a.number = p.article"
            " LEFT JOIN vectors AS v ON v.key = p.vector_key WHERE v.key IS NULL"
        )

    def misread(self) -> list[str]:
        """Return the ids of articles whose passages do not cover the text without gap or overlap."""
        return self._ids(
            'SELECT a.id FROM articles AS a LEFT JOIN (SELECT article, min(start) AS first, max("end") AS last,'
            ' sum("end" - start) AS length, count(*) AS count FROM passages GROUP BY article) AS p'
            " ON p.article = a.number WHERE a.duplicate_of IS NULL AND (coalesce(p.count, 0) <> a.passages"
            " OR p.first <> 0 OR p.last <> length(a.text) OR p.length <> length(a.text))"
        )

    def keywords_differ(self) -> bool:
        """Return whether a keyword index is damaged, or differs in size from the articles or passages."""
        counted = (
            ("passage_words", "SELECT count(*) FROM passages"),
            ("article_words", "SELECT count(*) FROM articles WHERE duplicate_of IS NULL"),
        )
        try:
            with self._connections.writing() as connection:
                for table, wanted in counted:
                    connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
                    held = connection.execute(f"SELECT count(*) FROM {table}_docsize").fetchone()
                    if held != connection.execute(wanted).fetchone():
                        return True
        except LibraryBusy:
            raise
        except LibraryError:  # FTS5 calls a broken index a broken file
            return True
        return False

    def remake_keywords(self) -> None:
        """Rebuild the keyword indexes."""
        with self._connections.writing() as connection:
            remake_keywords(connection)

    def unlabelled(self) -> list[str]:
        """Return the ids of articles without a near-duplicate group."""
        return self._ids("SELECT id FROM articles WHERE story IS NULL AND duplicate_of IS NULL")

    def label(self, article_id: str, story: str, bands: Sequence[int]) -> None:
        """Store the near-duplicate group of an article and its MinHash bands."""
        with self._connections.writing() as connection:
            row = connection.execute("SELECT number FROM articles WHERE id = ?", (article_id,)).fetchone()
            if row is not None:
                put_duplicate_group(connection, row[0], story, bands)

    def _ids(self, query: str) -> list[str]:
        with self._connections.reading() as connection:
            return [row[0] for row in connection.execute(query)]
