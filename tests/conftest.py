"""Settings and parts for every test."""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import domain  # noqa: F401 - before any test module imports onnxruntime, whose telemetry it turns off
from tests.small_model import small_model  # noqa: F401 - a fixture for every test

if TYPE_CHECKING:
    from assembly import Services
    from domain.protocols import Embedder
    from evaluation.stock import Bench
    from tests.postgres_server import PostgresServer
    from tests.stores import Stores
    from tests.web import Reader, Site

# No deadline for a single example: on a busy machine the first one that loads a package takes seconds.
settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")


STARTS_PROCESSES = {"subprocess", "multiprocessing", "serve", "chroma_server", "haproxy", "torch"}
"""Names of a test module whose tests take seconds each: processes, servers, PyTorch."""
RUNS_MODELS = {"embedder", "over", "small_model", "postgres"}
"""Fixtures that run the real models, or PostgreSQL."""
OPEN_FILES, MANY_FILES = Path("/proc/self/fd"), 300
SLOW_TO_IMPORT = re.compile(r"^(?:import|from) (?:torch|playwright)\b", re.MULTILINE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With ``-m "not slow"``, do not even import what takes seconds to import and is left out anyway."""
    if config.option.markexpr == "not slow":
        if collection_path.is_dir():
            return True if collection_path.name == "browser" else None
        if collection_path.suffix == ".py" and SLOW_TO_IMPORT.search(collection_path.read_text(encoding="utf-8")):
            return True
    return None  # pytest's other rules decide


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what ``make test FAST=1`` leaves out: what starts processes or a browser, or runs real models."""
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        names = vars(item.module).keys()
        on_server = hasattr(item, "callspec") and item.callspec.params.get("stores") == "postgres"
        if (
            "browser" in item.path.parts
            or STARTS_PROCESSES & names
            or RUNS_MODELS & set(item.fixturenames)
            or on_server
        ):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def _end_of_shared_processes() -> Iterator[None]:
    yield
    from tests.sandbox import shared_sandboxes

    if shared_sandboxes.cache_info().currsize:
        shared_sandboxes().end()


@pytest.fixture(scope="module", autouse=True)
def _files_of_stores() -> Iterator[None]:
    """Stores that nobody closed hold their files until Python looks for cycles, which is rare in a large process."""
    yield
    if OPEN_FILES.is_dir() and len(list(OPEN_FILES.iterdir())) > MANY_FILES:
        gc.collect()


@pytest.fixture(scope="session")
def embedder() -> "Embedder":
    """The real model; on a fresh machine it is exported first, which takes some seconds."""
    from retriever.embed import load_embedder
    from settings import load

    return load_embedder("all-MiniLM-L6-v2", load().cache)


@pytest.fixture(scope="session")
def postgres() -> "Iterator[PostgresServer]":
    """A real PostgreSQL, started once."""
    from tests.postgres_server import postgres_server

    with postgres_server() as running:
        yield running


@pytest.fixture(params=["one file", "postgres"])
def stores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> "Iterator[Stores]":
    """Opens libraries, in each of their forms; a Desk opens them too."""
    from tests import making
    from tests.stores import Stores

    server: PostgresServer | None = request.getfixturevalue("postgres") if request.param == "postgres" else None
    with closing(Stores(None if server is None else server.database)) as made:
        monkeypatch.setattr(making, "open_library", made.open)
        yield made
    if server is not None:
        for url in made.urls.values():
            server.drop(url)


@pytest.fixture
def over(tmp_path: Path, embedder: "Embedder") -> Iterator[Callable[..., "Services"]]:
    """Makes the real program over a library of some materials."""
    from tests.asking import open_program

    opened: list[Services] = []

    def make(*materials: object, **settings: object) -> "Services":
        opened.append(open_program(tmp_path / f"library-{len(opened)}", embedder, *materials, **settings))
        return opened[-1]

    yield make
    for program in opened:
        program.close()


@pytest.fixture
def site() -> "Iterator[Site]":
    """A web server on loopback."""
    from tests.web import open_site

    with open_site() as made:
        yield made


@pytest.fixture
def reader(tmp_path: Path) -> "Iterator[Reader]":
    """A reader with a library, who may visit the site."""
    from tests.web import Reader

    made = Reader(tmp_path)
    yield made
    made.program.close()


@pytest.fixture
def bench(tmp_path: Path, embedder: "Embedder") -> "Iterator[Bench]":
    """Makes programs for suites, in quote mode, with a cache of its own."""
    from evaluation.stock import Bench
    from settings import load
    from tests.asking import bundled_reader

    with closing(
        Bench(load(library=tmp_path / "none"), tmp_path / "cache", embedder=embedder, bundled_reader=bundled_reader())
    ) as made:
        yield made
