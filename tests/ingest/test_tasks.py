"""Jobs through the whole program: what each kind of task does, also twice, and in a process that is killed."""

import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import settings
from assembly import Services, build
from domain.jobs import Order, order_of
from domain.values import Material, Outcome
from ingest.jobs import PAUSE_S, Runner
from retriever.fakes import HashingEmbedder
from tests.ingest.fetch.test_feeds import rss, stories
from tests.web import SENTENCES, Reader, Site, article_page

NOW = 2_000_000_000.0


def done(program: Services, *orders: Order, at: float = NOW) -> list[Outcome]:
    """Order a job, have it worked off, and return what came of it."""
    number = program.background.order(orders)
    work_off(program, at=at)
    return program.background.jobs.outcomes(number)


def work_off(program: Services, *, at: float = NOW) -> None:
    runner = Runner(program.background.jobs, program.parts.runner()._do, now=lambda: at)
    runner.drain("here")
    runner.drain("web")


def upload(name: str, words: str) -> Order:
    return order_of(Material(name=name, data=words.encode(), media="text", identity=f"upload:{name}"))


def visit(url: str) -> Order:
    return Order(kind="visit", name=url, fields={"url": url})


def test_files_addresses_and_feeds_become_articles(site: Site, reader: Reader) -> None:
    stories(site, "a", "b", "c")
    feed = site.serves("/feed", rss("/b", "/c"), kind="application/xml")

    taken = done(reader.program, upload("mill.txt", "The mill grinds again."), visit(site.url("/a")), visit(feed))

    assert [(one.status, one.title) for one in taken] == [
        ("new", "The mill grinds again."),
        ("new", "Story a"),
        ("new", "Story b"),
        ("new", "Story c"),
    ]
    assert [one.url for one in reader.program.library.feeds()] == [feed]


def test_a_feed_without_new_entries_says_so(site: Site, reader: Reader) -> None:
    stories(site, "a")
    feed = site.serves("/feed", rss("/a"), kind="application/xml")
    done(reader.program, visit(feed))

    [again] = done(reader.program, visit(feed))

    assert (again.status, again.title) == ("unchanged", "Coast Herald")


def test_an_entry_that_failed_comes_with_the_next_look_at_the_feed(site: Site, reader: Reader) -> None:
    stories(site, "a")
    feed = site.serves("/feed", rss("/a", "/b"), kind="application/xml", ETag='"1"')
    first = [one.status for one in done(reader.program, visit(feed))]
    stories(site, "b")

    assert first == ["new", "failed"]
    assert [one.status for one in done(reader.program, visit(feed))] == ["new"]


def test_a_collection_has_a_line_for_each_of_its_articles(reader: Reader) -> None:
    lines = b'{"title": "A", "text": "The ferry sank."}\n{"title": "B"}\n{"title": "C", "text": "The mill burned."}'
    collection = Material(name="all.jsonl", data=lines, media="jsonl", identity="upload:all.jsonl")

    assert [one.status for one in done(reader.program, order_of(collection))] == ["new", "failed", "new"]


def test_an_address_is_found_without_its_scheme(site: Site, reader: Reader) -> None:
    """Nothing answers over https here; what counts is that it was tried there."""
    [failed] = done(reader.program, visit(f"10.0.0.1:{site.port}/a"))

    assert "not on the public web" in str(failed.error)


def test_refresh_reports_what_changed_and_what_is_gone_one_by_one_or_all(site: Site, reader: Reader) -> None:
    stories(site, "a", "b", "c")
    taken = done(reader.program, *[visit(site.url(path)) for path in ("/a", "/b", "/c")])
    site.serves(
        "/b", article_page("Story b", body=[f"b: {SENTENCES[0]}", *["Nothing is as it was before that day."] * 4])
    )
    del site.pages["/c"]

    number = reader.program.background.order_refresh()
    work_off(reader.program)
    [only] = [reader.program.background.order_refresh([str(taken[0].id)])]
    work_off(reader.program)

    assert [one.status for one in reader.program.background.jobs.outcomes(number)] == ["unchanged", "updated", "gone"]
    assert [one.title for one in reader.program.background.jobs.outcomes(only)] == ["Story a"]
    assert any(one.kind == "added" for one in reader.program.library.changes(str(taken[1].id)))


def test_removing_twice_is_removing_once(reader: Reader) -> None:
    [taken] = done(reader.program, upload("a.txt", "The ferry sank."))
    removal = Order(kind="remove", name="Ferry", fields={"id": str(taken.id)})

    assert [one.status for one in done(reader.program, removal, removal)] == ["removed", "removed"]
    assert reader.program.library.entries() == []


def test_a_correction_that_is_none_fails_with_the_reason_and_changes_nothing(reader: Reader) -> None:
    [taken] = done(reader.program, upload("a.txt", "The ferry sank."))
    wrong = Order(kind="correct", name="Ferry", fields={"id": str(taken.id), "published": "some day"})
    right = Order(
        kind="correct", name="Ferry", fields={"id": str(taken.id), "author": "Ina Berg", "published": "2025-11-03"}
    )

    [failed, corrected] = done(reader.program, wrong, right)

    assert (failed.status, corrected.status) == ("failed", "updated")
    source = reader.program.library.article(str(taken.id)).source
    assert (source.author, source.published) == ("Ina Berg", "2025-11-03")


def test_a_page_that_its_server_cannot_give_just_now_goes_in_later(site: Site, reader: Reader) -> None:
    url = site.serves("/a", b"busy", status=503)
    number = reader.program.background.order([visit(url)])
    work_off(reader.program)
    stories(site, "a")
    work_off(reader.program, at=NOW + PAUSE_S - 1)
    too_early = reader.program.background.jobs.outcomes(number)
    work_off(reader.program, at=NOW + PAUSE_S)

    assert too_early == []
    assert [one.status for one in reader.program.background.jobs.outcomes(number)] == ["new"]


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_page_that_is_not_there_is_asked_for_once(site: Site, reader: Reader, status: int) -> None:
    url = site.serves("/a", b"no", status=status)

    [failed] = done(reader.program, visit(url))

    assert failed.status == "failed"
    assert len(site.asked) == 1


def test_a_stub_is_refused_and_asked_for_once(site: Site, reader: Reader) -> None:
    url = site.serves("/a", article_page(body=["We and our partners use cookies.", "You agree to all cookies."] * 9))

    [failed] = done(reader.program, visit(url))

    assert "cookies" in str(failed.error)
    assert len(site.asked) == 1


def serve_jobs(folder: str) -> None:
    """A server without a page: it works until it is killed."""
    program = build(settings.load(library=Path(folder)), embedder=HashingEmbedder())
    program.background.start_work()
    while True:
        time.sleep(1)


def test_a_server_that_is_killed_again_and_again_takes_everything_in_once(reader: Reader, tmp_path: Path) -> None:
    program = reader.program
    texts = {f"{place}.txt": f"Story number {place}.\n\n" + f"The boat {place} was late. " * 40 for place in range(30)}
    number = program.background.order([upload(name, words) for name, words in texts.items()])
    context = multiprocessing.get_context("spawn")
    for wanted in (3, 11, 19, 30):
        server = context.Process(target=serve_jobs, args=(str(tmp_path),), daemon=True)
        server.start()
        while len(program.background.jobs.outcomes(number)) < wanted:
            assert server.is_alive()
            time.sleep(0.002)
        server.kill()
        server.join()

    assert {one.status for one in program.background.jobs.outcomes(number)} <= {
        "new",
        "unchanged",
    }  # killed between the two notes
    with program.parts.store().snapshot() as snapshot:
        stated = {one.identity.removeprefix("upload:"): snapshot.article(one.id).text for one in snapshot.entries()}
    assert {name: words.strip() for name, words in texts.items()} == {
        name: words.strip() for name, words in stated.items()
    }
    assert [finding.check for finding in program.maintenance.examine() if finding.state == "wrong"] == []


def end_at_work(folder: str) -> None:
    """A server that is stopped in the middle of its work, and takes a second to end."""
    program = build(settings.load(library=Path(folder)))
    [job] = program.background.jobs.jobs()
    program.background.start_work()
    while not program.background.jobs.outcomes(job.number):
        time.sleep(0.01)
    ThreadPoolExecutor(1).submit(time.sleep, 1)


def test_what_a_server_that_is_stopped_had_not_done_is_done_by_the_next(
    over: Callable[..., Services], tmp_path: Path
) -> None:
    program = over()
    number = program.background.order(
        [upload(f"{place}.txt", f"Story {place}.\n\nThe boat was late.") for place in range(60)]
    )

    server = multiprocessing.get_context("spawn").Process(target=end_at_work, args=(str(program.settings.library),))
    server.start()
    server.join()
    done_before = len(program.background.jobs.outcomes(number))
    work_off(program)

    assert 0 < done_before < 60
    assert {one.status for one in program.background.jobs.outcomes(number)} <= {"new", "unchanged"}
    assert len(program.background.jobs.outcomes(number)) == 60


def test_m7_a_correction_that_is_too_long_is_refused_with_the_reason(reader: Reader) -> None:
    [taken] = done(reader.program, upload("ferry.txt", "Ferry\n\nThe ferry to Vik was late."))
    long = Order(kind="correct", name="Ferry", fields={"id": str(taken.id), "title": "Ferry " * 51})

    [refused] = done(reader.program, long)

    assert refused.error == "“title” is longer than 300 characters. Shorten it."
    assert [entry.source.title for entry in reader.program.library.entries()] == ["Ferry"]
