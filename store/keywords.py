"""Entries of the keyword indexes, and queries and scopes in the syntax of FTS5 and SQL."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Literal

from domain.spelling import index_term, one_spelling
from domain.values import Scope
from text.index_words import index_words

Index = Literal["article_words", "passage_words"]


def add_entry(
    connection: sqlite3.Connection, index: Index, number: int, title: str, text: str, *, language: str | None
) -> None:
    """Add the words of a title and a text to a keyword index.

    Args:
        connection: with an open write transaction.
        index: the index.
        number: the row number of the article or passage.
        title: of the article.
        text: of the article or passage.
        language: the code by which words are stemmed; None: as English, like all words up to schema 15.
    """
    connection.execute(
        f"INSERT INTO {index} (rowid, title, text) VALUES (?, ?, ?)",
        (number, _indexed(title, language), _indexed(text, language)),
    )


def remove_entry(
    connection: sqlite3.Connection, index: Index, number: int, title: str, text: str, *, language: str | None
) -> None:
    """Remove an entry from a keyword index. All arguments must be those with which ``add_entry`` added it."""
    connection.execute(
        f"INSERT INTO {index} ({index}, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        (number, _indexed(title, language), _indexed(text, language)),
    )


def match_any(terms: Sequence[str]) -> str:
    """Return an FTS5 query that matches texts with any of the terms; valid for every input.

    Terms that differ only in spelling count once. A term that the tokenizer splits ("U.S.") matches as a phrase, one
    without any letter or digit matches nothing.
    """
    return " OR ".join(f'"{_plain(term)}"' for term in dict.fromkeys(map(index_term, terms))) or '""'


def in_scope(scope: Scope, column: str) -> tuple[str, list[str]]:
    """Return SQL conditions that limit a column of article ids to a scope, and their parameters.

    Each condition begins with AND. Raises ValueError for a scope with dates.
    """
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
    """Replace what an FTS5 string cannot hold: double quotes, NUL, lone surrogates."""
    printable = term.replace('"', " ").replace("\0", " ")
    return printable.encode("utf-8", "replace").decode("utf-8")
