"""A page asks a slow server less often, not more. The clock of these pages is the test's; no server answers them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.modules import Modules

TAKE_UP = "outbox.settleOutbox(outbox.outbox('conversation'), {}, report);"
ASK = "outbox.put(outbox.outbox('conversation'), 'ask', 'Why?');"
LOOK = "window.stop = looking.keepLooking(outbox.outbox('conversation'), 250, report);"


@pytest.fixture
def modules(chromium: Browser) -> Iterator[Modules]:
    modules = Modules(chromium)
    yield modules
    modules.close()


def reports(modules: Modules, *, after_ms: int) -> int:
    """Return how many reports there are when so much time has gone on."""
    modules.page.clock.run_for(after_ms)
    return int(modules.page.evaluate("reports.length"))


def test_no_second_look_is_sent_while_one_is_under_way_unless_it_seems_lost(modules: Modules) -> None:
    modules.run(LOOK)

    assert reports(modules, after_ms=300) == 1
    assert reports(modules, after_ms=1500) == 1
    assert reports(modules, after_ms=1000) == 2


def test_a_redraw_answers_a_look_and_the_next_one_follows_in_the_usual_time(modules: Modules) -> None:
    modules.run(LOOK)
    modules.page.clock.run_for(300)

    modules.run(f"stop(); {LOOK}")

    assert reports(modules, after_ms=300) == 2


def test_what_nobody_takes_is_sent_again_soon_then_less_and_less_often(modules: Modules) -> None:
    modules.run(TAKE_UP + ASK)

    assert reports(modules, after_ms=700) == 2
    assert reports(modules, after_ms=9_300) == 5
    assert reports(modules, after_ms=50_000) == 15


def test_what_was_taken_is_not_sent_again_and_what_comes_next_is_sent_again_soon(modules: Modules) -> None:
    modules.run(TAKE_UP + ASK)
    modules.page.clock.run_for(60_000)
    modules.run(
        """
        const said = { page: outbox.pageId, numbers: { conversation: 1 } };
        outbox.settleOutbox(outbox.outbox("conversation"), said, report);
        reports.length = 0;
        """
    )
    assert reports(modules, after_ms=60_000) == 0

    modules.run(ASK)

    assert reports(modules, after_ms=700) == 2


def test_redraws_that_take_nothing_do_not_put_off_what_is_sent_again(modules: Modules) -> None:
    modules.run(TAKE_UP + ASK)

    modules.run(f"setInterval(() => {TAKE_UP[:-1]}, 250);")

    assert reports(modules, after_ms=10_000) == 5


def test_what_was_sent_to_a_server_in_vain_is_sent_to_the_next_one_soon(modules: Modules) -> None:
    modules.page.evaluate("() => { document.body.dataset.testConnectionState = 'PINGING_SERVER'; }")
    modules.draw("notice", {"away": "Away."}, html='<p class="busy"></p><p class="away"></p>')
    modules.run(TAKE_UP + ASK)
    modules.page.clock.run_for(60_000)

    modules.page.evaluate("() => { document.body.dataset.testConnectionState = 'CONNECTED'; }")
    modules.run(f"reports.length = 0; {TAKE_UP}")

    assert reports(modules, after_ms=700) == 1
