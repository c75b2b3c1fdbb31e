"""What is searched: set above the question box or at an article, shown at the answer, kept until it is changed."""

from contextlib import suppress

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import QUICK_MS, Desk, scrolls_sideways

WAITING = "Why is the council waiting?"
GEESE = "How many geese did the keeper count on a single night?"
COUNCIL = "Why the Skarholm light stays dark"


def open_scope(desk: Desk) -> None:
    field = desk.page.get_by_role("combobox", name="Only these articles")
    for _ in range(3):  # a page that is drawn anew at this moment closes the fields, and a user opens them again
        desk.wait_until_drawn()
        desk.page.get_by_role("button", name="Searching").click()
        with suppress(TimeoutError):
            field.wait_for(timeout=QUICK_MS)
            return
    expect(field).to_be_visible()


def choose_article(desk: Desk, title: str) -> None:
    desk.page.get_by_role("combobox", name="Only these articles").fill(title)
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("dialog", name=f"Searching “{title}")).to_be_visible()


def close_scope(desk: Desk) -> None:
    """Press Escape: the first time may only close the list of titles."""
    fields = desk.page.get_by_role("dialog", name="Searching")
    desk.page.keyboard.press("Escape")
    if fields.is_visible():
        desk.page.keyboard.press("Escape")
    expect(fields).to_have_count(0)


def set_since(page: Page, year: str) -> None:
    """Type a day into the three parts of the field, and leave it: past its calendar."""
    field = page.get_by_role("group", name="Published from")
    field.get_by_role("spinbutton").first.click()
    page.keyboard.type(f"{year}0101")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")


def test_a_question_is_asked_of_chosen_articles_only_and_the_answer_says_so(desk: Desk) -> None:
    open_scope(desk)
    choose_article(desk, "A year on Skarholm island")
    close_scope(desk)

    missed = desk.ask(WAITING)

    expect(missed.get_by_text("Not in the articles searched")).to_be_visible()
    assert missed.get_by_role("button", name="Open source").count() > 0
    expect(missed.locator(".source", has_text=COUNCIL)).to_have_count(0)
    found = desk.ask(GEESE)
    expect(found.locator(".searched")).to_have_text("Searched: “A year on Skarholm island” alone.")
    assert "4,312 geese" in found.locator("q.words").first.inner_text()


def test_after_a_miss_all_articles_are_searched_by_a_click_and_the_choice_stays(desk: Desk) -> None:
    open_scope(desk)
    choose_article(desk, "A year on")
    close_scope(desk)
    missed = desk.ask(WAITING)

    missed.get_by_role("button", name="Search all articles for this").click()

    expect(desk.turns).to_have_count(2, timeout=QUICK_MS)
    answer = desk.answered(WAITING)
    expect(answer.locator("q.words").first).to_contain_text("hopes for a grant")
    expect(answer.locator(".searched")).to_have_count(0)
    expect(desk.page.get_by_role("button", name="Searching “A year on")).to_be_visible()


def test_a_range_of_days_leaves_out_what_has_no_date_and_says_so(desk: Desk) -> None:
    open_scope(desk)
    set_since(desk.page, "2025")
    expect(desk.page.get_by_role("dialog", name="Searching all articles, since 1 January 2025")).to_be_visible()
    close_scope(desk)

    turn = desk.ask(WAITING)

    expect(turn.locator(".searched")).to_contain_text("published since 1 January 2025")
    expect(turn.locator(".searched")).to_contain_text("without a date")
    expect(desk.ask(GEESE).locator(".source", has_text="A year on")).to_have_count(0)


def test_an_open_article_can_be_asked_alone_and_let_go_again(desk: Desk) -> None:
    desk.entry("A year on Skarholm island").get_by_role("button", name="Open").click()

    desk.reader.get_by_role("button", name="Ask about this article only").click()
    expect(desk.page.get_by_role("button", name="Searching “A year on")).to_be_visible(timeout=QUICK_MS)
    expect(desk.reader.get_by_role("button", name="Ask about all articles")).to_be_focused()
    expect(desk.ask(WAITING).get_by_text("Not in the articles searched")).to_be_visible()

    desk.reader.get_by_role("button", name="Ask about all articles").click()
    expect(desk.page.get_by_role("button", name="Searching all articles")).to_be_visible(timeout=QUICK_MS)
    expect(desk.ask(WAITING).locator("q.words").first).to_contain_text("hopes for a grant")


def test_the_choice_is_taken_back_by_one_button(desk: Desk) -> None:
    open_scope(desk)
    choose_article(desk, "A year on")
    desk.page.keyboard.press("Escape")  # the list of titles

    desk.page.get_by_role("button", name="Search all articles", exact=True).click()

    expect(desk.page.get_by_role("button", name="Searching all articles")).to_be_visible(timeout=QUICK_MS)
    expect(desk.ask(WAITING).locator(".searched")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_choice_fits_a_narrow_screen(open_desk: OpenDesk, scheme: str) -> None:
    desk = open_desk(width=320, height=640, scheme=scheme)
    open_scope(desk)

    choose_article(desk, "Why the Skarholm light")

    assert not scrolls_sideways(desk.page)
