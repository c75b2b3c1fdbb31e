"""The one way in which every contestant is told what to do: a JSON object a line in, a JSON object a line out."""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

PEAK, NOW = "VmHWM", "VmRSS"


class Contestant(Protocol):
    """A program that is measured. ``open`` comes first, once."""

    def open(self, folder: Path) -> None:
        """Open what is kept in a folder, made when missing."""
        ...

    def take_in(self, articles: Sequence[dict[str, str]]) -> None:
        """Take articles in (``id``, ``title``, ``text``), for good."""
        ...

    def settle(self) -> None:
        """Do what it would do by itself while nobody asks."""
        ...

    def ask(self, question: str) -> list[str]:
        """Return the words that a reader would be shown, best first."""
        ...


def serve(contestant: Contestant) -> None:
    """Do what standard input says until it ends; each answer has the seconds that it took, also of processors.

    Whatever the frameworks print goes to standard error.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        started, worked = time.perf_counter(), time.process_time()
        words = _do(contestant, request)
        answer = {
            "seconds": time.perf_counter() - started,
            "processor_seconds": time.process_time() - worked,
            "peak_mb": memory_mb(os.getpid(), PEAK),
            "now_mb": memory_mb(os.getpid(), NOW),
            "words": words,
        }
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def memory_mb(process: int, which: str) -> float:
    """Return a process' memory in megabytes, as Linux counts it (PEAK, NOW); 0 where it does not."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(which)), 0.0)


def processor_s(process: int) -> float:
    """Return the seconds of processor time that a process has had so far, as Linux counts it; 0 where it does not."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _do(contestant: Contestant, request: dict[str, Any]) -> list[str]:
    match request["do"]:
        case "open":
            contestant.open(Path(request["folder"]))
        case "take_in":
            with Path(request["articles"]).open(encoding="utf-8") as lines:
                contestant.take_in([json.loads(line) for line in lines])
        case "settle":
            contestant.settle()
        case "ask":
            return contestant.ask(request["question"])
    return []
