"""Words and scopes as FTS5 and SQL take them."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Literal

from domain.spelling import index_term, one_spelling
from domain.values import Scope
from text.index_words import index_words

Index = Literal["article_words", "passage_words"]


def enter(
    connection: sqlite3.Connection, index: Index, number: int, title: str, text: str, *, language: str | None
) -> None:
    """Put the words of a title and a text into a keyword index; without a language as up to layout 15."""
    connection.execute(
        f"INSERT INTO {index} (rowid, title, text) VALUES (?, ?, ?)",
        (number, _indexed(title, language), _indexed(text, language)),
    )


def strike(
    connection: sqlite3.Connection, index: Index, number: int, title: str, text: str, *, language: str | None
) -> None:
    """Take out what was entered; title, text and language must be those that went in."""
    connection.execute(
        f"INSERT INTO {index} ({index}, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        (number, _indexed(title, language), _indexed(text, language)),
    )


def match_any(terms: Sequence[str]) -> str:
    """Return an FTS5 query for texts that hold any of the terms; no input can break it.

    A term in any of its spellings counts once. One that the tokenizer cuts ("U.S.") matches as a phrase; one of which
    nothing is left matches nothing.
    """
    return " OR ".join(f'"{_plain(term)}"' for term in dict.fromkeys(map(index_term, terms))) or '""'


def in_scope(scope: Scope, column: str) -> tuple[str, list[str]]:
    """Return SQL conditions (each begins with AND) for article ids of the scope, and their parameters."""
    conditions, parameters = "", []
    within, hidden = scope.ids()
    if within is not None:
        conditions += f" AND {column} IN (SELECT value FROM json_each(?))"
        parameters.append(json.dumps(sorted(within)))
    if hidden:
        conditions += f" AND {column} NOT IN (SELECT value FROM json_each(?))"
        parameters.append(json.dumps(sorted(hidden)))
    return conditions, parameters


def _indexed(text: str, language: str | None) -> str:
    return one_spelling(text) if language is None else index_words(text, language)


def _plain(term: str) -> str:
    """Return the term without what SQLite cannot take: a double quote, NUL, half a surrogate pair."""
    printable = term.replace('"', " ").replace("\0", " ")
    return printable.encode("utf-8", "replace").decode("utf-8")
