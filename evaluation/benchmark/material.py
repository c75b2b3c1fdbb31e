"""Articles to measure with: a folder's own, or the samples; repeated with changed words where there are too few."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from domain.language import content_words
from evaluation.data import Data

ROOT = Path(__file__).parents[2]
ARTICLES, QUESTIONS = "articles.jsonl.gz", "questions.jsonl"
_WORD = re.compile(r"[^\W\d_]{5,}")
_CHANGED = 3
"""Of every so many longer words one becomes another one in a copy: enough to be another story in other words."""
_ASKED_WORDS = 6

Row = dict[str, str]


def articles(data: Path | None, count: int) -> list[Row]:
    """Return ``count`` articles (``id``, ``title``, ``text``); of a folder those of its ``articles.jsonl.gz``."""
    return list(islice(endless(data), count))


def endless(data: Path | None) -> Iterator[Row]:
    """Yield articles without end: the originals, then copies of them in which words are changed."""
    return _without_end(_originals(data))


def questions(data: Path | None, rows: Sequence[Row]) -> Iterator[str]:
    """Yield questions without end, each another one: the folder's own first, then about words of the articles."""
    suite = _suite(data)
    if suite and suite.has(QUESTIONS):
        yield from (str(row["question"]) for row in suite.rows(QUESTIONS, "question"))
    for number in range(10**9):
        row = rows[number * 7 % len(rows)]
        words = content_words(row["text"])
        start = _drawn(f"{number}", max(1, len(words) - _ASKED_WORDS))
        yield f"What is said about {' '.join(words[start : start + _ASKED_WORDS])}?"


def _originals(data: Path | None) -> list[Row]:
    suite = _suite(data)
    if suite:
        return [{name: str(row[name]) for name in ("id", "title", "text")} for row in suite.rows(ARTICLES)]
    return [
        {"id": path.stem, "title": path.stem.replace("-", " "), "text": path.read_text("utf-8").split("---\n")[-1]}
        for path in sorted((ROOT / "articles").glob("*.md"))
    ]


def _suite(data: Path | None) -> Data | None:
    if data is None:
        return None
    return Data(data if (data / ARTICLES).exists() else data / "news-search")


def _without_end(originals: Sequence[Row]) -> Iterator[Row]:
    yield from originals
    vocabulary = sorted({word for row in originals for word in _WORD.findall(row["text"])})
    for copy in range(1, 10**9):
        for row in originals:
            yield {"id": f"{row['id']}-{copy}", "title": row["title"], "text": _changed(row["text"], copy, vocabulary)}


def _changed(text: str, copy: int, vocabulary: Sequence[str]) -> str:
    def other(match: re.Match[str]) -> str:
        word = match.group()
        drawn = _drawn(f"{copy} {word}", _CHANGED * len(vocabulary))
        return vocabulary[drawn // _CHANGED] if drawn % _CHANGED == 0 else word

    return _WORD.sub(other, text)


def _drawn(seed: str, below: int) -> int:
    """Return a number from 0 to below ``below``, the same in every run."""
    return int.from_bytes(hashlib.blake2b(seed.encode("utf-8", "replace"), digest_size=8).digest()) % below
