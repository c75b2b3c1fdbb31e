"""A library in PostgreSQL: copies that follow it, its layout, backups from either form, and what happens without it."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domain.errors import LibraryAway, LibraryError
from domain.jobs import Order
from domain.values import EVERYTHING, Outcome
from domain.visiting import Feed
from store import SqliteConversations, SqliteLibrary, schema
from store.keeping import back_up
from store.postgres import migrate, open_library
from store.postgres.database import Session
from store.postgres.mirror import MirrorConnections
from store.postgres.rows import State, read_state
from store.postgres.tables import tables
from tests.postgres_server import PostgresServer, postgres_server
from tests.store.test_store import duplicate, matched, put, version
from tests.stores import Stores, catch_up

ROOT = Path(__file__).parents[2]


@pytest.fixture
def machines(postgres: PostgresServer) -> Iterator[Stores]:
    """Opens copies of one library, as on several machines."""
    with closing(Stores(postgres.database)) as made:
        yield made


@pytest.fixture
def two(machines: Stores, tmp_path: Path) -> tuple[SqliteLibrary, SqliteLibrary]:
    return machines.open(tmp_path, copy="one"), machines.open(tmp_path, copy="two")


def rows_of(library: SqliteLibrary) -> dict[str, list[str]]:
    """All that a copy holds, by table."""
    with library.connections.reading() as connection:
        return {
            name: sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{name}"') if row[0] != schema.MIRROR)
            for name in tables(connection)
        }


def fill(library: SqliteLibrary) -> None:
    """Let something happen in every part of a library."""
    first = version("a", "The fox jumps. ", "It lands.")
    put(library, first, version("b", "The owl sleeps. "), duplicate("c", first))
    put(library, version("a", "The fox rests. ", "It lands."), removed=("c",))
    library.feeds.follow(Feed(url="https://x/feed", title="Feed", etag=None, modified=None))
    talks = SqliteConversations(library.file.parent, connections=library.connections)
    talk = talks.begin("What does the fox do?")
    talks.answer(talk, talks.ask(talk, "What does the fox do?", EVERYTHING), "It rests.")
    library.jobs.add([Order(kind="visit", name="x", fields={"url": "https://x/"}, data=b"\0\xff")])


def test_a_copy_holds_what_another_one_wrote(two: tuple[SqliteLibrary, SqliteLibrary]) -> None:
    one, other = two
    fill(one)

    catch_up(other)

    assert rows_of(other) == rows_of(one)
    assert matched(other, "rests") == [("a", 0)]
    assert matched(other, "jumps") == []
    talks = SqliteConversations(other.file.parent, connections=other.connections)
    assert [entry.title for entry in talks.entries("fox")] == ["What does the fox do?"]
    assert not other.checkup.keywords_differ()
    assert other.checkup.damage() == []


def test_a_new_copy_is_filled_with_all_there_is(machines: Stores, tmp_path: Path) -> None:
    one = machines.open(tmp_path, copy="one")
    fill(one)

    other = machines.open(tmp_path, copy="two")

    assert rows_of(other) == rows_of(one)
    assert matched(other, "rests") == [("a", 0)]
    assert not other.checkup.keywords_differ()
    assert other.connections.shared_id == one.connections.shared_id is not None


def test_a_copy_that_is_too_far_behind_is_filled_anew(
    two: tuple[SqliteLibrary, SqliteLibrary], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.postgres.rows._FOLLOWED", 2)
    monkeypatch.setattr("store.postgres.rows._FORGET_EVERY", 1)
    one, other = two
    for number in range(5):
        put(one, version("a", f"The fox {number}. "))

    catch_up(other)

    assert rows_of(other) == rows_of(one)
    assert matched(other, "4") == [("a", 0)]


def test_who_writes_on_a_copy_that_is_behind_writes_on_what_there_is(two: tuple[SqliteLibrary, SqliteLibrary]) -> None:
    one, other = two
    put(one, version("a", "The fox. "))

    put(other, version("b", "The owl. "))

    catch_up(one)
    assert rows_of(one) == rows_of(other)
    assert matched(one, "owl") == [("b", 0)]


def test_a_copy_follows_by_itself_when_it_is_notified(
    machines: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.postgres.following._POLL_S", 3600.0)
    there = threading.Event()
    follow = MirrorConnections.catch_up

    def followed(self: MirrorConnections) -> None:
        follow(self)
        if self.file.parent.name == "page":
            with self.reading() as connection:
                if connection.execute("SELECT 1 FROM articles").fetchone():
                    there.set()

    monkeypatch.setattr(MirrorConnections, "catch_up", followed)
    page = machines.open(tmp_path, copy="page", follow=True)
    worker = machines.open(tmp_path, copy="worker")

    put(worker, version("a", "The fox. "))

    assert there.wait(60)
    assert matched(page, "fox") == [("a", 0)]


def test_four_workers_that_change_the_same_articles_miss_no_generation(machines: Stores, tmp_path: Path) -> None:
    workers = [machines.open(tmp_path, copy=f"worker-{number}") for number in range(4)]
    articles = [f"article-{number}" for number in range(12)]

    def take_in(number: int) -> list[int]:
        generations = []
        for turn in range(2):
            for article in articles:
                with workers[number].lock():
                    generations.append(put(workers[number], version(article, f"Worker {number}, turn {turn}. ")))
        return generations

    with ThreadPoolExecutor(4) as pool:
        given = sorted(one for several in pool.map(take_in, range(4)) for one in several)

    assert given == list(range(1, 4 * 2 * len(articles) + 1))
    for worker in workers:
        catch_up(worker)
    assert len({json.dumps(rows_of(worker), sort_keys=True) for worker in workers}) == 1
    assert not workers[0].checkup.keywords_differ()


def test_workers_do_different_tasks_of_a_lane_at_once_and_those_of_one_article_in_turn(
    two: tuple[SqliteLibrary, SqliteLibrary],
) -> None:
    one, other = two
    names = ["a", "a", "b"]
    one.jobs.add([Order(kind="add", name=name, fields={"identity": f"upload:{name}"}) for name in names])

    with ThreadPoolExecutor(1) as elsewhere, one.jobs.turn("here") as first:
        taken = one.jobs.next("here", now=1e9)
        there = elsewhere.submit(next_two, other).result()

    assert first
    assert taken is not None
    assert (taken.order.name, there) == ("a", ["b", None])
    with other.jobs.turn("here"):
        again = other.jobs.next("here", now=1e9)
    assert again == replace(taken, attempts=2)


def next_two(library: SqliteLibrary) -> list[str | None]:
    """Return the names of the next tasks that a worker gets."""
    with library.jobs.turn("here") as ours:
        assert ours
        got = [library.jobs.next("here", now=1e9)]
        if got[0] is not None:
            library.jobs.finish(got[0], Outcome(status="new", id="x", title=""))
        got.append(library.jobs.next("here", now=1e9))
    return [None if one is None else one.order.name for one in got]


def test_what_a_worker_had_begun_is_done_by_another_when_its_connection_breaks(
    two: tuple[SqliteLibrary, SqliteLibrary], machines: Stores, tmp_path: Path
) -> None:
    one, other = two
    one.jobs.add([Order(kind="add", name="a", fields={"identity": "upload:a"})])

    def broken_off() -> None:
        with one.jobs.turn("here"):
            begun = one.jobs.next("here", now=1e9)
            assert begun is not None
            with psycopg.connect(machines.urls[tmp_path], autocommit=True) as session:
                session.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            one.jobs.finish(begun, Outcome(status="new", id="x", title=""))

    with pytest.raises(LibraryAway):
        broken_off()

    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(next_two, other).result() == ["a", None]


def test_a_change_that_would_leave_a_reference_to_nothing_is_refused_everywhere(
    two: tuple[SqliteLibrary, SqliteLibrary],
) -> None:
    one, other = two
    original = version("a", "The fox. ")
    put(one, original, duplicate("b", original))
    before = rows_of(one)

    with pytest.raises(LibraryError, match="refer to"):
        put(one, removed=("a",))

    catch_up(other)
    assert rows_of(one) == rows_of(other) == before


def test_a_process_that_ends_between_the_two_commits_loses_nothing(
    machines: Stores, tmp_path: Path, postgres: PostgresServer
) -> None:
    machines.open(tmp_path, copy="one")
    code = (
        "import os, sys; from pathlib import Path; from store.postgres import mirror, open_library\n"
        "from tests.store.test_store import put, version\n"
        "mirror._set_position = lambda connection, place: place\n"
        "library = open_library(sys.argv[1], Path(sys.argv[2]))\n"
        "commit = mirror.Session.execute\n"
        "def execute(self, query, *values, **options):\n"
        "    done = commit(self, query, *values, **options)\n"
        "    os._exit(7) if query == 'COMMIT' and library.writes else None\n"
        "    return done\n"
        "library.writes = False\n"
        "mirror.Session.execute = execute\n"
        "library.writes = True\n"
        "put(library, version('a', 'The fox. '))\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code, machines.urls[tmp_path], str(tmp_path / "one")], cwd=ROOT, check=False
    )

    assert ended.returncode == 7
    again = machines.open(tmp_path, copy="one")
    other = machines.open(tmp_path, copy="two")
    assert matched(again, "fox") == matched(other, "fox") == [("a", 0)]
    assert rows_of(again) == rows_of(other)


def test_a_connection_that_breaks_at_any_step_of_writing_leaves_nothing_half(
    machines: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = machines.open(tmp_path, copy="one"), machines.open(tmp_path, copy="two")
    url, execute = machines.urls[tmp_path], psycopg.Connection.execute
    put(writer, version("a", "The fox, before. "))
    outcomes = []

    def breaking_at(step: int, steps: list[object]) -> Callable[..., Any]:
        def counted(self: Any, query: Any, *values: Any, **options: Any) -> Any:
            steps.append(query)
            if len(steps) == step + 1:
                with psycopg.connect(url, autocommit=True) as other:
                    execute(
                        other,
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
                    )
            return execute(self, query, *values, **options)

        return counted

    for step in range(100):
        steps: list[object] = []
        with monkeypatch.context() as broken:
            broken.setattr(psycopg.Connection, "execute", breaking_at(step, steps))
            try:
                put(writer, version("a", f"The fox, {step}. ", "It rests. "), version(f"b{step}", "The owl. "))
            except LibraryAway:
                outcomes.append("away")
            else:
                outcomes.append("written")
        for library in (writer, reader):
            catch_up(library)
        assert rows_of(writer) == rows_of(reader)
        assert not reader.checkup.keywords_differ()
        both = {len(matched(reader, str(step))), len([one for one in reader_ids(reader) if one == f"b{step}"])}
        assert both == ({1} if outcomes[-1] == "written" else {0})
        if len(steps) <= step:
            break

    assert outcomes[-1] == "written"
    assert outcomes.count("away") >= 5


def reader_ids(library: SqliteLibrary) -> list[str]:
    """Return the ids of the articles that a copy holds."""
    with library.snapshot() as snapshot:
        return [entry.id for entry in snapshot.entries()]


def test_a_database_without_a_library_is_named_with_the_command_that_makes_it(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    url = postgres.database(ready=False)

    with pytest.raises(LibraryError, match="--migrate"):
        open_library(url, tmp_path)

    assert migrate(url) == (None, schema.SCHEMA_VERSION)
    assert migrate(url) == (schema.SCHEMA_VERSION, schema.SCHEMA_VERSION)
    library = open_library(url, tmp_path)
    put(library, version("a", "The fox. "))
    library.close()


def test_two_that_make_the_tables_at_once_make_one_library(postgres: PostgresServer) -> None:
    url = postgres.database(ready=False)

    with ThreadPoolExecutor(2) as pool:
        layouts = sorted(pool.map(migrate, [url, url]), key=str)

    now = schema.SCHEMA_VERSION
    assert layouts == [(now, now), (None, now)]


def test_a_library_of_an_older_layout_is_brought_up_to_date_and_pages_of_the_older_one_stop(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, now = postgres.database(ready=False), schema.SCHEMA_VERSION
    modules = ("store.schema", "store.connections", "store.postgres.rows", "store.postgres.layout")
    with monkeypatch.context() as older:
        for module in modules:
            older.setattr(f"{module}.SCHEMA_VERSION", now - 1)
        older.setattr("store.schema.prepare.__defaults__", (now - 1,))
        migrate(url)
        page = open_library(url, tmp_path / "old")
        page.feeds.follow(Feed(url="https://x/feed", title="Feed", etag=None, modified=None))
    with pytest.raises(LibraryError, match=f"layout {now - 1}.*--migrate"):
        open_library(url, tmp_path / "new")

    assert migrate(url) == (now - 1, now)

    library = open_library(url, tmp_path / "new")
    assert [feed.title for feed in library.feeds.feeds()] == ["Feed"]
    put(library, version("a", "The fox. "))
    with monkeypatch.context() as older:
        for module in modules:
            older.setattr(f"{module}.SCHEMA_VERSION", now - 1)
        with pytest.raises(LibraryError, match=f"layout {now}"):
            page.feeds.unfollow("https://x/feed")
        with pytest.raises(LibraryError, match=f"layout {now}"):
            page.feeds.feeds()
    assert [feed.title for feed in library.feeds.feeds()] == ["Feed"]
    for one in (page, library):
        one.close()


def test_a_newer_layout_is_left_alone(postgres: PostgresServer, tmp_path: Path) -> None:
    url = postgres.database()
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("UPDATE dateline.state SET layout = 99")
        before = read_state(session)

        with pytest.raises(LibraryError, match="layout 99"):
            migrate(url)
        with pytest.raises(LibraryError, match="newer Dateline"):
            open_library(url, tmp_path)

        assert read_state(session) == before


def test_a_backup_of_one_file_is_restored_into_a_database_and_back(machines: Stores, tmp_path: Path) -> None:
    small = SqliteLibrary(tmp_path / "small")
    fill(small)
    back_up(small.file, tmp_path / "up")
    one, other = machines.open(tmp_path, copy="one"), machines.open(tmp_path, copy="two")
    put(one, version("z", "Before. "))
    generation = put(one, version("y", "Before too. "))

    assert one.restore(tmp_path / "up") == 2

    catch_up(other)
    assert rows_of(other) == rows_of(one)
    assert matched(other, "rests") == matched(one, "rests") == [("a", 0)]
    assert matched(other, "before") == []
    with other.snapshot() as snapshot:
        assert snapshot.generation > generation
    assert (tmp_path / "one" / "mirror.sqlite3.before-restore").is_file()
    back_up(other.file, tmp_path / "down")
    again = SqliteLibrary(tmp_path / "again")
    assert again.restore(tmp_path / "down") == 2
    assert matched(again, "rests") == [("a", 0)]
    for library in (small, again):
        library.close()


def test_a_copy_that_looks_while_a_backup_is_restored_goes_on_with_what_is_restored(
    machines: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = SqliteLibrary(tmp_path / "small")
    fill(small)
    back_up(small.file, tmp_path / "up")
    small.close()
    one, other = machines.open(tmp_path, copy="one"), machines.open(tmp_path, copy="two")
    put(one, version("z", "Before. "))
    looks: list[State | None] = []

    def restored_meanwhile(session: Session) -> State | None:
        if not looks:
            looks.append(None)
            session.execute("SELECT count(*) FROM pg_class")  # from now on the transaction sees this state
            monkeypatch.setattr("store.postgres.mirror.read_state", read_state)  # for whoever restores
            one.restore(tmp_path / "up")
        return read_state(session)

    monkeypatch.setattr("store.postgres.mirror.read_state", restored_meanwhile)
    catch_up(other)

    assert looks
    assert rows_of(other) == rows_of(one)


def test_without_postgresql_a_copy_is_read_and_nothing_is_written_or_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.postgres.database._CONNECT_S", 0.5)
    with postgres_server() as server, closing(Stores(server.database)) as machines:
        page = machines.open(tmp_path, copy="page")
        put(page, version("a", "The fox. "))

        server.stop()

        with pytest.raises(LibraryAway, match="cannot be reached"):
            put(page, version("b", "The owl. "))
        assert matched(page, "fox") == [("a", 0)]
        assert matched(page, "owl") == []
        again = machines.open(tmp_path, copy="page")
        assert matched(again, "fox") == [("a", 0)]
        with pytest.raises(LibraryAway):
            machines.open(tmp_path, copy="new")
        server.start()
        for library in (page, again):
            library.connections.close()  # as after the pause in which the server is not asked again
            catch_up(library)
        put(again, version("b", "The owl. "))
        catch_up(page)
        assert matched(page, "owl") == [("b", 0)]
        page.close()


def test_a_password_that_is_wrong_is_named(postgres: PostgresServer, tmp_path: Path) -> None:
    url = postgres.database().replace("user=postgres", "user=nobody-here")

    with pytest.raises(LibraryAway, match='role "nobody-here" does not exist'):
        open_library(url, tmp_path)


def test_a_library_of_one_file_needs_no_postgresql() -> None:
    code = (
        "import sys; from store import SqliteLibrary; import assembly, services.parts\n"
        "print(sorted(name for name in sys.modules if name.startswith('psycopg')))"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"
