"""Events in the library's file. They are derived from the articles and can be computed again."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict

import numpy as np

from domain.events import Disagreement, Event, EventArticle, EventQuote, EventText, Group, in_order
from domain.protocols import Vectors
from store.connections import LibraryConnections

LEAD_CHARS = 1_200
"""How many characters of the beginning of a text articles are compared by."""
_LEAD_PASSAGES = 3
_DAY = "substr(a.published, 1, 10)"
_CONTENT = f"{_DAY} || ' ' || a.digest || ' ' || p.vector_key"
"""All that the grouping of an article depends on; a vector's key is a hash of embedder, title and passage."""
_TEXTS = (
    f"SELECT a.id, {_CONTENT}, a.title, substr(a.text, 1, {LEAD_CHARS}), {_DAY}, a.outlet, a.number FROM articles AS a"
    " JOIN passages AS p ON p.article = a.number AND p.ordinal = 0"
    " LEFT JOIN event_articles AS e ON e.article = a.id"
    f" WHERE a.duplicate_of IS NULL AND date({_DAY}) IS NOT NULL"
)
_MOMENT = "iif(a.published = substr(a.published_at, 1, 10), a.published_at, a.published)"
"""When an article was published, as exactly as it is known; a day that was corrected by hand is right."""
_FIELDS = ("id", "content", "title", "lead", "day", "outlet")


class SqliteEvents:
    """Implements domain.events.EventBook."""

    def __init__(self, connections: LibraryConnections) -> None:
        self._connections = connections

    def ungrouped(self, limit: int) -> list[EventText]:
        """Return articles that are new or changed since they were grouped, the earliest day of publication first."""
        condition = f"AND e.content IS NOT {_CONTENT} ORDER BY {_DAY}, a.id LIMIT ?"
        with self._connections.reading() as connection:
            return _texts(connection, condition, (limit,))

    def near(self, first: str, last: str) -> list[EventText]:
        """Return the articles published between two days (ISO 8601), both included."""
        with self._connections.reading() as connection:
            return _texts(connection, f"AND {_DAY} BETWEEN ? AND ?", (first, last))

    def regroup(self, compared: Sequence[EventText], pairs: Mapping[tuple[str, str], float], group: Group) -> None:
        """Replace the pairs of some articles and group what is connected to them; see domain.events.EventBook."""
        with self._connections.writing() as connection:
            ids = _json(one.id for one in compared)
            now = _texts(connection, "AND a.id IN (SELECT value FROM json_each(?))", (ids,))
            contents = {one.id: one.content for one in now}
            current = {one.id for one in compared if contents.get(one.id) == one.content}
            start = current | {end for pair in _pairs(connection, current) for end in pair}
            _replace_pairs(connection, current, pairs)
            reached = _reached(connection, start)
            within = _pairs(connection, reached)
            before = _members(connection, reached)
            known = dict(_rows(connection, "content", reached)) | {one: contents[one] for one in current}
            grouped = [(articles, min(articles)) for articles in group(sorted(reached), within)]
            connection.executemany(
                "INSERT OR REPLACE INTO event_articles (article, content, event) VALUES (?, ?, ?)",
                ((one, known.get(one, ""), event) for articles, event in grouped for one in articles),
            )
            for articles, event in grouped:
                if len(articles) > 1 and (set(articles) != before.get(event) or current & set(articles)):
                    connection.execute(
                        "INSERT OR REPLACE INTO events (id, name) SELECT ?, title FROM articles WHERE id = ?",
                        (event, articles[0]),
                    )
            connection.execute(
                "DELETE FROM events WHERE (SELECT count(*) FROM event_articles WHERE event = events.id) < 2"
            )

    def unexamined(self, limit: int) -> list[Event]:
        """Return events whose disagreements have not been searched for."""
        with self._connections.reading() as connection:
            return read_events(connection, "e.id IN (SELECT id FROM events WHERE found IS NULL LIMIT ?)", (limit,))

    def note_disagreements(self, event: Event, found: Sequence[Disagreement]) -> None:
        """Store the disagreements of an event, unless its articles have changed meanwhile."""
        with self._connections.writing() as connection:
            if [one.articles for one in read_events(connection, "e.id = ?", (event.id,))] == [event.articles]:
                kept = json.dumps([asdict(one) for one in found], ensure_ascii=False)
                connection.execute("UPDATE events SET found = ? WHERE id = ?", (kept, event.id))

    def events(self, *, since: str | None = None, limit: int | None = None) -> list[Event]:
        """Return the events, the one with the newest article first."""
        changed = (
            "e.id IN (SELECT g.event FROM articles AS n JOIN event_articles AS g"
            " ON g.article = coalesce(n.duplicate_of, n.id) WHERE coalesce(n.changed, n.added) >= ?)"
        )
        with self._connections.reading() as connection:
            found = read_events(connection, changed, (since,)) if since else read_events(connection, "true", ())
        return sorted(found, key=lambda one: (one.last_day or "", one.id), reverse=True)[:limit]

    def event_of(self, article_id: str) -> Event | None:
        """Return the event of an article; None if no other article is about it."""
        with self._connections.reading() as connection:
            return read_event_of(connection, article_id)


def ungroup(connection: sqlite3.Connection, article_id: str) -> None:
    """Take an article out of its event, before it changes or is removed, and mark the others to be grouped again."""
    event = "(SELECT event FROM event_articles WHERE article = ?)"
    connection.execute(f"UPDATE event_articles SET content = '' WHERE event = {event}", (article_id,))
    connection.execute("DELETE FROM event_articles WHERE article = ?", (article_id,))
    connection.execute("DELETE FROM event_pairs WHERE one = :id OR other = :id", {"id": article_id})


def read_event_of(connection: sqlite3.Connection, article_id: str) -> Event | None:
    """Return the event of an article; for a duplicate, that of its original."""
    condition = (
        "e.id = (SELECT event FROM event_articles"
        " WHERE article = (SELECT coalesce(duplicate_of, id) FROM articles WHERE id = ?))"
    )
    return next(iter(read_events(connection, condition, (article_id,))), None)


def read_events(connection: sqlite3.Connection, condition: str, parameters: Sequence[object]) -> list[Event]:
    """Return the events that meet an SQL condition on the table ``events`` (``e``) and have two articles or more."""
    rows = connection.execute(
        f"SELECT e.id, e.name, e.found, a.id, a.digest, a.title, a.outlet, {_MOMENT}, a.url,"
        " coalesce(a.changed, a.added, '') FROM events AS e"
        " JOIN event_articles AS g ON g.event = e.id"
        " JOIN articles AS a ON a.id = g.article OR a.duplicate_of = g.article"
        f" WHERE {condition} ORDER BY e.id, a.number",
        parameters,
    )
    found: dict[tuple[str, str, str | None], list[EventArticle]] = {}
    for event, name, kept, *article in rows:
        fields = ("id", "digest", "title", "outlet", "published", "url", "when")
        found.setdefault((event, name, kept), []).append(EventArticle(**dict(zip(fields, article, strict=True))))
    return [
        Event(
            id=event,
            name=name,
            articles=in_order(articles),
            disagreements=None if kept is None else _disagreements(kept, {one.id for one in articles}),
        )
        for (event, name, kept), articles in found.items()
        if len(articles) > 1
    ]


def _texts(connection: sqlite3.Connection, condition: str, parameters: Sequence[object]) -> list[EventText]:
    rows = connection.execute(f"{_TEXTS} {condition}", parameters).fetchall()
    vectors: dict[int, list[Vectors]] = {}
    passages = connection.execute(
        "SELECT p.article, v.vector FROM passages AS p JOIN vectors AS v ON v.key = p.vector_key"
        f" WHERE p.ordinal < {_LEAD_PASSAGES} AND p.article IN (SELECT value FROM json_each(?)) ORDER BY p.ordinal",
        (json.dumps([row[-1] for row in rows]),),
    )
    for number, vector in passages:
        vectors.setdefault(number, []).append(np.frombuffer(vector, dtype="<f4"))
    return [
        EventText(
            id=id_, content=content, title=title, lead=lead, day=day, outlet=outlet, vectors=np.stack(vectors[number])
        )
        for id_, content, title, lead, day, outlet, number in rows
    ]


def _disagreements(kept: str, articles: Collection[str]) -> tuple[Disagreement, ...]:
    """Parse stored disagreements; those of articles that have been removed since are left out."""
    sides = ((EventQuote(**one["one"]), EventQuote(**one["other"])) for one in json.loads(kept))
    return tuple(
        Disagreement(one=one, other=other) for one, other in sides if {one.article_id, other.article_id} <= {*articles}
    )


def _replace_pairs(
    connection: sqlite3.Connection, articles: Collection[str], pairs: Mapping[tuple[str, str], float]
) -> None:
    connection.execute(
        "DELETE FROM event_pairs WHERE one IN (SELECT value FROM json_each(:ids))"
        " OR other IN (SELECT value FROM json_each(:ids))",
        {"ids": _json(articles)},
    )
    connection.executemany(  # an article may have been removed meanwhile
        "INSERT OR REPLACE INTO event_pairs (one, other, probability) SELECT x.id, y.id, :probability"
        " FROM articles AS x, articles AS y WHERE x.id = :one AND y.id = :other",
        (
            {"one": one, "other": other, "probability": probability}
            for (one, other), probability in pairs.items()
            if one in articles or other in articles
        ),
    )


def _reached(connection: sqlite3.Connection, articles: Collection[str]) -> set[str]:
    """Return these articles and all that are connected to them by pairs, directly or through others."""
    rows = connection.execute(
        "WITH RECURSIVE reached (id) AS (SELECT value FROM json_each(?) UNION"
        " SELECT iif(p.one = r.id, p.other, p.one) FROM reached AS r JOIN event_pairs AS p"
        " ON p.one = r.id OR p.other = r.id) SELECT id FROM reached",
        (_json(articles),),
    )
    return {row[0] for row in rows}


def _pairs(connection: sqlite3.Connection, articles: Collection[str]) -> dict[tuple[str, str], float]:
    """Return the pairs with one of these articles."""
    rows = connection.execute(
        "SELECT one, other, probability FROM event_pairs WHERE one IN (SELECT value FROM json_each(:ids))"
        " OR other IN (SELECT value FROM json_each(:ids))",
        {"ids": _json(articles)},
    )
    return {(one, other): probability for one, other, probability in rows}


def _members(connection: sqlite3.Connection, articles: Collection[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for article, event in _rows(connection, "event", articles):
        found.setdefault(event, set()).add(article)
    return found


def _rows(connection: sqlite3.Connection, column: str, articles: Collection[str]) -> list[tuple[str, str]]:
    return connection.execute(
        f"SELECT article, {column} FROM event_articles WHERE article IN (SELECT value FROM json_each(?))",
        (_json(articles),),
    ).fetchall()


def _json(values: Iterable[str]) -> str:
    return json.dumps(sorted(values))
