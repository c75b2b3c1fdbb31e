"""Turns that are asked while the database is away: held by the page, sent in order, once, whatever dies in between."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import LibraryAway, UnknownConversation
from domain.values import EVERYTHING, Answer
from store import SqliteConversations, SqliteLibrary, held
from store.held import HELD_FILE, HeldConversations
from tests.postgres_server import PostgresServer, postgres_server
from tests.stores import Stores, catch_up

ROOT = Path(__file__).parents[2]
PATIENCE_S = 200


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresServer]:
    """A database of one's own, which may be stopped."""
    with postgres_server() as running:  # which may take longer than that to start
        monkeypatch.setattr("store.postgres.database._CONNECT_S", 0.5)
        monkeypatch.setattr("store.postgres.database._PAUSE_S", 0.0)
        yield running


class Page:
    """A page with its copy and its file of held turns."""

    def __init__(self, machines: Stores, folder: Path, name: str) -> None:
        self.library: SqliteLibrary = machines.open(folder, copy=name)
        self.folder = folder / name
        self.talks = HeldConversations(
            SqliteConversations(self.folder, connections=self.library.connections), self.folder
        )

    def ask(self, talk: str, question: str, answer: str = "") -> int:
        place = self.talks.ask(talk, question, EVERYTHING)
        if answer:
            self.talks.answer(talk, place, Answer(question=question, kind="talk", lead=answer))
        return place

    def seen(self, talk: str) -> list[tuple[str, str | None]]:
        turns = self.talks.read(talk).turns
        return [(turn.question, turn.answer.lead if turn.answer else turn.error) for turn in turns]

    def stored(self, talk: str) -> list[tuple[str, str | None]]:
        """What another machine sees."""
        catch_up(self.library)
        turns = SqliteConversations(self.folder, connections=self.library.connections).read(talk).turns
        return [(turn.question, turn.answer.lead if turn.answer else turn.error) for turn in turns]


def wait_until(condition: Callable[[], bool]) -> None:
    """Return when the condition holds."""
    end_s, pause = time.monotonic() + PATIENCE_S, threading.Event()
    while not condition():
        assert time.monotonic() < end_s
        pause.wait(0.05)


def is_sent(folder: Path) -> bool:
    """Whether a page's file holds nothing any more."""
    with closing(sqlite3.connect(folder / HELD_FILE)) as connection:
        return connection.execute("SELECT count(*) FROM unsent").fetchone() == (0,)


def test_five_questions_of_two_conversations_are_stored_in_order_and_once(
    tmp_path: Path, server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "RETRY_S", 0.1)
    with closing(Stores(server.database)) as machines:
        page, other = Page(machines, tmp_path, "page"), Page(machines, tmp_path, "other")
        first = page.talks.begin("One?")
        page.ask(first, "One?", "1")
        waiting = page.talks.ask(first, "Two?", EVERYTHING)
        catch_up(other.library)

        server.stop()
        page.talks.answer(first, waiting, Answer(question="Two?", kind="talk", lead="2"))
        page.ask(first, "Three?", "3")
        second = page.talks.begin("Alpha?")
        page.ask(second, "Alpha?", "A")
        page.ask(first, "Four?", "4")
        page.ask(second, "Beta?", "B")
        late = page.ask(first, "Five?")

        expected = [("One?", "1"), ("Two?", "2"), ("Three?", "3"), ("Four?", "4")]
        assert page.seen(first) == [*expected, ("Five?", None)]
        assert page.seen(second) == [("Alpha?", "A"), ("Beta?", "B")]
        assert [entry.id for entry in page.talks.entries()] == [second, first]
        assert page.talks.held(first) is not None
        assert other.seen(first) == [("One?", "1"), ("Two?", None)]
        with pytest.raises(LibraryAway, match="cannot be opened at the moment"):
            other.seen(second)

        server.start()
        wait_until(lambda: page.talks.held(second) is None)
        page.talks.answer(first, late, Answer(question="Five?", kind="talk", lead="5"))
        wait_until(lambda: is_sent(page.folder))

        for one in (page, other):
            assert one.stored(first) == [*expected, ("Five?", "5")]
            assert one.stored(second) == [("Alpha?", "A"), ("Beta?", "B")]
            assert one.seen(first) == one.stored(first)
        assert page.talks.held(first) is None
        assert [entry.id for entry in other.talks.entries()] == [first, second]
        for one in (page, other):
            one.talks.close()


def test_a_page_that_is_killed_sends_at_its_next_start_what_it_holds(
    tmp_path: Path, server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "RETRY_S", 0.1)
    with closing(Stores(server.database)) as machines:
        other = Page(machines, tmp_path, "other")
        talk = other.talks.begin("Before?")
        other.ask(talk, "Before?", "0")
        machines.open(tmp_path, copy="page").close()
        server.stop()

        code = (
            "import os, signal, sys; from pathlib import Path; from store.postgres import database\n"
            "database._CONNECT_S = 0.5; database._PAUSE_S = 0.0\n"
            "from tests.store.test_held import Page; from tests.stores import Stores\n"
            "machines = Stores(lambda: sys.argv[1]); page = Page(machines, Path(sys.argv[2]), 'page')\n"
            "for question in ('One?', 'Two?', 'Three?'): page.ask(sys.argv[3], question, question[:-1])\n"
            "page.ask(sys.argv[3], 'Four?'); os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        command = [sys.executable, "-c", code, machines.urls[tmp_path], str(tmp_path), talk]
        killed = subprocess.run(command, cwd=ROOT, check=False)
        server.start()

        assert killed.returncode == -signal.SIGKILL
        assert other.stored(talk) == [("Before?", "0")]
        again = Page(machines, tmp_path, "page")
        wait_until(lambda: is_sent(again.folder))
        expected = [("Before?", "0"), ("One?", "One"), ("Two?", "Two"), ("Three?", "Three"), ("Four?", None)]
        assert other.stored(talk) == expected
        for one in (again, other):
            one.talks.close()


def test_a_turn_whose_storing_was_not_confirmed_is_not_doubled(
    tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "RETRY_S", 0.1)
    with closing(Stores(postgres.database)) as machines:
        page = Page(machines, tmp_path, "page")
        ask = SqliteConversations.ask

        def unconfirmed(self: SqliteConversations, *values: object, **named: object) -> int:
            ask(self, *values, **named)  # type: ignore[arg-type]
            raise LibraryAway("The connection broke.", hint="Wait.")

        talk = page.talks.begin("One?")
        with monkeypatch.context() as broken:
            broken.setattr(SqliteConversations, "ask", unconfirmed)
            page.ask(talk, "One?", "1")
        wait_until(lambda: is_sent(page.folder))

        assert page.stored(talk) == [("One?", "1")]
        page.talks.close()


def test_what_is_held_of_a_deleted_conversation_is_not_stored(
    tmp_path: Path, server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Stores(server.database)) as machines:
        page = Page(machines, tmp_path, "page")
        server.stop()
        talk = page.talks.begin("One?")
        page.ask(talk, "One?", "1")

        page.talks.of("somebody else").entries()
        assert page.talks.of("somebody else").entries() == []
        page.talks.delete(talk)

        server.start()
        assert page.talks.entries() == []
        with pytest.raises(UnknownConversation):
            page.stored(talk)
        page.talks.close()


def test_a_page_that_was_never_without_its_database_makes_no_file(tmp_path: Path, postgres: PostgresServer) -> None:
    with closing(Stores(postgres.database)) as machines:
        page = Page(machines, tmp_path, "page")
        talk = page.talks.begin("One?")
        page.ask(talk, "One?", "1")

        assert page.seen(talk) == [("One?", "1")]
        assert not (page.folder / HELD_FILE).exists()
        page.talks.close()
