"""The main job: ask, read the quoted answer, open the article at the very words."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import QUICK_MS, Desk, in_view
from tests.browser.library import SENTENCE
from tests.browser.serving import ingest

GEESE = "How many geese did the keeper count on a single night?"
WAITING = "Why is the council waiting?"


def test_an_answer_quotes_the_article_and_says_where_it_is_from(desk: Desk) -> None:
    turn = desk.ask(WAITING)

    assert "hopes for a grant from the capital" in turn.locator("q.words").first.inner_text()
    assert turn.locator(".answer.answer").count() == 1
    mark = turn.get_by_role("button", name="Open source 1: Why the Skarholm light stays dark")
    expect(mark.first).to_be_visible()


def test_a_mark_under_the_pointer_shows_what_it_quotes_and_where_that_is_from(desk: Desk) -> None:
    turn = desk.ask(WAITING)
    expect(desk.card).to_be_hidden()

    turn.get_by_role("button", name="Open source").first.hover()

    expect(desk.card).to_contain_text("hopes for a grant from the capital")
    expect(desk.card).to_contain_text("Why the Skarholm light stays dark")
    expect(desk.card).to_contain_text("Coast Herald · 3 November 2025")
    expect(desk.card).to_be_in_viewport(ratio=1)
    desk.card.hover()
    expect(desk.card).to_be_visible()
    desk.box.hover()
    expect(desk.card).to_be_hidden()


def test_the_programs_words_and_the_articles_are_told_apart(desk: Desk) -> None:
    turn = desk.ask(WAITING)

    font = "node => getComputedStyle(node).fontFamily"
    assert turn.locator("q.words").first.evaluate(font) != turn.locator(".lead").first.evaluate(font)


def test_a_mark_opens_a_long_article_with_the_right_words_marked_and_in_view(desk: Desk) -> None:
    turn = desk.ask(GEESE)

    desk.open_first_mark(turn)

    expect(desk.chosen.first).to_be_visible(timeout=QUICK_MS)
    quoted = "".join(desk.chosen.all_inner_texts())
    assert "4,312 geese" in quoted
    assert quoted in SENTENCE
    scroll = desk.reader.locator(".scroll")
    assert scroll.evaluate("node => node.scrollHeight > 5 * node.clientHeight && node.scrollTop > 0")
    assert in_view(desk.chosen.first, scroll)
    assert len(scroll.inner_text().split()) > 4_500


def test_another_mark_opens_its_own_words_again_and_again(desk: Desk) -> None:
    desk.open_first_mark(desk.ask(WAITING))
    other = desk.ask(GEESE).get_by_role("button", name="Open source").first

    for _ in range(2):
        other.click()
        expect(desk.chosen.first).to_contain_text("4,312 geese", timeout=QUICK_MS)
        desk.turns.first.get_by_role("button", name="Open source").first.click()
        expect(desk.chosen.first).to_contain_text("grant", timeout=QUICK_MS)


def test_every_quote_of_the_conversation_is_marked_and_the_chosen_one_strongest(desk: Desk) -> None:
    desk.ask("Who puts a lantern in the window?")
    turn = desk.ask(WAITING)

    desk.open_first_mark(turn)

    expect(desk.chosen.first).to_contain_text("hopes for a grant")
    expect(desk.reader.locator("mark.quoted").filter(has_text="lantern")).to_be_visible()


def test_closing_brings_the_keyboard_back_to_the_mark(desk: Desk) -> None:
    turn = desk.ask(WAITING)
    desk.open_first_mark(turn)

    desk.reader.get_by_role("button", name="Close article").click()

    expect(desk.reader).to_have_count(0)
    expect(turn.get_by_role("button", name="Open source").first).to_be_focused()


def test_a_quote_is_copied_with_its_source(desk: Desk) -> None:
    turn = desk.ask(GEESE)
    desk.open_first_mark(turn)

    desk.reader.get_by_role("button", name="Copy quote with source").click()

    expect(desk.reader.get_by_role("status").filter(has_text="Copied")).to_have_text("Copied")
    copied = desk.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“")
    assert copied.endswith("” — A year on Skarholm island, undated")
    assert copied[1:].split("”")[0] in SENTENCE


def test_a_quote_is_copied_where_there_is_no_clipboard_api(desk: Desk) -> None:
    turn = desk.ask(GEESE)
    desk.open_first_mark(turn)
    desk.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")

    desk.reader.get_by_role("button", name="Copy quote with source").click()

    expect(desk.reader.get_by_role("status").filter(has_text="Copied")).to_have_text("Copied")


def test_a_refusal_looks_different_and_shows_the_nearest_words(desk: Desk) -> None:
    turn = desk.ask("What did Macron say about the lighthouse?")

    panel = turn.locator(".answer")
    expect(panel).to_have_class("answer refusal")
    expect(panel.get_by_text("Not in your articles")).to_be_visible()
    assert panel.evaluate("node => getComputedStyle(node).borderTopStyle") == "solid"
    assert panel.locator(".statement:not(.near)").count() == 0
    desk.open_first_mark(turn)
    expect(desk.chosen.first).to_be_visible()


def test_a_suggested_question_is_asked_by_a_click(desk: Desk) -> None:
    chip = desk.page.locator(".welcome .chip").first
    question = chip.inner_text()

    chip.click()

    desk.answered(question)
    expect(desk.page.locator(".welcome")).to_have_count(0)


def test_a_second_question_leaves_the_open_article_where_it_is(desk: Desk) -> None:
    desk.open_first_mark(desk.ask(GEESE))

    desk.ask("What was for supper on day 7?")

    expect(desk.reader.locator("mark.quoted").first).to_be_attached()
    expect(desk.chosen.first).to_contain_text("4,312 geese")
    assert in_view(desk.chosen.first, desk.reader.locator(".scroll"))


def test_the_newest_question_stands_in_view(desk: Desk) -> None:
    for question in (WAITING, GEESE, WAITING, GEESE):
        turn = desk.ask(question)

    expect(turn.locator(".question")).to_be_in_viewport()
    expect(turn.locator("q.words").first).to_be_in_viewport()


def test_an_article_taken_in_on_the_command_line_answers_the_next_question(
    open_desk: OpenDesk, library: Path, tmp_path: Path
) -> None:
    desk = open_desk()
    desk.ask(WAITING)
    article = tmp_path / "bakery.txt"
    article.write_text(
        "The bakery on Pier Road opens again\n\nThe baker of Varnes, Oda Brekke, has bought a second oven from a hotel "
        "in Malmo.\n\nBread will be sold from Friday on.\n",
        encoding="utf-8",
    )

    ingest(library, article)
    turn = desk.ask("What has Oda Brekke bought?")

    assert "second oven" in turn.locator("q.words").first.inner_text()
    expect(desk.entry("The bakery on Pier Road opens again")).to_be_visible(timeout=QUICK_MS)


def test_h2_the_box_says_how_long_a_question_may_be_and_keeps_what_is_longer(desk: Desk) -> None:
    desk.box.fill("why? " * 801)

    expect(desk.page.get_by_text("4005 of 4000 characters")).to_be_visible(timeout=QUICK_MS)
    expect(desk.page.get_by_role("button", name="Send")).to_be_disabled()
    desk.box.press("Enter")
    expect(desk.box).to_have_value("why? " * 801)
    desk.box.fill("Who won the bread prize?")
    expect(desk.page.get_by_text("of 4000 characters")).to_have_count(0)
    expect(desk.page.get_by_role("button", name="Send")).to_be_enabled()
