"""Who added, changed, corrected and removed an article is stored where users log in, and only there."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assembly import Services, build
from domain.jobs import order_of
from domain.request import acting_for
from domain.values import KEPT_DAYS, EditKind, Material
from ingest.__main__ import main
from ingest.jobs import Runner
from retriever.fakes import ExactIndex, HashingEmbedder
from settings import load
from store import schema
from tests.asking import material
from tests.making import Desk, assert_whole, text
from tests.stores import Stores

PIER = "The north pier of Varnes opens again in May."
LATER = "The north pier of Varnes opens again in June, a month late."


@pytest.fixture
def desk(tmp_path: Path, stores: Stores) -> Iterator[Desk]:
    with closing(Desk(tmp_path)) as made:
        yield made


def edits(desk: Desk, article_id: str) -> list[tuple[EditKind, str]]:
    return [(one.kind, one.user) for one in desk.library.edits.edits(article_id)]


def test_each_edit_is_stored_with_the_name_of_its_user(desk: Desk) -> None:
    with acting_for("Ada Venn"):
        desk.take_in(text(PIER, "pier.txt", title="Pier"))
    [entry] = desk.entries()
    with acting_for("Ben Orr"):
        desk.ingest.correct(entry.id, {"author": "Marra Dunn"})
        desk.take_in(text(LATER, "pier.txt", title="Pier"))
        desk.take_in(text(LATER, "pier.txt", title="Pier"))  # unchanged
    with acting_for("Cem Ay"):
        desk.ingest.remove([entry.id])
    with acting_for("Ada Venn"):
        desk.ingest.bring_back(desk.library.removed.article(entry.id))

    assert edits(desk, entry.id) == [
        ("added", "Ada Venn"),
        ("corrected", "Ben Orr"),
        ("changed", "Ben Orr"),
        ("removed", "Cem Ay"),
        ("added", "Ada Venn"),
    ]
    assert_whole(desk)


def test_nothing_is_stored_where_nobody_has_logged_in(desk: Desk) -> None:
    desk.take_in(text(PIER, "pier.txt"))
    [entry] = desk.entries()

    desk.ingest.correct(entry.id, {"author": "Marra Dunn"})
    desk.ingest.remove([entry.id])

    assert edits(desk, entry.id) == []


def test_a_duplicate_that_takes_the_place_of_a_removed_article_is_no_edit_of_it(desk: Desk) -> None:
    desk.take_in(text(PIER, "pier.txt"), text(PIER, "copy.txt"))
    first, second = desk.entries()

    with acting_for("Cem Ay"):
        desk.ingest.remove([first.id])

    assert edits(desk, first.id) == [("removed", "Cem Ay")]
    assert edits(desk, second.id) == []


def test_edits_are_forgotten_with_an_article_that_cannot_be_brought_back(desk: Desk) -> None:
    with acting_for("Ada Venn"):
        desk.take_in(text(PIER, "pier.txt"), text(LATER, "later.txt"), text("A heron stands on the pier.", "heron.txt"))
        first, second, third = (one.id for one in desk.entries())
        desk.ingest.remove([first])
        long_ago = (datetime.now(UTC) - timedelta(days=KEPT_DAYS, seconds=5)).isoformat(timespec="seconds")
        with desk.library.connections.writing() as connection:
            connection.execute("UPDATE removed_articles SET removed = ?", (long_ago,))

        desk.ingest.remove([second])  # forgets the articles whose time is over
        desk.ingest.remove([third])

    assert [edits(desk, one) for one in (first, second)] == [[], [("added", "Ada Venn"), ("removed", "Ada Venn")]]


def test_a_library_from_before_has_the_removals_that_it_knew(tmp_path: Path) -> None:
    step = schema._STEPS.index(schema._EDITS)
    values = ("one", "file:/one", "Pier", PIER, "2026-11-02T10:00:00+00:00")
    with closing(sqlite3.connect(tmp_path / "dateline.sqlite3", isolation_level=None)) as connection:
        schema.prepare(connection, step)
        for by in ("Cem Ay", ""):
            connection.execute(
                "INSERT INTO removed_articles (article, identity, title, text, removed, removed_by)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (*values, by),
            )
    desk = Desk(tmp_path)

    assert edits(desk, "one") == [("removed", "Cem Ay")]
    desk.close()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Services]:
    made = build(load(library=tmp_path / "library"), embedder=HashingEmbedder(), vector_index=ExactIndex())
    yield made
    made.close()


def test_a_job_hands_the_name_on_to_each_article_of_a_collection(program: Services) -> None:
    lines = "\n".join(json.dumps({"title": title, "text": words}) for title, words in (("May", PIER), ("June", LATER)))
    collection = Material(name="pier.jsonl", data=lines.encode(), media="jsonl")

    job = program.background.order([order_of(collection)], by="Ada Venn")
    Runner(program.background.jobs, program.ingest.tasks()).drain("here")

    assert [one.status for one in program.background.jobs.outcomes(job)] == ["new", "new"]
    added = [program.library.edits(entry.id) for entry in program.library.entries()]
    assert [[(one.kind, one.user) for one in each] for each in added] == [[("added", "Ada Venn")]] * 2


def test_the_command_shows_edits_where_there_are_any(program: Services, capsys: pytest.CaptureFixture[str]) -> None:
    program.ingest.take_in([material(PIER, title="Pier")])
    [entry] = program.library.entries()

    def show(*options: str) -> str:
        assert main(["--show", entry.id, *options], open_program=lambda _: program) == 0
        return capsys.readouterr().out

    nobody = show()
    nobody_json = json.loads(show("--json"))
    with acting_for("Ben Orr"):
        program.ingest.correct(entry.id, {"author": "Marra Dunn"})
    lines, shown = show(), json.loads(show("--json"))

    [edit] = program.library.edits(entry.id)
    assert "edits" not in nobody_json
    assert "Ben Orr" not in nobody
    assert f"corrected: {edit.made}, Ben Orr" in lines.splitlines()
    assert shown["edits"] == [{"kind": "corrected", "user": "Ben Orr", "made": edit.made}]
