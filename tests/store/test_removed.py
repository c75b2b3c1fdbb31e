"""Removed articles can be brought back for thirty days, as they were; who removed them is stored."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assembly import Services
from domain.jobs import Order
from domain.request import acting_for
from domain.values import KEPT_DAYS
from ingest.__main__ import main
from ingest.jobs import Runner
from store import schema
from store.removed import SqliteRemoved
from tests.asking import material
from tests.making import Desk, assert_whole, long_text, text
from tests.stores import Stores

TEXT = "The mill  at Hollin Ford was sold.\n\n“We – all of us – knew,” said Marra Dunn.\u00a0It cost 18,400 crowns."


@pytest.fixture
def desk(tmp_path: Path, stores: Stores) -> Desk:
    made = Desk(tmp_path)
    made.take_in(text(TEXT, "mill.txt", title="Mill sold"), text(long_text("owl"), "owl.txt"))
    return made


def removed(desk: Desk) -> SqliteRemoved:
    return desk.library.removed


def test_what_is_brought_back_is_the_article_as_it_was(desk: Desk) -> None:
    [entry] = [one for one in desk.entries() if one.source.title == "Mill sold"]
    desk.ingest.correct(entry.id, {"author": "Ada Venn", "published": "2025-02-03"})
    with desk.library.snapshot() as snapshot:
        before = snapshot.article(entry.id)

    with acting_for("Ben Orr"):
        desk.ingest.remove([entry.id])
    [kept] = removed(desk).articles()
    outcome = desk.ingest.bring_back(removed(desk).article(entry.id))

    assert (kept.id, kept.removed_by, kept.source.title) == (entry.id, "Ben Orr", "Mill sold")
    assert (outcome.status, outcome.id) == ("new", entry.id)
    with desk.library.snapshot() as snapshot:
        after = snapshot.article(entry.id)
    assert (after.text, after.digest, after.source) == (before.text, before.digest, before.source)
    assert removed(desk).articles() == []
    assert_whole(desk)
    desk.close()


def test_an_article_that_was_not_the_first_of_its_name_has_its_id_again(desk: Desk) -> None:
    desk.take_in(text(long_text("heron"), "mill.txt", title="Another article"))
    both = {one.source.title: one.id for one in desk.entries() if one.source.title != "owl"}
    desk.ingest.remove([both["Mill sold"], both["Another article"]])

    outcome = desk.ingest.bring_back(removed(desk).article(both["Another article"]))

    assert (outcome.status, outcome.id) == ("new", both["Another article"])
    desk.close()


def test_a_removal_that_is_repeated_keeps_the_article_once(desk: Desk) -> None:
    [entry] = [one for one in desk.entries() if one.source.title == "Mill sold"]
    for name in ("Ada", "Ben"):
        with acting_for(name):
            desk.ingest.remove([entry.id])
        [kept] = removed(desk).articles()
        assert kept.removed_by == name
        desk.ingest.bring_back(kept)

    assert removed(desk).articles() == []
    desk.close()


def test_after_thirty_days_it_is_gone(desk: Desk) -> None:
    first, second = [entry.id for entry in desk.entries()]
    desk.ingest.remove([first])
    long_ago = (datetime.now(UTC) - timedelta(days=KEPT_DAYS, seconds=5)).isoformat(timespec="seconds")
    with desk.library.connections.writing() as connection:
        connection.execute("UPDATE removed_articles SET removed = ?", (long_ago,))

    assert removed(desk).articles() == []
    desk.ingest.remove([second])  # forgets those whose time is over
    with desk.library.connections.reading() as connection:
        assert connection.execute("SELECT article FROM removed_articles").fetchall() == [(second,)]
    desk.close()


def test_a_library_from_before_keeps_removed_articles_from_now_on(tmp_path: Path) -> None:
    step = schema._STEPS.index(schema._REMOVED)
    with closing(sqlite3.connect(tmp_path / "dateline.sqlite3", isolation_level=None)) as connection:
        schema.prepare(connection, step)
        assert connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'removed_articles'").fetchone() is None
    desk = Desk(tmp_path)
    desk.take_in(text(TEXT, "mill.txt"))

    desk.ingest.remove([desk.entries()[0].id])

    assert [one.text for one in removed(desk).articles()] == [TEXT]
    desk.close()


def test_a_job_removes_by_name_and_brings_back(over: Callable[..., Services]) -> None:
    program = over(material("The north pier opens again in May.", title="Pier"))
    [entry] = program.library.entries()

    def work_off(order: Order) -> list[str]:
        number = program.background.jobs.add([order])
        Runner(program.background.jobs, program.ingest.tasks()).drain("here")
        return [one.status for one in program.background.jobs.outcomes(number)]

    gone = work_off(Order(kind="remove", name="Pier", fields={"id": entry.id, "by": "Ada Venn"}))
    [kept] = program.library.removed()
    back = work_off(Order(kind="bring_back", name="Pier", fields={"id": entry.id}))
    unknown = work_off(Order(kind="bring_back", name="Pier", fields={"id": "none"}))

    assert (gone, kept.removed_by, back, unknown) == (["removed"], "Ada Venn", ["new"], ["failed"])
    assert [replace(one, added=None) for one in program.library.entries()] == [replace(entry, added=None)]


def test_the_command_lists_what_was_removed_and_brings_it_back(
    over: Callable[..., Services], capsys: pytest.CaptureFixture[str]
) -> None:
    program = over(material("The north pier opens again in May.", title="Pier"))
    [entry] = program.library.entries()

    def run(*arguments: str) -> tuple[int, dict[str, object]]:
        code = main([*arguments, "--json"], open_program=lambda _: program)
        return code, json.loads(capsys.readouterr().out)

    run("--remove", entry.id)
    _, listed = run("--removed")
    code, back = run("--bring-back", entry.id)
    failed, _ = run("--bring-back", "none")

    [line] = listed["removed"]  # type: ignore[misc]
    assert (line["id"], line["title"], line["by"]) == (entry.id, "Pier", None)
    assert (code, failed) == (0, 1)
    assert [one["status"] for one in back["articles"]] == ["new"]  # type: ignore[attr-defined]
    assert [one.id for one in program.library.entries()] == [entry.id]
