"""The page's side of jobs: what it has asked for, how far that is, what came of it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from domain.errors import LibraryBusy
from domain.jobs import Job, Order, Task, asked_by
from domain.values import Material, Outcome, PassageChange, Stretch
from ingest.jobs import Runner
from store import SqliteJobs, SqliteLibrary
from ui import labels
from ui.state.library_orders import Results, Work
from ui.view_models.progress import MOST_LINES, job_data, news_data, results_data, stretches_data

NOW = 2_000_000_000.0


class FakeProgram:
    """Keeps orders in a real book; they are done when the test says so."""

    def __init__(self, jobs: SqliteJobs) -> None:
        self.background = self
        self.jobs = jobs
        self.busy = False

    def order(self, orders: Sequence[Order], *, by: str = "") -> int:
        if self.busy:
            raise LibraryBusy("Another program is writing.", hint="Wait.")
        return self.jobs.add(asked_by(orders, by))

    def work_off(self, do: Callable[[Task], Outcome] | None = None) -> None:
        runner = Runner(self.jobs, do or went_in, now=lambda: NOW)
        runner.drain("here")
        runner.drain("web")


def went_in(task: Task) -> Outcome:
    empty = task.order.data == b""
    return Outcome(
        status="failed" if empty else "new", id="a", title=task.order.name, error="Empty." if empty else None
    )


def busy(task: Task) -> Outcome:
    return Outcome(status="failed", id=None, title="", error=f"{task.order.name} is busy.", again_after_s=0.0)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[FakeProgram]:
    library = SqliteLibrary(tmp_path)
    yield FakeProgram(library.jobs)
    library.close()


def page(program: FakeProgram) -> Work:
    return Work(program)  # type: ignore[arg-type]


def pasted(data: bytes = b"words") -> Material:
    return Material(name="pasted", data=data, media="text")


def test_a_form_is_emptied_once_what_was_in_it_went_in_and_keeps_what_failed(program: FakeProgram) -> None:
    work = page(program)
    work.take_in([pasted()], form="paste")
    on_its_way = (work.waiting("paste"), work.forms["paste"].times)

    program.work_off()
    work.look()
    went_in = (work.waiting("paste"), work.forms["paste"].times)
    work.take_in([pasted(b"")], form="paste")
    program.work_off()
    work.look()

    assert (on_its_way, went_in) == ((True, 0), (False, 1))
    assert (work.waiting("paste"), work.forms["paste"].times) == (False, 1)


def test_a_form_waits_for_its_own_job_alone_and_jobs_are_shown_in_the_order_of_asking(program: FakeProgram) -> None:
    work = page(program)
    work.take_in([pasted()], form="paste")
    program.work_off()
    for name in ("a.txt", "b.txt"):
        work.take_in([Material(name=name, data=b"words", media="text")])
    work.look()

    assert not work.waiting("paste")
    assert [job.number for job in work.open] == sorted(job.number for job in work.open)
    assert len(work.open) == 2


def test_a_page_that_is_loaded_again_shows_work_under_way_and_then_its_results(program: FakeProgram) -> None:
    page(program).take_in([pasted()])

    again = page(program)
    again.look()
    under_way = [job.total for job in again.open]
    program.work_off()
    again.look()

    assert under_way == [1]
    assert again.ended()
    assert again.results is not None
    assert [outcome.status for outcome in again.results.outcomes] == ["new"]
    assert not again.ended()


def test_results_that_were_seen_on_one_page_are_seen(program: FakeProgram) -> None:
    one, other = page(program), page(program)
    one.take_in([pasted()])
    program.work_off()
    one.look()
    one.show_changes("a")

    one.dismiss()
    other.look()

    assert one.results is None
    assert one.changes_shown == set()
    assert other.results is None


def test_an_order_that_cannot_be_kept_is_told_and_the_form_keeps_what_it_holds(program: FakeProgram) -> None:
    work = page(program)
    program.busy = True

    work.take_in([pasted()], form="paste")

    assert news_data(work, {}, {})["trouble"] == "Another program is writing. Wait."
    assert not work.waiting("paste")
    program.busy = False
    work.take_in([pasted()])
    assert work.trouble == ""


def test_work_under_way_says_what_is_being_done_and_how_far_it_is(program: FakeProgram) -> None:
    work = page(program)
    work.take_in([Material(name=name, data=b"words", media="text") for name in ("a.txt", "b.txt")])
    program.jobs.next("here", now=NOW)
    work.look()

    assert job_data(work.open[0]) == {
        "number": work.open[0].number,
        "text": "Adding a.txt (1 of 2)",
        "detail": "",
        "done": 0,
        "total": 2,
        "stop": labels.STOP_JOB,
    }


def test_work_that_waits_for_a_server_says_why_and_until_when(program: FakeProgram) -> None:
    work = page(program)
    work.visit(["paper.example/a"])
    program.work_off(busy)
    work.look()

    stated = job_data(work.open[0])

    assert str(stated["text"]).startswith("Tries again at ")
    assert stated["detail"] == "paper.example/a is busy."


def results(*outcomes: Outcome) -> Results:
    return Results(Job(number=1, asked="", total=len(outcomes), done=len(outcomes)), list(outcomes))


def outcome(status: str, **more: object) -> Outcome:
    return Outcome(**{"status": status, "id": "a", "title": status, **more})  # type: ignore[arg-type]


def test_results_are_counted_and_what_matters_most_comes_first() -> None:
    stated = results_data(
        results(outcome("unchanged"), outcome("updated"), outcome("failed", error="No."), outcome("unchanged")), {}
    )

    assert stated["summary"] == "1 failed · 1 updated · 2 unchanged"
    assert [line["title"] for line in stated["lines"]] == ["failed", "updated", "unchanged", "unchanged"]  # type: ignore[attr-defined]


def test_of_many_results_the_first_are_listed_and_the_others_counted() -> None:
    stated = results_data(results(*[outcome("new")] * (MOST_LINES + 3)), {})

    assert len(stated["lines"]) == MOST_LINES  # type: ignore[arg-type]
    assert stated["more"] == "and 3 more"


def test_work_that_had_nothing_to_do_says_so() -> None:
    assert results_data(results(), {})["summary"] == labels.NOTHING_TO_DO


@pytest.mark.parametrize("change", [PassageChange(kept=3, added=1), PassageChange(kept=3, removed=1)])
def test_only_an_article_whose_words_changed_can_show_what_changed(change: PassageChange) -> None:
    changed = outcome("updated", passages=change)
    renamed = outcome("updated", id="b", passages=PassageChange(kept=4))
    stretches = [Stretch(kind="added", text="new words")]

    stated = results_data(results(changed, renamed), {"a": "A", "b": "B"}, {"a": stretches})

    [first, second] = stated["lines"]  # type: ignore[misc]
    assert first["changes"] == labels.HIDE_CHANGES
    assert first["stretches"] == [{"kind": "added", "text": "new words", "spoken": labels.WORDS_ADDED}]
    assert (second["changes"], second["stretches"]) == ("", None)


def test_what_came_in_can_be_opened_from_the_results_as_long_as_it_is_there() -> None:
    came = results(outcome("new", id="a", title="Quay"), outcome("removed", id="b", title="Mole"))

    lines = results_data(came, {"a": "Quay"})["lines"]

    assert [(line["id"], line["open"]) for line in lines] == [("a", "Open Quay"), ("b", "")]


def test_a_change_that_left_the_words_as_they_were_is_told_in_a_sentence() -> None:
    assert [one["text"] for one in stretches_data([])] == [labels.NO_CHANGES]
