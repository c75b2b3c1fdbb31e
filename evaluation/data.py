"""A folder of suites: plain JSON lines, some of them gzipped. See ../shared/eval/README.md for what they hold."""

import gzip
import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from domain.errors import DatelineError

Row = dict[str, Any]
"""One line of a data file, or one item that a suite writes: a JSON object."""


LISTS = frozenset(
    {
        *("gold", "answers", "sentences", "chosen", "candidates", "remove", "turns", "with", "without"),
        *("core", "key", "ok", "evidence", "items"),
    }
)
FLAGS = frozenset({"supported", "answerable"})
"""Fields that hold a list; true or false. All other fields that a suite needs hold a string."""


def _kind(field: str) -> type:
    return list if field in LISTS else bool if field in FLAGS else str


class DataError(DatelineError):
    """A data file that cannot be read as the suites' format."""


class Data:
    """The files below one folder. Each is read once; rows are shared, so nobody may change them."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise DataError(f"There is no folder {root}.", hint="Name the folder of the suites with --data FOLDER.")
        self.root = root

    def has(self, *files: str) -> bool:
        """Whether all of these files are there; of a ``.gz`` the unpacked file does as well."""
        return all(self._place(file).is_file() for file in files)

    def rows(self, file: str, *fields: str) -> tuple[Row, ...]:
        """Return the lines of a file in order; each has the ``fields``. Raises DataError with the line's number."""
        rows = _rows(self._place(file))
        for number, row in enumerate(rows, start=1):
            missing = [field for field in fields if field not in row]
            if missing:
                raise _malformed(self._place(file), number, f"it has no “{missing[0]}”")
            if wrong := [field for field in fields if not isinstance(row[field], _kind(field))]:
                instead = {list: "no list", bool: "neither true nor false", str: "no string"}[_kind(wrong[0])]
                raise _malformed(self._place(file), number, f"“{wrong[0]}” is {instead}")
        return rows

    def by_id(self, file: str, *fields: str) -> dict[str, Row]:
        """Return the lines of a file by their ``id``, in order. Raises DataError if an id stands twice."""
        found: dict[str, Row] = {}
        for number, row in enumerate(self.rows(file, "id", *fields), start=1):
            if row["id"] in found:
                raise _malformed(self._place(file), number, f"the id {row['id']} stands in an earlier line too")
            found[row["id"]] = row
        return found

    def read(self, file: str) -> bytes:
        """Return a whole file, unpacked if it is gzipped. Raises DataError if it is not there or not whole."""
        return _read(self._place(file))

    def digest(self, files: Sequence[str]) -> str:
        """Return the SHA-256 of the files' names and bytes, those below a folder too; missing ones are left out."""
        whole = hashlib.sha256()
        for name in files:
            place = self._place(name)
            parts = sorted(place.rglob("*")) if place.is_dir() else [place]
            for part in parts:
                if part.is_file():
                    whole.update(part.relative_to(self.root).as_posix().encode() + b"\0")
                    whole.update(hashlib.sha256(part.read_bytes()).digest())
        return whole.hexdigest()

    def _place(self, file: str) -> Path:
        path = self.root / file
        return path if path.suffix != ".gz" or path.exists() else path.with_suffix("")


@lru_cache(maxsize=32)
def _rows(path: Path) -> tuple[Row, ...]:
    rows: list[Row] = []
    for number, line in enumerate(_read(path).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise _malformed(path, number, f"it is not JSON: {error}") from error
        if not isinstance(row, dict):
            raise _malformed(path, number, "it is not a JSON object")
        rows.append(row)
    return tuple(rows)


def _read(path: Path) -> bytes:
    try:
        packed = path.read_bytes()
        return gzip.decompress(packed) if path.suffix == ".gz" else packed
    except (OSError, EOFError) as error:  # a broken gzip file raises either
        raise DataError(f"{path} cannot be read: {error}.", hint="Check the data folder.") from error


def _malformed(path: Path, number: int, why: str) -> DataError:
    return DataError(f"{path}, line {number}: {why}.", hint="See the README of the suites for the format.")
