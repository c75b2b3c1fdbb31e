"""Many readers at once, each at an open page, while another process takes an article in again and again."""

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assembly import build
from domain.errors import DatelineError
from domain.values import Answer, Turn
from evaluation.benchmark.contestants.dateline import settings_for
from evaluation.benchmark.contestants.serving import NOW, memory_mb, processor_s
from evaluation.benchmark.figures import OURS
from evaluation.benchmark.measure import Run
from evaluation.benchmark.moving import Moving
from evaluation.benchmark.page import serving
from evaluation.benchmark.running import ROOT
from evaluation.benchmark.tabs import Shown, Tab, Tabs, tabs

_TENTHS = 10
_AGAIN, _ASKED_AGAIN = 3, 3
"""So often all pages are closed and opened again, and so much is then asked on each."""


Ask = Callable[[str, Sequence[Turn]], Answer]


class UnderLoad(DatelineError):
    """A reader saw something else than the answer to their own question, or the page met an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The process of the page, and what it has said."""

    process: int
    log: Path

    def memory_mb(self) -> float:
        """Return the memory that it has now."""
        return memory_mb(self.process, NOW)


def load(run: Run, *, readers: int, asked: int) -> None:
    """Measure ``asked`` questions on so many pages; raises UnderLoad if one shows anything but its own answers.

    What each page has shown is held against what the same conversation is answered alone. Every question is asked by
    several readers, at different times.
    """
    program = build(settings_for(run.library(OURS)))
    like = sorted((row["text"] for row in run.rows), key=len)[len(run.rows) // 2]
    moving, log = Moving(run.folder, run.library(OURS), like=like), run.folder / "load.txt"
    asyncio.run(moving.take_in())
    while program.parts.reads_ahead().read_one():
        pass
    each = max(1, asked // readers)
    questions = list(islice(run.questions, max(1, asked // 4)))
    chosen = [[questions[(7 * one + turn) % len(questions)] for turn in range(each)] for one in range(readers)]
    with serving(ROOT / "app.py", run.library(OURS), log) as (address, process):
        seen = asyncio.run(_all_at_once(run, Server(process=process.pid, log=log), address, moving, chosen))
    unlike = [question for conversation in seen for question in unlike_alone(program.ask.quote, conversation)]
    if unlike:
        raise UnderLoad(
            f"{len(unlike)} answers under load were not those to the question asked alone.",
            hint=f"Such as: {unlike[0]}",
        )
    print(f"under load: {sum(map(len, seen))} answers as if asked alone", file=sys.stderr)


async def _all_at_once(
    run: Run, server: Server, address: str, moving: Moving, chosen: Sequence[Sequence[str]]
) -> list[list[Shown]]:
    """Have everybody ask what was chosen for them; then all go, come again and ask. Return what each page has shown."""
    again = run.figure("memory of the page, all readers gone and come again", "MB")
    async with tabs(address) as pages:
        await pages.wait_until_ready()
        said = server.log.read_bytes()
        async with moving.again():
            open_ones = await pages.open(len(chosen))
            seen = await _asked(run, server, open_ones, chosen)
            for _ in range(_AGAIN):
                open_ones = await _opened_again(pages, open_ones)
                seen += await asyncio.gather(*(tab.ask_all(chosen[0][:_ASKED_AGAIN]) for tab in open_ones))
                again.add(OURS, server.memory_mb())
        if pages.broken or server.log.read_bytes() != said:
            stated = [*pages.broken, server.log.read_text("utf-8")[len(said) :]]
            raise UnderLoad("The page met an error under load.", hint=stated[0])
    print(f"under load: one article taken in {moving.times} times", file=sys.stderr)
    return seen


async def _asked(
    run: Run, server: Server, open_ones: Sequence[Tab], chosen: Sequence[Sequence[str]]
) -> list[list[Shown]]:
    waited = run.figure(f"question to answer on the page, {len(open_ones)} readers at once", "ms")
    work = run.figure("processor time of the page for each of these", "ms")
    memory = run.figure("memory of the page under load, at each tenth of the questions", "MB")
    count = sum(map(len, chosen))

    async def ask(tab: Tab, questions: Sequence[str]) -> list[Shown]:
        shown = []
        for question in questions:
            shown.append(await tab.ask(question))
            waited.add(OURS, shown[-1].ms)
            if len(waited.values[OURS]) % max(1, count // _TENTHS) == 0:
                memory.add(OURS, server.memory_mb())
        return shown

    before_s = processor_s(server.process)
    seen = await asyncio.gather(*map(ask, open_ones, chosen))
    work.add(OURS, 1000 * (processor_s(server.process) - before_s) / count)
    return list(seen)


async def _opened_again(pages: Tabs, open_ones: Sequence[Tab]) -> list[Tab]:
    await asyncio.gather(*(tab.close() for tab in open_ones))
    return await pages.open(len(open_ones))


def unlike_alone(ask: Ask, conversation: Sequence[Shown]) -> Iterator[str]:
    """Yield the questions after which the page showed other words than the same conversation gets alone."""
    turns: list[Turn] = []
    for shown in conversation:
        turns.append(Turn(question=shown.question, answer=ask(shown.question, turns)))
        if shown.stated != _stated(turns[-1].answer) or shown.asked != [turn.question for turn in turns]:
            yield shown.question


def _stated(answer: Answer) -> list[str]:
    """What a reader sees of an answer, in the page's order."""
    if answer.parts:
        return [text for part in answer.parts for text in _stated(part)]
    lead = [answer.lead] if answer.lead else []
    return [*lead, *(one.text for one in answer.statements), *(citation.quote for citation in answer.nearest)]
