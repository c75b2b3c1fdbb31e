"""The pictures of docs/, taken from the page: ``python -m tests.browser.pictures [page] [draft] [digest] [event]``."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, installed
from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk
from tests.browser.serving import ROOT, ingest, serve
from tests.test_events import LOCK

QUESTIONS = ("What caused the fire on the ferry?", "Why is China waiting?")
DRAFT = """The night school of the museum in Aldermere began in 2021 with six pupils. It now has 84 pupils in four \
classes.

“A clock that does not go is a very dull box,” said Bertrand Oyelaran, who thought of the scheme. About the insurers \
he was less friendly: “They have never understood what a museum is for.”

Noor Castellan still comes back in the holidays. “It is the only place I know where quick is a compliment,” she said. \
Not everybody wants more of it: “I told them: buy a smaller table,” said Noor Castellan."""
"""About a sample article: some of it as it is there, some not."""
READ = "Boats held up at Tarn Weir"
"""The title of an article of ``LOCK``."""
DOCS = ROOT / "docs"


@contextmanager
def desk(browser: Browser, at: str, *, width: int, height: int, scheme: str) -> Iterator[Desk]:
    page: Page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(at)
    page.locator(".conversation").wait_for(state="attached", timeout=ANSWER_MS)
    yield Desk(page)
    page.close()


def still(open_desk: Desk, name: str) -> None:
    """Take the picture once nothing has the pointer and everything is drawn."""
    open_desk.page.mouse.move(400, 2)
    expect(open_desk.card).to_be_hidden()
    open_desk.page.screenshot(path=DOCS / name)
    print(f"docs/{name}")


def take(browser: Browser, at: str) -> None:
    for scheme, name in (("light", "screenshot.png"), ("dark", "screenshot-dark.png")):
        with desk(browser, at, width=1280, height=800, scheme=scheme) as wide:
            for question in QUESTIONS:
                turn = wide.ask(question)
            wide.open_first_mark(turn)
            expect(wide.chosen.first).to_be_visible(timeout=QUICK_MS)
            still(wide, name)
    with desk(browser, at, width=320, height=640, scheme="light") as narrow:
        narrow.ask(QUESTIONS[0])
        still(narrow, "screenshot-320.png")


def take_draft(browser: Browser, at: str) -> None:
    """Take the pictures of the page that checks a draft."""
    for (width, height), name in (((1280, 800), "screenshot-draft.png"), ((320, 640), "screenshot-draft-320.png")):
        with desk(browser, at, width=width, height=height, scheme="light") as shown:
            page = shown.page
            page.goto(f"{at}/draft")
            page.get_by_label("Text of the draft").fill(DRAFT)
            page.get_by_role("button", name="Check", exact=True).click()
            expect(page.get_by_role("button", name="Word, with comments")).to_be_visible(timeout=ANSWER_MS)
            page.locator(".checked mark.altered").first.click()
            page.locator(".checked .head").scroll_into_view_if_needed()
            still(shown, name)


def take_digest(browser: Browser, at: str) -> None:
    """Take the pictures of what is new."""
    for (width, height), name in (((1280, 800), "screenshot-digest.png"), ((320, 640), "screenshot-digest-320.png")):
        with desk(browser, at, width=width, height=height, scheme="light") as shown:
            shown.page.goto(f"{at}/digest")
            expect(shown.page.get_by_text(QUESTIONS[0]).first).to_be_visible(timeout=ANSWER_MS)
            expect(shown.page.get_by_role("button", name="I have seen all this")).to_be_visible(timeout=ANSWER_MS)
            still(shown, name)


def take_event(browser: Browser, at: str) -> None:
    """Take the picture of an event, and of what other articles say of words that are selected in one of its own."""
    with desk(browser, at, width=1280, height=800, scheme="light") as shown:
        shown.page.goto(f"{at}/events")
        shown.press_until(READ, shown.reader, within=shown.page)
        shown.reader.locator(".sheet > p:not(.line)").first.click(click_count=3, position={"x": 8, "y": 8})
        shown.reader.get_by_role("button", name="Where else is this reported?").click()
        expect(shown.reader.locator(".said .place").first).to_be_visible(timeout=ANSWER_MS)
        still(shown, "screenshot-event.png")


TAKEN = {"page": take, "draft": take_draft, "digest": take_digest, "event": take_event}


def fill(library: Path) -> None:
    """Take the samples in, one of them after a question that is asked of what is new."""
    late = ROOT / "articles" / "ferry-fire-inquiry.md"
    ingest(library, *(file for file in sorted((ROOT / "articles").glob("*.md")) if file != late))
    command = [sys.executable, "-m", "answering", QUESTIONS[0], "--keep-asking", "--library", str(library)]
    subprocess.run(command, cwd=ROOT, check=True)
    ingest(library, late)


def fill_with_event(library: Path) -> None:
    """Take in articles of four outlets about one event, which is found at once."""
    articles = library.parent / "articles"
    articles.mkdir()
    for number, one in enumerate(LOCK):
        (articles / f"{number}.md").write_bytes(one.data)
    ingest(library, articles)
    command = [sys.executable, "-m", "answering", "--events", "--library", str(library)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    chosen = sys.argv[1:] or list(TAKEN)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        for filled, names in ((fill, {"page", "draft", "digest"}), (fill_with_event, {"event"})):
            if not names & {*chosen}:
                continue
            with tempfile.TemporaryDirectory() as folder:
                filled(Path(folder) / "library")
                with serve(Path(folder) / "library", Path(folder) / "log") as at:
                    for name in filter(names.__contains__, chosen):
                        TAKEN[name](browser, at)
        browser.close()


if __name__ == "__main__":
    main()
