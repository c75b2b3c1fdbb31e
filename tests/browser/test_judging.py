"""Under an answer: how it was found, and the reader's verdict on it."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import QUICK_MS, Desk, scrolls_sideways

WAITING = "Why is the council waiting?"
MACRON = "What did Macron say about the lighthouse?"


def items(library: Path, file: str) -> list[dict[str, Any]]:
    path = library / "judged" / file
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_how_an_answer_was_found_is_shown_on_demand_by_keyboard(desk: Desk) -> None:
    turn = desk.ask(WAITING)
    button = turn.get_by_role("button", name="How this was found")
    expect(turn.locator(".explained")).to_have_count(0)

    button.press("Enter")

    explained = turn.locator(".explained")
    expect(explained).to_contain_text("Evidence that the articles hold an answer", timeout=QUICK_MS)
    expect(explained.get_by_role("heading")).to_have_count(5)
    expect(explained.get_by_role("listitem").first).to_contain_text("Why the Skarholm light stays dark, passage")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_be_focused()

    button.press("Enter")
    expect(explained).to_have_count(0, timeout=QUICK_MS)


def test_an_answer_that_does_not_answer_is_kept_with_the_reason(desk: Desk, library: Path) -> None:
    turn = desk.ask(WAITING)

    turn.get_by_role("button", name="This does not answer").click()
    expect(turn.get_by_label("Why? (optional)")).to_be_focused()
    desk.page.keyboard.type("it is only a guess")
    desk.page.keyboard.press("Enter")

    expect(turn.locator(".said")).to_contain_text("Noted: This does not answer", timeout=QUICK_MS)
    expect(turn.get_by_role("button", name="How this was found")).to_be_focused()
    kept = [item for item in items(library, "refusals/clapnq.jsonl") if item["reason"] == "it is only a guess"]
    assert [item["question"] for item in kept] == [WAITING]


def test_of_a_wrong_refusal_the_words_that_answer_can_be_named(desk: Desk, library: Path) -> None:
    turn = desk.ask(MACRON)

    turn.get_by_role("button", name="The articles do answer this").click()
    turn.get_by_role("radio").nth(1).check()
    turn.get_by_role("button", name="Keep", exact=True).click()

    expect(turn.locator(".said")).to_contain_text("Noted", timeout=QUICK_MS)
    [item] = [item for item in items(library, "cited-answers/clapnq.jsonl") if item["question"] == MACRON]
    assert item["chosen"] == [1]


def test_a_verdict_can_be_left_by_escape_and_leaves_nothing(desk: Desk, library: Path) -> None:
    before = items(library, "cited-answers/clapnq.jsonl")
    turn = desk.ask(WAITING)
    button = turn.get_by_role("button", name="This answers it")
    button.click()

    desk.page.keyboard.press("Escape")

    expect(turn.locator(".judging")).to_have_count(0)
    expect(button).to_be_focused()
    assert items(library, "cited-answers/clapnq.jsonl") == before


def test_a_reason_being_written_outlasts_another_question_and_its_answer(desk: Desk) -> None:
    first = desk.turns.first
    desk.ask(WAITING)
    first.get_by_role("button", name="This answers it").click()
    desk.page.keyboard.type("it names the")

    desk.ask("Who puts a lantern in the window?")

    expect(first.get_by_label("Why? (optional)")).to_have_value("it names the")


def test_a_verdict_does_not_interrupt_a_running_answer(desk: Desk) -> None:
    first = desk.turns.first
    desk.ask(WAITING)
    first.get_by_role("button", name="This answers it").click()
    desk.box.fill("How many geese did the keeper count on a single night?")
    desk.box.press("Enter")

    first.get_by_role("button", name="Keep", exact=True).click()

    expect(desk.answered("How many geese").locator("q.words").first).to_contain_text("4,312 geese")
    expect(first.locator(".said")).to_contain_text("Noted", timeout=QUICK_MS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_stands_under_an_answer_fits_a_narrow_screen(open_desk: OpenDesk, scheme: str) -> None:
    desk = open_desk(width=320, height=640, scheme=scheme)
    turn = desk.ask(MACRON)

    turn.get_by_role("button", name="How this was found").click()
    expect(turn.locator(".explained")).to_be_visible(timeout=QUICK_MS)
    turn.get_by_role("button", name="The articles do answer this").click()

    expect(turn.locator(".judging")).to_be_visible()
    assert not scrolls_sideways(desk.page)
