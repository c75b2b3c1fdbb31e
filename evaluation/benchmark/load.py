"""Many readers of one program at once: each asks its own questions, while articles are taken in again."""

import os
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import settings
from assembly import Program
from domain.values import Answer
from evaluation.benchmark.contestants.dateline import material
from evaluation.benchmark.contestants.serving import NOW, memory_mb
from evaluation.benchmark.figures import OURS
from evaluation.benchmark.measure import Run


def load(run: Run, *, readers: int, asked: int) -> None:
    """Measure ``asked`` questions of ``readers`` at once; raises if an answer differs from that to the question alone.

    Each question is asked by several readers: an answer must not depend on who else asks. Meanwhile one article is
    taken in again and again, its words changed, so that the library moves under the readers.
    """
    waited = run.figure(f"question to answer, {readers} readers at once", "ms")
    memory = run.figure("memory of the program under load, at each tenth of the questions", "MB")
    program = Program(settings.load(library=run.library(OURS), chroma_url=None))
    questions = list(islice(run.questions, max(1, asked // 4)))
    alone = {question: _told(program.ask(question)) for question in questions}
    done = threading.Event()
    writer = threading.Thread(target=_rewrite, args=(program, done), daemon=True)
    writer.start()
    wrong: list[str] = []

    def reader(number: int) -> list[float]:
        times: list[float] = []
        for turn in range(asked // readers):
            question = questions[(number * 7 + turn) % len(questions)]
            before = time.perf_counter()
            answer = program.ask(question)
            times.append(time.perf_counter() - before)
            if _told(answer) != alone[question]:
                wrong.append(question)
            if number == 0 and turn % max(1, asked // readers // 10) == 0:
                memory.add(OURS, memory_mb(os.getpid(), NOW))
        return times

    with ThreadPoolExecutor(readers) as threads:
        for times in threads.map(reader, range(readers)):
            for seconds in times:
                waited.add(OURS, seconds * 1000)
    done.set()
    writer.join()
    if wrong:
        raise RuntimeError(
            f"{len(wrong)} answers differ from those to the same question asked alone, such as: {wrong[0]}"
        )
    print(f"under load: {asked // readers * readers} answers, none differs", file=sys.stderr)


def _rewrite(program: Program, done: threading.Event) -> None:
    number = 0
    while not done.is_set():
        row = {"id": "moving", "title": "Zyx", "text": f"Qwv jkl number {number}. Zyx plugh xyzzy."}
        program.take_in([material(row)])
        number += 1
        done.wait(0.5)


def _told(answer: Answer) -> Sequence[object]:
    """What a reader sees of an answer."""
    return [answer.question, answer.kind, answer.lead, *(citation.quote for citation in answer.citations)]
