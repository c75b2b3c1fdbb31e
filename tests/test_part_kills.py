"""Each part killed at each step of writing, with a database and a Chroma server: nothing is half in, nothing lost."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from domain.errors import LibraryError
from evaluation.benchmark.running import free_port
from evaluation.benchmark.server import chroma_server
from retriever.index import ChromaIndex
from store.postgres import migrate, open_library
from tests import dying, making
from tests.dying import AFTER, BEFORE, REMOVED
from tests.making import CountingEmbedder, Desk, assert_whole
from tests.postgres_server import PostgresServer, postgres_server
from tests.store.test_postgres import rows_of
from tests.stores import catch_up

STEPS = ("begin", "upsert", "commit", "inside the transaction", "delete", "finish")
"""Of the write protocol; each is met several times while AFTER is taken in."""

# Chroma's client of a server leaves its sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


def shared_desk(url: str, chroma: str, folder: Path) -> Desk:
    """A way in over a database and a Chroma server, as one worker has it."""
    embedder = CountingEmbedder()
    making.open_library = lambda _folder, *, lock_timeout_s: open_library(url, _folder, lock_timeout_s=lock_timeout_s)
    try:
        desk = Desk(folder, embedder=embedder)
    finally:
        making.open_library = making.SqliteLibrary
    named = desk.library.connections.shared_id
    desk.raw_index = ChromaIndex(
        embedder=embedder.name, dim=embedder.dim, folder=folder / "chroma", url=chroma, library=named
    )
    desk.index = making.FreshIndex(desk.raw_index)
    desk.ingest = making.Ingest(library=desk.library, index=desk.index, embedder=embedder)
    return desk


def write(desk: Desk, step: Callable[[str], None]) -> None:
    """Take AFTER in and remove one article, with ``step`` called at each step of the protocol."""
    dying.write_over(desk, step)


def killing_at(wanted: str, kill: Callable[[], None], met: list[str]) -> Callable[[str], None]:
    """Return a step that kills once, when the wanted step is met first, and notes it in ``met``."""

    def step(name: str) -> None:
        if name == wanted and not met:
            met.append(name)
            kill()

    return step


def write_and_be_killed(url: str, chroma: str, folder: Path, wanted: str) -> None:
    """Be killed at a step, as a worker is."""
    desk = shared_desk(url, chroma, folder)
    write(desk, killing_at(wanted, lambda: os.kill(os.getpid(), signal.SIGKILL), []))


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.dying"])
    return context


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresServer]:
    """A database of one's own, which may be stopped."""
    monkeypatch.setattr("store.postgres.database._CONNECT_S", 0.5)
    monkeypatch.setattr("store.postgres.database._PAUSE_S", 0.0)
    with postgres_server() as running:
        yield running


def words(desk: Desk) -> dict[str, str]:
    catch_up(desk.library)
    return desk.texts()


def named(materials: list[making.Material]) -> dict[str, str]:
    return {material.name: material.data.decode() for material in materials}


def assert_old_or_new(seen: dict[str, str]) -> None:
    """Every article is there, as it was or as it is to be."""
    old, new = named(BEFORE), named(AFTER)
    assert set(old) - {REMOVED} <= set(seen) <= set(old) | set(new)
    assert all(text in (old.get(name), new.get(name)) for name, text in seen.items())


def finish(desk: Desk, other: Desk) -> None:
    """Do once more what was interrupted: it ends where it always ends, and every copy and the index agree."""
    desk.open()
    desk.take_in(*AFTER)
    desk.ingest.remove([entry.id for entry in desk.entries() if entry.source.title == REMOVED])
    expected = {**named(BEFORE), **named(AFTER)}
    del expected[REMOVED]
    assert words(desk) == words(other) == expected
    assert_whole(desk)
    assert rows_of(desk.library) == rows_of(other.library)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("part", ["worker", "database", "chroma"])
def test_a_part_is_killed_at_each_step_of_writing(
    part: str, server: PostgresServer, processes: ForkServerContext, tmp_path: Path
) -> None:
    port, vectors = free_port(), tmp_path / "chroma"
    with ExitStack() as running:
        chroma = running.enter_context(chroma_server(vectors, port=port))
        for wanted in STEPS:
            url, folder = server.database(ready=False), tmp_path / wanted
            migrate(url)  # a library of its own, with vectors of its own on the server
            with (
                closing(shared_desk(url, chroma.url, folder / "one")) as desk,
                closing(shared_desk(url, chroma.url, folder / "two")) as other,
            ):
                desk.take_in(*BEFORE)

                if part == "worker":
                    desk.close()
                    arguments = (url, chroma.url, folder / "one", wanted)
                    process = processes.Process(target=write_and_be_killed, args=arguments)
                    process.start()
                    process.join()
                    assert process.exitcode == -signal.SIGKILL, wanted
                    process.close()
                else:
                    kill = server.stop if part == "database" else running.close
                    met: list[str] = []
                    with pytest.raises(LibraryError):
                        write(desk, killing_at(wanted, kill, met))
                    assert met == [wanted]
                    if part == "database":
                        assert_old_or_new(desk.texts())
                        server.start()
                    else:
                        running.enter_context(chroma_server(vectors, port=port))
                for one in (desk, other):
                    one.close()  # as after the pause in which a server that was away is not asked again

                assert_old_or_new(words(other))
                finish(desk, other)
    gc.collect()


@pytest.fixture(autouse=True)
def _no_process_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []
