"""What takes long says what it waits for, keeps still for those who ask for that, and can be stopped."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk
from tests.browser.serving import serve

QUESTION = "What does the article say?"


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of an article on a server that takes every request and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/article"


@pytest.fixture
def waiting(open_desk: OpenDesk, tmp_path: Path, silent: str) -> Iterator[Desk]:
    """A page whose question waits for a first article that does not come."""
    with serve(tmp_path / "library", tmp_path / "log", DATELINE_ALLOW_ADDRESSES="127.0.0.1") as running:
        desk = open_desk(at=running)
        desk.page.emulate_media(reduced_motion="reduce")
        desk.link(silent)
        expect(desk.sidebar.locator(".job")).to_be_visible(timeout=ANSWER_MS)
        desk.box.fill(QUESTION)
        desk.box.press("Enter")
        yield desk
        desk.page.close()


def test_a_question_that_waits_says_for_what_and_is_stopped_by_the_button_of_the_box(waiting: Desk) -> None:
    stated = waiting.turns.last.locator(".waiting")
    expect(stated).to_contain_text("as soon as the first article is in the library", timeout=ANSWER_MS)
    assert stated.evaluate("node => getComputedStyle(node, '::before').animationName") == "none"

    waiting.page.get_by_role("button", name="Stop", exact=True).last.click()

    expect(waiting.turns.last).to_contain_text("This question was stopped", timeout=QUICK_MS)
    expect(waiting.turns.last.get_by_role("button", name=QUESTION)).to_be_visible()
