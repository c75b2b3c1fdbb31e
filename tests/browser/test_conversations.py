"""Conversations are kept: reload, back, a second tab; the list by day; rename and delete."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk, scrolls_sideways
from tests.browser.library import write_articles
from tests.browser.serving import ingest, serve

WAITING = "Why is the council waiting?"
GEESE = "How many geese did the keeper count on a single night?"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    ingest(folder, *write_articles(tmp_path_factory.mktemp("articles")))
    return folder


@pytest.fixture(scope="module")
def at(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own: the other tests' conversations are not listed here."""
    with serve(shelf, tmp_path_factory.mktemp("server") / "log") as running:
        yield running


@pytest.fixture
def desk(open_desk: OpenDesk, at: str) -> Desk:
    return open_desk(at=at)


def line(desk: Desk, title: str) -> Locator:
    return desk.sidebar.locator(".talk").filter(has_text=title)


def test_nothing_of_one_conversation_stays_in_another(desk: Desk) -> None:
    desk.ask(WAITING)
    desk.ask(GEESE)
    expect(desk.turns).to_have_count(2)

    desk.sidebar.get_by_role("button", name="New conversation").click()
    expect(desk.turns).to_have_count(0)
    desk.ask(GEESE)
    expect(desk.turns).to_have_count(1)

    line(desk, WAITING).first.get_by_role("button", name=WAITING, exact=True).click()
    expect(desk.turns).to_have_count(2)


def test_a_conversation_outlives_a_reload_and_goes_on(desk: Desk) -> None:
    desk.ask(WAITING)
    desk.page.wait_for_url("**/?conversation=*")

    desk.page.reload()

    expect(desk.turns.first.locator("q.words").first).to_contain_text("hopes for a grant", timeout=ANSWER_MS)
    desk.ask(GEESE)
    expect(desk.turns).to_have_count(2)
    desk.open_first_mark(desk.turns.first)
    expect(desk.chosen.first).to_contain_text("hopes for a grant")


def test_a_conversation_outlives_the_server(open_desk: OpenDesk, shelf: Path, tmp_path: Path) -> None:
    with serve(shelf, tmp_path / "first") as first:
        desk = open_desk(at=first)
        desk.ask(WAITING)
        desk.page.wait_for_url("**/?conversation=*")
        address = desk.page.url.removeprefix(first)
        desk.page.goto("about:blank")
    with serve(shelf, tmp_path / "second") as second:
        again = open_desk(at=second + address)

        expect(again.turns.locator("q.words").first).to_contain_text("hopes for a grant", timeout=ANSWER_MS)


def test_a_second_tab_shows_the_same_conversation(desk: Desk, open_desk: OpenDesk) -> None:
    desk.ask(WAITING)
    desk.page.wait_for_url("**/?conversation=*")

    other = open_desk(at=desk.page.url)

    expect(other.turns).to_have_count(1, timeout=QUICK_MS)
    expect(other.turns.locator("q.words").first).to_contain_text("hopes for a grant")


def test_back_leads_to_the_conversation_before(desk: Desk) -> None:
    desk.ask(WAITING)
    desk.page.wait_for_url("**/?conversation=*")
    first = desk.page.url
    desk.sidebar.get_by_role("button", name="New conversation").click()
    expect(desk.page.locator(".welcome h1")).to_be_visible(timeout=QUICK_MS)
    desk.ask(GEESE)
    desk.page.wait_for_url(lambda url: "conversation=" in url and url != first)

    while desk.page.url != first:
        desk.page.go_back()

    expect(desk.turns.locator(".question")).to_contain_text(WAITING, timeout=QUICK_MS)


def test_an_unknown_conversation_says_so(open_desk: OpenDesk, at: str) -> None:
    desk = open_desk(at=f"{at}/?conversation=nobody")

    expect(desk.page.get_by_role("heading", name="There is no such conversation")).to_be_visible(timeout=QUICK_MS)
    desk.ask(WAITING)
    desk.page.wait_for_url(lambda url: "nobody" not in url)


def test_a_conversation_is_listed_today_opened_renamed_and_deleted_after_asking(desk: Desk) -> None:
    desk.ask("Who puts a lantern in the window?")
    mine = line(desk, "Who puts a lantern")
    expect(mine.locator(".open")).to_have_attribute("aria-current", "page", timeout=QUICK_MS)
    expect(desk.sidebar.get_by_role("heading", name="Today")).to_be_visible()

    mine.get_by_role("button", name="Rename").click()
    desk.page.keyboard.type("The lantern")
    desk.page.keyboard.press("Enter")
    expect(line(desk, "The lantern")).to_be_visible(timeout=QUICK_MS)
    expect(line(desk, "The lantern").locator(".open")).to_be_focused()

    desk.sidebar.get_by_role("button", name="New conversation").click()
    expect(desk.page.locator(".welcome h1")).to_be_visible(timeout=QUICK_MS)
    line(desk, "The lantern").locator(".open").click()
    expect(desk.turns.locator(".question")).to_contain_text("lantern", timeout=QUICK_MS)

    line(desk, "The lantern").get_by_role("button", name="Delete").click()
    expect(line(desk, "The lantern")).to_contain_text("Delete “The lantern” for good?")
    line(desk, "The lantern").get_by_role("button", name="Keep").click()
    expect(line(desk, "The lantern")).to_be_visible()
    line(desk, "The lantern").get_by_role("button", name="Delete").click()
    line(desk, "The lantern").get_by_role("button", name="Delete", exact=True).click()
    expect(line(desk, "The lantern")).to_have_count(0, timeout=QUICK_MS)
    expect(desk.page.locator(".welcome h1")).to_be_visible()


def test_an_old_conversation_is_found_by_words_that_it_quoted(desk: Desk) -> None:
    for _ in range(6):  # with so many there is a field
        desk.ask("Who puts a lantern in the window?")
        desk.sidebar.get_by_role("button", name="New conversation").click()
        expect(desk.page.locator(".welcome h1")).to_be_visible(timeout=QUICK_MS)
    desk.ask(GEESE)

    field = desk.sidebar.get_by_role("searchbox", name="Find a conversation")
    field.fill("october")

    expect(line(desk, "Who puts a lantern")).to_have_count(0, timeout=QUICK_MS)
    expect(line(desk, "How many geese").first).to_be_visible()
    field.fill("zebra")
    expect(desk.sidebar.get_by_text("No conversation matches")).to_be_visible(timeout=QUICK_MS)


def test_quotes_of_a_kept_conversation_stand_as_they_were_and_say_that_the_article_changed(
    desk: Desk, shelf: Path, tmp_path: Path
) -> None:
    article = tmp_path / "well.txt"
    article.write_text("The well of Aune\n\nThe well of Aune is forty metres deep, says Pia Rud.\n", encoding="utf-8")
    ingest(shelf, article)
    desk.ask("How deep is the well of Aune?")
    desk.page.wait_for_url("**/?conversation=*")
    article.write_text("The well of Aune\n\nThe well of Aune is fifty metres deep, says Pia Rud.\n", encoding="utf-8")
    ingest(shelf, article)

    desk.page.reload()

    expect(desk.turns.locator("q.words").first).to_contain_text("forty metres", timeout=ANSWER_MS)
    expect(desk.turns).to_contain_text("has changed since")
    desk.open_first_mark(desk.turns.first)
    expect(desk.reader).to_contain_text("as it was when it was quoted. It has changed since")
    expect(desk.chosen.first).to_contain_text("forty metres")
    desk.reader.get_by_role("button", name="Show as it is now").click()
    expect(desk.reader).to_contain_text("no longer in it")
    expect(desk.reader).to_contain_text("fifty metres")


def test_the_list_fits_a_narrow_screen(open_desk: OpenDesk, at: str) -> None:
    desk = open_desk(at=at, width=320, height=640)
    desk.ask(WAITING)
    desk.unfold_sidebar()

    expect(desk.sidebar.get_by_role("button", name="New conversation")).to_be_visible()
    assert not scrolls_sideways(desk.page)
