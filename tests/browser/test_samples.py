"""The first minute of a stranger, with the sample articles. SCREENSHOTS=1 takes the pictures of docs/."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import Desk
from tests.browser.serving import ROOT, ingest, serve

QUESTION = "Why is China waiting?"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("samples")
    ingest(folder / "library", ROOT / "articles")
    with serve(folder / "library", folder / "log") as running:
        yield running


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures go: into docs/ if that is asked for, so that a test run leaves the project as it was."""
    return ROOT / "docs" if os.environ.get("SCREENSHOTS") else tmp_path


def asked(desk: Desk) -> Desk:
    turn = desk.ask(QUESTION)
    expect(turn.locator(".answer.answer")).to_be_visible()
    return desk


def take(desk: Desk, path: Path) -> None:
    """Take the picture once everything has come to rest; the blinking cursor is left out."""
    desk.page.mouse.move(desk.page.viewport_size["width"] // 2, 600)  # type: ignore[index]
    desk.page.evaluate("document.fonts.ready")
    desk.page.screenshot(path=path, animations="disabled")
    assert path.stat().st_size > 10_000


def test_why_is_china_waiting_is_answered_beside_the_open_article(
    open_desk: OpenDesk, samples: str, pictures: Path
) -> None:
    desk = asked(open_desk(at=samples))
    desk.open_first_mark(desk.turns.last)

    expect(desk.reader.locator("h2")).to_contain_text("China")
    expect(desk.chosen.first).to_be_in_viewport()
    take(desk, pictures / "screenshot.png")


def test_a_question_that_leans_on_the_last_one_says_how_it_was_read(open_desk: OpenDesk, samples: str) -> None:
    desk = open_desk(at=samples)
    desk.ask("How many people were evacuated from the ferry?")

    turn = desk.ask("and when did it happen?")

    read = turn.locator(".read")
    expect(read).to_contain_text("How many people were evacuated from the ferry? And when did it happen?")
    read.get_by_role("button", name="Ask on its own").click()
    expect(desk.turns).to_have_count(3)
    alone = desk.answered("and when did it happen?")
    expect(alone.locator(".read")).to_have_count(0)


def test_the_same_in_the_dark(open_desk: OpenDesk, samples: str, pictures: Path) -> None:
    desk = asked(open_desk(at=samples, scheme="dark"))
    desk.open_first_mark(desk.turns.last)

    expect(desk.chosen.first).to_be_in_viewport()
    take(desk, pictures / "screenshot-dark.png")


def test_the_same_on_a_narrow_screen(open_desk: OpenDesk, samples: str, pictures: Path) -> None:
    desk = asked(open_desk(at=samples, width=320, height=640))

    expect(desk.turns.last.locator("q.words").first).to_be_in_viewport()
    take(desk, pictures / "screenshot-320.png")
