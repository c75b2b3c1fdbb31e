"""The article beside the chat: through its quotes and back, words found in it, the original at the very words."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk, in_view, scrolls_sideways

WAITING = "Why is the council waiting?"
LANTERN = "Who puts a lantern in the window?"
GEESE = "How many geese did the keeper count on a single night?"

LIT = "name => [...(CSS.highlights.get(name) || [])].map(String)"


def open_two_quotes(desk: Desk) -> None:
    """Open the article at the second of its two quotes."""
    desk.ask(LANTERN)
    desk.open_first_mark(desk.ask(WAITING))
    expect(desk.chosen.first).to_contain_text("hopes for a grant", timeout=QUICK_MS)


def test_a_link_opens_dateline_at_the_quote_that_is_chosen(desk: Desk) -> None:
    open_two_quotes(desk)
    desk.page.keyboard.press("n")
    expect(desk.chosen).to_contain_text("lantern")
    link = desk.reader.get_by_role("link", name="Link to this in Dateline")

    with desk.page.context.expect_page() as opened:
        link.click()
    linked = Desk(opened.value)

    expect(linked.chosen).to_contain_text("lantern", timeout=ANSWER_MS)
    expect(linked.turns).to_have_count(0)
    assert urlsplit(linked.page.url).query == ""
    linked.page.close()


def test_keys_lead_through_the_quotes_and_round(desk: Desk) -> None:
    open_two_quotes(desk)
    which = desk.reader.locator(".which")
    expect(which).to_have_text("Quote 1 of 2")

    desk.page.keyboard.press("n")
    expect(desk.chosen).to_contain_text("lantern")
    expect(which).to_have_text("Quote 2 of 2")
    assert in_view(desk.chosen.first, desk.reader.locator(".scroll"))

    desk.page.keyboard.press("n")
    expect(which).to_have_text("Quote 1 of 2")
    desk.page.keyboard.press("p")
    expect(which).to_have_text("Quote 2 of 2")


def test_what_is_copied_and_opened_is_the_quote_that_is_chosen_now(desk: Desk) -> None:
    open_two_quotes(desk)
    original = desk.reader.get_by_role("link", name="Open the original at these words")
    first = original.get_attribute("href")

    desk.reader.get_by_role("button", name="Next quote").click()
    desk.reader.get_by_role("button", name="Copy quote with source").click()

    expect(desk.reader.locator(".status")).to_have_text("Copied")
    assert "lantern" in desk.page.evaluate("navigator.clipboard.readText()")
    href = original.get_attribute("href") or ""
    assert href.startswith("https://coast.example/light#:~:text=")
    assert "lantern" in href
    assert href != first


def test_the_original_opens_apart_and_learns_nothing_of_the_page(desk: Desk) -> None:
    desk.open_first_mark(desk.ask(WAITING))

    original = desk.reader.get_by_role("link", name="Open the original at these words")

    expect(original).to_have_attribute("rel", "noopener noreferrer")
    expect(original).to_have_attribute("target", "_blank")


def test_an_article_without_an_address_offers_no_original(desk: Desk) -> None:
    desk.open_first_mark(desk.ask(GEESE))

    expect(desk.reader.get_by_role("link", name="Open the original")).to_have_count(0)


def test_words_are_found_in_the_article_and_lit_one_after_the_other(desk: Desk) -> None:
    desk.open_first_mark(desk.ask(GEESE))
    expect(desk.reader.locator(".scroll")).to_be_focused()

    desk.page.keyboard.press("f")
    desk.page.keyboard.type("SHIPS in the sound")

    found = desk.reader.locator(".found")
    expect(found).to_have_text("1 of 100")
    assert desk.page.evaluate(LIT, "dateline-here") == ["ships in the sound"]
    desk.page.keyboard.press("Shift+Enter")
    expect(found).to_have_text("100 of 100")
    desk.page.keyboard.press("Escape")
    expect(found).to_have_text("")
    expect(desk.reader.locator(".scroll")).to_be_focused()
    assert desk.page.evaluate(LIT, "dateline-found") == []


def test_words_that_reach_over_a_quotes_edge_are_found(desk: Desk) -> None:
    open_two_quotes(desk)

    desk.reader.get_by_role("searchbox").fill("council waiting? The likely")

    expect(desk.reader.locator(".found")).to_have_text("1 of 1")


def test_what_is_sought_and_signs_of_patterns_are_taken_as_they_are(desk: Desk) -> None:
    desk.entry("Tickets at $5").get_by_role("button", name="Open").click()

    desk.reader.get_by_role("searchbox").fill("**printed**")
    expect(desk.reader.locator(".found")).to_have_text("1 of 1")
    desk.reader.get_by_role("searchbox").fill("(")

    expect(desk.reader.locator(".found")).to_have_text("Not found")


def test_the_button_that_closes_the_article_stays_in_its_corner(desk: Desk) -> None:
    desk.entry("A year on Skarholm island").get_by_role("button", name="Open").click()
    close = desk.reader.get_by_role("button", name="Close article")
    expect(close).to_be_visible(timeout=QUICK_MS)
    before = close.bounding_box()

    desk.reader.get_by_role("button", name="Ask about this article only").click()
    expect(desk.reader.get_by_role("button", name="Ask about all articles")).to_be_visible(timeout=QUICK_MS)

    assert close.bounding_box() == before


def test_what_can_be_done_in_the_article_leaves_room_for_it_on_a_narrow_screen(open_desk: OpenDesk) -> None:
    desk = open_desk(width=320, height=640)

    open_two_quotes(desk)

    bar = desk.reader.locator(".bar").bounding_box()
    assert bar is not None
    assert bar["height"] < 640 / 4
    assert not scrolls_sideways(desk.page)
    assert in_view(desk.chosen.first, desk.reader.locator(".scroll"))
