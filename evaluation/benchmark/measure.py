"""The figures that every contestant can have: taking in, starting, answering, adding one article."""

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.benchmark.figures import FLOOR, OURS, Figure, rotated
from evaluation.benchmark.material import Row
from evaluation.benchmark.running import Contestant, Done, Running, running

ASKED_FOR_MEMORY = 20
_ADDED_WORDS = 1000


@dataclass(slots=True, kw_only=True)
class Run:
    """What a run works with. ``folder`` is gone afterwards."""

    contestants: Mapping[str, Contestant]
    rows: Sequence[Row]
    questions: Iterator[str]
    folder: Path
    rounds: int
    figures: list[Figure] = field(default_factory=list)

    def figure(self, name: str, unit: str, *, faster: bool = False, target: str = "") -> Figure:
        """Return a new figure of this run."""
        self.figures.append(Figure(name=name, unit=unit, faster=faster, target=target))
        return self.figures[-1]

    def library(self, contestant: str) -> Path:
        """Return the folder with what a contestant has taken in last."""
        return self.folder / "libraries" / contestant

    def turns(self, what: str) -> Iterator[str]:
        """Yield every contestant in every round, each time another one first."""
        for turn in range(self.rounds):
            for name in rotated(list(self.contestants), turn):
                print(f"{what}, round {turn + 1}: {name}", file=sys.stderr, flush=True)
                yield name

    def running(self, name: str, folder: Path) -> AbstractContextManager[Running]:
        """A contestant that has opened a folder."""
        return running(self.contestants[name], folder, self.folder / "log.txt")


def take_in(run: Run) -> None:
    """Measure how fast articles are taken in, into an empty folder, and what the same ones cost again."""
    speed = run.figure("taking articles in", "characters/s", faster=True, target="1.3 × LangChain, aim 2 ×")
    again = run.figure("the same again", "times faster", faster=True, target="50 ×, aim 200 ×")
    articles, chars = written(run.folder / "articles.jsonl", run.rows), sum(len(row["text"]) for row in run.rows)
    for number, name in enumerate(run.turns("taking in")):
        folder = run.library(name) if number < len(run.contestants) else run.folder / "round" / str(number)
        with run.running(name, folder) as contestant:
            contestant.do("take_in", articles=written(run.folder / "one.jsonl", _WARMING))
            first = contestant.do("take_in", articles=articles).seconds
            speed.add(name, chars / first)
            if name == OURS:
                again.add(name, first / contestant.do("take_in", articles=articles).seconds)


def start(run: Run) -> None:
    """Measure from the start of a process to the first answer, over the library that is there."""
    figure = run.figure("process start to first answer", "s", target="0.30 of LangChain, aim 0.15")
    for name in run.turns("starting"):
        before = time.perf_counter()
        with run.running(name, run.library(name)) as contestant:
            contestant.do("ask", question=next(run.questions))
            figure.add(name, time.perf_counter() - before)


def answers(run: Run, count: int) -> None:
    """Measure questions, each a new one, of every contestant in turn; the memory after 20; one article added."""
    memory = run.figure("peak memory after 20 answers", "MB", target="0.8 of LangChain, aim 0.5")
    adding = run.figure("an article added, to its first answer", "s", target="1, aim 0.5")
    with ExitStack() as stack:
        open_ones = {name: stack.enter_context(run.running(name, run.library(name))) for name in run.contestants}
        for contestant in open_ones.values():
            contestant.do("ask", question="Is everything ready?")
        _ask(run, open_ones, ", articles just taken in", max(1, count // 2))
        for contestant in open_ones.values():
            contestant.do("settle")
        for name, done in _ask(run, open_ones, "", count).items():
            memory.add(name, done.peak_mb)
        for name in run.turns("adding"):
            if name != FLOOR:  # it knows no adding
                row = _long_one(run, len(adding.values.get(name, [])))
                added = open_ones[name].do("take_in", articles=written(run.folder / "one.jsonl", [row]))
                asked = open_ones[name].do("ask", question=f"What is said about {row['title']}?")
                adding.add(name, added.seconds + asked.seconds)


def _ask(run: Run, open_ones: Mapping[str, Running], when: str, count: int) -> dict[str, Done]:
    """Ask everyone the same new questions in turn; return what each said of its twentieth."""
    waited = run.figure(f"question to answer{when}", "ms", target="" if when else "p50 150, p99 500, aim 60, 200")
    work = run.figure(f"processor time of an answer{when}", "ms")
    twentieth: dict[str, Done] = {}
    for number in range(count):
        question = next(run.questions)
        for name in rotated(list(open_ones), number):
            done = open_ones[name].do("ask", question=question)
            waited.add(name, done.seconds * 1000)
            work.add(name, done.processor_seconds * 1000)
            if number < ASKED_FOR_MEMORY:
                twentieth[name] = done
    return twentieth


def written(path: Path, rows: Sequence[Row]) -> str:
    """Write articles as contestants read them; return the path."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(path)


_WARMING: list[Row] = [{"id": "warming", "title": "Ready", "text": "The harbour is ready for the first boat."}]
"""Taken in first, so that what a process loads at its first article is not counted as speed."""


def _long_one(run: Run, number: int) -> Row:
    words = " ".join(row["text"] for row in run.rows).split()
    start = number * 97 % max(1, len(words) - _ADDED_WORDS)
    sentences = [" ".join(words[at : at + 20]) + "." for at in range(start, start + _ADDED_WORDS, 20)]
    return {
        "id": f"added-{number}",
        "title": f"Added article {number}",
        "text": f"Number {number}. " + " ".join(sentences),
    }
