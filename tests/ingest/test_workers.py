"""Workers: processes of their own that do what a page of the same library is asked for."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.jobs import order_of
from domain.protocols import Embedder
from evaluation.benchmark.server import chroma_server
from tests.asking import material, open_program
from tests.making import long_text
from tests.postgres_server import PostgresServer

ROOT = Path(__file__).parents[2]
PATIENCE_S = 400
"""A worker that starts on a busy machine loads the model for a minute."""

# Chroma's client of a server leaves its sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


def wait_until(condition: Callable[[], bool]) -> None:
    """Return when the condition holds."""
    end_s, pause = time.monotonic() + PATIENCE_S, threading.Event()
    while not condition():
        assert time.monotonic() < end_s
        pause.wait(0.1)


@pytest.mark.timeout(2 * PATIENCE_S)
def test_what_a_page_is_asked_for_is_done_by_workers_also_if_one_is_killed(
    tmp_path: Path, postgres: PostgresServer, embedder: Embedder
) -> None:
    url, workers = postgres.database(), []

    def start(name: str, chroma: str) -> subprocess.Popen[str]:
        environment = os.environ | {"DATELINE_DATABASE_URL": url, "DATELINE_CHROMA_URL": chroma}
        command = [sys.executable, "-m", "ingest", "--work", "--library", str(tmp_path / name)]
        workers.append(
            subprocess.Popen(
                command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        )
        return workers[-1]

    with chroma_server(tmp_path / "server") as chroma:
        page = open_program(tmp_path / "page", embedder, database_url=url, chroma_url=chroma.url)
        try:
            names = [f"animal-{number}" for number in range(8)]
            articles = [material(long_text(name, 12), title=name) for name in names]
            number = page.background.jobs.add([order_of(one) for one in articles])

            def done() -> int:
                return len(page.background.jobs.outcomes(number))

            first = start("first", chroma.url)
            wait_until(lambda: done() > 0)
            first.kill()
            second = start("second", chroma.url)
            wait_until(lambda: done() == len(names))

            outcomes = page.background.jobs.outcomes(number)
            assert [one.error for one in outcomes] == [None] * len(names)
            assert {one.status for one in outcomes} <= {"new", "unchanged"}  # the killed one's may be in already
            assert sorted(entry.source.title for entry in page.library.entries()) == names
            assert {one.state for one in page.maintenance.examine()} == {"fine"}
            second.send_signal(signal.SIGTERM)
            out, err = second.communicate(timeout=PATIENCE_S)
            assert (second.returncode, err) == (0, "")
            assert out.startswith("Working.")
        finally:
            for worker in workers:
                worker.kill()
                worker.communicate()
            page.close()
    gc.collect()
