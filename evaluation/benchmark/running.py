"""A contestant at work: a process that is told what to do, and never outlives its turn."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.errors import DatelineError

ROOT = Path(__file__).parents[2]


class ContestantFailed(DatelineError):
    """A contestant ended before it had answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """How a contestant is started: which file of contestants/, by which Python, with which words behind it."""

    name: str
    module: str
    python: Path
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of one thing that a contestant was told to do."""

    seconds: float
    processor_seconds: float
    peak_mb: float
    now_mb: float
    words: list[str]


class Running:
    """A contestant's process. ``seconds`` of its answers are measured inside it, without the pipe."""

    def __init__(self, contestant: Contestant, log: Path) -> None:
        self._name, self._log = contestant.name, log
        self.started = time.perf_counter()
        module = f"evaluation.benchmark.contestants.{contestant.module}"
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [contestant.python, "-m", module, *contestant.arguments],
                cwd=ROOT,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )

    def do(self, what: str, **how: str) -> Done:
        """Tell it to do something and wait until it is done. Raises ContestantFailed."""
        assert self._process.stdin
        assert self._process.stdout
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps({"do": what, **how}).encode() + b"\n")
            self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise ContestantFailed(f"{self._name} ended while it was to {what}.", hint=self._last_words())
        return Done(**json.loads(line))

    def _last_words(self) -> str:
        """The last line that it wrote: the log itself goes with the folder of the run."""
        lines = self._log.read_text("utf-8", "replace").split("\n")
        return next((f"It said: {line}" for line in reversed(lines) if line.strip()), "It said nothing.")

    def end(self) -> None:
        """End the process with all that it has started."""
        assert self._process.stdin
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        end(self._process)


@contextmanager
def running(contestant: Contestant, folder: Path, log: Path) -> Iterator[Running]:
    """A contestant that has opened a folder; ended behind the block, whatever happens in it."""
    process = Running(contestant, log)
    try:
        process.do("open", folder=str(folder))
        yield process
    finally:
        process.end()


def free_port() -> int:
    """Return a port of this machine that nobody listened on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end(process: subprocess.Popen[bytes], *, patience_s: float = 10) -> None:
    """Ask a process that leads its own group to end; then end the group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdout:
        process.stdout.close()


def _environment() -> dict[str, Any]:
    """No contestant asks the network for anything, and none tells anybody."""
    quiet = {"ANONYMIZED_TELEMETRY": "False", "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    return {**os.environ, **quiet, "PYTHONPATH": str(ROOT)}
