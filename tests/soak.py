"""Kill parts at random moments while four workers take articles in: ``python -m tests.soak FOLDER KILLS``.

Each round takes in articles and kills one part once, chosen in turn: a worker, the database, the Chroma server. Behind
each round everything is compared: no article half in, each task done once in effect, every copy equal. A line for each
round is written to ``FOLDER/rounds.jsonl``; started again, what is there is not done again.
"""

import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, closing, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

from assembly import Services, build
from domain.errors import DatelineError
from domain.jobs import order_of
from evaluation.benchmark.running import free_port
from evaluation.benchmark.server import ChromaServer, chroma_server
from retriever.fakes import HashingEmbedder
from settings import load
from tests.making import long_text, text
from tests.postgres_server import PostgresServer, postgres_server
from tests.store.test_postgres import rows_of
from tests.stores import catch_up

PARTS = ("worker", "database", "chroma")
WORKERS = 4
ARTICLES = 20
"""Of a round: new ones, then the same with another text."""
PATIENCE_S = 1200
"""A task that met a server which was away is tried again after 10 seconds, then after 30, 90 and 270."""
LATEST_S = 3.0
"""The latest moment of a kill in a round."""
QUESTION = "What does the fox tell of?"


class Site:
    """The parts that a round needs, each of them able to die."""

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        self.folder, self.server = folder, server
        self.url = server.database()
        self.port = free_port()
        self._chroma = ExitStack()
        self.chroma: ChromaServer = self._chroma.enter_context(chroma_server(folder / "chroma", port=self.port))
        self.page = self.program("page")
        self.page.library.entries()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.soak"])
        self.workers: list[BaseProcess] = [self._started(number) for number in range(WORKERS)]

    def program(self, name: str) -> Services:
        return open_program(self.url, self.chroma.url, self.folder / name)

    def kill(self, part: str, chance: random.Random) -> None:
        """Kill a part, and start it again."""
        if part == "worker":
            number = chance.randrange(WORKERS)
            self.workers[number].kill()
            self.workers[number].join()
            self.workers[number] = self._started(number)
        elif part == "database":
            self.server.stop()
            self.server.start()
        else:
            self._chroma.close()
            self.chroma = self._chroma.enter_context(chroma_server(self.folder / "chroma", port=self.port))

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.join()
        self.page.close()
        self._chroma.close()
        self.server.drop(self.url)

    def _started(self, number: int) -> BaseProcess:
        arguments = (self.url, self.chroma.url, self.folder / f"worker-{number}")
        process = self._context.Process(target=work, args=arguments, daemon=True)
        process.start()
        return process


def open_program(url: str, chroma: str, folder: Path) -> Services:
    return build(load(library=folder, database_url=url, chroma_url=chroma), embedder=HashingEmbedder())


def work(url: str, chroma: str, folder: Path) -> None:
    """Do jobs until the process is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        with suppress(DatelineError), closing(open_program(url, chroma, folder)) as program:
            program.background.start_work()
            threading.Event().wait()


def run_round(site: Site, number: int, part: str) -> dict[str, object]:
    """Take articles in, kill a part at a random moment, and compare everything; return what was seen."""
    chance = random.Random(number)
    started_s, pause = time.monotonic(), threading.Event()
    topic = f"fox{number // 2}"
    names = [f"{topic}-{article}" for article in range(ARTICLES)]
    version = f"Version {number}."
    orders = [order_of(text(f"{long_text(name, 8)}\n\n{version}", name)) for name in names]
    job = site.page.background.jobs.add(orders)
    moment_s = chance.uniform(0, LATEST_S)
    pause.wait(moment_s)
    done_before = len(site.page.background.jobs.outcomes(job))
    site.kill(part, chance)
    until_s = time.monotonic() + PATIENCE_S
    while len(outcomes := site.page.background.jobs.outcomes(job)) < ARTICLES:
        assert time.monotonic() < until_s, f"round {number}: {len(outcomes)} of {ARTICLES} after {PATIENCE_S} s"
        pause.wait(0.2)
    settled_s = time.monotonic() - started_s
    errors = [one.error for one in outcomes if one.error]
    assert not errors, errors
    held = texts(site.page, names)
    assert set(held) == set(names), f"missing: {set(names) - set(held)}"
    assert all(version in one for one in held.values()), "an article has its former text"
    findings = [one for one in site.page.maintenance.examine() if one.state != "fine" and one.check != "space"]
    with closing(site.program(f"fresh-{number}")) as fresh:
        fresh.library.entries()
        page = site.page.parts.store()
        catch_up(page)
        assert rows_of(fresh.parts.store()) == rows_of(page), "two copies differ"
    return {
        "round": number,
        "part": part,
        "after_s": round(moment_s, 2),
        "done_before": done_before,
        "seconds": round(settled_s, 1),
        "statuses": dict(Counter(one.status for one in outcomes)),
        "mended": [f"{one.check}: {one.detail}" for one in findings],
    }


def texts(program: Services, names: list[str]) -> dict[str, str]:
    """Return the texts of these articles by name, as the page's copy has them."""
    catch_up(program.parts.store())
    wanted = {f"upload:{name}": name for name in names}
    entries = [entry for entry in program.library.entries() if entry.identity in wanted]
    assert len(entries) == len({entry.identity for entry in entries}), "an article stands twice"
    return {wanted[entry.identity]: program.library.article(entry.id).text for entry in entries}


def table(rounds: list[dict[str, object]]) -> str:
    """Return the rounds by part, in Markdown."""
    lines = [
        "| Part | Kills | Articles taken in | Seconds of a round | Put right by the doctor afterwards |",
        "|---|---|---|---|---|",
    ]
    for part in PARTS:
        own = [one for one in rounds if one["part"] == part]
        seconds = sorted(float(str(one["seconds"])) for one in own)
        span = f"{seconds[0]} to {seconds[-1]}" if seconds else "–"
        mended = sum(bool(one["mended"]) for one in own)
        lines.append(f"| {part} | {len(own)} | {len(own) * ARTICLES} | {span} | {mended} |")
    return "\n".join(lines)


def main(folder: Path, kills: int) -> None:
    """Do what is missing of so many rounds for each part, each site new; print the table."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "rounds.jsonl"
    rounds = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.is_file() else []
    first = len(rounds)
    with postgres_server() as server, tempfile.TemporaryDirectory() as made:
        site = Site(Path(made), server)
        try:
            for number in range(first, kills * len(PARTS)):
                seen = run_round(site, number, PARTS[number % len(PARTS)])
                rounds.append(seen)
                with log.open("a", encoding="utf-8") as lines:
                    print(json.dumps(seen), file=lines)
                print(json.dumps(seen), flush=True)
        finally:
            site.close()
    print(table(rounds))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
    os._exit(0)  # Chroma's client leaves threads
