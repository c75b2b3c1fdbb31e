"""Killed at any moment, the library loses nothing and shows nothing half; two at once lose nothing either."""

import multiprocessing
import random
import shutil
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest

from domain.values import Material
from tests import dying
from tests.dying import AFTER, BEFORE, MORE, OTHERS, REMOVED
from tests.making import Desk, assert_whole, chroma_desk, long_text, rewritten, text

RANDOM_KILLS = 30
LONGEST_LIFE_S = 0.5


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.dying"])
    return context


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before")
    desk = chroma_desk(folder)
    desk.take_in(*BEFORE)
    desk.close()
    return folder


@pytest.fixture(scope="module")
def steps(processes: ForkServerContext, before: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("steps")
    list_file = folder / "steps.txt"
    run(processes, dying.write_and_list, copied(before, folder / "library"), list_file)
    return list_file.read_text(encoding="utf-8").split("\n")


def run(processes: ForkServerContext, work: Callable[..., None], *arguments: Any) -> int:
    process = processes.Process(target=work, args=arguments)
    process.start()
    process.join()
    return process.exitcode or 0


def copied(folder: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    return to


def words(materials: list[Material]) -> dict[str, str]:
    return {material.name: material.data.decode() for material in materials}


def assert_nothing_lost(seen: dict[str, str], old: dict[str, str], new: dict[str, str], *, may_go: str = "") -> None:
    assert set(words(BEFORE)) - set(may_go) <= set(seen) <= set(old) | set(new)
    for name, text_seen in seen.items():
        assert text_seen in (old.get(name), new.get(name))


def finish(desk: Desk) -> None:
    """Do once more what was interrupted; it must end where it always ends."""
    desk.take_in(*AFTER)
    desk.ingest.remove([entry.id for entry in desk.entries() if entry.source.title == REMOVED])
    expected = {**words(BEFORE), **words(AFTER)}
    del expected[REMOVED]
    assert desk.texts() == expected
    assert_whole(desk)


def test_every_boundary_is_met(steps: list[str]) -> None:
    assert set(steps) == {"begin", "upsert", "commit", "inside the transaction", "delete", "finish"}


def test_killed_at_each_boundary_nothing_is_lost_and_nothing_is_half(
    processes: ForkServerContext, before: Path, steps: list[str], tmp_path: Path
) -> None:
    for at, step in enumerate(steps):
        folder = copied(before, tmp_path / "library")
        assert run(processes, dying.write_and_die, folder, at) == -9, step

        desk = chroma_desk(folder)
        assert_nothing_lost(desk.texts(), words(BEFORE), words(AFTER), may_go=REMOVED)
        desk.open()
        assert_nothing_lost(desk.texts(), words(BEFORE), words(AFTER), may_go=REMOVED)
        assert_whole(desk)
        finish(desk)
        desk.close()


def test_killed_at_random_nothing_is_lost_and_nothing_is_half(
    processes: ForkServerContext, before: Path, tmp_path: Path
) -> None:
    chance = random.Random(20251103)
    folder = copied(before, tmp_path / "library")
    seen = set(words(BEFORE))
    for _ in range(RANDOM_KILLS):
        started = processes.Event()
        process = processes.Process(target=dying.write_without_end, args=(folder, started))
        process.start()
        assert started.wait(60)
        time.sleep(chance.uniform(0, LONGEST_LIFE_S))
        process.kill()
        process.join()

        desk = chroma_desk(folder).open()
        assert seen <= set(desk.texts())
        seen = set(desk.texts())
        assert_nothing_lost(desk.texts(), words(BEFORE + OTHERS), words(AFTER + MORE))
        assert_whole(desk)
        desk.close()


def test_an_open_library_goes_on_after_another_process_was_killed(
    processes: ForkServerContext, before: Path, steps: list[str], tmp_path: Path
) -> None:
    desk = chroma_desk(copied(before, tmp_path / "library")).open()
    desk.find("fox")
    assert run(processes, dying.write_and_die, tmp_path / "library", steps.index("commit")) == -9

    assert desk.texts() == words(BEFORE)
    finish(desk)
    assert desk.find("newt newt newt")[0] == desk.library.by_identity("upload:f").id
    desk.close()


def test_two_processes_at_once_lose_nothing(processes: ForkServerContext, tmp_path: Path) -> None:
    shared = [text(long_text(f"shared{number}", 5), f"shared{number}") for number in range(4)]
    mine = [text(long_text(f"mine{number}", 5), f"mine{number}") for number in range(8)]
    yours = [text(long_text(f"yours{number}", 5), f"yours{number}") for number in range(8)]
    writers = [
        processes.Process(target=dying.take_in, args=(tmp_path, materials))
        for materials in (mine + shared, shared + yours)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0]
    desk = chroma_desk(tmp_path)
    assert desk.texts() == words(mine + yours + shared)
    assert_whole(desk)
    desk.close()


def test_what_another_process_takes_in_is_found_at_the_next_question(
    processes: ForkServerContext, tmp_path: Path
) -> None:
    desk = chroma_desk(tmp_path).open()
    desk.take_in(text(long_text("fox"), "a"))
    assert len(desk.find("owl owl owl", limit=500)) == 1

    assert run(processes, dying.take_in, tmp_path, [text(long_text("owl"), "b")]) == 0

    owl = next(entry.id for entry in desk.entries() if entry.identity == "upload:b")
    assert desk.find("owl owl owl")[0] == owl
    desk.close()


def test_an_index_that_another_process_makes_anew_is_found_at_the_next_question(
    processes: ForkServerContext, tmp_path: Path
) -> None:
    desk = chroma_desk(tmp_path).open()
    desk.take_in(text(long_text("fox"), "a"))

    assert run(processes, dying.rebuild, tmp_path) == 0

    assert desk.find("fox") == [entry.id for entry in desk.entries()]
    assert desk.take_in(text(rewritten("fox", "owl"), "a")) == ["updated"]
    assert_whole(desk)
    desk.close()


def test_both_may_write_in_turns(processes: ForkServerContext, tmp_path: Path) -> None:
    desk = chroma_desk(tmp_path).open()
    for turn in range(4):
        desk.take_in(text(long_text("here", 5 + turn), "here"))
        assert run(processes, dying.take_in, tmp_path, [text(long_text("there", 5 + turn), "there")]) == 0

    assert desk.texts() == {"here": long_text("here", 8), "there": long_text("there", 8)}
    assert_whole(desk)
    desk.close()


@pytest.fixture(autouse=True)
def _no_process_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []
