"""Every part of Streamlit's page that is used without being documented is there in the real page."""

from importlib.metadata import version

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import QUICK_MS, Desk
from ui.streamlit_internals import SEEN_WITH, SELECTORS

ALWAYS = ("app", "main", "bottom", "sidebarLink", "popover", "tertiary")


def test_the_version_that_is_installed_is_the_one_that_was_looked_at() -> None:
    assert version("streamlit") == SEEN_WITH


@pytest.mark.parametrize("name", ALWAYS)
def test_a_part_that_is_always_there_is_found(desk: Desk, name: str) -> None:
    expect(desk.page.locator(SELECTORS[name]).first).to_be_attached(timeout=QUICK_MS)


def test_the_sidebar_is_folded_and_unfolded_by_its_buttons(desk: Desk) -> None:
    desk.page.locator(SELECTORS["foldSidebar"]).click()

    desk.page.locator(SELECTORS["unfoldSidebar"]).click()

    expect(desk.page.locator(SELECTORS["foldSidebar"])).to_be_attached()


def test_what_is_seen_only_while_the_page_is_drawn_or_the_server_is_away_appears_then(open_desk: OpenDesk) -> None:
    passing = ("running", "stale", "status", "away", "dialog")
    desk = open_desk()
    desk.page.evaluate(
        """selectors => {
          window.seen = new Set();
          const look = () => Object.entries(selectors).forEach(
            ([name, selector]) => document.querySelector(selector) && seen.add(name));
          new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
        }""",
        {name: SELECTORS[name] for name in passing},
    )
    desk.ask("Why is the council waiting?")
    desk.page.get_by_role("link", name="Library").click()
    expect(desk.page.locator(".shelf")).to_be_visible(timeout=QUICK_MS)

    desk.page.context.set_offline(True)
    desk.page.evaluate("() => [...document.querySelectorAll('a')].map((one) => one.href)")
    expect(desk.page.locator(SELECTORS["away"])).to_be_attached(timeout=QUICK_MS)
    desk.page.context.set_offline(False)

    seen = set(desk.page.evaluate("() => [...seen]"))
    assert seen == set(passing)
