"""Measure how taking in grows with workers, and many users on two pages behind HAProxy.

``python -m evaluation.benchmark.shared_load --data DATA --folder FOLDER``; ``DATELINE_DATABASE_URL`` and
``DATELINE_CHROMA_URL`` name the servers, whose library is to be one of its own. Each measurement is a line of JSON in
``FOLDER/figures.jsonl``; started again, those that are there are not made again.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

import settings
from assembly import Services, build
from domain.jobs import order_of
from domain.values import Outcome
from evaluation.benchmark import material
from evaluation.benchmark.contestants.dateline import material as material_of
from evaluation.benchmark.contestants.serving import NOW, memory_mb, processor_s
from evaluation.benchmark.figures import percentile
from evaluation.benchmark.load import unlike_alone
from evaluation.benchmark.page import serving
from evaluation.benchmark.running import ROOT, free_port
from evaluation.benchmark.server import ServerFailed, haproxy
from evaluation.benchmark.tabs import Shown, tabs

Figures = dict[str, object]

_PATIENCE_S, _LOOK_S = 1800, 0.1
_WARM_UP = 4
"""Articles of a worker before it is measured, so that each has loaded its model."""
_SEEN_ARTICLES = 50
"""Articles that users ask about."""


@contextmanager
def working(folder: Path, number: int) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a worker with a copy of its own; it is at work when the block begins."""
    port = free_port()
    command = [sys.executable, "-m", "ingest", "--work", "--library", str(folder / f"worker-{number}")]
    environment = {**os.environ, "DATELINE_METRICS_PORT": str(port)}
    with (folder / f"worker-{number}.log").open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        _wait(lambda: process.poll() is not None or _answers(f"http://127.0.0.1:{port}/metrics"))
        if process.poll() is not None:
            raise ServerFailed("A worker ended.", hint=f"Its log says why: {folder / f'worker-{number}.log'}")
        yield process
    finally:
        process.terminate()
        process.wait()


def workers(program: Services, folder: Path, rows: Sequence[material.Row], count: int) -> Figures:
    """Have so many workers take in the articles, each a task; return the time that it took them."""
    with ExitStack() as opened:
        processes = [opened.enter_context(working(folder, number)) for number in range(count)]
        first, rest = rows[: _WARM_UP * count], rows[_WARM_UP * count :]
        _work_off(program, first)
        before_s, worked_s = time.perf_counter(), [processor_s(one.pid) for one in processes]
        outcomes = _work_off(program, rest)
        took_s = time.perf_counter() - before_s
        worked = [processor_s(one.pid) - before for one, before in zip(processes, worked_s, strict=True)]
    return {
        "articles": len(rest),
        "failed": sum(one.status == "failed" for one in outcomes),
        "seconds": round(took_s, 1),
        "articles a second": round(len(rest) / took_s, 2),
        "processor seconds of each worker": [round(one, 1) for one in worked],
    }


def sessions(program: Services, folder: Path, data: Path | None, count: int, asked: int) -> Figures:
    """Have so many users ask on two pages at once, each in a browser context of their own; return what they waited."""
    rows = material.articles(data, _SEEN_ARTICLES)
    program.ingest.take_in([material_of(row) for row in rows])
    while program.parts.reads_ahead().read_one():
        pass
    questions = list(islice(material.questions(data, rows), max(1, count * asked // 4)))
    chosen = [[questions[(7 * one + turn) % len(questions)] for turn in range(asked)] for one in range(count)]
    with ExitStack() as opened:
        pages = [
            opened.enter_context(serving(ROOT / "app.py", folder / f"page-{n}", folder / "page.log")) for n in (1, 2)
        ]
        for address, _ in pages:
            _wait(partial(_answers, f"{address}/readyz"))
        proxy = opened.enter_context(haproxy(*(int(address.rpartition(":")[2]) for address, _ in pages)))
        _wait(partial(_answers, proxy))
        before_s = [processor_s(process.pid) for _, process in pages]
        seen, broken = asyncio.run(_all_at_once(proxy, chosen))
        worked = [processor_s(process.pid) - before for (_, process), before in zip(pages, before_s, strict=True)]
        memory = [round(memory_mb(process.pid, NOW)) for _, process in pages]
    waited = [shown.ms for conversation in seen for shown in conversation]
    foreign = [question for conversation in seen for question in unlike_alone(program.ask.quote, conversation)]
    return {
        "questions": len(waited),
        "unanswered": sum(not shown.stated for conversation in seen for shown in conversation),
        "unlike asked alone": len(foreign),
        "errors of the page": len(broken),
        "p50 ms": round(median(waited)),
        "p99 ms": round(percentile(waited, 99)),
        "processor ms a question": round(1000 * sum(worked) / len(waited)),
        "memory of each page MB": memory,
    }


async def _all_at_once(address: str, chosen: Sequence[Sequence[str]]) -> tuple[list[list[Shown]], list[str]]:
    async with tabs(address, apart=True) as pages:
        for _ in range(2):  # a new user is led to the page with the fewest, so both get one
            await pages.wait_until_ready()
        open_ones = await pages.open(len(chosen))
        pairs = zip(open_ones, chosen, strict=True)
        seen = await asyncio.gather(*(tab.ask_all(questions) for tab, questions in pairs))
        return list(seen), pages.broken


def main() -> int:
    """Measure what has not been measured yet; print a line of JSON each."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.benchmark.shared_load", description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder with news-search in it; else the samples, repeated")
    parser.add_argument("--folder", type=Path, required=True, help="of the copies and figures, kept")
    parser.add_argument("--workers", default="1,2,4", help="numbers of workers")
    parser.add_argument("--articles", type=int, default=200, help="of each number of workers")
    parser.add_argument("--sessions", type=int, default=40, help="users at once; 0: none")
    parser.add_argument("--asked", type=int, default=5, help="questions of each")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    figures = options.folder / "figures.jsonl"
    done = [json.loads(line)["of"] for line in figures.read_text("utf-8").splitlines()] if figures.exists() else []
    counts = [int(one) for one in options.workers.split(",") if one]
    with closing(build(settings.load(library=options.folder / "asking"))) as program:
        left = islice(material.endless(options.data), _SEEN_ARTICLES, None)
        measures: dict[str, Callable[[], Figures]] = {}
        for count in counts:
            rows = list(islice(left, options.articles + _WARM_UP * count))
            measures[f"{count} workers"] = partial(workers, program, options.folder, rows, count)
        if options.sessions:
            measures[f"{options.sessions} sessions"] = partial(
                sessions, program, options.folder, options.data, options.sessions, options.asked
            )
        for name, measure in measures.items():
            if name not in done:
                line = json.dumps({"of": name} | measure())
                with figures.open("a", encoding="utf-8") as out:
                    out.write(line + "\n")
                print(line, flush=True)
    return 0


def _work_off(program: Services, rows: Sequence[material.Row]) -> list[Outcome]:
    jobs = program.background.jobs
    number = jobs.add([order_of(material_of(row)) for row in rows])
    _wait(lambda: all(not job.open for job in jobs.jobs() if job.number == number))
    return list(jobs.outcomes(number))


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=_PATIENCE_S):
            return True
    except (URLError, ConnectionError):
        return False


def _wait(until: Callable[[], bool]) -> None:
    """Look until something is so. Raises ServerFailed if it takes too long."""
    end_s = time.monotonic() + _PATIENCE_S
    while not until():
        if time.monotonic() > end_s:
            raise ServerFailed(f"Nothing came within {_PATIENCE_S} s.", hint="The logs in the folder say more.")
        time.sleep(_LOOK_S)


if __name__ == "__main__":
    sys.exit(main())
