"""The reader's verdicts: lines of JSON in the library's folder, in the evaluation's own format."""

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
"""Of a file in the folder; what comes from a backup must never lead elsewhere."""


def feedback_files(library: Path) -> dict[str, bytes]:
    """Return the verdicts kept beside a library, by the name of their file in the folder."""
    folder = library.resolve() / FOLDER
    files = {path.relative_to(folder).as_posix(): path for path in folder.glob("*/*.jsonl")}
    return {name: path.read_bytes() for name, path in files.items() if _NAME.fullmatch(name)}


def add_feedback(library: Path, files: Mapping[str, bytes], *, lock_timeout_s: float = 60.0) -> None:
    """Add the verdicts of a backup to those that are kept; a line that is there already is not added again."""
    folder = library.resolve() / FOLDER
    for name in filter(_NAME.fullmatch, files):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "write.lock", timeout=lock_timeout_s), (folder / name).open("a+b") as kept:
            kept.seek(0)
            known = set(kept.read().splitlines())
            kept.write(b"".join(line + b"\n" for line in files[name].splitlines() if line not in known))


def _append(out: FileIO, line: bytes) -> None:
    """Write a line to the end of a file, or nothing of it: what a full disk cuts off would spoil the next line too."""
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
    """A folder of suites that grows by a line with each verdict. Made at the first one."""

    def __init__(self, library: Path, *, files: tuple[str, ...], lock_timeout_s: float) -> None:
        """``files`` are made empty with the first verdict: a suite runs where all its files are."""
        self.folder = library.resolve() / FOLDER
        self._files = files
        self._lock_timeout_s = lock_timeout_s

    def add(self, file: str, item: Mapping[str, Any]) -> None:
        """Append an item, under a new id; raises LibraryError if it cannot be kept."""
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
