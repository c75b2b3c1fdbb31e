"""Several readers at once: each sees their own answers and nobody else's, while an article changes under them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.library import write_articles
from tests.browser.serving import ingest, serve

ASKED = {
    "Why is the council waiting?": "hopes for a grant from the capital",
    "How many geese did the keeper count on a single night?": "4,312 geese",
    "Who puts a lantern in the window?": "Tomas Lind",
    "What does a ticket to Varnes cost?": "costs $5 and $6",
}
"""Questions with the words that answer them, which no other of them is answered with."""
SEALS = "How many seals rest on Brae rock?"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of its own, since its articles change."""
    ingest(tmp_path / "library", *write_articles(tmp_path), counted(tmp_path, 40))
    return tmp_path / "library"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def address(library: Path, log: Path) -> Iterator[str]:
    with serve(library, log) as running:
        yield running


def counted(folder: Path, seals: int) -> Path:
    """Write, or write anew, the article that changes."""
    path = folder / "seals.md"
    path.write_text(f"# The seals of Brae rock\n\nThe warden counts: {seals} seals rest on Brae rock today.\n", "utf-8")
    return path


def test_readers_who_ask_at_once_see_only_their_own_answers_while_an_article_is_taken_in_again(
    open_desk: OpenDesk, library: Path, log: Path
) -> None:
    desks = [open_desk() for _ in ASKED]
    questions = list(ASKED)
    said = log.read_text("utf-8")

    with ThreadPoolExecutor(1) as beside:
        for turn in range(3):
            taking_in = beside.submit(ingest, library, counted(library.parent, 41 + turn))
            for number, desk in enumerate(desks):
                desk.box.fill(questions[(number + turn) % len(desks)])
                desk.box.press("Enter")
            for number, desk in enumerate(desks):
                question = questions[(number + turn) % len(desks)]
                expect(desk.answered(question).locator("q.words").first).to_contain_text(ASKED[question])
            taking_in.result()

            expect(desks[turn].ask(SEALS).locator("q.words").first).to_contain_text(f"{41 + turn} seals")

    for number, desk in enumerate(desks):
        asked = [questions[(number + turn) % len(desks)] for turn in range(3)]
        if number < 3:
            asked.insert(number + 1, SEALS)
        expect(desk.turns.locator(".question bdi")).to_have_text(asked)
    assert log.read_text("utf-8") == said
