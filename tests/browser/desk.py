"""The page as a reader uses it: ask, open a mark, read. Every wait has an end."""

from playwright.sync_api import FilePayload, Locator, Page, expect

ANSWER_MS = 60_000
"""The first answer may have to wait for the embedding model on a busy machine."""
QUICK_MS = 20_000
"""What comes at once may take its time on a busy machine; no test says how fast it is."""
PRESSES = 3


class Desk:
    """One open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.get_by_role("textbox", name="Ask about your articles")
        self.turns = page.locator(".turn")
        self.card = page.get_by_role("tooltip").and_(page.locator(".card"))
        self.reader = page.get_by_role("complementary", name="Article")
        self.chosen = self.reader.locator("mark.chosen")
        self.sidebar = page.get_by_test_id("stSidebar")

    def unfold_sidebar(self) -> None:
        """Unfold the sidebar of a narrow page, once it has been folded at the page's beginning."""
        expect(self.sidebar.locator(".masthead .name")).to_be_attached(timeout=ANSWER_MS)
        self.page.get_by_test_id("stExpandSidebarButton").click()

    def wait_until_drawn(self) -> None:
        """Wait until what was clicked before has been drawn."""
        state = self.page.locator("[data-test-script-state]")
        expect(state).to_have_attribute("data-test-script-state", "notRunning", timeout=ANSWER_MS)

    def ask(self, question: str) -> Locator:
        """Type a question, once what was clicked before has been drawn, and return its turn, with the answer in it."""
        self.wait_until_drawn()
        self.box.fill(question)
        self.box.press("Enter")
        return self.answered(question)

    def answered(self, question: str) -> Locator:
        """Return the newest turn once it is that of ``question`` and has its answer."""
        turn = self.turns.last
        expect(turn.locator(".question")).to_contain_text(question, timeout=ANSWER_MS)
        expect(turn.locator(".answer").first).to_be_visible(timeout=ANSWER_MS)
        return turn

    def open_first_mark(self, turn: Locator) -> None:
        turn.get_by_role("button", name="Open source").first.click()
        expect(self.reader).to_be_visible(timeout=QUICK_MS)

    def entry(self, title: str) -> Locator:
        """Return the article's line in the sidebar."""
        return self.sidebar.locator(".entry").filter(has_text=title)

    def open_adding(self) -> None:
        files = self.sidebar.get_by_role("tab", name="Files")
        if not files.is_visible():
            self.sidebar.get_by_text("Add articles").click()
        expect(files).to_be_visible()

    def upload(self, **files: str) -> None:
        """Choose files, given as name=text with ``_`` for the dot."""
        self.open_adding()
        payloads: list[FilePayload] = [
            {"name": name.replace("_", "."), "mimeType": "text/plain", "buffer": text.encode()}
            for name, text in files.items()
        ]
        self.sidebar.locator("input[type=file]").set_input_files(payloads)

    def open_links(self) -> None:
        self.open_adding()
        self.sidebar.get_by_role("tab", name="Link").click()

    def link(self, url: str) -> None:
        """Type an address under "Link" and have it fetched."""
        self.fill_link(url)
        self.sidebar.get_by_role("button", name="Fetch this article").click()

    def fill_link(self, url: str) -> None:
        """Type an address under "Link"."""
        self.open_links()
        self.sidebar.get_by_label("Address of an article or a feed").fill(url)

    def press_until(self, name: str, seen: Locator, *, within: Page | Locator | None = None) -> None:
        """Press a button of the sidebar until something is seen; Streamlit loses a click that meets a redraw."""
        for _ in range(PRESSES):
            (within or self.sidebar).get_by_role("button", name=name).click()
            try:
                expect(seen).to_be_visible(timeout=ANSWER_MS / PRESSES)
            except AssertionError:
                continue
            return
        expect(seen).to_be_visible(timeout=ANSWER_MS)

    def outcome(self, title: str) -> Locator:
        """Return the line that says what became of an article, once it is there."""
        line = self.sidebar.locator(".outcome").filter(has_text=title)
        expect(line).to_be_visible(timeout=ANSWER_MS)
        return line


def in_view(locator: Locator, frame: Locator) -> bool:
    """Whether an element lies fully inside another one's box."""
    inner, outer = locator.bounding_box(), frame.bounding_box()
    assert inner is not None
    assert outer is not None
    return outer["y"] <= inner["y"] and inner["y"] + inner["height"] <= outer["y"] + outer["height"]


def scrolls_sideways(page: Page) -> bool:
    """Whether anything on the screen that scrolls is wider than its box; the folded sidebar lies off the screen."""
    return bool(
        page.evaluate(
            """() => {
              const scrolls = (one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
              const shown = (one) => one.checkVisibility({ visibilityProperty: true });
              const wide = (root) => [...root.querySelectorAll("*")].some((one) =>
                (shown(one) && scrolls(one) && one.getBoundingClientRect().right > 0
                  && one.scrollWidth > one.clientWidth + 1)
                || (one.shadowRoot && wide(one.shadowRoot)));
              return document.documentElement.scrollWidth > window.innerWidth || wide(document);
            }"""
        )
    )
