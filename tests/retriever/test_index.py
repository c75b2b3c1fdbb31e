"""What every vector index does, held against Chroma and the exact one; then what only Chroma can get wrong."""

import contextlib
import gc
import multiprocessing
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from domain.errors import IndexFailed, IndexMismatch
from domain.protocols import VectorIndex, Vectors
from domain.values import EVERYTHING, Scope
from evaluation.benchmark.server import chroma_server
from retriever.chroma import _CONFIGURATION
from retriever.fakes import ExactIndex
from retriever.index import ChromaIndex

DIM = 8

# Chroma's client of a server leaves its sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


def chroma(folder: Path, *, embedder: str = "small", dim: int = DIM) -> ChromaIndex:
    return ChromaIndex(embedder=embedder, dim=dim, folder=folder / "chroma")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server that runs while these tests do."""
    with chroma_server(tmp_path_factory.mktemp("server")) as running:
        yield running.url
    gc.collect()


@pytest.fixture
def on_server(server: str, tmp_path: Path) -> Iterator[Callable[[str], ChromaIndex]]:
    """Makes the index of a library of that name."""
    with contextlib.ExitStack() as made:

        def make(library: str) -> ChromaIndex:
            index = ChromaIndex(embedder="small", dim=DIM, folder=tmp_path / library, url=server)
            made.callback(index.close)
            return index

        yield make


@pytest.fixture(params=["exact", "chroma", "chroma server"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    if request.param == "exact":
        yield ExactIndex()
    elif request.param == "chroma":
        made = chroma(tmp_path)
        yield made
        made.close()
    else:
        yield request.getfixturevalue("on_server")("library")


def vectors(count: int, *, dim: int = DIM, seed: int = 0) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def fill(index: VectorIndex, *, articles: int = 4, each: int = 5) -> Vectors:
    """Article a0 has the vectors a0:0, a0:1 and so on."""
    made = vectors(articles * each)
    owners = [f"a{row // each}" for row in range(len(made))]
    index.upsert([f"{owner}:{row % each}" for row, owner in enumerate(owners)], made, owners)
    return made


def test_the_nearest_come_first_with_their_cosine(index: VectorIndex) -> None:
    made = fill(index)

    found = index.search(made[7], limit=3, scope=EVERYTHING)

    cosines = sorted(made @ made[7], reverse=True)[:3]
    assert found[0][0] == "a1:2"
    assert [score for _, score in found] == pytest.approx(cosines, abs=1e-5)


def test_a_question_of_any_length_gets_cosines(index: VectorIndex) -> None:
    made = fill(index)

    assert index.search(made[7] * 3, limit=1, scope=EVERYTHING)[0][1] == pytest.approx(1.0, abs=1e-5)


def test_an_empty_index_finds_nothing(index: VectorIndex) -> None:
    assert index.search(vectors(1)[0], limit=5, scope=EVERYTHING) == []
    assert index.ids() == set()
    assert index.count() == 0


def test_asking_for_more_than_there_is_gives_what_there_is(index: VectorIndex) -> None:
    fill(index)

    assert len(index.search(vectors(1)[0], limit=300, scope=EVERYTHING)) == 20
    assert index.search(vectors(1)[0], limit=0, scope=EVERYTHING) == []


def test_a_scope_filters_before_the_limit(index: VectorIndex) -> None:
    made = fill(index)

    within = index.search(made[0], limit=3, scope=Scope(within=frozenset({"a2"})))
    without = index.search(made[0], limit=20, scope=Scope(hidden=frozenset({"a0", "nobody"})))
    both = index.search(made[0], limit=20, scope=Scope(within=frozenset({"a0", "a1"}), hidden=frozenset({"a0"})))

    assert {identifier[:2] for identifier, _ in within} == {"a2"}
    assert len(within) == 3
    assert len(without) == 15
    assert {identifier[:2] for identifier, _ in both} == {"a1"}


def test_a_scope_of_nothing_finds_nothing(index: VectorIndex) -> None:
    made = fill(index)

    assert index.search(made[0], limit=3, scope=Scope(within=frozenset())) == []
    assert index.search(made[0], limit=3, scope=Scope(within=frozenset({"nobody"}))) == []
    assert index.search(made[0], limit=3, scope=Scope(within=frozenset({"a0"}), hidden=frozenset({"a0"}))) == []


def test_a_scope_with_dates_is_never_taken_for_all(index: VectorIndex) -> None:
    made = fill(index)

    with pytest.raises(ValueError, match="dates"):
        index.search(made[0], limit=3, scope=Scope(until="2025-01-01"))


def test_a_scope_may_name_thousands_of_articles(index: VectorIndex) -> None:
    made = fill(index)
    others = frozenset(f"x{number}" for number in range(5000))

    assert index.search(made[0], limit=1, scope=Scope(hidden=others))[0][0] == "a0:0"
    assert index.search(made[0], limit=1, scope=Scope(within=others | {"a0"}))[0][0] == "a0:0"


def test_upserting_an_id_again_replaces_its_vector(index: VectorIndex) -> None:
    made = fill(index)
    index.upsert(["a0:0"], -made[:1], ["a0"])

    assert index.count() == 20
    assert index.search(-made[0], limit=1, scope=EVERYTHING)[0] == ("a0:0", pytest.approx(1.0, abs=1e-5))


def test_what_was_deleted_is_not_found(index: VectorIndex) -> None:
    made = fill(index)
    index.delete(["a0:0", "a0:1", "unknown"])

    assert index.ids("a0") == {"a0:2", "a0:3", "a0:4"}
    assert index.search(made[0], limit=1, scope=EVERYTHING)[0][0] != "a0:0"


def test_nothing_may_be_upserted_or_deleted(index: VectorIndex) -> None:
    index.upsert([], vectors(0), [])
    index.delete([])

    assert index.ids() == set()


def test_ids_are_all_or_those_of_one_article(index: VectorIndex) -> None:
    fill(index)

    assert len(index.ids()) == index.count() == 20
    assert index.ids("a3") == {f"a3:{number}" for number in range(5)}
    assert index.ids("nobody") == set()


def test_more_than_one_batch_goes_in_and_out(index: VectorIndex) -> None:
    count = 6000  # Chroma takes 5,461 at once
    ids = [f"a:{number}" for number in range(count)]
    index.upsert(ids, vectors(count), ["a"] * count)

    assert index.ids() == set(ids)
    index.delete(ids)
    assert index.ids() == set()


def test_a_cleared_index_is_empty_and_usable(index: VectorIndex) -> None:
    fill(index)
    index.clear()

    assert index.count() == 0
    fill(index)
    assert index.count() == 20


def test_clearing_leaves_no_files_of_old_vectors(tmp_path: Path) -> None:
    index = chroma(tmp_path)
    for _ in range(3):
        fill(index)
        index.clear()

    assert not [path for path in (tmp_path / "chroma").iterdir() if path.is_dir()]


def test_a_reopened_index_holds_what_it_held(index: VectorIndex) -> None:
    made = fill(index)
    index.reopen()

    assert index.search(made[0], limit=1, scope=EVERYTHING)[0][0] == "a0:0"


def test_chroma_keeps_its_vectors_on_disk(tmp_path: Path) -> None:
    first = chroma(tmp_path)
    made = fill(first)
    first.reopen()

    assert chroma(tmp_path).search(made[0], limit=1, scope=EVERYTHING)[0][0] == "a0:0"


@pytest.mark.parametrize("other", [{"embedder": "another"}, {"dim": 9}])
def test_vectors_of_another_embedder_are_an_error_that_says_what_to_do(
    tmp_path: Path, other: dict[str, object]
) -> None:
    first = chroma(tmp_path)
    fill(first)
    first.reopen()

    stranger = chroma(tmp_path, **other)  # type: ignore[arg-type]
    with pytest.raises(IndexMismatch, match=r"python -m ingest --rebuild"):
        stranger.search(vectors(1)[0], limit=1, scope=EVERYTHING)
    stranger.clear()
    assert stranger.count() == 0


def test_an_empty_index_takes_any_embedder(tmp_path: Path) -> None:
    first = chroma(tmp_path)
    assert first.count() == 0
    first.reopen()

    assert chroma(tmp_path, embedder="another").count() == 0


def test_what_chroma_raises_is_told_as_ours(tmp_path: Path) -> None:
    index = chroma(tmp_path)
    fill(index)

    with pytest.raises(IndexFailed, match="vector index did not answer") as raised:
        index.search(vectors(1, dim=DIM + 1)[0], limit=1, scope=EVERYTHING)
    assert raised.value.__cause__ is not None


def test_a_folder_that_cannot_be_written_to_is_told_as_that(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(IndexFailed, match="cannot be opened") as raised:
        chroma(tmp_path / "file").ids()

    assert "written to" in raised.value.hint


def test_a_folder_that_holds_something_else_is_told_as_ours(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"not a database at all, but long enough" * 100)

    index = chroma(tmp_path)
    with pytest.raises(IndexFailed, match="--rebuild"):
        index.count()
    index.clear()
    assert index.count() == 0


def test_a_server_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexFailed, match=r"Chroma server at 127\.0\.0\.1:9 did not answer") as raised:
        ChromaIndex(embedder="small", dim=DIM, folder=tmp_path, url="http://127.0.0.1:9").count()

    assert "chroma run" in raised.value.hint
    assert "DATELINE_CHROMA_URL" in raised.value.hint


def test_a_server_that_takes_the_connection_and_says_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retriever.chroma_server.TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"

        with pytest.raises(IndexFailed, match=r"Chroma server at 127\.0\.0\.1:\d+ did not answer"):
            ChromaIndex(embedder="small", dim=DIM, folder=tmp_path, url=address).count()


def test_more_than_a_hosted_server_takes_at_once_is_written_and_read_in_parts(
    on_server: Callable[[str], ChromaIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retriever.index._SERVER_MOST", 7)
    index = on_server("parts")

    fill(index)

    assert index.count() == 20
    assert len(index.ids()) == 20
    index.delete(index.ids())
    assert index.count() == 0


def test_a_server_that_goes_away_and_comes_back_is_used_again(tmp_path: Path) -> None:
    with chroma_server(tmp_path / "server") as running:
        index = ChromaIndex(embedder="small", dim=DIM, folder=tmp_path, url=running.url)
        fill(index)
    with pytest.raises(IndexFailed, match="did not answer"):
        index.count()

    with chroma_server(tmp_path / "server", port=int(running.url.rpartition(":")[2])):
        assert index.count() == 20
        index.close()


def test_an_index_that_was_made_to_search_less_carefully_is_searched_as_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, asked = vectors(3000, dim=128), vectors(50, dim=128, seed=1)
    with monkeypatch.context() as earlier:
        earlier.setattr("retriever.chroma._EF_SEARCH", 10)
        earlier.setitem(_CONFIGURATION["hnsw"], "ef_search", 10)
        index = chroma(tmp_path, dim=128)
        index.upsert([f"a:{number}" for number in range(len(many))], many, ["a"] * len(many))
        index.close()
    index = chroma(tmp_path, dim=128)

    found = [{name for name, _ in index.search(one, limit=10, scope=EVERYTHING)} for one in asked]

    nearest = [{f"a:{row}" for row in np.argsort(-(many @ one))[:10]} for one in asked]
    assert sum(len(one & other) for one, other in zip(found, nearest, strict=True)) >= 0.99 * 500


def test_two_libraries_on_one_server_do_not_meet(on_server: Callable[[str], ChromaIndex]) -> None:
    one, two = on_server("one"), on_server("two")
    fill(one)

    assert two.ids() == set()
    two.clear()
    assert one.count() == 20


def test_what_another_client_of_a_server_writes_is_seen_at_once(on_server: Callable[[str], ChromaIndex]) -> None:
    one, two = on_server("one"), on_server("one")
    assert one.count() == 0
    made = fill(two)

    assert one.search(made[0], limit=1, scope=EVERYTHING)[0][0] == "a0:0"


def test_a_dotenv_file_of_somebody_else_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("allow_reset=perhaps\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert chroma(tmp_path).count() == 0


def fill_elsewhere(folder: Path) -> None:
    index = chroma(folder)
    index.upsert(["b:0"], -vectors(1), ["b"])


def test_another_process_is_seen_after_reopening(tmp_path: Path) -> None:
    index = chroma(tmp_path)
    made = fill(index)
    assert index.search(-made[0], limit=1, scope=EVERYTHING)[0][0] != "b:0"
    other = multiprocessing.get_context("spawn").Process(target=fill_elsewhere, args=(tmp_path,))
    other.start()
    other.join()
    assert other.exitcode == 0

    index.reopen()

    assert index.search(-made[0], limit=1, scope=EVERYTHING)[0][0] == "b:0"


def test_questions_go_on_while_the_index_is_reopened(tmp_path: Path) -> None:
    index = chroma(tmp_path)
    made = fill(index)
    failures: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                assert index.search(made[0], limit=1, scope=EVERYTHING)[0][0] == "a0:0"
            except BaseException as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        index.reopen()
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
