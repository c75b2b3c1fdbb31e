"""The figures of a library that grows, and those of them that another process or the disk must tell."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from evaluation.benchmark.contestants.serving import NOW, memory_mb
from evaluation.benchmark.figures import OURS, SERVER, whose
from evaluation.benchmark.measure import Run
from evaluation.benchmark.plots import GROWTH
from evaluation.benchmark.running import Contestant, Done, running
from evaluation.benchmark.server import ChromaServer

_STARTS = 3


class Grown:
    """Adds one value a size to each growth figure of a run."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def add(self, name: str, unit: str, value: float, contestant: str = OURS) -> None:
        """Note what a size gave; the figure is made at the first one."""
        named = f"{GROWTH}{name}"
        found = next((figure for figure in self._run.figures if figure.name == named), None)
        (found or self._run.figure(named, unit)).add(contestant, value)

    def stated(self) -> str:
        """Return what the last size gave: such a run takes long, and may be broken off."""
        return ", ".join(
            f"{figure.name.removeprefix(GROWTH)} {values[-1]:.4g} {figure.unit}".rstrip() + whose(name)
            for figure in self._run.figures
            if figure.name.startswith(GROWTH)
            for name, values in figure.values.items()
        )

    def disk(self, folder: Path) -> None:
        """Note the sizes of the files."""
        for name, files in (
            ("SQLite file", folder.glob("*.sqlite3*")),
            ("Chroma folder", (folder / "chroma").rglob("*")),
        ):
            self.add(name, "MB", sum(one.stat().st_size for one in files if one.is_file()) / 1e6)

    def processes(self, folder: Path, questions: Sequence[str], server: ChromaServer) -> None:
        """Note what a process of its own needs for searches: to its first, and memory; and memory of the server."""
        ways: dict[str, tuple[str, ...]] = {OURS: (), SERVER: (server.url,)}
        started: dict[str, list[float]] = {name: [] for name in ways}
        last: dict[str, Done] = {}
        for _ in range(_STARTS):
            for name, arguments in ways.items():
                finding = Contestant(name=name, module="finding", python=Path(sys.executable), arguments=arguments)
                before = time.perf_counter()
                with running(finding, folder, self._run.folder / "log.txt") as process:
                    process.do("ask", question=questions[0])
                    started[name].append(time.perf_counter() - before)
                    last[name] = [process.do("ask", question=question) for question in questions][-1]
        for name in ways:
            self.add("process start to first search", "s", median(started[name]), name)
            self.add(f"memory after {len(questions)} searches", "MB", last[name].now_mb, name)
            self.add("peak memory", "MB", last[name].peak_mb, name)
        self.add("memory of the Chroma server itself", "MB", memory_mb(server.process, NOW), SERVER)
