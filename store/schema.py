"""The tables and their migrations. A change is a new step at the end of ``_STEPS``, never an edit of an old one."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from typing import Any

from domain.errors import LibraryError
from domain.values import ReasonKind
from store.keywords import add_entry

# The keyword indexes are contentless: FTS5 stores only the posting lists, the texts are in articles.text alone.
# To delete an entry, FTS5 must be given the same words again (SQLite before 3.43 has no other way).
_TOKENIZER = "porter unicode61 remove_diacritics 2"

_KEYWORDS = f"""
CREATE VIRTUAL TABLE passage_words USING fts5 (title, text, content = '', tokenize = '{_TOKENIZER}');
CREATE VIRTUAL TABLE article_words USING fts5 (title, text, content = '', tokenize = '{_TOKENIZER}');
"""

_FIRST = f"""
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

{_KEYWORDS}"""

_FROM_THE_WEB = """
ALTER TABLE articles ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;

CREATE TABLE addresses (
    address TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    etag TEXT,
    modified TEXT
) WITHOUT ROWID;
CREATE INDEX addresses_by_article ON addresses (article);
"""

_ONE_SPELLING = f"""
DROP TABLE passage_words;
DROP TABLE article_words;
{_KEYWORDS}"""

_FEEDS = """
CREATE TABLE feeds (url TEXT PRIMARY KEY, title TEXT NOT NULL, etag TEXT, modified TEXT) WITHOUT ROWID;

CREATE TABLE feed_entries (address TEXT PRIMARY KEY, feed TEXT NOT NULL) WITHOUT ROWID;
"""

_STORIES = """
ALTER TABLE articles ADD COLUMN story TEXT;
CREATE INDEX articles_by_story ON articles (story) WHERE story IS NOT NULL;

CREATE TABLE bands (
    place INTEGER NOT NULL,
    value INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    PRIMARY KEY (place, value, article)
) WITHOUT ROWID;
CREATE INDEX bands_by_article ON bands (article);
"""

_CORRECTIONS = """
CREATE TABLE corrections (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (article, field)
) WITHOUT ROWID;
"""

_CONVERSATIONS = f"""
CREATE TABLE conversations (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    changed TEXT NOT NULL
);
CREATE INDEX conversations_by_change ON conversations (changed);

CREATE TABLE exchanges (
    conversation INTEGER NOT NULL REFERENCES conversations (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    question TEXT NOT NULL,
    scope TEXT NOT NULL,
    answer TEXT,
    error TEXT,
    PRIMARY KEY (conversation, place)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE conversation_words USING fts5 (title, words, tokenize = '{_TOKENIZER}');
"""

_READERS = """
ALTER TABLE conversations ADD COLUMN reader TEXT NOT NULL DEFAULT '';
"""

_READ_AHEAD = """
ALTER TABLE articles ADD COLUMN unread INTEGER NOT NULL DEFAULT 1;
CREATE INDEX articles_unread ON articles (number) WHERE unread AND duplicate_of IS NULL;
"""

# Numbers are never reused (AUTOINCREMENT), since pages remember the numbers of their jobs.
_JOBS = """
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    asked TEXT NOT NULL,
    served INTEGER NOT NULL DEFAULT 0,
    stopped INTEGER NOT NULL DEFAULT 0,
    dismissed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE tasks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER NOT NULL REFERENCES jobs (number) ON DELETE CASCADE,
    lane TEXT NOT NULL,
    deed TEXT NOT NULL,
    name TEXT NOT NULL,
    fields TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL DEFAULT 0,
    outcome TEXT,
    data BLOB
);
CREATE INDEX tasks_by_job ON tasks (job, state);
CREATE INDEX tasks_open ON tasks (lane, due) WHERE state <> 'done';
"""

# The text of an article before its last change, to show what has changed.
_CHANGES = """
ALTER TABLE articles ADD COLUMN added TEXT;
ALTER TABLE articles ADD COLUMN changed TEXT;

CREATE TABLE previous (
    article TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    text TEXT NOT NULL
) WITHOUT ROWID;
"""

# A question that the article asks and, as the reader has found, answers; suggested in an empty conversation.
_SUGGESTIONS = """
ALTER TABLE articles ADD COLUMN suggestion TEXT;
UPDATE articles SET unread = 1;
"""

# Every open page polls the jobs, so finished tasks are counted when they finish. "later" marks the rest of a
# collection, which is expanded into tasks when the ones before it are done.
_COUNTS = """
ALTER TABLE jobs ADD COLUMN done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN deed TEXT;
ALTER TABLE tasks ADD COLUMN later INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET done = (SELECT count(*) FROM tasks WHERE job = jobs.number AND state = 'done'),
    deed = (SELECT max(deed) FROM tasks WHERE job = jobs.number);
"""


def _reasons_as_values(connection: sqlite3.Connection) -> None:
    """Migrate the reasons of stored statements from text ("number: 63") to values."""
    rows = connection.execute('SELECT conversation, place, answer FROM exchanges WHERE answer LIKE \'%"reasons":["%\'')
    for conversation, place, answer in rows.fetchall():
        connection.execute(
            "UPDATE exchanges SET answer = ? WHERE conversation = ? AND place = ?",
            (json.dumps(json.loads(answer, object_hook=_with_reasons), ensure_ascii=False), conversation, place),
        )


def _with_reasons(kept: dict[str, Any]) -> dict[str, Any]:
    if "reasons" in kept:
        parts = [reason.partition(": ") for reason in kept["reasons"]]
        kept["reasons"] = [
            {"kind": kind, "detail": detail}
            if kind in set(ReasonKind)
            else {"kind": "earlier", "detail": kind + colon + detail}
            for kind, colon, detail in parts
        ]
    return kept


# An answer's footer has become a value; that of an older answer is kept as text. Parts of an answer have no parts.
_FOOTERS = """
UPDATE exchanges SET answer = json_set(answer, '$.parts', json((
    SELECT json_group_array(json_set(value, '$.footer', json(iif(json_extract(value, '$.foot') <> '',
        json_object('text', json_extract(value, '$.foot')), 'null')))) FROM json_each(exchanges.answer, '$.parts')
)))
    WHERE json_array_length(answer, '$.parts') > 0;
UPDATE exchanges SET answer = json_set(answer, '$.footer', json_object('text', json_extract(answer, '$.foot')))
    WHERE json_extract(answer, '$.foot') <> '';
"""

# The language by which an article is stemmed in the keyword indexes; NULL: as before this step. It is indexed again
# when data is derived from its text.
_LANGUAGES = """
ALTER TABLE articles ADD COLUMN language TEXT;
UPDATE articles SET unread = 1;
"""

# Access tokens of other programs; "digest" is the SHA-256 of the secret, which is not stored.
_TOKENS = """
CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    "right" TEXT NOT NULL,
    name TEXT NOT NULL,
    user TEXT NOT NULL,
    made TEXT NOT NULL
) WITHOUT ROWID;
"""

# What the text of an article was extracted from, and by which library; NULL: it came in before this step.
_FORMATS = """
ALTER TABLE articles ADD COLUMN format TEXT;
ALTER TABLE articles ADD COLUMN extractor TEXT;
"""

# If another article appears at an article's address, the latter keeps everything but its identity, which goes to
# "stood_at". If a short notice appears there, its first words are stored as "notice".
_STANDINGS = """
ALTER TABLE articles ADD COLUMN stood_at TEXT;
ALTER TABLE articles ADD COLUMN replaced TEXT;
ALTER TABLE articles ADD COLUMN notice TEXT;
CREATE INDEX articles_by_former_identity ON articles (stood_at) WHERE stood_at IS NOT NULL;
CREATE INDEX articles_with_standing ON articles (id, notice, replaced) WHERE notice IS NOT NULL OR replaced IS NOT NULL;
"""

# Signs of prompt injection in a text, as JSON; NULL: not derived yet.
_FINDINGS = """
ALTER TABLE articles ADD COLUMN findings TEXT;
CREATE INDEX articles_unexamined ON articles (number) WHERE findings IS NULL;
"""

# Named sets of articles, and notes on them. ``reader`` is the user's id, as in conversations; ``key`` is the
# case-folded name, by which a collection is found.
_COLLECTIONS = """
CREATE TABLE collections (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    reader TEXT NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    shared INTEGER NOT NULL DEFAULT 0,
    UNIQUE (reader, key)
);
CREATE UNIQUE INDEX collections_shared ON collections (key) WHERE shared;

CREATE TABLE collected (
    collection INTEGER NOT NULL REFERENCES collections (number) ON DELETE CASCADE,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    added TEXT NOT NULL,
    PRIMARY KEY (collection, article)
) WITHOUT ROWID;
CREATE INDEX collected_by_article ON collected (article);

CREATE TABLE notes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    reader TEXT NOT NULL,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    made TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    quote TEXT,
    digest TEXT
);
CREATE INDEX notes_by_article ON notes (article, reader);
"""

_VERSIONS = """
CREATE TABLE former (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    ended TEXT NOT NULL
);
INSERT INTO former (article, digest, title, text, ended)
    SELECT a.id, sha256(p.text), a.title, p.text, coalesce(a.changed, '') FROM previous AS p
    JOIN articles AS a ON a.id = p.article ORDER BY a.number;
DROP TABLE previous;
ALTER TABLE former RENAME TO previous;
CREATE INDEX previous_by_article ON previous (article, number);
"""


def _every_version(connection: sqlite3.Connection) -> None:
    """Migrate the table of former versions: several for each article instead of only the last one."""
    connection.create_function("sha256", 1, _sha256, deterministic=True)
    for statement in _VERSIONS.split(";\n"):
        connection.execute(statement)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# The schedule on which feeds and articles are fetched again, and since when that fails.
_LOOKS = """
CREATE TABLE looks (
    place TEXT PRIMARY KEY,
    due REAL NOT NULL,
    failures INTEGER NOT NULL,
    failing_since TEXT,
    reason TEXT,
    quiet INTEGER NOT NULL,
    stopped INTEGER NOT NULL
) WITHOUT ROWID;
"""

# The offsets of a text's sentences, as JSON; NULL: findings, language and sentences have not been derived together yet,
# which a background job does for older articles.
_SENTENCES = """
ALTER TABLE articles ADD COLUMN sentences TEXT;
DROP INDEX articles_unexamined;
CREATE INDEX articles_unexamined ON articles (number) WHERE sentences IS NULL;
"""

# Drafts that users store; "aside" are the findings that they have dismissed, as JSON.
_DRAFTS = """
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    reader TEXT NOT NULL,
    text TEXT NOT NULL,
    aside TEXT NOT NULL,
    changed TEXT NOT NULL
) WITHOUT ROWID;
"""

# Standing questions, the articles that they have been asked of, their answers, and up to when a user has seen these.
_STANDING_QUESTIONS = """
CREATE TABLE standing_questions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    reader TEXT NOT NULL,
    question TEXT NOT NULL,
    made TEXT NOT NULL,
    UNIQUE (reader, question)
);

CREATE TABLE standing_asked (
    question INTEGER NOT NULL REFERENCES standing_questions (number) ON DELETE CASCADE,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    PRIMARY KEY (question, article)
) WITHOUT ROWID;
CREATE INDEX standing_asked_by_article ON standing_asked (article);

CREATE TABLE standing_answers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    question INTEGER NOT NULL REFERENCES standing_questions (number) ON DELETE CASCADE,
    asked TEXT NOT NULL,
    answer TEXT NOT NULL
);
CREATE INDEX standing_answers_by_question ON standing_answers (question, asked);

CREATE TABLE digests (reader TEXT PRIMARY KEY, seen TEXT NOT NULL) WITHOUT ROWID;
"""

_TURN_IDS = """
ALTER TABLE exchanges ADD COLUMN id TEXT;
CREATE UNIQUE INDEX exchanges_by_id ON exchanges (conversation, id) WHERE id IS NOT NULL
"""

# One-time codes that a browser extension exchanges for its token; "digest" is the SHA-256 of the code.
_PAIRING_CODES = """
CREATE TABLE pairing_codes (
    digest TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    expires REAL NOT NULL
) WITHOUT ROWID;
"""

# Events, derived from the articles and their vectors. "content" identifies the version of an article that was grouped,
# '' if it is to be grouped again; "found" are the disagreements as JSON, NULL if they have not been searched for.
_EVENTS = """
CREATE TABLE event_articles (
    article TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    content TEXT NOT NULL,
    event TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX event_articles_by_event ON event_articles (event);

CREATE TABLE event_pairs (
    one TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    other TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    probability REAL NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX event_pairs_by_other ON event_pairs (other);

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    found TEXT
) WITHOUT ROWID;
CREATE INDEX articles_by_day ON articles (substr(published, 1, 10)) WHERE duplicate_of IS NULL;
"""

# Removed articles, stored for some time so that they can be brought back.
_REMOVED = """
CREATE TABLE removed_articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL,
    identity TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT,
    outlet TEXT,
    author TEXT,
    published TEXT,
    updated TEXT,
    text TEXT NOT NULL,
    removed TEXT NOT NULL,
    removed_by TEXT NOT NULL
);
CREATE INDEX removed_articles_by_article ON removed_articles (article);
"""

# What users who had logged in did to articles. An entry outlives its article for as long as that can be brought back.
_EDITS = """
CREATE TABLE edits (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL,
    kind TEXT NOT NULL,
    user TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE INDEX edits_by_article ON edits (article, number);
INSERT INTO edits (article, kind, user, made)
    SELECT article, 'removed', removed_by, removed FROM removed_articles WHERE removed_by <> '' ORDER BY number;
"""

# The time of publication, where a page states it, by which the first report of an event is known.
_TIMES = """
ALTER TABLE articles ADD COLUMN published_at TEXT;
ALTER TABLE removed_articles ADD COLUMN published_at TEXT;
"""

_STEPS: tuple[str | Callable[[sqlite3.Connection], None], ...] = (
    *(_FIRST, _FROM_THE_WEB, _ONE_SPELLING, _FEEDS, _STORIES, _CORRECTIONS, _CONVERSATIONS),
    *(_READERS, _READ_AHEAD, _JOBS, _CHANGES, _COUNTS, _SUGGESTIONS, _reasons_as_values, _FOOTERS, _LANGUAGES),
    *(_TOKENS, _FORMATS, _STANDINGS, _FINDINGS),
    *(_COLLECTIONS, _every_version, _LOOKS, _SENTENCES, _DRAFTS, _STANDING_QUESTIONS),
    *(_TURN_IDS, _PAIRING_CODES, _EVENTS, _REMOVED, _EDITS, _TIMES),
)
"""The migrations, in order. The schema version (``PRAGMA user_version``) is the number of those that a file has had."""

_OTHER_SPELLING = 2
"""Up to this schema version words were indexed as printed, without ``one_spelling``."""

SCHEMA_VERSION = len(_STEPS)

MIRROR = "mirror"
"""Name of the row of ``meta`` that says how far a copy has followed its library in PostgreSQL; not backed up."""


def prepare(connection: sqlite3.Connection, layout: int = SCHEMA_VERSION) -> None:
    """Make the tables in a new file, or migrate an older file to the present schema.

    Args:
        connection: to the file, without a transaction.
        layout: the schema version to stop at.

    Raises:
        LibraryError: the file has a later schema, or is another program's.
    """
    if _version(connection) == layout:
        return
    connection.execute("BEGIN IMMEDIATE")  # another process may be making them at this moment
    try:
        version = _version(connection)
        foreign = version == 0 and connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
        if foreign or version > layout:
            raise LibraryError(
                f"The library has layout {version}, this Dateline reads layout {layout}.",
                hint="Use the Dateline that made it, or another folder (--library) and take the articles in again.",
            )
        for step in _STEPS[version:layout]:
            if callable(step):
                step(connection)
                continue
            for statement in step.split(";\n"):
                connection.execute(statement)
        if 0 < version <= _OTHER_SPELLING:
            fill_keywords(connection)
        connection.execute(f"PRAGMA user_version = {layout}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def remake_keywords(connection: sqlite3.Connection) -> None:
    """Rebuild the keyword indexes from articles and passages, inside a write transaction."""
    for statement in _ONE_SPELLING.split(";\n"):
        connection.execute(statement)
    fill_keywords(connection)


def fill_keywords(connection: sqlite3.Connection) -> None:
    """Add all articles and passages to the keyword indexes, which are empty."""
    articles = connection.execute("SELECT number, title, text, language FROM articles WHERE duplicate_of IS NULL")
    for number, title, text, language in articles:
        add_entry(connection, "article_words", number, title, text, language=language)
        passages = 'SELECT number, start, "end" FROM passages WHERE article = ?'
        for passage, start, end in connection.execute(passages, (number,)).fetchall():
            add_entry(connection, "passage_words", passage, title, text[start:end], language=language)


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
