"""Care of the library by another process, while its page is open."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS
from tests.browser.library import write_articles
from tests.browser.serving import ingest, serve

ASKED = "How many geese did the keeper count in a single night?"


def test_a_library_is_saved_brought_back_and_examined_while_its_page_answers(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    library, backup = tmp_path / "library", tmp_path / "backup"
    ingest(library, *write_articles(tmp_path))
    with serve(library, tmp_path / "log") as running:
        desk = open_desk(at=running)
        year = desk.entry("A year on Skarholm island")
        assert "4,312" in desk.ask(ASKED).inner_text()

        ingest(library, "--backup", backup)
        year.get_by_role("button", name="Remove A year").click()
        year.get_by_role("button", name="Remove", exact=True).click()
        expect(year).to_have_count(0, timeout=ANSWER_MS)
        assert "4,312" not in desk.ask(ASKED + " Again?").inner_text()

        ingest(library, "--restore", backup)
        ingest(library, "--doctor")
        assert "4,312" in desk.ask(ASKED + " And now?").inner_text()
        desk.page.reload()
        expect(year).to_be_visible(timeout=ANSWER_MS)
