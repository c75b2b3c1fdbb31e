"""axe-core looks for barriers: no serious one in any state of the page, on wide and narrow screens, light and dark."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = "() => axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations)"
SERIOUS = ("serious", "critical")
OF_STREAMLIT: set[tuple[str, str]] = set()
"""(rule, a part of the element's HTML) of serious findings in Streamlit's own widgets, which are not ours to mend."""

Finding = tuple[str, str]


def barriers(page: Page) -> list[Finding]:
    """Return (rule, HTML) of each serious finding that is not a known one of Streamlit's own."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    page.mouse.move(0, 0)  # what is under the pointer has other colours, on their way there others still
    violations: list[dict[str, Any]] = page.evaluate(RUN)
    found = [(one["id"], node["html"]) for one in violations if one["impact"] in SERIOUS for node in one["nodes"]]
    return [(rule, html) for rule, html in found if not any(rule == r and part in html for r, part in OF_STREAMLIT)]


def open_all_under_answers(desk: Desk) -> None:
    answer = desk.ask("Why is the council waiting?")
    refusal = desk.ask("What did Macron say about the lighthouse?")
    desk.turns.first.get_by_role("button", name="How this was found").click()
    expect(desk.turns.first.locator(".explained")).to_be_visible(timeout=QUICK_MS)
    desk.turns.first.get_by_role("button", name="Save with evidence").click()
    refusal.get_by_role("button", name="The articles do answer this").click()
    expect(answer.locator(".judging")).to_be_visible()


CONNECTION = "state => { document.querySelector('[data-test-connection-state]').dataset.testConnectionState = state; }"


def open_the_library(desk: Desk) -> None:
    """Open the other page, from the sidebar that is open, and a line of its table."""
    desk.page.get_by_role("link", name="Library").click()
    line = desk.page.locator(".shelf .entry").first
    expect(line).to_be_visible(timeout=ANSWER_MS)
    line.get_by_role("button", name="Details").click()
    line.get_by_role("button", name="Correct", exact=True).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_state_of_the_page_has_a_serious_barrier(open_desk: OpenDesk, width: int, scheme: str) -> None:
    desk = open_desk(width=width, height=800, scheme=scheme)
    expect(desk.page.locator(".welcome h1")).to_be_visible()
    found = {"welcome": barriers(desk.page)}
    desk.page.get_by_role("button", name="Keyboard shortcuts").click()
    found["keys"] = barriers(desk.page)
    desk.page.keyboard.press("Escape")

    open_all_under_answers(desk)
    found["answers"] = barriers(desk.page)

    desk.open_first_mark(desk.turns.first)
    expect(desk.chosen.first).to_be_visible()
    found["reader"] = barriers(desk.page)
    desk.reader.get_by_role("button", name="Close article").click()
    expect(desk.reader).to_have_count(0, timeout=QUICK_MS)

    desk.page.get_by_role("button", name="Searching all articles").click()
    expect(desk.page.get_by_role("group", name="Published from")).to_be_visible(timeout=QUICK_MS)
    found["scope"] = barriers(desk.page)
    desk.page.keyboard.press("Escape")

    desk.page.evaluate(CONNECTION, "PINGING_SERVER")
    expect(desk.page.locator(".away")).to_contain_text("does not answer")
    found["away"] = barriers(desk.page)
    desk.page.evaluate(CONNECTION, "CONNECTED")
    expect(desk.page.locator(".away")).to_be_empty()

    if width == 320:
        desk.unfold_sidebar()
    desk.open_adding()
    found["sidebar"] = barriers(desk.page)
    open_the_library(desk)
    found["library"] = barriers(desk.page)

    assert found == {state: [] for state in found}


def test_a_barrier_would_be_found(desk: Desk) -> None:
    desk.page.evaluate(
        """() => {
          const picture = document.createElement("img");
          picture.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
          document.querySelector(".stMain").append(picture);
        }"""
    )

    assert [rule for rule, _ in barriers(desk.page)] == ["image-alt"]
