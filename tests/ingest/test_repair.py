"""An index that counts and lists vectors which its search does not find is noticed, and made anew without embedding."""

import logging
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from domain.care import Finding
from domain.protocols import Vectors
from domain.values import Scope
from ingest.repair import lost_ids
from retriever.fakes import ExactIndex
from tests.ingest.test_doctor import examine
from tests.making import Desk, assert_whole, chroma_desk, long_text, text

PASSAGES_AT_ONCE = 1_000
"""So many vectors Chroma takes before it writes its graph to files."""
GRAPH = "data_level0.bin"


class ForgetfulIndex(ExactIndex):
    """Counts and lists everything, and does not find some of it until it is emptied."""

    def __init__(self) -> None:
        super().__init__()
        self.lost: set[str] = set()
        self.cleared = 0

    def search(self, vector: Vectors, *, limit: int, scope: Scope) -> list[tuple[str, float]]:
        found = super().search(vector, limit=self.count(), scope=scope)
        return [one for one in found if one[0] not in self.lost][:limit]

    def delete(self, ids: Collection[str]) -> None:
        super().delete(ids)
        self.lost -= set(ids)

    def clear(self) -> None:
        super().clear()
        self.lost = set()
        self.cleared += 1


@pytest.fixture
def forgetful(tmp_path: Path) -> Iterator[tuple[Desk, ForgetfulIndex]]:
    index = ForgetfulIndex()
    desk = Desk(tmp_path, index)
    desk.take_in(
        text(long_text("fox"), "fox"), text(long_text("owl"), "owl"), text(long_text("owl") + " Same.", "same")
    )
    yield desk, index
    desk.close()


def lose(index: ForgetfulIndex, ids: Collection[str]) -> None:
    index.lost = set(ids)
    assert index.count() == len(index.ids())


def test_a_sound_index_is_left_alone_however_often_it_is_opened(forgetful: tuple[Desk, ForgetfulIndex]) -> None:
    desk, index = forgetful

    desk.open().open()

    assert index.cleared == 0
    assert examine(desk)["Chroma"].state == "fine"


def test_what_is_held_and_not_found_is_noticed_at_the_start_and_made_anew(
    forgetful: tuple[Desk, ForgetfulIndex], caplog: pytest.LogCaptureFixture
) -> None:
    desk, index = forgetful
    embedded = len(desk.embedder.embedded)  # type: ignore[attr-defined]
    lose(index, sorted(index.ids())[::2])

    with caplog.at_level(logging.WARNING):
        desk.open()

    assert index.cleared == 1
    assert lost_ids(desk.library, index, index.ids()) == set()
    assert "does not find" in caplog.text
    assert len(desk.embedder.embedded) == embedded  # type: ignore[attr-defined]
    assert_whole(desk)


def test_the_doctor_finds_a_single_lost_vector_and_says_how_many(forgetful: tuple[Desk, ForgetfulIndex]) -> None:
    desk, index = forgetful
    held = index.count()
    lose(index, [max(index.ids())])

    found: Finding = examine(desk)["Chroma"]

    assert (found.state, index.cleared) == ("mended", 0)
    assert f"held and not found: 1 of {held} that were searched for; given them again" in found.detail
    assert examine(desk)["Chroma"].state == "fine"
    assert_whole(desk)


def test_a_single_lost_vector_is_put_in_again_at_the_start(
    forgetful: tuple[Desk, ForgetfulIndex], caplog: pytest.LogCaptureFixture
) -> None:
    desk, index = forgetful
    lose(index, [max(index.ids())])

    with caplog.at_level(logging.WARNING):
        while index.lost:  # each start searches for vectors chosen at random
            desk.open()

    assert index.cleared == 0
    assert "given them again" in caplog.text
    assert_whole(desk)


def test_vectors_that_many_articles_share_are_not_taken_for_lost(tmp_path: Path) -> None:
    index = ForgetfulIndex()
    desk = Desk(tmp_path, index)
    desk.take_in(*(text(f"{long_text('elk', 6)}\n\nNumber {number}.", f"elk {number}") for number in range(40)))

    assert lost_ids(desk.library, index, index.ids()) == set()
    desk.close()


def test_what_was_removed_meanwhile_is_not_lost(forgetful: tuple[Desk, ForgetfulIndex]) -> None:
    desk, index = forgetful
    before = index.ids()
    desk.ingest.remove([desk.entries()[0].id])

    assert before - index.ids()
    assert lost_ids(desk.library, index, before) == set()


def test_chroma_with_an_older_graph_than_it_lists_is_made_anew(tmp_path: Path) -> None:
    desk = chroma_desk(tmp_path / "library")
    words = [long_text(f"animal{number}", 8_000) for number in range(2)]
    desk.take_in(text(words[0], "first"))
    assert desk.raw_index.count() > PASSAGES_AT_ONCE
    desk.close()
    [graph] = [found.parent for found in (tmp_path / "library" / "chroma").glob(f"*/{GRAPH}")]
    older = shutil.copytree(graph, tmp_path / "older")
    desk = chroma_desk(tmp_path / "library")
    desk.take_in(text(words[1], "second"))
    desk.close()
    shutil.rmtree(graph)
    shutil.copytree(older, graph)

    desk = chroma_desk(tmp_path / "library")
    with desk.library.snapshot() as snapshot:
        generation = snapshot.generation
    ids = desk.index.at(generation).ids()
    assert ids == desk.library.vector_ids()
    assert lost_ids(desk.library, desk.raw_index, ids)

    desk.open()

    lost = lost_ids(desk.library, desk.raw_index, ids)
    assert len(lost) <= 4  # a graph of Chroma's may hold one or two that nothing links to
    assert_whole(desk)
    desk.close()
