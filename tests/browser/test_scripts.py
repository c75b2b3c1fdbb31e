"""Articles and questions in any script: shown in their direction, cited at the right signs, copied as they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import QUICK_MS, Desk, in_view, scrolls_sideways
from tests.browser.serving import ingest, serve


@dataclass(frozen=True)
class Piece:
    """A short article with the sentence that is asked about by its very words, and the direction that it runs in."""

    name: str
    title: str
    text: str
    phrase: str
    direction: str
    language: str
    """As those who hear the page need it: none where it is English."""


PIECES = (
    Piece(
        "hebrew",
        "הנמל נסגר",
        "ספינה אחת נשארה ברציף. הנמל נסגר ביום שישי בגלל הקרח. איש לא נפגע.",
        "הנמל נסגר ביום שישי",
        "rtl",
        "he",
    ),
    Piece(
        "arabic",
        "إغلاق الميناء",
        "بقيت سفينة واحدة. أُغلق الميناء يوم الجمعة بسبب الجليد.",
        "أُغلق الميناء يوم الجمعة",
        "rtl",
        "ar",
    ),
    Piece(
        "chinese",
        "港口关闭",
        "一艘船留在码头。由于结冰，港口于星期五关闭。没有人受伤。",
        "港口于星期五关闭",
        "ltr",
        "zh",
    ),
    Piece(
        "german",
        "Der Hafen ist zu",
        "Ein Schiff blieb am Kai. Der Hafen bleibt wegen des Eises bis Freitag geschlossen. Niemand wurde verletzt.",
        "Der Hafen bleibt wegen des Eises bis Freitag geschlossen",
        "ltr",
        "de",
    ),
    Piece(
        "emoji",
        "The 🚢 left",
        "First 👩‍👩‍👧 went aboard 🎉🎉. The crew of the 🚢 waved 7 flags 🏳️‍🌈 at noon. Nobody 🙂 stayed.",
        "The crew of the 🚢 waved 7 flags 🏳️‍🌈 at noon",
        "ltr",
        "",
    ),
    Piece(
        "combining",
        "Cafe\u0301 of Ha\u030alle",
        "The cafe\u0301 was shut. The cafe\u0301 of Ha\u030alle sold 40 nin\u0303o cakes on Monday. Then it burned.",
        "The cafe\u0301 of Ha\u030alle sold 40 nin\u0303o cakes",
        "ltr",
        "",
    ),
)


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("scripts")
    paths: list[Path] = []
    for piece in PIECES:
        paths.append(folder / f"{piece.name}.md")
        paths[-1].write_text(f'---\ntitle: "{piece.title}"\n---\n{piece.text}\n', encoding="utf-8")
    ingest(folder / "library", *paths)
    with serve(folder / "library", folder / "log") as running:
        yield running


@pytest.fixture
def desk(open_desk: OpenDesk, at: str) -> Desk:
    return open_desk(at=at)


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)
def test_words_of_any_script_are_cited_opened_and_copied_as_they_were_printed(desk: Desk, piece: Piece) -> None:
    turn = desk.ask(f'"{piece.phrase}"')
    quote = turn.locator("q.words").first
    expect(quote).to_contain_text(piece.phrase)
    direction = "node => getComputedStyle(node.closest('.statement')).direction"
    assert quote.evaluate(direction) == piece.direction
    assert (quote.get_attribute("lang") or "") == piece.language

    desk.open_first_mark(turn)

    expect(desk.chosen.first).to_be_visible(timeout=QUICK_MS)
    chosen = "".join(desk.chosen.all_text_contents())
    assert piece.phrase in chosen
    assert chosen in piece.text
    assert chosen == quote.text_content()
    paragraph = "node => getComputedStyle(node.closest('p')).direction"
    assert desk.chosen.first.evaluate(paragraph) == piece.direction
    assert desk.chosen.first.evaluate("node => node.closest('p').lang") == piece.language
    assert in_view(desk.chosen.first, desk.reader.locator(".scroll"))
    expect(desk.reader.locator("h2")).to_have_text(piece.title)
    desk.reader.get_by_role("button", name="Copy quote with source").click()
    expect(desk.reader.locator(".status")).to_have_text("Copied")
    assert chosen in desk.page.evaluate("navigator.clipboard.readText()")


def test_a_question_runs_in_its_own_direction(desk: Desk) -> None:
    desk.box.fill(PIECES[0].phrase)
    assert desk.box.evaluate("node => getComputedStyle(node).direction") == "rtl"

    turn = desk.ask(f"“{PIECES[0].phrase}”")

    assert turn.locator(".question bdi").evaluate("node => getComputedStyle(node).direction") == "rtl"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_other_scripts_fit_a_narrow_screen(open_desk: OpenDesk, at: str, scheme: str) -> None:
    desk = open_desk(at=at, width=320, height=640, scheme=scheme)
    for piece in PIECES[:3]:
        turn = desk.ask(f'"{piece.phrase}"')
        assert not scrolls_sideways(desk.page)

    desk.open_first_mark(turn)

    assert not scrolls_sideways(desk.page)
