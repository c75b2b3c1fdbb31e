"""The tables. A change of any of them is a new SCHEMA_VERSION."""

import sqlite3

from domain.errors import LibraryError

SCHEMA_VERSION = 1

# The keyword indexes are contentless: FTS5 keeps the posting lists, the words stand once, in articles.text.
# Deleting an entry means handing FTS5 the very words that went in (SQLite before 3.43 knows no other way).
_TOKENIZER = "porter unicode61 remove_diacritics 2"

_TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', 0);

CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    identity TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    url TEXT,
    outlet TEXT,
    author TEXT,
    published TEXT,
    updated TEXT,
    digest TEXT NOT NULL,
    duplicate_of TEXT REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
    passages INTEGER NOT NULL,
    words INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX articles_by_digest ON articles (digest);
CREATE INDEX articles_by_original ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE TABLE passages (
    number INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector_key TEXT NOT NULL REFERENCES vectors (key) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (article, ordinal)
);
CREATE INDEX passages_by_vector ON passages (vector_key, article, ordinal);

CREATE TABLE vectors (key TEXT NOT NULL UNIQUE, vector BLOB NOT NULL);

CREATE TABLE sentences (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    vector_key TEXT NOT NULL REFERENCES vectors (key),
    PRIMARY KEY (article, vector_key)
) WITHOUT ROWID;
CREATE INDEX sentences_by_vector ON sentences (vector_key);

CREATE TABLE unfinished (article_id TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE VIRTUAL TABLE passage_words USING fts5 (title, text, content = '', tokenize = '{_TOKENIZER}');
CREATE VIRTUAL TABLE article_words USING fts5 (title, text, content = '', tokenize = '{_TOKENIZER}');

PRAGMA user_version = {SCHEMA_VERSION};
"""


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables in a new file; raise LibraryError for a file that is not ours."""
    if _version(connection) == SCHEMA_VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")  # another process may be making them at this moment
    try:
        version = _version(connection)
        if version == 0 and not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
        elif version != SCHEMA_VERSION:
            raise LibraryError(
                f"The library has layout {version}, this Dateline reads layout {SCHEMA_VERSION}.",
                hint="Use the Dateline that made it, or another folder (--library) and take the articles in again.",
            )
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
