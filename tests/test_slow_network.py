"""A page and a worker over a slow and lossy network: everything takes longer, and nothing else changes."""

import gc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from assembly import Services, build
from domain.jobs import order_of
from evaluation.benchmark.server import chroma_server
from ingest.jobs import Runner
from retriever.fakes import HashingEmbedder
from settings import load
from tests.making import long_text, text
from tests.postgres_server import PostgresServer
from tests.slow_network import SlowNetwork, slow_network
from tests.store.test_postgres import rows_of
from tests.stores import catch_up

TOPICS = ("fox", "owl", "hen")
PORT = 5432

# Chroma's client of a server leaves its sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def networks(tmp_path: Path, postgres: PostgresServer) -> Iterator[tuple[str, str, list[SlowNetwork]]]:
    """The addresses of a database and of a Chroma server behind slow networks, and these."""
    near = postgres.database()
    name = psycopg.conninfo.conninfo_to_dict(near)["dbname"]
    with (
        chroma_server(tmp_path / "chroma") as chroma,
        slow_network(str(postgres.folder / f".s.PGSQL.{PORT}")) as to_database,
        slow_network(("127.0.0.1", urlsplit(chroma.url).port or 0)) as to_chroma,
    ):
        far = f"postgresql://postgres@127.0.0.1:{to_database.port}/{name}"
        yield far, f"http://127.0.0.1:{to_chroma.port}", [to_database, to_chroma]
    postgres.drop(near)
    gc.collect()


def program(url: str, chroma: str, folder: Path) -> Services:
    return build(load(library=folder, database_url=url, chroma_url=chroma), embedder=HashingEmbedder())


@pytest.mark.timeout(900)
def test_articles_come_in_change_and_are_found_over_a_slow_network(
    networks: tuple[str, str, list[SlowNetwork]], tmp_path: Path
) -> None:
    url, chroma, relays = networks
    with (
        closing(program(url, chroma, tmp_path / "page")) as page,
        closing(program(url, chroma, tmp_path / "worker")) as worker,
    ):
        page.library.entries()
        job = page.background.jobs.add([order_of(text(long_text(topic, 8), f"{topic}.txt")) for topic in TOPICS])
        Runner(worker.background.jobs, worker.ingest.tasks()).drain("here")
        page.ingest.take_in([text(f"{long_text('fox', 8)} Changed.", "fox.txt")])
        for one in (page, worker):
            catch_up(one.parts.store())

        assert [one.status for one in page.background.jobs.outcomes(job)] == ["new"] * len(TOPICS)
        assert rows_of(page.parts.store()) == rows_of(worker.parts.store())
        assert {one.state for one in page.maintenance.examine()} == {"fine"}
        with page.parts.store().snapshot() as snapshot:
            found = page.parts.index().at(snapshot.generation)
            assert found.count() == page.parts.store().count_vector_ids()
    assert all(relay.lost for relay in relays)  # else nothing was tried
