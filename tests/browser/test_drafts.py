"""The page that checks a draft: what was found stands beside it and opens the article at the words."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, Desk, scrolls_sideways
from tests.browser.library import write_articles
from tests.browser.serving import ingest, serve
from tests.browser.test_barriers import barriers
from tests.browser.test_scope import COUNCIL, choose_article, close_scope, open_scope, set_since
from tests.model_server import model_server
from tests.papers import word
from tests.web import SENTENCES, article_page, open_site

VERBATIM = "The crane is there, the glass is there, and the electrician lives next door"
ALTERED = "The crane is there, the glass is gone, and the electrician lives next door"
OPEN = "The fishermen are tired of rowing home in the dark"
INVENTED = "Nobody on this island has ever wished for another lamp"
DRAFT = f"The lamp went out in March. “{VERBATIM}.” Others heard it otherwise: “{ALTERED}.” And: “{INVENTED}.”"


def open_page(desk: Desk) -> Page:
    desk.page.get_by_role("link", name="Check a draft").click()
    expect(field(desk.page)).to_be_visible(timeout=ANSWER_MS)
    return desk.page


def field(page: Page) -> Locator:
    return page.get_by_label("Text of the draft")


def check(page: Page, text: str) -> None:
    """Paste a draft, have it checked, and wait for the end."""
    field(page).fill(text)
    page.get_by_role("button", name="Check", exact=True).click()
    ended(page)


def ended(page: Page) -> None:
    expect(page.get_by_role("button", name="Web page", exact=True)).to_be_visible(timeout=ANSWER_MS)


def mark(page: Page, words: str) -> Locator:
    return page.locator(".checked mark").filter(has_text=words)


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Finding")


def test_each_finding_stands_beside_the_draft_and_opens_the_article_at_the_words(desk: Desk) -> None:
    page = open_page(desk)

    check(page, DRAFT)

    expect(page.locator(".sum").first).to_have_text("3 quotations: 1 verbatim, 1 altered, 1 not found.")
    expect(mark(page, VERBATIM)).to_have_class(re.compile("verbatim"))
    expect(mark(page, INVENTED)).to_have_class(re.compile("not_found"))
    mark(page, ALTERED).click()
    expect(panel(page)).to_contain_text("altered")
    expect(panel(page).locator("ins")).to_have_text("gone")
    expect(panel(page).locator("del")).to_have_text("there")

    panel(page).get_by_role("button", name="Open the article").click()

    expect(desk.chosen.first).to_have_text(VERBATIM)
    assert page.locator(".checked .text").inner_text() == DRAFT


def test_findings_are_gone_through_by_keyboard(desk: Desk) -> None:
    page = open_page(desk)
    check(page, DRAFT)
    text = page.get_by_role("group", name="The draft")
    text.focus()

    page.keyboard.press("n")
    expect(panel(page)).to_contain_text("2 of")
    expect(mark(page, VERBATIM)).to_have_class(re.compile("chosen"))
    page.keyboard.press("Enter")
    expect(desk.chosen.first).to_have_text(VERBATIM)
    expect(desk.reader.locator(".scroll")).to_be_focused()
    page.keyboard.press("Escape")
    expect(desk.reader).to_have_count(0)
    expect(text).to_be_focused()

    page.keyboard.press("p")
    expect(panel(page)).to_contain_text("1 of")


def test_only_findings_of_one_outcome_are_gone_through(desk: Desk) -> None:
    page = open_page(desk)
    check(page, DRAFT)

    page.get_by_role("button", name="not found 1").click()

    expect(panel(page)).to_contain_text(INVENTED)
    expect(panel(page)).to_contain_text("1 of 1")
    expect(mark(page, VERBATIM)).to_have_class(re.compile("quiet"))


def test_a_finding_is_put_aside_with_a_reason_and_stays_so_in_the_corrected_draft(desk: Desk) -> None:
    page = open_page(desk)
    check(page, DRAFT)
    mark(page, INVENTED).click()

    panel(page).get_by_role("button", name="Put aside").click()
    panel(page).get_by_role("textbox", name="Why?").fill("own interview")
    page.keyboard.press("Enter")
    expect(panel(page)).to_contain_text("Put aside: own interview", timeout=ANSWER_MS)
    page.get_by_text("The draft: correct it and check again").click()
    check(page, DRAFT.replace(ALTERED, VERBATIM))

    expect(page.locator(".sum").first).to_have_text("3 quotations: 2 verbatim, 1 not found.", timeout=ANSWER_MS)
    expect(mark(page, INVENTED)).to_have_class(re.compile("aside"))
    mark(page, INVENTED).click()
    panel(page).get_by_role("button", name="Take back").click()
    expect(mark(page, INVENTED)).not_to_have_class(re.compile("aside"), timeout=ANSWER_MS)


def test_a_file_is_checked_and_handed_on_with_its_findings(desk: Desk, tmp_path: Path) -> None:
    page = open_page(desk)

    page.locator("input[type=file]").set_input_files(
        {"name": "draft.docx", "mimeType": "application/octet-stream", "buffer": word(f"He said: “{ALTERED}.”")}
    )
    ended(page)
    expect(mark(page, ALTERED)).to_have_class(re.compile("altered"))
    files = {}
    for name in ("Word, with comments", "Web page", "Markdown", "JSON", "BibTeX"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        files[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[name])

    import docx

    said = [comment.text.split("\n")[0] for comment in docx.Document(str(files["Word, with comments"])).comments]
    assert "altered" in said
    assert '<mark class="altered">' in files["Web page"].read_text(encoding="utf-8")
    assert "**altered**" in files["Markdown"].read_text(encoding="utf-8")
    items = json.loads(files["JSON"].read_text(encoding="utf-8"))["items"]
    assert "altered" in [item["outcome"] for item in items]
    assert "note = {The crane is there, the glass is there" in files["BibTeX"].read_text(encoding="utf-8")


def test_a_draft_is_compared_with_the_articles_that_are_chosen(open_desk: OpenDesk, tmp_path: Path) -> None:
    ingest(tmp_path / "library", *write_articles(tmp_path))
    with serve(tmp_path / "library", tmp_path / "log") as running:
        desk = open_desk(at=running)
        page = open_page(desk)
        open_scope(desk)
        choose_group(desk, "Outlet Coast Herald (1)", searched=f"“{COUNCIL}”")
        page.get_by_role("textbox", name="Name of a collection").fill("Lights")
        page.get_by_role("button", name="Keep these articles as a collection").click()
        close_scope(desk)
        check(page, DRAFT)
        expect(mark(page, VERBATIM)).to_have_class(re.compile("verbatim"))
        expect(page.locator(".sum").last).to_have_text(f"Searching “{COUNCIL}” only.")

        let_go(desk)
        open_scope(desk)
        choose_article(desk, "A year on Skarholm island")
        close_scope(desk)
        check_again(page)
        expect(mark(page, VERBATIM)).to_have_class(re.compile("not_found"), timeout=ANSWER_MS)

        let_go(desk)
        open_scope(desk)
        choose_group(desk, "Collection Lights (1)", searched=f"“{COUNCIL}”")
        close_scope(desk)
        check_again(page)
        expect(mark(page, VERBATIM)).to_have_class(re.compile("verbatim"), timeout=ANSWER_MS)

        open_scope(desk)
        set_since(page, "2026")
        close_scope(desk)
        check_again(page)
        expect(mark(page, VERBATIM)).to_have_class(re.compile("not_found"), timeout=ANSWER_MS)


def choose_group(desk: Desk, group: str, *, searched: str) -> None:
    """Add a collection or an outlet to what is searched."""
    desk.page.get_by_role("combobox", name="Add a whole collection or outlet").fill(group)
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("button", name=f"Searching {searched}")).to_be_visible(timeout=ANSWER_MS)


def let_go(desk: Desk) -> None:
    """Search all articles again."""
    if not field(desk.page).is_visible():
        desk.page.get_by_text("The draft: correct it and check again").click()
    open_scope(desk)
    desk.page.get_by_role("button", name="Search all articles", exact=True).click()
    expect(desk.page.get_by_role("button", name="Searching all articles")).to_be_visible(timeout=ANSWER_MS)
    close_scope(desk)


def check_again(page: Page) -> None:
    """Check the draft again that stands in the field."""
    page.get_by_role("button", name="Check", exact=True).click()


def test_a_model_judges_what_the_reader_leaves_open_if_it_is_chosen(
    open_desk: OpenDesk, library: Path, tmp_path: Path
) -> None:
    with (
        model_server() as model,
        serve(
            library, tmp_path / "log", DATELINE_MODEL_URL=f"{model.address}/v1", DATELINE_MODEL="scripted"
        ) as running,
    ):
        model.reply = '{"verdict": "supported"}'
        page = open_page(open_desk(at=running))
        check(page, f"{OPEN}. “{INVENTED}.”")
        expect(mark(page, OPEN)).to_have_class(re.compile("not_found"))
        assert model.asked == []

        page.get_by_text("The draft: correct it and check again").click()
        page.get_by_role("button", name="By the bundled reader").click()
        page.get_by_test_id("stRadio").get_by_text("scripted").click()
        expect(page.get_by_role("button", name="what it leaves open by scripted")).to_be_visible(timeout=ANSWER_MS)
        page.keyboard.press("Escape")
        check_again(page)

        expect(mark(page, OPEN)).to_have_class(re.compile("supported"), timeout=ANSWER_MS)
        mark(page, OPEN).click()
        expect(panel(page)).to_contain_text("Judged by a language model")
        expect(mark(page, INVENTED)).to_have_class(re.compile("not_found"))
        assert all(INVENTED not in words for said in model.said for _, words in said)


def test_a_draft_is_deleted_with_one_click(desk: Desk) -> None:
    page = open_page(desk)
    check(page, DRAFT)
    page.get_by_text("The draft: correct it and check again").click()
    expect(field(page)).to_have_value(DRAFT)

    page.get_by_role("button", name="Delete this draft").click()

    expect(page.locator(".checked")).to_have_count(0, timeout=ANSWER_MS)
    expect(field(page)).to_have_value("")


def test_a_draft_is_still_there_after_a_look_at_the_library(desk: Desk) -> None:
    page = open_page(desk)
    check(page, DRAFT)

    page.get_by_role("link", name="Library").click()
    expect(page.locator(".shelf .entry").first).to_be_visible(timeout=ANSWER_MS)
    page.get_by_role("link", name="Check a draft").click()

    expect(mark(page, VERBATIM)).to_be_visible(timeout=ANSWER_MS)
    page.get_by_text("The draft: correct it and check again").click()
    expect(field(page)).to_have_value(DRAFT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_state_of_the_page_has_a_serious_barrier(open_desk: OpenDesk, width: int, scheme: str) -> None:
    desk = open_desk(width=width, scheme=scheme)
    if width == 320:
        desk.unfold_sidebar()
    page = open_page(desk)
    found = {"empty": barriers(page)}
    check(page, DRAFT)
    found["checked"] = barriers(page)
    assert not scrolls_sideways(page)
    mark(page, ALTERED).click()
    panel(page).get_by_role("button", name="Put aside").click()
    found["altered"] = barriers(page)
    panel(page).get_by_role("button", name="Open the article").click()
    expect(desk.chosen.first).to_be_visible()
    found["article"] = barriers(page)

    assert found == {state: [] for state in found}
    assert not scrolls_sideways(page)


def test_an_article_that_the_draft_names_is_taken_in_with_one_click_and_checked(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    with (
        open_site() as site,
        serve(tmp_path / "library", tmp_path / "log", DATELINE_ALLOW_ADDRESSES="127.0.0.1") as running,
    ):
        site.serves("/crane", article_page("Crane falls into harbour"))
        url = site.url("/crane", "127.0.0.1")
        page = open_page(open_desk(at=running))
        check(page, f"The paper wrote: “{SENTENCES[0].rstrip('.')}.” ({url})")
        mark(page, SENTENCES[0].rstrip(".")).click()
        expect(panel(page)).to_contain_text("not found")
        expect(panel(page)).to_contain_text(url)

        panel(page).get_by_role("button", name="Take it in and check again").click()

        expect(page.locator(".sum").first).to_have_text("1 quotation: 1 verbatim.", timeout=2 * ANSWER_MS)
        panel(page).get_by_role("button", name="Open the article").click()
        expect(page.get_by_role("complementary", name="Article").locator("mark.chosen").first).to_be_visible()


def test_findings_come_in_one_by_one_until_the_check_is_stopped(desk: Desk) -> None:
    page = open_page(desk)
    log = [f"On day {day} the keeper of the island painted {day + 3} boats and wrote it down." for day in range(600)]

    field(page).fill("\n\n".join([f"“{VERBATIM}.”", *log]))
    page.get_by_role("button", name="Check", exact=True).click()
    expect(mark(page, VERBATIM)).to_be_visible(timeout=ANSWER_MS)
    page.get_by_role("button", name="Stop", exact=True).click()

    expect(page.locator(".checked")).to_contain_text("Stopped: the rest was not checked.", timeout=ANSWER_MS)
    expect(page.locator(".sum").first).to_have_text("1 quotation: 1 verbatim.")
    assert page.locator(".checked mark").count() < len(log)
    ended(page)


def test_a_draft_is_kept_if_the_user_says_so_and_deleted_with_one_click(open_desk: OpenDesk, tmp_path: Path) -> None:
    library = tmp_path / "library"
    ingest(library, *write_articles(tmp_path))
    with serve(library, tmp_path / "log") as running:
        page = open_page(open_desk(at=running))
        check(page, DRAFT)
        mark(page, INVENTED).click()
        panel(page).get_by_role("button", name="Put aside").click()
        panel(page).get_by_role("textbox", name="Why?").fill("own interview")
        page.keyboard.press("Enter")
        expect(panel(page)).to_contain_text("Put aside: own interview", timeout=ANSWER_MS)
        page.get_by_text("Keep this draft").click()
        expect(page.get_by_text("The draft is kept in the library")).to_be_visible(timeout=ANSWER_MS)

        page.reload()
        page.get_by_role("button", name=DRAFT[:20]).click(timeout=ANSWER_MS)
        ended(page)
        expect(mark(page, INVENTED)).to_have_class(re.compile("aside"))
        page.get_by_role("button", name="Delete this draft").click()

        expect(page.locator(".checked")).to_have_count(0, timeout=ANSWER_MS)
        expect(field(page)).to_have_value("")
        expect(page.get_by_text("Drafts that are kept")).to_have_count(0)


def test_a_draft_that_is_not_kept_is_in_no_file(open_desk: OpenDesk, tmp_path: Path) -> None:
    """Text of a draft, pasted and uploaded, is in no log, table, job or temporary file of the server."""
    canary, library, temporary = "Quizzaciously", tmp_path / "library", tmp_path / "temporary"
    ingest(library, *write_articles(tmp_path))
    temporary.mkdir()
    with serve(library, tmp_path / "log", TMPDIR=str(temporary)) as running:
        page = open_page(open_desk(at=running))
        check(page, f"“{canary} he spoke of the {ALTERED},” said {canary} Lind. {DRAFT}")
        mark(page, INVENTED).click()
        panel(page).get_by_role("button", name="Put aside").click()
        panel(page).get_by_role("textbox", name="Why?").fill(canary)
        page.keyboard.press("Enter")
        expect(panel(page)).to_contain_text(f"Put aside: {canary}", timeout=ANSWER_MS)
        page.get_by_role("button", name="Another draft").click()
        expect(page.locator(".checked")).to_have_count(0, timeout=ANSWER_MS)
        file = {"name": "a.docx", "mimeType": "application/octet-stream", "buffer": word(f"{canary}: “{VERBATIM}.”")}
        page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        ended(page)
        expect(mark(page, VERBATIM)).to_be_visible()
        with page.expect_download():
            page.get_by_role("button", name="Word, with comments").click()
        during = [path for path in temporary.rglob("*") if path.is_file()]
        assert [path for path in during if canary.encode() in path.read_bytes()] == []

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"log", "dateline.sqlite3"} <= {path.name for path in files}
    assert [path for path in files if canary.encode() in path.read_bytes()] == []
