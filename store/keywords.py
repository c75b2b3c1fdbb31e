"""Words and scopes as FTS5 and SQL take them."""

import json
from collections.abc import Sequence

from domain.values import Scope


def match_any(terms: Sequence[str]) -> str:
    """Return an FTS5 query for texts that hold any of the terms; no input can break it.

    A term that the tokenizer cuts ("U.S.") matches as a phrase; one of which nothing is left matches nothing.
    """
    return " OR ".join(f'"{_plain(term)}"' for term in dict.fromkeys(terms)) or '""'


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


def _plain(term: str) -> str:
    """Return the term without what SQLite cannot take: a double quote, NUL, half a surrogate pair."""
    printable = term.replace('"', " ").replace("\0", " ")
    return printable.encode("utf-8", "replace").decode("utf-8")
