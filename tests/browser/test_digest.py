"""Keep asking a question, and the page of what is new: each quote opens its article at the words."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS
from tests.browser.serving import serve

FIRST = "The well of Tarn Hill\n\nThe well of Tarn Hill was dug in 1790 by two brothers.\n"
LATER = (
    "The toll at Pelham bridge\n\nThe toll at Pelham bridge rises to nine crowns in May, the county said on Friday. "
    "Lorries pay three times as much.\n"
)
QUESTION = "How many crowns is the toll at Pelham bridge?"


def test_a_question_that_is_kept_is_answered_by_an_article_that_comes_later(
    tmp_path: Path, open_desk: OpenDesk
) -> None:
    with serve(tmp_path / "library", tmp_path / "log") as running:
        desk = open_desk(at=running)
        desk.upload(well_txt=FIRST)
        expect(desk.entry("The well of Tarn Hill")).to_be_visible(timeout=ANSWER_MS)
        turn = desk.ask(QUESTION)
        turn.get_by_role("button", name="Keep asking this").click()
        expect(turn.get_by_text("Asked of new articles from now on")).to_be_visible(timeout=QUICK_MS)
        desk.upload(toll_txt=LATER)
        expect(desk.entry("The toll at Pelham bridge")).to_be_visible(timeout=ANSWER_MS)

        desk.page.get_by_role("link", name="What is new").click()
        quote = desk.page.get_by_role("button", name="rises to nine crowns in May")
        expect(quote).to_be_visible(timeout=ANSWER_MS)
        desk.wait_until_drawn()
        desk.press_until("rises to nine crowns in May", desk.reader, within=desk.page)
        expect(desk.reader.locator("h2")).to_have_text("The toll at Pelham bridge", timeout=QUICK_MS)
        expect(desk.chosen.first).to_contain_text("rises to nine crowns")

        desk.page.get_by_role("button", name="I have seen all this").click()
        expect(desk.page.get_by_role("heading", name=QUESTION)).to_have_count(0, timeout=ANSWER_MS)
        expect(desk.page.get_by_role("button", name="Stop")).to_be_visible()
