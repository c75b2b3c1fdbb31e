"""The sidebar: what is in the library, adding to it, removing from it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk
from tests.browser.serving import serve
from tests.ingest.fetch.test_feeds import rss
from tests.web import SENTENCES, article_page, open_site

MILL = "The mill of Osterby grinds again\n\nThe miller, Signe Dahl, found the old stones under a barn floor.\n"
MILL_LATER = MILL + "\nShe has hired two apprentices from the school.\n"
CHOIR = (
    "The choir of Lunde has lost its conductor to a lottery win, and Ottar Nes, who sold him the ticket, now "
    "holds the baton on Mondays."
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("empty")
    with serve(folder / "library", folder / "log") as running:
        yield running


def test_an_article_is_listed_with_outlet_date_and_passages(desk: Desk) -> None:
    line = desk.entry("Why the Skarholm light stays dark")

    expect(line).to_contain_text("Coast Herald")
    expect(line).to_contain_text("3 November 2025")
    expect(line).to_contain_text("passage")
    expect(desk.entry("A year on Skarholm island")).to_contain_text("undated")


def test_an_article_of_the_list_can_be_read_without_asking(desk: Desk) -> None:
    desk.entry("A year on Skarholm island").get_by_role("button", name="Open").click()

    expect(desk.reader.locator("h2")).to_have_text("A year on Skarholm island")
    expect(desk.reader.locator(".line")).to_have_text(["undated", re.compile("^Text read from a text file")])
    expect(desk.chosen).to_have_count(0)


def test_a_list_of_feeds_that_is_dropped_is_followed(tmp_path: Path, open_desk: OpenDesk) -> None:
    with (
        open_site() as site,
        serve(tmp_path / "library", tmp_path / "log", DATELINE_ALLOW_ADDRESSES="127.0.0.1") as running,
    ):
        site.serves("/crane", article_page("Crane falls into harbour"))
        site.serves("/feed", rss(site.url("/crane", "127.0.0.1")), kind="application/xml")
        desk = open_desk(at=running)

        outline = f"<outline xmlUrl='{site.url('/feed', '127.0.0.1')}'/>"
        desk.upload(feeds_opml=f"<opml version='2.0'><body>{outline}</body></opml>")

        expect(desk.outcome("Crane falls into harbour")).to_contain_text("New", timeout=ANSWER_MS)


def test_the_article_at_an_address_is_fetched_and_can_be_asked_about(tmp_path: Path, open_desk: OpenDesk) -> None:
    with (
        open_site() as site,
        serve(tmp_path / "library", tmp_path / "log", DATELINE_ALLOW_ADDRESSES="127.0.0.1") as running,
    ):
        site.serves("/crane", article_page("Crane falls into harbour"))
        desk = open_desk(at=running)

        desk.link(site.url("/crane", "127.0.0.1"))
        expect(desk.outcome("Crane falls into harbour")).to_contain_text("New", timeout=ANSWER_MS)
        assert "1974" in desk.ask("When was the crane built?").locator("q.words").first.inner_text()
        expect(desk.sidebar.get_by_role("tab", name="Link")).to_be_visible()  # the first article folds nothing

        changed = [*SENTENCES, "On Friday evening the crane was lifted out of the water."]
        site.serves("/crane", article_page("Crane falls into harbour", body=changed))
        desk.open_links()
        desk.press_until("Look for changes", desk.sidebar.locator(".outcome").filter(has_text="Updated"))

        desk.fill_link("http://10.0.0.1/secret")
        desk.press_until(
            "Fetch this article", desk.sidebar.locator(".outcome").filter(has_text="not on the public web")
        )


def test_a_file_is_taken_in_then_updated_then_found_unchanged(desk: Desk) -> None:
    desk.upload(mill_txt=MILL)
    expect(desk.outcome("The mill of Osterby")).to_contain_text("New")
    expect(desk.outcome("The mill of Osterby")).to_contain_text("added")
    expect(desk.entry("The mill of Osterby")).to_be_visible()

    desk.upload(mill_txt=MILL_LATER)
    expect(desk.outcome("The mill of Osterby")).to_contain_text("Updated", timeout=ANSWER_MS)
    assert (
        "two apprentices"
        in desk.ask("How many apprentices were hired from the school?").locator("q.words").first.inner_text()
    )

    desk.upload(mill_txt=MILL_LATER)
    expect(desk.outcome("The mill of Osterby")).to_contain_text("Unchanged", timeout=ANSWER_MS)


def test_two_files_of_one_name_that_are_chosen_together_are_two_articles(desk: Desk) -> None:
    texts = [f"The {name} of Vik\n\nThe {name} of Vik was painted blue on Sunday.\n" for name in ("barn", "sluice")]
    files = [{"name": "vik.txt", "mimeType": "text/plain", "buffer": text.encode()} for text in texts]
    desk.open_adding()
    desk.sidebar.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]

    expect(desk.entry("The barn of Vik")).to_be_visible(timeout=ANSWER_MS)
    expect(desk.entry("The sluice of Vik")).to_be_visible(timeout=ANSWER_MS)


def test_one_bad_file_fails_alone_and_says_what_to_do(desk: Desk) -> None:
    desk.upload(nothing_txt="", quay_txt="The quay of Hove\n\nA crane fell into the water at the quay of Hove.\n")

    expect(desk.outcome("The quay of Hove")).to_contain_text("New")
    failed = desk.outcome("nothing.txt")
    expect(failed).to_contain_text("Failed")
    assert len(failed.locator(".detail").inner_text()) > 20
    expect(failed.get_by_role("button")).to_have_count(0)


def test_what_came_in_is_opened_from_the_results_and_stands_first_in_the_list(desk: Desk) -> None:
    desk.upload(heath_txt="The heath of Vik\n\nA fire on the heath of Vik was put out by rain.\n")
    came = desk.outcome("The heath of Vik")

    came.get_by_role("button", name="Open The heath of Vik").click()

    expect(desk.reader).to_contain_text("put out by rain", timeout=QUICK_MS)
    expect(desk.sidebar.locator(".entry").first).to_contain_text("The heath of Vik")


def test_a_pasted_text_is_taken_in_and_answers(desk: Desk) -> None:
    desk.open_adding()
    desk.sidebar.get_by_role("tab", name="Paste").click()
    desk.sidebar.get_by_label("Title").fill("A choir without a head")
    desk.sidebar.get_by_label("Text of the article").fill(CHOIR)
    desk.sidebar.get_by_role("button", name="Add this text").click()

    expect(desk.outcome("A choir without a head")).to_contain_text("New")
    form = desk.sidebar.get_by_label("Text of the article")
    expect(form.and_(desk.page.get_by_text(CHOIR))).to_have_count(0, timeout=ANSWER_MS)  # what was filled is put away
    expect(form).to_have_count(1)
    expect(form).to_have_value("")
    assert "Ottar Nes" in desk.ask("Who holds the baton on Mondays?").inner_text()


def test_a_paste_that_fails_keeps_what_was_typed(desk: Desk) -> None:
    desk.open_adding()
    desk.sidebar.get_by_role("tab", name="Paste").click()
    desk.sidebar.get_by_label("Title").fill("Only a title so far")
    desk.press_until("Add this text", desk.sidebar.locator(".outcome.failed"))

    expect(desk.sidebar.get_by_label("Title")).to_have_value("Only a title so far")


def test_removing_asks_first(desk: Desk) -> None:
    desk.upload(well_txt="The well of Aune\n\nThe well of Aune is forty metres deep, says Pia Rud.\n")
    line = desk.entry("The well of Aune")
    expect(line).to_be_visible(timeout=ANSWER_MS)

    line.get_by_role("button", name="Remove The well of Aune").click()
    line.get_by_role("button", name="Keep").click()
    expect(line).to_be_visible()
    expect(line.get_by_role("button", name="Keep")).to_have_count(0)

    line.get_by_role("button", name="Remove The well of Aune").click()
    line.get_by_role("button", name="Remove", exact=True).click()
    expect(line).to_have_count(0, timeout=ANSWER_MS)
    expect(desk.outcome("The well of Aune")).to_contain_text("Removed")
    expect(desk.sidebar.locator(".entry .open").first).to_be_focused()


def test_an_open_article_that_is_removed_says_so_and_keeps_the_quote(desk: Desk) -> None:
    desk.upload(bell_txt="The bell of Sund\n\nThe bell of Sund was cast by Jorun Fjell in a cowshed.\n")
    desk.outcome("The bell of Sund")
    line = desk.entry("The bell of Sund")
    desk.open_first_mark(desk.ask("Who cast the bell of Sund?"))

    line.get_by_role("button", name="Remove The bell of Sund").click()
    line.get_by_role("button", name="Remove", exact=True).click()

    expect(desk.reader).to_contain_text("no longer in the library", timeout=ANSWER_MS)
    expect(desk.reader.locator("blockquote")).to_contain_text("Jorun Fjell")


def test_the_results_can_be_put_away(desk: Desk) -> None:
    desk.upload(dune_txt="The dune of Rom\n\nThe dune of Rom moved nine metres, measured by Eli Bakke.\n")
    desk.outcome("The dune of Rom")

    desk.sidebar.get_by_role("button", name="Close this list").click()

    expect(desk.sidebar.locator(".outcome")).to_have_count(0)


def test_an_empty_library_leads_to_the_first_article(open_desk: OpenDesk, empty: str) -> None:
    desk = open_desk(at=empty)
    expect(desk.page.get_by_role("heading", name="Add your first article")).to_be_visible()

    desk.upload(mill_txt=MILL)

    expect(desk.page.get_by_role("heading", name="What do your articles say?")).to_be_visible(timeout=ANSWER_MS)
    expect(desk.page.locator(".welcome .chip").first).to_be_visible()


def test_a_question_asked_while_the_first_article_is_added_is_answered_from_it(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    with serve(tmp_path / "library", tmp_path / "log") as fresh:
        desk = open_desk(at=fresh)
        desk.upload(mill_txt=MILL)
        expect(desk.sidebar.locator(".job, .outcome").first).to_be_visible(timeout=ANSWER_MS)
        desk.box.fill("Who found the old stones?")
        desk.box.press("Enter")

        turn = desk.answered("Who found the old stones?")
        expect(turn.locator("q.words").first).to_contain_text("Signe Dahl", timeout=ANSWER_MS)


def test_a_long_list_is_searched_while_one_types(open_desk: OpenDesk, empty: str) -> None:
    desk = open_desk(at=empty)
    harbours = {f"harbour{number}_txt": f"Harbour number {number}\n\nIt has {number} piers.\n" for number in range(12)}
    desk.upload(**harbours)
    expect(desk.sidebar.locator(".summary")).to_have_text("12 new", timeout=ANSWER_MS)
    field = desk.sidebar.get_by_role("searchbox", name="Find an article")
    expect(field).to_be_visible(timeout=ANSWER_MS)
    expect(desk.entry("Harbour number 7")).to_be_visible(timeout=ANSWER_MS)

    field.press_sequentially("number 7")
    expect(desk.sidebar.locator(".entry")).to_have_count(1)
    expect(desk.entry("Harbour number 7")).to_be_visible()
    expect(field).to_be_focused()

    field.press("Escape")
    expect(desk.entry("Harbour number 8")).to_be_visible()
    expect(field).to_have_value("")


def test_a_setting_that_does_not_exist_ends_the_start_with_a_sentence(library: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match=r"There is no setting DATELINE_NONSENSE\."),
        serve(library, tmp_path / "log", DATELINE_NONSENSE="1"),
    ):
        pass

    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")
