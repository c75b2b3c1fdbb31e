"""For every hand, eye and screen: keyboard alone, narrow screens, light and dark."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import QUICK_MS, Desk, in_view, scrolls_sideways

WAITING = "Why is the council waiting?"

FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused && focused.shadowRoot && focused.shadowRoot.activeElement) {
    focused = focused.shadowRoot.activeElement;
  }
  return focused ? focused.getAttribute("aria-label") || focused.className || focused.tagName : "";
}"""

CONTRAST = """node => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const layers = [];
  for (let one = node; one; one = one.parentElement || (one.getRootNode() && one.getRootNode().host)) {
    layers.unshift(getComputedStyle(one).backgroundColor);
  }
  const paint = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    const linear = (x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = [red, green, blue].map((x) => linear(x / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = paint(layers);
  const before = paint([...layers, getComputedStyle(node).color]);
  return (Math.max(behind, before) + 0.05) / (Math.min(behind, before) + 0.05);
}"""


def contrast(locator: Locator) -> float:
    """Return the contrast of an element's text with what lies behind it, as WCAG 2 counts it (1 to 21)."""
    return float(locator.first.evaluate(CONTRAST))


def press_until(page: Page, key: str, label: str) -> None:
    """Press a key until the focused element is called ``label``; at most 80 times."""
    for _ in range(80):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED).startswith(label):
            return
    raise AssertionError(f"{key} never reached {label!r}")


def test_everything_from_the_question_to_the_article_and_back_by_keyboard(desk: Desk) -> None:
    page = desk.page
    press_until(page, "Tab", "Ask about your articles")
    page.keyboard.type(WAITING)
    page.keyboard.press("Enter")
    desk.answered(WAITING)

    press_until(page, "Shift+Tab", "Open source 1")
    page.keyboard.press("Enter")
    expect(desk.chosen.first).to_be_visible()
    expect(desk.reader.locator(".scroll")).to_be_focused()

    page.keyboard.press("Escape")
    expect(desk.reader).to_have_count(0)
    assert page.evaluate(FOCUSED).startswith("Open source 1")


def test_the_keys_are_listed_and_lead_to_the_question_box(desk: Desk) -> None:
    desk.page.locator(".welcome h1").click()
    desk.page.keyboard.press("?")
    listed = desk.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(listed).to_contain_text("In the article: to the next quote")

    desk.page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    desk.page.keyboard.press("/")
    expect(desk.box).to_be_focused()

    desk.page.keyboard.type("/?")
    expect(desk.box).to_have_value("/?")


def test_a_key_leads_to_the_newest_answer_and_tab_on_to_its_marks(desk: Desk) -> None:
    desk.ask("How many geese did the keeper count on a single night?")
    turn = desk.ask(WAITING)
    desk.page.keyboard.press("Escape")
    desk.page.get_by_role("button", name="New conversation").focus()

    desk.page.keyboard.press("a")
    expect(turn).to_be_focused()

    desk.page.keyboard.press("Tab")
    expect(turn.locator(".mark").first).to_be_focused()


@pytest.mark.parametrize(("path", "heading"), [("/", ".welcome h1"), ("/library", ".stMain h1")])
def test_a_narrow_page_begins_without_the_sidebar_that_a_wide_one_had_open(
    open_desk: OpenDesk, address: str, path: str, heading: str
) -> None:
    desk = open_desk()
    desk.sidebar.hover()
    desk.page.get_by_test_id("stSidebarCollapseButton").click()
    desk.page.get_by_test_id("stExpandSidebarButton").click()
    expect(desk.sidebar).to_have_attribute("data-collapsed", "false")

    desk.page.set_viewport_size({"width": 320, "height": 640})
    desk.page.goto(f"{address}{path}")

    expect(desk.page.locator(heading)).to_be_visible(timeout=QUICK_MS)
    expect(desk.sidebar).to_have_attribute("data-collapsed", "true")
    desk.page.set_viewport_size({"width": 1280, "height": 800})


def test_on_a_narrow_screen_the_sidebar_folds_when_one_goes_to_what_it_covers(open_desk: OpenDesk) -> None:
    desk = open_desk(width=320, height=640)
    desk.ask(WAITING)
    unfold = desk.page.get_by_test_id("stExpandSidebarButton")

    unfold.click()
    desk.sidebar.get_by_role("button", name="New conversation").click()
    expect(desk.sidebar).to_have_attribute("data-collapsed", "true")
    expect(desk.page.locator(".welcome h1")).to_be_visible(timeout=QUICK_MS)

    unfold.click()
    desk.sidebar.get_by_role("link", name="Library").click()
    expect(desk.sidebar).to_have_attribute("data-collapsed", "true")
    expect(desk.page.locator(".shelf .entry").first).to_be_visible(timeout=QUICK_MS)
    expect(unfold).to_be_focused()


def test_what_has_the_keyboard_can_be_seen(desk: Desk) -> None:
    desk.ask(WAITING)
    press_until(desk.page, "Shift+Tab", "Open source 1")

    mark = desk.page.get_by_role("button", name="Open source 1").last
    assert mark.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"


def test_the_card_of_a_mark_comes_with_the_keyboard_and_leaves_with_escape(desk: Desk) -> None:
    turn = desk.ask(WAITING)
    desk.open_first_mark(turn)
    desk.reader.get_by_role("button", name="Close article").click()
    expect(desk.reader).to_have_count(0)
    expect(desk.card).to_be_hidden()

    desk.page.keyboard.press("Shift+Tab")
    press_until(desk.page, "Tab", "Open source 1")
    mark = turn.get_by_role("button", name="Open source 1").first
    expect(desk.card).to_contain_text("hopes for a grant")
    expect(mark).to_have_accessible_description(re.compile("hopes for a grant.*Coast Herald"))

    desk.page.keyboard.press("Escape")
    expect(desk.card).to_be_hidden()
    expect(mark).to_be_focused()


def test_escape_hides_the_card_before_it_closes_the_article(desk: Desk) -> None:
    turn = desk.ask(WAITING)
    desk.open_first_mark(turn)
    expect(desk.reader.locator(".scroll")).to_be_focused()
    turn.get_by_role("button", name="Open source").first.hover()
    expect(desk.card).to_be_visible()

    desk.page.keyboard.press("Escape")
    expect(desk.card).to_be_hidden()
    expect(desk.reader).to_be_visible()

    desk.page.keyboard.press("Escape")
    expect(desk.reader).to_have_count(0)


def test_a_new_answer_is_announced(desk: Desk) -> None:
    desk.ask(WAITING)

    log = desk.page.get_by_role("log", name="Conversation")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log.locator(".turn")).to_have_count(1)


def test_a_narrow_screen_never_scrolls_sideways(open_desk: OpenDesk) -> None:
    desk = open_desk(width=320, height=640)
    assert not scrolls_sideways(desk.page)

    turn = desk.ask("How many geese did the keeper count on a single night?")
    assert not scrolls_sideways(desk.page)

    desk.open_first_mark(turn)
    assert not scrolls_sideways(desk.page)
    box = desk.reader.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 320)
    assert in_view(desk.chosen.first, desk.reader.locator(".scroll"))


def test_tab_stays_in_an_article_that_lies_over_the_chat(open_desk: OpenDesk) -> None:
    desk = open_desk(width=320, height=640)
    desk.open_first_mark(desk.ask(WAITING))
    expect(desk.reader.locator(".scroll")).to_be_focused()

    copy = desk.reader.get_by_role("button", name="Copy quote with source")
    close = desk.reader.get_by_role("button", name="Close article")
    only = desk.reader.get_by_role("button", name="Ask about this article only")
    find = desk.reader.get_by_role("searchbox", name="Find in this article")
    original = desk.reader.get_by_role("link", name="Open the original at these words")
    here = desk.reader.get_by_role("link", name="Link to this in Dateline")
    note, keep = (
        desk.reader.get_by_role("textbox", name="A note on"),
        desk.reader.get_by_role("button", name="Keep the note"),
    )
    for stop in (note, keep, find, copy, original, here, only, close, desk.reader.locator(".scroll"), note):
        desk.page.keyboard.press("Tab")
        expect(stop).to_be_focused()


def test_the_sidebar_fits_a_narrow_screen(open_desk: OpenDesk) -> None:
    desk = open_desk(width=320, height=640)
    desk.unfold_sidebar()
    desk.open_adding()

    expect(desk.entry("A year on Skarholm island")).to_be_visible()
    assert not scrolls_sideways(desk.page)


@pytest.mark.parametrize(("scheme", "light"), [("light", True), ("dark", False)])
def test_the_page_follows_the_system_and_everything_stays_readable(
    open_desk: OpenDesk, scheme: str, light: bool
) -> None:
    desk = open_desk(scheme=scheme)
    desk.ask("Who puts a lantern in the window?")
    desk.ask("And since when?")
    turn = desk.ask(WAITING)
    desk.open_first_mark(turn)

    background = desk.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert (background == "rgb(252, 251, 248)") == light
    for text in (turn.locator("q.words"), turn.locator(".lead"), turn.locator(".foot"), desk.chosen):
        assert contrast(text) >= 4.5
    for text in (
        desk.reader.locator("mark.quoted"),
        desk.reader.locator(".line"),
        desk.entry("Skarholm").locator(".facts"),
        desk.page.locator(".reading"),
        desk.page.locator(".alone"),
    ):
        assert contrast(text) >= 4.5
    turn.locator(".mark").first.hover()
    expect(desk.card).to_be_visible()
    for text in (turn.locator(".mark"), *desk.card.locator("p").all()):
        assert contrast(text) >= 4.5


def test_on_a_wide_screen_the_article_stands_beside_the_chat(desk: Desk) -> None:
    turn = desk.ask(WAITING)
    desk.open_first_mark(turn)

    chat, article = turn.bounding_box(), desk.reader.bounding_box()
    assert chat is not None
    assert article is not None
    assert chat["x"] + chat["width"] <= article["x"]
    assert desk.box.bounding_box()["x"] + desk.box.bounding_box()["width"] <= article["x"]  # type: ignore[index]
