"""Nothing that the reader typed or pressed is ever lost: not in a redraw, not in a reload, not with the server."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect

from evaluation.benchmark.running import free_port
from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk
from tests.browser.serving import ROOT, environment, wait_for
from ui.scripts import scripts_path

WAITING = "Why is the council waiting?"
GEESE = "How many geese did the keeper count on a single night?"

OUTBOX = f"(await import('{scripts_path('outbox.js')}')).outbox"
HAS_BOX = f"async name => Boolean({OUTBOX}(name).send)"

LOSE_THE_NEXT = (
    f"async name => {{ const box = {OUTBOX}(name);"
    + """
  let send = box.send;
  const lose = () => {
    Object.defineProperty(box, "send", { value: send, writable: true, configurable: true });
    document.lost = (document.lost || 0) + 1;
  };
  Object.defineProperty(box, "send", { get: () => send && lose, set: (now) => { send = now; }, configurable: true });
}"""
)

STOP_SENDING = f"""async name => Object.defineProperty({OUTBOX}(name), "send", {{
  get: () => () => {{}}, set: () => {{}},
}})"""


def lose_the_next(desk: Desk, component: str) -> None:
    """Lose the next report of a component, also if that is drawn anew before it sends one."""
    desk.page.wait_for_function(HAS_BOX, arg=component)
    desk.page.evaluate(LOSE_THE_NEXT, component)


def stop_sending(desk: Desk) -> None:
    """Let no report of the conversation leave the page any more."""
    desk.page.wait_for_function(HAS_BOX, arg="conversation")
    desk.page.evaluate(STOP_SENDING, "conversation")


def test_a_question_whose_report_is_lost_is_asked_all_the_same_and_once(desk: Desk) -> None:
    desk.ask(WAITING)
    lose_the_next(desk, "conversation")

    desk.box.fill(GEESE)
    desk.box.press("Enter")

    expect(desk.answered(GEESE).locator("q.words").first).to_contain_text("4,312 geese")
    assert desk.page.evaluate("document.lost") == 1
    expect(desk.turns).to_have_count(2)


def test_a_mark_whose_report_is_lost_opens_all_the_same(desk: Desk) -> None:
    turn = desk.ask(WAITING)
    lose_the_next(desk, "conversation")

    desk.open_first_mark(turn)

    assert desk.page.evaluate("document.lost") == 1
    lose_the_next(desk, "reader")
    desk.reader.get_by_role("button", name="Close article").click()
    expect(desk.reader).to_have_count(0, timeout=QUICK_MS)


def test_a_click_on_a_list_whose_report_is_lost_is_done_all_the_same(desk: Desk) -> None:
    desk.ask(WAITING)
    lose_the_next(desk, "history")

    desk.sidebar.get_by_role("button", name="New conversation").click()

    expect(desk.turns).to_have_count(0, timeout=QUICK_MS)
    assert desk.page.evaluate("document.lost") == 1
    lose_the_next(desk, "library")
    desk.entry("A year on Skarholm island").locator(".open").click()
    expect(desk.reader).to_be_visible(timeout=QUICK_MS)
    assert desk.page.evaluate("document.lost") == 2


def test_a_click_on_a_list_is_kept_until_the_list_itself_has_been_drawn_again(desk: Desk) -> None:
    """Else one whose redraw is lost would leave the list as it was: a field for a title that does not go away."""
    desk.ask(WAITING)
    desk.sidebar.get_by_role("button", name="New conversation").click()
    expect(desk.turns).to_have_count(0, timeout=QUICK_MS)
    turn = desk.ask(WAITING)
    expect(desk.sidebar.locator(".talk .open[aria-current]")).to_be_visible(timeout=QUICK_MS)
    action = "{ number: 1, name: 'new', value: '', at: 0 }"
    desk.page.evaluate(f"async () => {OUTBOX}('history').waiting.push({action})")

    turn.get_by_role("button", name="How this was found").click()

    expect(turn.locator(".explained")).to_be_visible(timeout=QUICK_MS)
    assert desk.page.evaluate(f"async () => {OUTBOX}('history').waiting.length") == 1


def test_a_click_on_the_table_whose_report_is_lost_counts_once(desk: Desk) -> None:
    desk.page.get_by_role("link", name="Library").click()
    head = desk.page.locator(".shelf").get_by_role("columnheader", name="Title")
    expect(head).to_have_attribute("aria-sort", "none", timeout=ANSWER_MS)
    lose_the_next(desk, "shelf")

    head.get_by_role("button").click()

    expect(head).to_have_attribute("aria-sort", "ascending", timeout=QUICK_MS)
    assert desk.page.evaluate("document.lost") == 1


def test_questions_sent_right_after_the_choice_of_articles_is_closed_are_all_asked(desk: Desk) -> None:
    questions = ["Who puts a lantern in the window?", WAITING, GEESE]
    for question in questions:
        desk.page.get_by_role("button", name="Searching").click()
        desk.box.fill(question)  # the choice is still open
        desk.page.keyboard.press("Escape")
        desk.box.press("Enter")

    expect(desk.turns.locator(".question")).to_have_text([f"You asked: {one}" for one in questions], timeout=ANSWER_MS)
    desk.answered(GEESE)


def test_a_question_stands_on_the_page_before_anybody_has_taken_it(desk: Desk) -> None:
    desk.ask(WAITING)
    stop_sending(desk)
    busy = desk.page.locator(".busy")
    expect(busy).to_be_hidden()

    desk.box.fill(GEESE)
    desk.box.press("Enter")

    expect(desk.page.locator(".conversation").get_by_text(GEESE)).to_be_visible()
    expect(desk.page.get_by_text("Sending your question…")).to_be_visible()
    expect(busy).to_be_visible()


def test_what_was_typed_outlives_a_reload_sent_or_not(desk: Desk) -> None:
    desk.box.fill(WAITING)
    desk.page.reload()
    expect(desk.box).to_have_value(WAITING, timeout=QUICK_MS)

    stop_sending(desk)
    desk.box.press("Enter")
    expect(desk.box).to_have_value("")
    desk.page.reload()

    expect(desk.box).to_have_value(WAITING, timeout=QUICK_MS)


def test_a_question_on_its_way_is_not_typed_again_by_going_to_the_library_and_back(desk: Desk) -> None:
    stop_sending(desk)
    desk.box.fill(GEESE)
    desk.box.press("Enter")

    desk.page.get_by_role("link", name="Library").click()
    expect(desk.page.locator(".shelf")).to_be_visible(timeout=ANSWER_MS)
    desk.page.get_by_role("link", name="Back to the conversation").click()

    expect(desk.page.locator(".conversation").get_by_text(GEESE)).to_be_visible(timeout=ANSWER_MS)
    expect(desk.box).to_have_value("")


@contextmanager
def page_server(library: Path, port: int, log: Path, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(library, **more), stdout=out, stderr=out)
        try:
            wait_for(f"http://localhost:{port}/_stcore/health", process, log)
            yield process
        finally:
            process.kill()
            process.wait(timeout=20)


def test_a_question_asked_while_the_server_is_gone_is_answered_when_it_is_back(
    open_desk: OpenDesk, library: Path, tmp_path: Path
) -> None:
    """Meanwhile the page says so in its own words and stays as it is: nothing lies over what one reads."""
    port = free_port()
    with page_server(library, port, tmp_path / "first") as first:
        desk = open_desk(at=f"http://localhost:{port}")
        desk.ask(WAITING)
        desk.page.wait_for_url("**/?conversation=*")
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=20)
        expect(desk.page.locator("[data-test-connection-state]")).not_to_have_attribute(
            "data-test-connection-state", "CONNECTED", timeout=QUICK_MS
        )
        away = desk.page.get_by_text("Dateline's server does not answer.")
        expect(away).to_be_visible(timeout=QUICK_MS)
        expect(desk.page.get_by_role("dialog", name="Connection error")).to_have_count(0)

        desk.box.fill(GEESE)
        desk.box.press("Enter")
        expect(desk.page.get_by_text("Dateline does not answer.")).to_be_visible(timeout=QUICK_MS)

    with page_server(library, port, tmp_path / "second"):
        expect(away).to_have_count(0, timeout=ANSWER_MS)
        expect(desk.answered(GEESE).locator("q.words").first).to_contain_text("4,312 geese")
        expect(desk.turns).to_have_count(2)


def test_a_page_that_was_only_opened_before_the_server_went_is_answered_by_the_next_one(
    open_desk: OpenDesk, library: Path, tmp_path: Path
) -> None:
    """Nothing was drawn but the page as a whole: Streamlit then does not ask a new server for the page by itself."""
    port = free_port()
    with page_server(library, port, tmp_path / "first") as first:
        open_desk(at=f"http://localhost:{port}").ask(GEESE)
        desk = open_desk(at=f"http://localhost:{port}")
        expect(desk.page.locator("[data-test-script-state]")).to_have_attribute("data-test-script-state", "notRunning")
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=20)
        expect(desk.page.get_by_text("Dateline's server does not answer.")).to_be_visible()

    with page_server(library, port, tmp_path / "second"):
        expect(desk.page.get_by_text("Dateline's server does not answer.")).to_have_count(0, timeout=ANSWER_MS)
        desk.box.fill(WAITING)
        desk.box.press("Enter")
        expect(desk.answered(WAITING).locator("q.words").first).to_contain_text("a grant from the capital")


def test_a_question_is_answered_once_if_the_server_is_killed_right_behind_it(
    open_desk: OpenDesk, library: Path, tmp_path: Path
) -> None:
    port = free_port()
    with page_server(library, port, tmp_path / "first") as first:
        desk = open_desk(at=f"http://localhost:{port}")
        desk.ask(WAITING)
        desk.page.wait_for_url("**/?conversation=*")
        desk.box.fill(GEESE)
        desk.box.press("Enter")
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=20)

    with page_server(library, port, tmp_path / "second"):
        expect(desk.answered(GEESE).locator("q.words").first).to_contain_text("4,312 geese", timeout=ANSWER_MS)
        desk.page.reload()
        expect(desk.turns.locator(".answer")).to_have_count(2, timeout=ANSWER_MS)
        expect(desk.turns.locator(".question")).to_have_count(2)
