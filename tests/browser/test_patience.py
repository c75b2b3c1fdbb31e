"""A page asks a slow server less often, not more. The clock of these pages is the test's; no server answers them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

ASSETS = Path(__file__).parents[2] / "ui" / "assets"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page with the scripts that report, and a list of what was reported."""
    page = chromium.new_page()
    page.clock.install()
    page.goto("about:blank")
    for name in ("outbox.js", "looking.js"):
        page.add_script_tag(path=ASSETS / name)
    page.evaluate("() => { window.reports = []; window.report = (...what) => reports.push(what); }")
    yield page
    page.close()


def reports(page: Page, *, after_ms: int) -> int:
    """Return how many reports there are when so much time has gone on."""
    page.clock.run_for(after_ms)
    return int(page.evaluate("reports.length"))


def test_no_second_look_is_sent_while_one_is_under_way_unless_it_seems_lost(page: Page) -> None:
    page.evaluate("() => { window.stop = keepLooking(outbox('conversation'), 250, report); }")

    assert reports(page, after_ms=300) == 1
    assert reports(page, after_ms=1500) == 1
    assert reports(page, after_ms=1000) == 2


def test_a_redraw_answers_a_look_and_the_next_one_follows_in_the_usual_time(page: Page) -> None:
    page.evaluate("() => { window.stop = keepLooking(outbox('conversation'), 250, report); }")
    page.clock.run_for(300)

    page.evaluate("() => { stop(); keepLooking(outbox('conversation'), 250, report); }")

    assert reports(page, after_ms=300) == 2


def test_what_nobody_takes_is_sent_again_soon_then_less_and_less_often(page: Page) -> None:
    page.evaluate(
        "() => { settleOutbox(outbox('conversation'), {}, report); put(outbox('conversation'), 'ask', 'Why?'); }"
    )

    assert reports(page, after_ms=700) == 2
    assert reports(page, after_ms=9_300) == 5
    assert reports(page, after_ms=50_000) == 15


def test_what_was_taken_is_not_sent_again_and_what_comes_next_is_sent_again_soon(page: Page) -> None:
    page.evaluate(
        "() => { settleOutbox(outbox('conversation'), {}, report); put(outbox('conversation'), 'ask', 'Why?'); }"
    )
    page.clock.run_for(60_000)
    page.evaluate(
        """() => {
          settleOutbox(outbox("conversation"), { page: document.datelinePage, taken: { conversation: 1 } }, report);
          reports.length = 0;
        }"""
    )
    assert reports(page, after_ms=60_000) == 0

    page.evaluate("() => put(outbox('conversation'), 'ask', 'When?')")

    assert reports(page, after_ms=700) == 2


def test_redraws_that_take_nothing_do_not_put_off_what_is_sent_again(page: Page) -> None:
    page.evaluate(
        "() => { settleOutbox(outbox('conversation'), {}, report); put(outbox('conversation'), 'ask', 'Why?'); }"
    )

    page.evaluate("() => setInterval(() => settleOutbox(outbox('conversation'), {}, report), 250)")

    assert reports(page, after_ms=10_000) == 5


def test_what_was_told_a_server_in_vain_is_told_the_next_one_soon(page: Page) -> None:
    notice = (ASSETS / "notice.js").read_text("utf-8").replace("export default function", "function notice")
    page.add_script_tag(content=notice)
    page.evaluate(
        """() => {
          document.body.innerHTML = '<p class="busy"></p><p class="away"></p>';
          document.body.dataset.testConnectionState = "PINGING_SERVER";
          notice({ data: [{ away: "Away." }], parentElement: document.body, setTriggerValue: () => {} });
          settleOutbox(outbox("conversation"), {}, report);
          put(outbox("conversation"), "ask", "Why?");
        }"""
    )
    page.clock.run_for(60_000)

    page.evaluate("() => { document.body.dataset.testConnectionState = 'CONNECTED'; }")
    page.evaluate("() => { reports.length = 0; settleOutbox(outbox('conversation'), {}, report); }")

    assert reports(page, after_ms=700) == 1
