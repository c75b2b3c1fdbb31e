"""Users' feedback on answers: lines of JSON in the library's folder, in the format of evaluation suites."""

import json
import os
import re
from collections.abc import Mapping
from io import FileIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout

from domain.errors import LibraryBusy, LibraryError

FOLDER = "judged"
_NAME = re.compile(r"\A[a-z-]+/[a-z-]+\.jsonl")
"""The allowed names of files in the folder: a manipulated backup must not write elsewhere."""


def feedback_files(library: Path) -> dict[str, bytes]:
    """Return the feedback stored beside a library: name of the file in the folder -> content."""
    folder = library.resolve() / FOLDER
    files = {path.relative_to(folder).as_posix(): path for path in folder.glob("*/*.jsonl")}
    return {name: path.read_bytes() for name, path in files.items() if _NAME.fullmatch(name)}


def add_feedback(library: Path, files: Mapping[str, bytes], *, lock_timeout_s: float = 60.0) -> None:
    """Add the feedback of a backup to the stored one; lines that are there already are not added again."""
    folder = library.resolve() / FOLDER
    for name in filter(_NAME.fullmatch, files):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "write.lock", timeout=lock_timeout_s), (folder / name).open("a+b") as kept:
            kept.seek(0)
            known = set(kept.read().splitlines())
            kept.write(b"".join(line + b"\n" for line in files[name].splitlines() if line not in known))


def _append(out: FileIO, line: bytes) -> None:
    """Append a line to a file, all of it or nothing: half a line, as on a full disk, would damage the next one too."""
    end = out.seek(0, os.SEEK_END)
    if end:
        out.seek(end - 1)
        line = line if out.read(1) == b"\n" else b"\n" + line  # a process was killed in the middle
    try:
        left = memoryview(line)
        while left:
            left = left[out.write(left) :]
        os.fsync(out.fileno())
    except OSError:
        out.truncate(end)
        raise


class FeedbackItems:
    """A folder of evaluation suites to which each feedback adds a line. The folder is made with the first one."""

    def __init__(self, library: Path, *, files: tuple[str, ...], lock_timeout_s: float) -> None:
        """``files`` are made, empty, with the first feedback, since a suite runs only if all its files exist."""
        self.folder = library.resolve() / FOLDER
        self._files = files
        self._lock_timeout_s = lock_timeout_s

    def add(self, file: str, item: Mapping[str, Any]) -> None:
        """Append an item, with a new id, to a file. Raises LibraryError if it cannot be written, LibraryBusy."""
        line = json.dumps({"id": uuid4().hex} | dict(item), ensure_ascii=False) + "\n"
        try:
            for name in (*self._files, file):
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / name).touch()
            with (
                FileLock(self.folder / "write.lock", timeout=self._lock_timeout_s),
                (self.folder / file).open("r+b", buffering=0) as out,
            ):
                _append(out, line.encode("utf-8", "replace"))
        except Timeout as error:
            raise LibraryBusy("Another process is writing a verdict.", hint="Try again in a moment.") from error
        except OSError as error:
            raise LibraryError(
                f"The verdict cannot be kept in {self.folder}: {error.strerror}.",
                hint="Check that the library's folder can be written to and has space.",
            ) from error
