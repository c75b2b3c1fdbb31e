"""Places in the articles of a folder: spans ``[start, end]`` in code points, end excluded."""

from collections.abc import Iterable, Mapping
from typing import Any

from evaluation.data import DataError, Row

_HINT = "See the README of the suites for the format."


def check_spans(where: str, row: Row, articles: Mapping[str, Row], spans: Iterable[Any]) -> None:
    """Check that a row's article is in the folder and that spans lie within its text.

    Args:
        where: the row's file and place in it, for the message.
        row: has ``article``.
        articles: the folder's articles by id; they have ``text``.
        spans: what should be pairs ``[start, end]``, not empty.

    Raises:
        DataError: no such article, or something else than a span within its text.
    """
    if row["article"] not in articles:
        raise DataError(f"{where}: the folder has no article {row['article']}.", hint=_HINT)
    length = len(articles[row["article"]]["text"])
    for span in spans:
        match span:
            case [int(start), int(end)] if 0 <= start < end <= length:
                continue
        raise DataError(f"{where}: {span} is no [start, end] within the article's {length} characters.", hint=_HINT)


def flattened(alternatives: Iterable[Any]) -> list[Any]:
    """Return the spans of all alternatives of ``core``, in order; what is no list is returned as it is."""
    return [
        span
        for alternative in alternatives
        for span in (alternative if isinstance(alternative, list) else [alternative])
    ]
