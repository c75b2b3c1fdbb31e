"""A vector index that other processes write too, and the gate in front of it."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assembly import Services
from retriever.fakes import ExactIndex
from retriever.gate import Gate
from retriever.shared import FreshIndex
from tests.asking import material, texts

ROOT = Path(__file__).parent.parent


class CountedIndex(ExactIndex):
    """Counts how often it was reopened."""

    def __init__(self) -> None:
        super().__init__()
        self.reopenings = 0

    def reopen(self) -> None:
        self.reopenings += 1


@pytest.fixture
def index() -> CountedIndex:
    return CountedIndex()


def test_it_is_reopened_once_for_each_move_of_the_library(index: CountedIndex) -> None:
    fresh = FreshIndex(index, generation=3)

    counts = []
    for generation in (3, 4, 4, 2, 5):
        assert fresh.at(generation) is index
        counts.append(index.reopenings)

    assert counts == [0, 1, 1, 1, 2]


def test_what_this_process_wrote_itself_needs_no_reopening(index: CountedIndex) -> None:
    fresh = FreshIndex(index)
    fresh.wrote(4)

    fresh.at(4)

    assert index.reopenings == 0


def test_it_can_be_reopened_in_any_case(index: CountedIndex) -> None:
    fresh = FreshIndex(index, generation=5)
    fresh.reopened(2)
    fresh.at(5)

    assert index.reopenings == 1


def test_an_open_program_answers_from_what_another_process_took_in(
    over: Callable[..., Services], tmp_path: Path
) -> None:
    program = over(material("Gulls nest on the pier of Wexmouth."))
    assert program.ask.quote("Who won the bread prize?").kind != "answer"
    (tmp_path / "bread.txt").write_text("Bread\n\nPetra Vahl of Tarvale won the bread prize.", encoding="utf-8")
    command = [sys.executable, "-m", "ingest", str(tmp_path / "bread.txt"), "--library", str(program.settings.library)]

    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    answer = program.ask.quote("Who won the bread prize?")

    assert texts(answer.statements)[0] == "Petra Vahl of Tarvale won the bread prize."
    assert "dense" in answer_ranks(program, "Who won the bread prize?", "Petra Vahl")


def answer_ranks(program: Services, question: str, words: str) -> set[str]:
    """Which rankings found the passage that holds these words."""
    with program.parts.store().snapshot() as snapshot:
        found = program.parts.answerer().search(snapshot, question)
    return {name for hit in found.hits if words in hit.passage.text for name in hit.ranks}


def test_many_pass_a_gate_at_once_and_one_closes_it_when_all_have_left() -> None:
    gate, order, inside = Gate(), [], threading.Barrier(3)

    def pass_through() -> None:
        with gate.passing():
            inside.wait(timeout=10)
            release.wait(timeout=10)
            order.append("passed")

    def close() -> None:
        with gate.closed():
            order.append("closed")

    release = threading.Event()
    passing = [threading.Thread(target=pass_through) for _ in range(2)]
    closing = threading.Thread(target=close)
    for thread in passing:
        thread.start()
    inside.wait(timeout=10)
    closing.start()
    closing.join(timeout=0.1)
    waited = closing.is_alive()
    release.set()
    for thread in (*passing, closing):
        thread.join(timeout=10)

    assert waited
    assert order == ["passed", "passed", "closed"]


def test_a_gate_opens_again_after_an_error_inside() -> None:
    gate = Gate()

    for way in (gate.closed, gate.passing, gate.alone):
        with pytest.raises(ValueError, match="inside"), way():
            raise ValueError("inside")

    with gate.closed():
        pass
