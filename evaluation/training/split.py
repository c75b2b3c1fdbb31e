"""``python -m evaluation.training.split``: write the tenth of the training data that is kept out of training.

Training articles are divided by a seeded hash of their id: an article stays on its side whatever else is there.
"""

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from domain.errors import DatelineError
from domain.piped import while_read
from evaluation.data import Data, DataError, Row
from evaluation.spans import check_spans, flattened
from evaluation.suites import reading, statements

READING = "reading/train.jsonl.gz"
STATEMENTS = "statements/train.jsonl.gz"
ARTICLES = "news-search/articles.jsonl.gz"
"""The articles that the training files ask about."""

_SEED = "dateline reader 1:"
_ONE_IN = 10


def kept_out(ids: Iterable[str]) -> set[str]:
    """Return the article ids that training must not see: about one in ten, the same ones each time."""
    return {article_id for article_id in ids if _hashed(article_id) % _ONE_IN == 0}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 if the folder was written, else 1. argparse exits with 2 on wrong use."""
    options = _parser().parse_args(arguments)
    try:
        articles, questions, claims = write_kept_out(Data(options.data), options.out, most=options.articles)
    except DatelineError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{options.out}: {articles} articles, {questions} questions, {claims} statements")
    return 0


def write_kept_out(data: Data, out: Path, *, most: int | None = None) -> tuple[int, int, int]:
    """Write the kept-out articles with their questions and statements as a folder of suites.

    Args:
        data: the folder with the training files and their articles.
        out: the folder to write, made when missing; it must be empty.
        most: how many articles at most, in the order of their hashes, so that fewer are part of more; None: all.

    Returns:
        How many articles, questions and statements were written.

    Raises:
        DataError: a training file is missing or malformed, or the folder is not empty or cannot be written.
    """
    articles = data.by_id(ARTICLES, "title", "text")
    asked = _checked(data, READING, articles, ("article", "kind", "question", "core", "ok"))
    claimed = _checked(data, STATEMENTS, articles, ("id", "article", "claim", "supported", "kind", "evidence"))
    ids = kept_out(row["article"] for row in (*asked, *claimed))
    chosen = set(sorted(ids, key=_hashed)[:most])
    texts = [row for name, row in articles.items() if name in chosen]
    questions = [_question(number, row) for number, row in enumerate(asked, start=1) if row["article"] in chosen]
    claims = [row for row in claimed if row["article"] in chosen]
    files = {
        reading.ARTICLES: texts,
        reading.QUESTIONS: questions,
        statements.ARTICLES: texts,
        statements.CLAIMS: claims,
    }
    try:
        if out.exists() and any(out.iterdir()):
            raise DataError(f"{out} is not empty.", hint="Name a new folder with --out, or remove this one.")
        for name, rows in files.items():
            _write(out / name, rows)
    except OSError as error:
        raise DataError(f"{out} cannot be written: {error}.", hint="Name another folder with --out.") from error
    return len(texts), len(questions), len(claims)


def _hashed(article_id: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{_SEED}{article_id}".encode()).digest())


def _checked(data: Data, file: str, articles: dict[str, Row], fields: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows of a training file; each has its article and spans within it."""
    rows = data.rows(file, *fields)
    for number, row in enumerate(rows, start=1):
        spans = row["evidence"] if "evidence" in row else [*flattened(row["core"]), *row["ok"]]
        check_spans(f"{file}, line {number}", row, articles, spans)
    return rows


def _question(number: int, row: Row) -> Row:
    """Return a training question as an item of reading; its id is its line's number in the training file."""
    return {"id": str(number), **row, "answerable": bool(row["core"]), "key": []}


def _write(path: Path, rows: Sequence[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    packed = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(packed, mtime=0) if path.suffix == ".gz" else packed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.training.split",
        description="Write the articles that are kept out of training, with their questions and statements, as a "
        "folder of the suites reading and statements.",
    )
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="the folder of the suites")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="an empty folder to write")
    parser.add_argument("--articles", type=_count, metavar="N", help="only N of the articles, the same ones each time")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return number


if __name__ == "__main__":
    sys.exit(while_read(main))
