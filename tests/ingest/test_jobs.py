"""Jobs: kept until they are done, done once, tried again where that helps."""

import json
import multiprocessing
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from domain.errors import EmbedderError, IndexFailed, LibraryBusy, LibraryError, Stopping, TryLater
from domain.jobs import LONGEST_WAIT_S, MOST_ATTEMPTS, Order, Task, material_of, order_of
from domain.values import Material, Outcome, PassageChange
from ingest.extract.article_collections import line_count, parts, unrolled
from ingest.jobs import PAUSE_S, Runner
from ingest.tasks import Came
from store import SqliteLibrary, schema
from store.jobs import _JOBS, KEPT, SqliteJobs
from store.postgres import open_library
from tests.stores import Stores, catch_up

NOW = 2_000_000_000.0


def visit(name: str) -> Order:
    return Order(kind="visit", name=name, fields={"url": name})


def take(name: str, data: bytes = b"words") -> Order:
    return order_of(Material(name=name, data=data, media="text", identity=f"upload:{name}"))


def done(task: Task) -> Outcome:
    return Outcome(status="new", id="a", title=task.order.name, passages=PassageChange(added=2))


@pytest.fixture
def library(tmp_path: Path, stores: Stores) -> SqliteLibrary:
    return stores.open(tmp_path)


@pytest.fixture
def book(library: SqliteLibrary) -> SqliteJobs:
    return library.jobs


class Doing:
    """Does tasks as it is told, and remembers them."""

    def __init__(self, do: Callable[[Task], Came] = done) -> None:
        self.names: list[str] = []
        self.do = do

    def __call__(self, task: Task) -> Came:
        self.names.append(task.order.name)
        return self.do(task)


def run(book: SqliteJobs, do: Callable[[Task], Came], *, at: float = NOW) -> None:
    runner = Runner(book, do, now=lambda: at)
    runner.drain("here")
    runner.drain("web")


def test_what_was_asked_for_is_done_in_its_order_and_told(book: SqliteJobs) -> None:
    doing = Doing()
    first = book.add([take("a"), take("b")])
    second = book.add([take("a again")])

    run(book, doing)

    assert doing.names == ["a", "b", "a again"]
    assert [outcome.title for outcome in book.outcomes(first)] == ["a", "b"]
    assert book.outcomes(second)[0].passages == PassageChange(added=2)
    assert [(job.number, job.done, job.total, job.open) for job in book.jobs()] == [
        (second, 1, 1, False),
        (first, 2, 2, False),
    ]


def test_material_is_kept_whole_until_it_is_done_and_then_let_go(book: SqliteJobs, library: SqliteLibrary) -> None:
    material = Material(name="a", data=bytes(range(256)), media="pdf", identity="upload:a", title="T")
    seen: list[Material] = []
    book.add([order_of(material)])

    def look(task: Task) -> Came:
        seen.append(material_of(task.order))
        return done(task)

    run(book, look)

    assert seen == [material]
    with library.connections.reading() as connection:
        assert connection.execute("SELECT count(data) FROM tasks").fetchone() == (0,)


def test_more_than_the_limit_does_not_wait(library: SqliteLibrary) -> None:
    book = SqliteJobs(library._connections, max_waiting_bytes=100)
    book.add([take("a", b"x" * 60)])

    with pytest.raises(LibraryError, match="Wait until"):
        book.add([take("b", b"x" * 60)])

    run(book, done)
    assert book.add([take("b", b"x" * 60)])


def test_a_failure_that_may_pass_is_tried_again_with_longer_and_longer_pauses(book: SqliteJobs) -> None:
    def busy(task: Task) -> Came:
        raise TryLater("The server is busy.", hint="Later.")

    doing = Doing(busy)
    number = book.add([visit("a")])
    at, pauses = NOW, []
    for _ in range(MOST_ATTEMPTS - 1):
        run(book, doing, at=at)
        [job] = book.jobs()
        assert job.waits_for == "The server is busy. Later."
        assert job.due is not None
        run(book, doing, at=job.due - 1)  # nothing yet
        pauses.append(job.due - at)
        at = job.due
    run(book, doing, at=at)

    assert pauses == [PAUSE_S, 3 * PAUSE_S, 9 * PAUSE_S, 27 * PAUSE_S]
    assert len(doing.names) == MOST_ATTEMPTS
    assert not book.jobs()[0].open
    assert [outcome.error for outcome in book.outcomes(number)] == ["The server is busy. Later."]


def test_a_server_that_asks_for_peace_gets_it_and_for_too_much_of_it_is_given_up(book: SqliteJobs) -> None:
    asked = {"a": 600.0, "b": LONGEST_WAIT_S + 1}

    def busy(task: Task) -> Came:
        return Outcome(status="failed", id=None, title="", error="busy", again_after_s=asked[task.order.name])

    patient, given_up = book.add([visit("a")]), book.add([visit("b")])

    run(book, busy)

    jobs = {job.number: job for job in book.jobs()}
    assert jobs[patient].due == NOW + 600
    assert not jobs[given_up].open


def test_l12_a_clock_that_is_set_back_delays_no_retry(book: SqliteJobs) -> None:
    def busy(task: Task) -> Came:
        raise TryLater("The server is busy.", hint="Later.")

    doing = Doing(busy)
    book.add([visit("a")])
    run(book, doing, at=NOW)

    run(book, doing, at=NOW - 86_400)

    assert doing.names == ["a", "a"]


def test_a_lasting_failure_is_not_tried_again_and_fails_alone(
    book: SqliteJobs, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(task: Task) -> Came:
        match task.order.name:
            case "lasting":
                return Outcome(status="failed", id=None, title="", error="There is no page.")
            case "broken":
                raise EmbedderError("The model is not there.", hint="Get it.")
            case "surprise":
                raise ZeroDivisionError
        return done(task)

    number = book.add([take("lasting"), take("broken"), take("surprise"), take("fine")])

    run(book, fails)

    stated = book.outcomes(number)
    assert [outcome.status for outcome in stated] == ["failed", "failed", "failed", "new"]
    assert [str(outcome.error)[:22] for outcome in stated[:3]] == [
        "There is no page.",
        "The model is not there",
        "Something went wrong i",
    ]
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    "error",
    [LibraryBusy("Another process is writing.", hint="Wait."), IndexFailed("The server is away.", hint="Start it.")],
)
def test_a_library_that_cannot_be_written_to_just_now_is_waited_for(book: SqliteJobs, error: LibraryError) -> None:
    def busy(task: Task) -> Came:
        raise error

    number = book.add([take("a")])
    run(book, busy)
    run(book, done, at=NOW + PAUSE_S)

    assert [outcome.status for outcome in book.outcomes(number)] == ["new"]


def test_what_a_killed_process_had_begun_is_done_by_the_next(book: SqliteJobs) -> None:
    number = book.add([take("a"), take("b")])
    book.next("here", now=NOW)  # and the process is gone

    doing = Doing()
    run(book, doing)

    assert doing.names == ["a", "b"]
    assert len(book.outcomes(number)) == 2


def test_what_is_begun_while_the_process_ends_is_left_to_the_next(book: SqliteJobs) -> None:
    number = book.add([take("a"), take("b")])

    def ending(_: Task) -> Came:
        raise Stopping

    with pytest.raises(Stopping):
        run(book, ending)
    assert not book.outcomes(number)

    run(book, done)
    assert [outcome.title for outcome in book.outcomes(number)] == ["a", "b"]


def test_what_takes_the_process_down_each_time_is_given_up(book: SqliteJobs) -> None:
    number = book.add([take("deadly"), take("fine")])
    for _ in range(MOST_ATTEMPTS):
        book.next("here", now=NOW)

    doing = Doing()
    run(book, doing)

    assert doing.names == ["fine"]
    assert [outcome.status for outcome in book.outcomes(number)] == ["failed", "new"]


def test_a_task_may_turn_out_to_be_several(book: SqliteJobs) -> None:
    def feed(task: Task) -> Came:
        return [visit("one"), visit("two")] if task.order.name == "feed" else done(task)

    number = book.add([visit("feed"), visit("page")])

    run(book, feed)

    assert sorted(outcome.title for outcome in book.outcomes(number)) == ["one", "page", "two"]


def test_a_short_job_does_not_wait_for_the_end_of_a_long_one_on_the_web(book: SqliteJobs) -> None:
    doing = Doing()
    book.add([visit(f"long {place}") for place in range(4)])
    book.add([visit("short")])

    run(book, doing)

    assert doing.names.index("short") <= 1


def test_work_that_is_stopped_ends_where_it_is(book: SqliteJobs) -> None:
    number = book.add([take("a"), take("b"), take("c")])
    first = book.next("here", now=NOW)
    assert first is not None

    book.stop(number)
    book.finish(first, done(first))
    run(book, done)

    assert [outcome.title for outcome in book.outcomes(number)] == ["a"]
    assert not book.jobs()[0].open


def test_a_feed_that_was_stopped_brings_no_entries_and_a_failure_no_further_attempt(book: SqliteJobs) -> None:
    number = book.add([visit("feed"), visit("page")])
    feed, page = book.next("web", now=NOW), book.next("web", now=NOW)
    assert feed is not None
    assert page is not None

    book.stop(number)
    book.replace(feed, [visit("entry")])
    book.wait(page, Outcome(status="failed", id=None, title="", error="busy"), due=NOW)

    assert not book.jobs()[0].open


def test_results_are_seen_once_for_all_pages_and_work_under_way_stays(book: SqliteJobs) -> None:
    over, under_way = book.add([take("a")]), book.add([visit("b")])
    Runner(book, done, now=lambda: NOW).drain("here")

    book.dismiss()

    assert {job.number: job.dismissed for job in book.jobs()} == {over: True, under_way: False}


def test_old_results_are_forgotten_and_no_number_comes_again(book: SqliteJobs) -> None:
    numbers = []
    for place in range(KEPT + 3):
        numbers.append(book.add([take(str(place))]))
        run(book, done)
    numbers.append(book.add([take("last")]))

    assert len(book.jobs()) == KEPT + 1
    assert len(set(numbers)) == len(numbers)


def test_a_lane_is_worked_by_one_only_and_two_lanes_at_once(tmp_path: Path) -> None:
    library, other = SqliteLibrary(tmp_path), SqliteLibrary(tmp_path)
    book = library.jobs

    with book.turn("here") as first, other.jobs.turn("here") as second, other.jobs.turn("web") as elsewhere:
        assert (first, second, elsewhere) == (True, False, True)
    with other.jobs.turn("here") as later:
        assert later
    for one in (library, other):
        one.close()


def work_off(folder: str, url: str | None, stated: str, barrier: "threading.Barrier") -> None:
    """Another server over the same library."""
    library = SqliteLibrary(Path(folder)) if url is None else open_library(url, Path(folder) / uuid4().hex)

    def do(task: Task) -> Came:
        with Path(stated).open("a", encoding="utf-8") as log:
            log.write(json.dumps(task.order.name) + "\n")
        return done(task)

    runner = Runner(library.jobs, do)
    barrier.wait()
    while any(job.open for job in library.jobs.jobs()):
        runner.drain("here")
        runner.drain("web")
        catch_up(library)
    library.close()


def test_two_servers_with_several_threads_do_nothing_twice(book: SqliteJobs, tmp_path: Path, stores: Stores) -> None:
    for place in range(20):
        book.add([take(f"here {place}"), visit(f"web {place}")])
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    stated = tmp_path / "told"
    arguments = (str(tmp_path), stores.urls.get(tmp_path), str(stated), barrier)
    servers = [context.Process(target=work_off, args=arguments) for _ in range(2)]

    for server in servers:
        server.start()
    for server in servers:
        server.join()

    names = [json.loads(line) for line in stated.read_text(encoding="utf-8").splitlines()]
    assert len(names) == 40
    assert len(set(names)) == 40


def test_a_library_of_the_layout_before_jobs_is_brought_up_to_date(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "dateline.sqlite3", isolation_level=None)
    before = schema._STEPS[: schema._STEPS.index(schema._JOBS)]
    for step in before:
        for statement in step.split(";\n"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(before)}")
    connection.close()

    library = SqliteLibrary(tmp_path)

    number = library.jobs.add([take("a")])
    run(library.jobs, done)
    assert [outcome.title for outcome in library.jobs.outcomes(number)] == ["a"]
    library.close()


def test_h5_a_collection_waits_in_parts_and_only_one_of_them_is_unrolled_at_a_time(book: SqliteJobs) -> None:
    lines = b"".join(b'{"title": "%d", "text": "words"}\n' % number for number in range(2_500))
    open_at_once: list[int] = []

    def do(task: Task) -> Came:
        material = material_of(task.order)
        open_at_once.append(book.jobs()[0].total - book.jobs()[0].done)
        if material.media != "jsonl":
            return done(task)
        some = list(parts(material))
        if len(some) > 1:
            return [replace(order_of(part), later=True) for part in some]
        return [order_of(line) for line in list(unrolled(material))[::100]]

    book.add([order_of(Material(name="all.jsonl", data=lines, media="jsonl", identity="upload:all.jsonl"))])
    doing = Doing(do)
    run(book, doing)

    assert max(open_at_once) <= 12
    assert doing.names[2:4] == ["all.jsonl, line 1", "all.jsonl, line 101"]
    assert doing.names[-1] == "all.jsonl, line 2401"
    assert book.jobs()[0].done == book.jobs()[0].total == 25


def test_h5_of_a_very_large_job_the_first_outcomes_are_kept_and_the_others_counted(library: SqliteLibrary) -> None:
    book = SqliteJobs(library._connections, max_outcomes=3)
    number = book.add([take(str(one)) for one in range(5)])

    run(book, Doing())

    assert [one.title for one in book.outcomes(number)] == ["0", "1", "2"]
    assert (book.jobs()[0].done, book.jobs()[0].total) == (5, 5)


def test_h5_looking_at_the_jobs_reads_no_task_that_is_done(book: SqliteJobs, library: SqliteLibrary) -> None:
    with library._connections.reading() as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {_JOBS}", {"now": 0})]

    assert any("tasks_by_job (job=? AND state=?)" in step for step in plan)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_h5_a_collection_in_parts_has_the_lines_and_numbers_of_the_whole(end: str) -> None:
    text = end.join(["one", "", "two", "three", " ", "four"])
    for data in (text, text + end, text + end + end):
        whole = Material(name="a", data=data.encode(), media="jsonl", identity="upload:a")
        for size in (1, 2, 3, 5, 100):
            cut = list(parts(whole, lines=size))
            again = [line for part in cut for line in unrolled(part) if line.media == "line"]

            assert b"".join(part.data for part in cut) == whole.data
            assert again == list(unrolled(whole))
            assert line_count(whole) == len(again) == 4
            assert all(material_of(order_of(part)) == part for part in cut)


def test_l12_an_orderly_stop_is_no_attempt(book: SqliteJobs) -> None:
    number = book.add([take("long")])
    running: list[Runner] = []

    def stopped(task: Task) -> Came:
        running[-1].end()
        return done(task)

    for _ in range(MOST_ATTEMPTS + 2):
        running.append(Runner(book, stopped, now=lambda: NOW))
        running[-1].drain("here")

    assert book.outcomes(number) == []
    run(book, Doing())
    assert [one.status for one in book.outcomes(number)] == ["new"]
