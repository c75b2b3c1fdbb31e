"""Collections: kept from what is searched, shown in the sidebar, searched by a click; and imports of reading lists."""

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk
from tests.browser.serving import serve
from tests.browser.test_scope import choose_article, close_scope, open_scope
from tests.web import SENTENCES

ISLAND = "A year on Skarholm island"


def test_what_is_searched_is_kept_as_a_collection_and_searched_again_by_a_click(desk: Desk) -> None:
    open_scope(desk)
    choose_article(desk, ISLAND)
    desk.page.get_by_role("textbox", name="Name of a collection").fill("Islands")
    desk.page.get_by_role("button", name="Keep these articles as a collection").click()
    line = desk.sidebar.get_by_role("button", name="Islands (1)")
    expect(line).to_be_visible(timeout=QUICK_MS)
    close_scope(desk)

    line.click()
    expect(desk.page.get_by_role("button", name="Searching all articles")).to_be_visible(timeout=QUICK_MS)
    line.click()
    expect(desk.page.get_by_role("button", name=f"Searching “{ISLAND}”")).to_be_visible(timeout=QUICK_MS)

    desk.sidebar.get_by_role("button", name="Delete it; its articles stay").click()
    expect(line).to_have_count(0, timeout=QUICK_MS)
    expect(desk.entry(ISLAND)).to_be_visible()


def test_an_export_that_is_dropped_becomes_articles_and_collections(tmp_path: Path, open_desk: OpenDesk) -> None:
    page = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    refused = "http://127.0.0.1:9"  # an address that is never fetched, as one that is dead
    entries = [
        {"url": f"{refused}/a", "title": "The crane", "content": page, "tags": ["harbour"], "created_at": "2024-01-01"},
        {"url": f"{refused}/b", "title": "No page", "mimetype": "text/html"},
    ]
    with serve(tmp_path / "library", tmp_path / "log") as running:
        desk = open_desk(at=running)
        desk.upload(export_json=json.dumps(entries))

        expect(desk.entry("The crane")).to_be_visible(timeout=ANSWER_MS)
        expect(desk.sidebar.get_by_text("Not used of it: mimetype.")).to_be_visible(timeout=QUICK_MS)
        expect(desk.sidebar.get_by_role("button", name="harbour (1)")).to_be_visible(timeout=QUICK_MS)


def test_of_many_collections_the_others_are_chosen_from_a_list(tmp_path: Path, open_desk: OpenDesk) -> None:
    page = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    tags = [f"tag {number:02d}" for number in range(12)]
    entries = [
        {"url": "http://127.0.0.1:9/a", "title": "The crane", "content": page, "tags": tags, "created_at": "2024"}
    ]
    with serve(tmp_path / "library", tmp_path / "log") as running:
        desk = open_desk(at=running, height=1200)  # all in view: the list closes where the page is scrolled
        desk.upload(export_json=json.dumps(entries))
        expect(desk.sidebar.get_by_role("button", name="tag 00 (1)")).to_be_visible(timeout=ANSWER_MS)
        expect(desk.sidebar.get_by_role("button", name="tag 11 (1)")).to_have_count(0)

        others = desk.sidebar.get_by_role("combobox", name="Other collections")
        others.fill("tag 11")
        expect(desk.page.get_by_role("option", name="tag 11")).to_be_visible()
        desk.page.keyboard.press("Enter")

        expect(desk.page.get_by_role("button", name="Searching “The crane”")).to_be_visible(timeout=QUICK_MS)
        expect(desk.sidebar.get_by_role("button", name="tag 11 (1)")).to_be_visible(timeout=QUICK_MS)
