"""An article whose words change, taken in again and again by ``python -m ingest``, a process beside the page's."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from domain.errors import DatelineError
from evaluation.benchmark.running import ROOT

_PAUSE_S = 3.0
"""From one time to the next: starting the command takes a processor for longer than its work does."""


class NotTakenIn(DatelineError):
    """The command could not take the article in."""


class Moving:
    """The article. It has the length of a real one but no word that anybody asks for, so no answer depends on it."""

    def __init__(self, folder: Path, library: Path, like: str) -> None:
        self.times = 0
        self._file = folder / "moving.txt"
        self._library = library
        self._words = [word[::-1] for word in like.split()]

    async def take_in(self) -> None:
        """Change a few words in its middle, and take it in."""
        middle = len(self._words) // 2
        changed = [*self._words[:middle], f"xyzzy{self.times}", *self._words[middle:]]
        self._file.write_text(" ".join(changed), "utf-8")
        command = [sys.executable, "-m", "ingest", str(self._file), "--library", str(self._library)]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=dict(os.environ), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        said, _ = await process.communicate()
        if process.returncode:
            raise NotTakenIn(f"Taking the article in ended with {process.returncode}.", hint=said.decode())
        self.times += 1

    @contextlib.asynccontextmanager
    async def again(self) -> AsyncIterator[None]:
        """Take it in again and again, each time with other words, for the length of the block."""
        ended = asyncio.Event()
        going_on = asyncio.create_task(self._go_on(ended))
        try:
            yield
        finally:
            ended.set()
            await going_on

    async def _go_on(self, ended: asyncio.Event) -> None:
        while not ended.is_set():
            await self.take_in()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _PAUSE_S)
