"""SQL statements that change articles; each function is called inside a write transaction."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from domain.dates import utc_now
from domain.derived import Derived, Span
from domain.errors import UnknownArticle
from domain.protocols import Vectors
from domain.writing import Version
from store.events import ungroup
from store.keywords import add_entry, remove_entry
from store.reading import generation
from store.removed import keep_removed

_FIELDS = (
    "identity, title, url, outlet, author, published, updated, digest, duplicate_of, passages, words, text, format,"
    " extractor, published_at"
)
_DERIVED = ("findings", "language", "sentences")


def put_vectors(connection: sqlite3.Connection, vectors: Mapping[str, Vectors]) -> None:
    """Store vectors by key; a vector that is stored already stays as it is."""
    rows = ((key, np.asarray(vector, dtype="<f4").tobytes()) for key, vector in vectors.items())
    connection.executemany("INSERT INTO vectors (key, vector) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def put_version(connection: sqlite3.Connection, version: Version, *, former: int) -> set[str]:
    """Store an article, or a new version of it.

    Args:
        connection: with an open write transaction.
        version: what to store.
        former: how many former versions of the article to keep.

    Returns:
        The keys of vectors that may no longer be referred to (see ``drop_unreferenced``).
    """
    if version.displaces is not None:
        _displace(connection, version.displaces, same_place=version.same_place)
    ungroup(connection, version.article.id)
    left = take_out_passages(connection, version.article.id)
    _forget_old_sentences(connection, version, left)
    _keep_previous(connection, version, former)
    number = _put_article(connection, version)
    if version.displaces is not None:
        _lead_to(connection, version.displaces, version.article.id)
    if version.story is not None or version.duplicate_of is not None:  # a duplicate is in no group of its own
        put_duplicate_group(connection, number, version.story, version.bands)
    rows = [(version.article.id, field, value) for field, value in (version.corrected or {}).items()]
    connection.executemany("INSERT OR REPLACE INTO corrections VALUES (?, ?, ?)", rows)
    if version.duplicate_of is not None:
        return left
    article = version.article
    language: str | None = connection.execute("SELECT language FROM articles WHERE number = ?", (number,)).fetchone()[0]
    add_entry(connection, "article_words", number, article.source.title, article.text, language=language)
    for passage, key in zip(version.passages, version.keys, strict=True):
        row: int = connection.execute(
            'INSERT INTO passages (article, ordinal, start, "end", vector_key) VALUES (?, ?, ?, ?, ?) RETURNING number',
            (number, passage.ordinal, passage.start, passage.end, key),
        ).fetchone()[0]
        add_entry(connection, "passage_words", row, article.source.title, passage.text, language=language)
    return left


def withdraw(connection: sqlite3.Connection, article_id: str, notice: str) -> None:
    """Mark an article as withdrawn: store the first words of the notice that has replaced it."""
    connection.execute("UPDATE articles SET gone = 1, notice = ? WHERE id = ?", (notice, article_id))


def _displace(connection: sqlite3.Connection, article_id: str, *, same_place: bool) -> None:
    """Take an article's identity away for another article, and store since when, if the identity is an address.

    The time is not stored if the article was found at other addresses and only gave this one as its own: it is still
    fetched where it was found.
    """
    connection.execute(
        "UPDATE articles SET stood_at = identity, identity = identity || '#' || id, replaced = CASE"
        " WHEN (identity LIKE 'file:%' OR identity LIKE 'url:%') AND (:same_place OR NOT EXISTS"
        " (SELECT 1 FROM addresses WHERE article = articles.id)) THEN :now END WHERE id = :id",
        {"id": article_id, "now": utc_now(), "same_place": same_place},
    )


def _lead_to(connection: sqlite3.Connection, former_id: str, article_id: str) -> None:
    """Move the addresses of an article that was replaced at its published place to the article that replaced it."""
    connection.execute(
        "UPDATE addresses SET article = ?, etag = NULL, modified = NULL"
        " WHERE article = (SELECT id FROM articles WHERE id = ? AND replaced IS NOT NULL)",
        (article_id, former_id),
    )


def take_out_passages(connection: sqlite3.Connection, article_id: str) -> set[str]:
    """Delete an article's passages and its entries in the keyword indexes; return the passages' vector keys."""
    found = connection.execute(
        "SELECT number, title, text, language, duplicate_of FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    if found is None or found[4] is not None:
        return set()
    number, title, text, language, _ = found
    remove_entry(connection, "article_words", number, title, text, language=language)
    rows = connection.execute(
        'SELECT number, start, "end", vector_key FROM passages WHERE article = ?', (number,)
    ).fetchall()
    for row in rows:
        remove_entry(connection, "passage_words", row[0], title, text[row[1] : row[2]], language=language)
    connection.execute("DELETE FROM passages WHERE article = ?", (number,))
    return {row[3] for row in rows}


def keep_derived(connection: sqlite3.Connection, article_id: str, digest: str, derived: Derived) -> None:
    """Store data derived from the text with this digest, unless the article's text has changed meanwhile.

    An article that was indexed before schema 16 is indexed again, stemmed by its language.
    """
    found = connection.execute(
        "SELECT number, title, text, language, duplicate_of FROM articles WHERE id = ? AND digest = ?",
        (article_id, digest),
    ).fetchone()
    if found is None:
        return
    number, title, text, language, duplicate_of = found
    if language is None and duplicate_of is None:
        rows = connection.execute('SELECT number, start, "end" FROM passages WHERE article = ?', (number,)).fetchall()
        remove_entry(connection, "article_words", number, title, text, language=None)
        add_entry(connection, "article_words", number, title, text, language=derived.language)
        for row, start, end in rows:
            remove_entry(connection, "passage_words", row, title, text[start:end], language=None)
            add_entry(connection, "passage_words", row, title, text[start:end], language=derived.language)
    findings, own, sentences = _derived_values(derived)
    connection.execute(
        "UPDATE articles SET findings = ?, language = ?, sentences = ? WHERE number = ?",
        (findings, language or own, sentences, number),
    )


def remove_article(connection: sqlite3.Connection, article_id: str, removed_by: str) -> set[str]:
    """Remove an article and all that belongs to it; return the keys of vectors that may no longer be referred to.

    Its source and text are stored for some time, with the name of the user who removed it.
    """
    keep_removed(connection, article_id, removed_by)
    ungroup(connection, article_id)
    left = take_out_passages(connection, article_id)
    rows = connection.execute(
        "SELECT vector_key FROM sentences WHERE article = (SELECT number FROM articles WHERE id = ?)", (article_id,)
    ).fetchall()
    if connection.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount == 0:
        raise UnknownArticle(f"There is no article {article_id}.", hint="It may have been removed; see --list.")
    return left | {row[0] for row in rows}


def drop_unreferenced(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Delete those of the vectors that neither a passage nor a sentence refers to."""
    connection.executemany(
        "DELETE FROM vectors WHERE key = :key"
        " AND NOT EXISTS (SELECT 1 FROM passages WHERE vector_key = :key)"
        " AND NOT EXISTS (SELECT 1 FROM sentences WHERE vector_key = :key)",
        ({"key": key} for key in keys),
    )


def move_generation(connection: sqlite3.Connection) -> int:
    """Increase the generation by one; return it."""
    connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")
    return generation(connection)


def _put_article(connection: sqlite3.Connection, version: Version) -> int:
    article, source = version.article, version.article.source
    values = (
        version.identity,
        source.title,
        source.url,
        source.outlet,
        source.author,
        source.published,
        source.updated,
        article.digest,
        version.duplicate_of,
        len(version.passages),
        len(article.text.split()),
        article.text,
        source.format,
        source.extractor,
        source.published_at,
    )
    back = "gone = 0, notice = NULL, stood_at = NULL, replaced = NULL, " if version.found else ""
    fields = ", ".join(f"{name} = excluded.{name}" for name in _FIELDS.split(", "))
    same = "excluded.sentences IS NULL AND digest = excluded.digest"
    kept = ", ".join(f"{name} = CASE WHEN {same} THEN {name} ELSE excluded.{name} END" for name in _DERIVED)
    changes = f"{back}unread = 1, {kept}, {fields}"
    number: int = connection.execute(
        f"INSERT INTO articles (id, added, {', '.join(_DERIVED)}, {_FIELDS}) VALUES ({', '.join('?' * 20)})"
        f" ON CONFLICT (id) DO UPDATE SET {changes} RETURNING number",
        (article.id, utc_now(), *_derived_values(version.derived), *values),
    ).fetchone()[0]
    return number


def _derived_values(derived: Derived | None) -> tuple[str | None, str | None, str | None]:
    """Return the values of the columns _DERIVED; None each for a text without derived data."""
    if derived is None:
        return None, None, None
    findings = json.dumps([(one.trick, one.words) for one in derived.findings], ensure_ascii=False)
    return findings, derived.language, json.dumps([_short(span) for span in derived.spans], separators=(",", ":"))


def _short(span: Span) -> list[int | None]:
    """Return a span as a list, shortened to start, end and line unless it is a heading or a list item."""
    if not (span.heading or span.listed):
        return [span.start, span.end, span.line]
    return [span.start, span.end, span.line, span.heading, span.listed, span.under]


def _forget_old_sentences(connection: sqlite3.Connection, version: Version, left: set[str]) -> None:
    """Delete an article's sentence vectors if its text or title changes; add their keys to ``left``."""
    rows = connection.execute(
        "DELETE FROM sentences WHERE article ="
        " (SELECT number FROM articles WHERE id = ? AND (digest <> ? OR title <> ?)) RETURNING vector_key",
        (version.article.id, version.article.digest, version.article.source.title),
    ).fetchall()
    left.update(row[0] for row in rows)


def _keep_previous(connection: sqlite3.Connection, version: Version, former: int) -> None:
    """Store the present text as a former version, with the time, if the new version has another text."""
    article, now = version.article, utc_now()
    kept = connection.execute(
        "INSERT INTO previous (article, digest, title, text, ended)"
        " SELECT id, digest, title, text, ? FROM articles WHERE id = ? AND digest <> ?",
        (now, article.id, article.digest),
    )
    if kept.rowcount > 0:
        connection.execute("UPDATE articles SET changed = ? WHERE id = ?", (now, article.id))
        connection.execute(
            "DELETE FROM previous WHERE article = :id AND number NOT IN"
            " (SELECT number FROM previous WHERE article = :id ORDER BY number DESC LIMIT :former)",
            {"id": article.id, "former": former},
        )


def put_duplicate_group(connection: sqlite3.Connection, number: int, story: str | None, bands: Sequence[int]) -> None:
    """Store the near-duplicate group of an article and its MinHash bands."""
    connection.execute("UPDATE articles SET story = ? WHERE number = ?", (story, number))
    connection.execute("DELETE FROM bands WHERE article = ?", (number,))
    rows = ((place, value, number) for place, value in enumerate(bands))
    connection.executemany("INSERT INTO bands VALUES (?, ?, ?)", rows)
