"""Each question stands once, in the order sent, and is answered once, whatever happens right behind it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk
from tests.browser.test_scope import choose_article, close_scope, open_scope

WAITING = "Why is the council waiting?"
GEESE = "How many geese did the keeper count on a single night?"
LANTERN = "Who puts a lantern in the window?"


def expect_once(desk: Desk, *questions: str) -> None:
    """Expect these questions and no other, each with its answer, also after the page was loaded anew."""
    for again in (False, True):
        if again:
            desk.page.reload()
        expect(desk.turns.locator(".question")).to_have_text([re.compile(one) for one in questions], timeout=ANSWER_MS)
        expect(desk.turns.locator(".answer")).to_have_count(len(questions), timeout=ANSWER_MS)
    expect(desk.box).to_have_value("")


def test_enter_twice_asks_once(desk: Desk) -> None:
    desk.ask(WAITING)

    desk.box.fill(GEESE)
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Enter")

    expect_once(desk, WAITING, GEESE)


def test_a_question_is_asked_once_if_the_scope_is_changed_right_behind_it(desk: Desk) -> None:
    desk.ask(WAITING)

    desk.box.fill(GEESE)
    desk.box.press("Enter")
    open_scope(desk)
    choose_article(desk, "A year on Skarholm island")
    close_scope(desk)

    expect_once(desk, WAITING, GEESE)


def test_a_question_is_asked_once_if_the_reader_goes_back_and_forward_right_behind_it(desk: Desk) -> None:
    desk.ask(WAITING)
    desk.page.wait_for_url("**/?conversation=*")
    conversation = desk.page.url

    desk.box.fill(GEESE)
    desk.box.press("Enter")
    desk.page.go_back()
    desk.page.go_forward()

    expect(desk.page).to_have_url(conversation, timeout=QUICK_MS)
    expect_once(desk, WAITING, GEESE)


def test_questions_of_two_tabs_of_one_conversation_stand_in_it_once_each(desk: Desk, open_desk: OpenDesk) -> None:
    desk.ask(WAITING)
    desk.page.wait_for_url("**/?conversation=*")
    other = open_desk(at=desk.page.url)
    expect(other.turns).to_have_count(1, timeout=ANSWER_MS)

    desk.box.fill(GEESE)
    other.box.fill(LANTERN)
    desk.box.press("Enter")
    other.box.press("Enter")

    for one, own in ((desk, GEESE), (other, LANTERN)):
        expect(one.turns.filter(has_text=own).locator(".answer")).to_have_count(1, timeout=ANSWER_MS)
    third = open_desk(at=desk.page.url)
    expect(third.turns.locator(".answer")).to_have_count(3, timeout=ANSWER_MS)
    questions = third.turns.locator(".question").all_inner_texts()
    assert [sum(one in text for text in questions) for one in (WAITING, GEESE, LANTERN)] == [1, 1, 1]
    assert WAITING in questions[0]
