"""Every part of Streamlit's page that is used without being documented is there in the real page."""

import re
from importlib.metadata import version
from pathlib import Path

import streamlit
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, Desk
from tests.browser.serving import serve
from ui.streamlit_internals import SEEN_WITH, SELECTORS

PASSING = ("running", "stale", "away", "dialog")
"""What is there only while the page is drawn or the server is away."""
WATCH = """selectors => {
  window.seen = new Set();
  const look = () => Object.entries(selectors).forEach(
    ([name, selector]) => document.querySelector(selector) && seen.add(name));
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
}"""


def test_the_version_that_is_installed_is_the_one_that_was_looked_at() -> None:
    assert version("streamlit") == SEEN_WITH


def test_each_lasting_part_is_found(desk: Desk) -> None:
    for name in ("app", "main", "bottom", "sidebarLink", "popover"):
        expect(desk.page.locator(SELECTORS[name]).first).to_be_attached()
    desk.sidebar.hover()
    desk.page.locator(SELECTORS["foldSidebar"]).click()
    desk.page.locator(SELECTORS["unfoldSidebar"]).click()
    expect(desk.page.locator(SELECTORS["foldSidebar"])).to_be_attached()

    desk.page.get_by_role("link", name="What is new").click()
    expect(desk.page.locator(SELECTORS["tertiary"]).first).to_be_attached(timeout=ANSWER_MS)


def test_each_passing_part_is_seen_while_the_page_is_drawn_and_the_server_goes_away(
    open_desk: OpenDesk, library: Path, tmp_path: Path
) -> None:
    with serve(library, tmp_path / "log") as running:
        desk = open_desk(at=running)
        desk.page.evaluate(WATCH, {name: SELECTORS[name] for name in PASSING})
        desk.page.get_by_role("link", name="Library").click()
        expect(desk.page.locator(".shelf table")).to_be_visible(timeout=ANSWER_MS)

    expect(desk.page.locator(SELECTORS["away"])).to_be_attached(timeout=ANSWER_MS)
    desk.page.wait_for_function("count => seen.size === count", arg=len(PASSING), timeout=ANSWER_MS)


def test_the_widget_that_is_hidden_while_a_run_lasts_long_is_in_streamlits_own_script() -> None:
    (test_id,) = re.findall(r'data-testid="(\w+)"', SELECTORS["status"])
    scripts = Path(streamlit.__file__).parent.glob("static/static/js/index.*.js")

    assert any(f"`{test_id}`" in script.read_text(encoding="utf-8") for script in scripts)
