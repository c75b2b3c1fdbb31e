"""Reads articles in a process of its own, which has a limit of time and of memory and may write no file.

What a hostile file does to a parser stays in there: the page and the command go on, and the file fails alone.
"""

import base64
import dataclasses
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import LifoQueue
from typing import Any

from domain.derived import Derived, Span
from domain.errors import PicturesOnly, SourceError
from domain.suspicious import Found
from domain.values import Material, Source

WITHIN_S = 60.0
"""For one article, the start of the process included; a usual page takes some hundredths of a second."""
MAX_MEMORY = 2_000_000_000
"""Bytes of address space; the largest page that is let in (20 MB) takes about 800 MB."""


_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH")
"""Variables that the process is given; keys of language models are not among them."""


def parser_environment() -> dict[str, str]:
    """Return the environment of a process that parses: no keys, and the project on the module path."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    project = str(Path(__file__).parents[2])
    return kept | {"PYTHONPATH": project, "PYTHONIOENCODING": "utf-8", "OPENBLAS_NUM_THREADS": "1"}


class Sandboxes:
    """Two sandboxes, so that a page which takes a minute in one of them holds up nothing that is added meanwhile."""

    def __init__(self, *, word_lists: Path | None = None) -> None:
        """Take the folder that the table of word frequencies is kept in; None: each process makes its own."""
        self._all = Sandbox(word_lists=word_lists), Sandbox(word_lists=word_lists)
        self._free: LifoQueue[Sandbox] = LifoQueue()
        for sandbox in self._all:
            self._free.put(sandbox)

    def __call__(self, material: Material) -> tuple[Source, str]:
        """As ``Sandbox``."""
        with self._lent() as sandbox:
            return sandbox(material)

    def examine(self, text: str) -> Derived:
        """As ``Sandbox.examine``."""
        with self._lent() as sandbox:
            return sandbox.examine(text)

    def has_network(self) -> bool:
        """As ``Sandbox.has_network``."""
        with self._lent() as sandbox:
            return sandbox.has_network()

    def close(self) -> None:
        """End the processes."""
        for sandbox in self._all:
            sandbox.close()

    @contextmanager
    def _lent(self) -> "Iterator[Sandbox]":
        sandbox = self._free.get()
        try:
            yield sandbox
        finally:
            self._free.put(sandbox)


class Sandbox:
    """Implements ingest.extract.formats.Extract for what has to be parsed. Any thread may ask; they take turns.

    The process is started at the first article, kept for the next ones, and ends with this one.
    """

    def __init__(
        self, *, within_s: float = WITHIN_S, max_memory: int = MAX_MEMORY, word_lists: Path | None = None
    ) -> None:
        self._within_s = within_s
        self._max_memory = max_memory
        self._word_lists = word_lists
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, material: Material) -> tuple[Source, str]:
        """Return (source, text). Raises SourceError, also if the limits are reached."""
        fields = dataclasses.asdict(material) | {"data": base64.b64encode(material.data).decode()}
        with self._turn:
            stated = self._asked(fields, material.name)
        if "error" in stated:
            refusal = PicturesOnly if stated["pictures"] else SourceError
            raise refusal(stated["error"], hint=stated["hint"])
        return Source(**stated["source"]), stated["text"]

    def examine(self, text: str) -> Derived:
        """Implements ingest.extract.examine.Examine. Raises SourceError if the limits are reached."""
        with self._turn:
            stated = self._asked({"examine": text}, "The text")
        return Derived(
            findings=tuple(Found(**found) for found in stated["findings"]),
            language=stated["language"],
            spans=tuple(Span(*span) for span in stated["spans"]),
        )

    def has_network(self) -> bool:
        """Whether the process can reach a network, since this system gives it none of its own. Raises SourceError."""
        with self._turn:
            return bool(self._asked({"network": None}, "The process that parses")["network"])

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what it had not read yet cannot be flushed
                        pipe.close()

    def _asked(self, fields: Mapping[str, Any], name: str) -> dict[str, Any]:
        process = self._process or self._started()
        clock = threading.Timer(self._within_s, process.kill)
        clock.start()
        try:
            answer = _exchange(process, fields)
        finally:
            clock.cancel()
        if not answer:
            self.close()
            raise SourceError(
                f"{name} takes more time or memory to read than an article can need.",
                hint="Save its words as .txt; take that in.",
            )
        stated: dict[str, Any] = json.loads(answer)
        return stated

    def _started(self) -> "subprocess.Popen[bytes]":
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "ingest.extract.sandboxed",
                str(self._max_memory),
                str(self._word_lists or ""),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=parser_environment(),
        )
        return self._process

    def __del__(self) -> None:
        self.close()


def _exchange(process: "subprocess.Popen[bytes]", fields: Mapping[str, Any]) -> bytes:
    """Send one line, read one line; empty if the process has ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(fields).encode() + b"\n")
        process.stdin.flush()
        answer = process.stdout.readline()
    except OSError:
        return b""
    return answer if answer.endswith(b"\n") else b""
