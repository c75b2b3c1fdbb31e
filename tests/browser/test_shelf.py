"""The page of the library: its table, what can be done to a line, and what stands after a reload."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, Desk, scrolls_sideways
from tests.browser.library import HOSTILE_TITLE, write_articles
from tests.browser.serving import ingest, serve
from tests.ingest.fetch.test_feeds import rss, stories
from tests.web import SENTENCES, article_page, open_site


def open_shelf(desk: Desk) -> Locator:
    """Go to the page of the library and return its table."""
    desk.page.get_by_role("link", name="Library").click()
    table = desk.page.locator(".shelf table")
    expect(table).to_be_visible(timeout=ANSWER_MS)
    return table


def line(desk: Desk, title: str) -> Locator:
    return desk.page.locator(".shelf .entry").filter(has_text=title)


def unfold(desk: Desk, title: str) -> Locator:
    found = line(desk, title)
    found.locator(".toggle").click()
    return found


def titles(desk: Desk) -> list[str]:
    return desk.page.locator(".shelf .entry .open").all_inner_texts()


def test_every_article_stands_in_the_table_as_printed_and_opens_beside_it(desk: Desk) -> None:
    table = open_shelf(desk)

    expect(table.get_by_role("columnheader")).to_contain_text(["Title", "Source", "Published", "Added", "Status", ""])
    expect(line(desk, "Why the Skarholm light")).to_contain_text("Coast Herald")
    expect(line(desk, "Why the Skarholm light")).to_contain_text("3 November 2025")
    expect(line(desk, "Tickets").locator(".open")).to_have_text(HOSTILE_TITLE)

    line(desk, "A year on Skarholm island").locator(".open").click()
    expect(desk.reader.locator("h2")).to_have_text("A year on Skarholm island")


def test_the_table_is_sorted_by_its_heads_and_narrowed_by_words(desk: Desk) -> None:
    table = open_shelf(desk)
    head = table.get_by_role("columnheader", name="Title")

    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    rising = titles(desk)
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")

    assert rising == sorted(rising, key=str.casefold)
    assert titles(desk) == rising[::-1]
    desk.page.locator(".shelf .find").fill("skarholm herald")
    expect(desk.page.locator(".shelf .entry")).to_have_count(1)
    expect(desk.page.locator(".shelf .count")).to_contain_text("1 of")


def test_words_that_narrow_the_table_stand_in_the_field_after_a_look_at_the_conversation(desk: Desk) -> None:
    open_shelf(desk)
    desk.page.locator(".shelf .find").fill("skarholm herald")
    expect(desk.page.locator(".shelf .entry")).to_have_count(1)

    desk.page.get_by_role("link", name="Back to the conversation").click()
    expect(desk.box).to_be_visible(timeout=ANSWER_MS)
    open_shelf(desk)

    expect(desk.page.locator(".shelf .entry")).to_have_count(1)
    expect(desk.page.locator(".shelf .find")).to_have_value("skarholm herald")


def test_the_way_back_leads_to_the_same_conversation(desk: Desk) -> None:
    desk.ask("Why is the council waiting?")
    desk.page.wait_for_url("**/?conversation=*")
    at = desk.page.url

    open_shelf(desk)
    desk.page.get_by_role("link", name="Back to the conversation").click()
    desk.answered("Why is the council waiting?")
    expect(desk.page).to_have_url(at)
    desk.page.get_by_role("link", name="Library").click()
    desk.page.wait_for_url("**/library")
    desk.page.go_back()

    desk.answered("Why is the council waiting?")
    expect(desk.page).to_have_url(at)


def test_a_conversation_chosen_beside_the_table_opens(desk: Desk) -> None:
    desk.ask("Where does the lantern stand until then?")

    open_shelf(desk)
    desk.sidebar.get_by_role("button", name="New conversation").click()

    expect(desk.page.get_by_role("heading", name="What do your articles say?")).to_be_visible(timeout=ANSWER_MS)


def test_a_library_without_articles_leads_to_the_first_one(open_desk: OpenDesk, tmp_path: Path) -> None:
    with serve(tmp_path / "library", tmp_path / "log") as running:
        desk = open_desk(at=running)
        desk.page.get_by_role("link", name="Library").click()
        expect(desk.page.locator(".shelf")).to_contain_text("No articles yet", timeout=ANSWER_MS)

        desk.page.locator("input[type=file]").set_input_files(
            [
                {
                    "name": "a.txt",
                    "mimeType": "text/plain",
                    "buffer": b"The mill of Osterby\n\nThe mill of Osterby grinds again.",
                }
            ]
        )

        expect(line(desk, "The mill of Osterby")).to_be_visible(timeout=ANSWER_MS)
        expect(desk.page.locator(".outcome")).to_contain_text("New")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_an_article_is_corrected_looked_at_again_and_removed(
    open_desk: OpenDesk, tmp_path: Path, width: int, scheme: str
) -> None:
    with (
        open_site() as site,
        serve(tmp_path / "library", tmp_path / "log", DATELINE_ALLOW_ADDRESSES="127.0.0.1") as running,
    ):
        site.serves("/crane", article_page("Crane falls into harbour"))
        desk = open_desk(at=f"{running}", width=width, scheme=scheme)
        page = desk.page
        page.goto(f"{running}/library")
        page.get_by_role("tab", name="Link").click()
        page.get_by_label("Address of an article or a feed").fill(site.url("/crane", "127.0.0.1"))
        page.get_by_role("button", name="Fetch this article").click()
        expect(line(desk, "Crane falls")).to_be_visible(timeout=ANSWER_MS)

        found = unfold(desk, "Crane falls")
        found.get_by_role("button", name="Correct").click()
        found.get_by_label("Author").fill("Ina Berg")
        found.get_by_label("Published").fill("some day")
        found.get_by_role("button", name="Save").click()
        expect(page.locator(".outcome.failed")).to_contain_text("some day", timeout=ANSWER_MS)
        found.get_by_role("button", name="Correct").click()
        found.get_by_label("Author").fill("Ina Berg")
        found.get_by_role("button", name="Save").click()
        expect(found.locator(".line")).to_contain_text("Ina Berg", timeout=ANSWER_MS)

        changed = [SENTENCES[0].replace("Monday", "Tuesday"), *SENTENCES[1:]]
        site.serves("/crane", article_page("Crane falls into harbour", body=changed))
        found.get_by_role("button", name="Look for changes", exact=True).click()
        expect(found.locator(".line")).to_contain_text("changed", timeout=ANSWER_MS)
        found.get_by_role("button", name="Show what changed").click()
        expect(found.locator("ins")).to_contain_text("Tuesday", timeout=ANSWER_MS)
        expect(found.locator("del")).to_contain_text("Monday")
        assert not scrolls_sideways(page)

        page.reload()
        expect(page.locator(".outcome")).to_contain_text("Updated", timeout=ANSWER_MS)
        expect(found.locator(".line")).to_contain_text("Ina Berg")

        found = unfold(desk, "Crane falls")
        found.get_by_role("button", name="Remove").click()
        found.get_by_role("button", name="Keep").click()
        found.get_by_role("button", name="Remove").click()
        found.get_by_role("button", name="Remove").click()
        expect(line(desk, "Crane falls")).to_have_count(0, timeout=ANSWER_MS)


def test_a_feed_is_followed_looked_at_again_and_forgotten(open_desk: OpenDesk, tmp_path: Path) -> None:
    with (
        open_site() as site,
        serve(tmp_path / "library", tmp_path / "log", DATELINE_ALLOW_ADDRESSES="127.0.0.1") as running,
    ):
        desk = open_desk(at=running)
        page = desk.page
        page.goto(f"{running}/library")
        stories(site, "one", "two")
        site.serves("/feed", rss("/one", "/two"))
        page.get_by_role("tab", name="Link").click()
        page.get_by_label("Address of an article or a feed").fill(site.url("/feed", "127.0.0.1"))
        page.get_by_role("button", name="Fetch this article").click()
        expect(line(desk, "Story two")).to_be_visible(timeout=ANSWER_MS)
        expect(page.locator(".shelf .feeds")).to_contain_text("Coast Herald")

        stories(site, "three")
        site.serves("/feed", rss("/three", "/one", "/two"))
        page.locator(".shelf").get_by_role("button", name="Look for changes in all").click()
        expect(line(desk, "Story three")).to_be_visible(timeout=ANSWER_MS)

        page.locator(".shelf .feeds .unfollow").click()
        expect(page.locator(".shelf .feeds")).to_have_count(0, timeout=ANSWER_MS)
        expect(line(desk, "Story")).to_have_count(3)


def test_what_is_open_and_typed_in_the_table_is_there_again_when_the_page_is_drawn_anew(desk: Desk) -> None:
    open_shelf(desk)
    found = unfold(desk, "A year on Skarholm island")
    found.get_by_role("button", name="Correct").click()
    found.get_by_label("Author").fill("Ina Berg")

    desk.page.get_by_role("link", name="Back to the conversation").click()
    expect(desk.page.locator(".welcome h1")).to_be_visible(timeout=ANSWER_MS)
    open_shelf(desk)

    expect(found.get_by_label("Author")).to_have_value("Ina Berg")


def test_work_under_way_is_seen_after_a_reload_and_goes_on_with_the_next_server(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    ingest(library, *write_articles(tmp_path))
    stories = [
        {
            "name": f"{place}.txt",
            "mimeType": "text/plain",
            "buffer": f"Boat number {place}\n\n{'It was late. ' * 300}{place}".encode(),
        }
        for place in range(40)
    ]
    with serve(library, tmp_path / "log") as running:
        desk = open_desk(at=running)
        desk.open_adding()
        desk.sidebar.locator("input[type=file]").set_input_files(stories)  # type: ignore[arg-type]
        expect(desk.sidebar.locator(".job")).to_contain_text("of 40", timeout=ANSWER_MS)
        desk.page.reload()
        expect(desk.sidebar.locator(".job")).to_contain_text("of 40", timeout=ANSWER_MS)

    with serve(library, tmp_path / "log") as running:
        desk = open_desk(at=running)
        # The server may have gone between an article and the note that it is in: that one is found unchanged.
        all_in = re.compile("^(40 new|39 new · 1 unchanged)$")
        expect(desk.sidebar.locator(".summary")).to_have_text(all_in, timeout=3 * ANSWER_MS)  # many articles
        expect(desk.entry("Boat number 39")).to_be_visible(timeout=ANSWER_MS)
