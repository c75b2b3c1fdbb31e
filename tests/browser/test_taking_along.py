"""An answer taken along: copied with its sources, saved with its evidence, asked again, its articles at hand."""

from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk, scrolls_sideways

WAITING = "Why is the council waiting?"
GEESE = "How many geese did the keeper count on a single night?"
REFERENCE = "[1] Why the Skarholm light stays dark, Coast Herald, 3 November 2025"


def copied(desk: Desk, turn: Locator, button: str) -> str:
    turn.get_by_role("button", name=button, exact=True).click()
    expect(turn.locator(".copied")).to_have_text("Copied with its sources")
    return str(desk.page.evaluate("navigator.clipboard.readText()"))


def saved(desk: Desk, turn: Locator, group: str, button: str) -> Download:
    if not turn.locator(".saving").is_visible():
        turn.get_by_role("button", name="Save with evidence").click()
    with desk.page.expect_download(timeout=ANSWER_MS) as download:
        turn.get_by_role("group", name=group).get_by_role("button", name=button, exact=True).click()
    return download.value


def test_an_answer_is_copied_with_its_sources(desk: Desk) -> None:
    turn = desk.ask(WAITING)

    text = copied(desk, turn, "Copy with sources")

    assert text.startswith(WAITING)
    assert "hopes for a grant from the capital" in text
    assert REFERENCE in text


def test_an_answer_is_copied_as_markdown_in_which_the_words_stand_as_printed(desk: Desk) -> None:
    turn = desk.ask("What does a ticket to Varnes cost?")
    turn.get_by_role("button", name="Save with evidence").click()

    text = copied(desk, turn, "Copy as Markdown")

    assert r"costs \$5 and \$6" in text
    assert r"\*\*printed\*\*" in text
    assert r"\[1\]" in text


def test_an_answer_is_saved_as_a_page_that_needs_nothing_else(desk: Desk, tmp_path: Path) -> None:
    turn = desk.ask(WAITING)

    file = saved(desk, turn, "This answer", "Page to print (HTML)")

    assert file.suggested_filename == "dateline-why-is-the-council-waiting.html"
    file.save_as(tmp_path / "pack.html")
    page = desk.page.context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "pack.html").as_uri())
    expect(page.get_by_role("heading", name=WAITING)).to_be_visible()
    expect(page.get_by_text("hopes for a grant from the capital").first).to_be_visible()
    expect(page.get_by_text("Ines Vogel", exact=True)).to_be_visible()
    assert len(asked) == 1
    page.close()


def test_the_quotes_of_an_answer_are_saved_for_reference_managers(desk: Desk) -> None:
    turn = desk.ask(WAITING)

    file = saved(desk, turn, "This answer", "Quotes to cite (RIS)")

    assert file.suggested_filename == "dateline-why-is-the-council-waiting.ris"
    text = Path(file.path()).read_text(encoding="utf-8")
    assert text.startswith("TY  - NEWS")
    assert "AU  - Ines Vogel" in text
    assert "hopes for a grant from the capital" in text


def test_a_conversation_is_saved_whole(desk: Desk) -> None:
    desk.ask(WAITING)
    turn = desk.ask(GEESE)

    file = saved(desk, turn, "The whole conversation", "Markdown")

    text = Path(file.path()).read_text(encoding="utf-8")
    assert file.suggested_filename.endswith(".md")
    assert f"## {WAITING}" in text
    assert f"## {GEESE}" in text


def test_saving_does_not_interrupt_a_running_answer_and_can_be_done_again(desk: Desk) -> None:
    turn = desk.turns.first
    desk.ask(WAITING)
    turn.get_by_role("button", name="Save with evidence").click()
    desk.box.fill(GEESE)
    desk.box.press("Enter")

    first = saved(desk, turn, "This answer", "Markdown")
    second = saved(desk, turn, "This answer", "Markdown")

    assert Path(first.path()).read_bytes() == Path(second.path()).read_bytes()
    expect(desk.answered(GEESE).locator("q.words").first).to_contain_text("4,312 geese")


def test_what_can_be_saved_opens_and_closes_by_keyboard(desk: Desk) -> None:
    turn = desk.ask(WAITING)
    button = turn.get_by_role("button", name="Save with evidence")

    button.press("Enter")
    expect(turn.get_by_role("button", name="Page to print (HTML)").first).to_be_focused()
    desk.page.keyboard.press("Escape")

    expect(turn.locator(".saving")).to_have_count(0)
    expect(button).to_be_focused()


def test_a_question_is_asked_again(desk: Desk) -> None:
    turn = desk.ask(WAITING)

    turn.get_by_role("button", name="Ask again", exact=True).click()

    expect(desk.turns).to_have_count(2, timeout=QUICK_MS)
    desk.answered(WAITING)


def test_a_question_is_edited_and_asked_again(desk: Desk) -> None:
    desk.ask("Why is the mayor waiting?").get_by_role("button", name="Edit and ask again").click()
    expect(desk.box).to_be_focused()
    expect(desk.box).to_have_value("Why is the mayor waiting?")

    desk.box.fill(WAITING)
    desk.box.press("Enter")

    expect(desk.answered(WAITING).locator("q.words").first).to_contain_text("hopes for a grant")
    desk.box.press("ArrowUp")
    expect(desk.box).to_have_value(WAITING)


def test_each_article_quoted_has_a_card_that_opens_it(desk: Desk) -> None:
    turn = desk.ask(WAITING)
    card = turn.locator(".article")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("Why the Skarholm light stays dark")
    expect(card).to_contain_text("Coast Herald · 3 November 2025")

    card.press("Enter")

    expect(desk.chosen.first).to_contain_text("hopes for a grant", timeout=QUICK_MS)
    desk.page.keyboard.press("Escape")
    expect(card).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_can_be_done_with_an_answer_fits_a_narrow_screen(open_desk: OpenDesk, scheme: str) -> None:
    desk = open_desk(width=320, height=640, scheme=scheme)
    turn = desk.ask(WAITING)

    turn.get_by_role("button", name="Save with evidence").click()

    expect(turn.locator(".saving")).to_be_visible()
    assert not scrolls_sideways(desk.page)
