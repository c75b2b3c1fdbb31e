"""Notes and highlights in the open article: kept, shown again, deleted."""

from playwright.sync_api import expect

from tests.browser.desk import QUICK_MS, Desk

ISLAND = "A year on Skarholm island"


def test_selected_words_are_highlighted_with_a_note_that_stays_until_it_is_deleted(desk: Desk) -> None:
    desk.entry(ISLAND).get_by_role("button", name="Open").click()
    notes = desk.reader.get_by_role("region", name="Your notes")
    expect(notes).to_be_visible(timeout=QUICK_MS)
    paragraph = desk.reader.locator(".sheet > p:not(.line)").first
    words = paragraph.inner_text().split()[0]
    paragraph.dblclick(position={"x": 8, "y": 8})
    expect(notes.locator(".selected")).to_have_text(f"On: “{words}”")

    notes.get_by_role("button", name="Ask about these words").click()
    expect(desk.box).to_have_value(f"“{words}”")

    notes.get_by_role("textbox").fill("Count again next spring.")
    notes.get_by_role("button", name="Keep the note").click()
    line = notes.get_by_role("listitem")
    expect(line).to_contain_text("Count again next spring.", timeout=QUICK_MS)
    expect(line.locator("blockquote")).to_have_text(words)
    expect(desk.reader.locator("mark.quoted").first).to_have_text(words)

    line.get_by_role("button", name="Delete the note").click()
    expect(notes.get_by_role("listitem")).to_have_count(0, timeout=QUICK_MS)
    expect(desk.reader.locator("mark")).to_have_count(0)
