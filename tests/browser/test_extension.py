"""The browser extension, loaded into the real Chromium: it is connected by a code, and a click adds a page."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Worker, expect

from domain.errors import UnknownCollection
from server.guard import EXTENSION_ORIGIN
from server.tokens import make_code
from tests.browser.conftest import ARGUMENTS, installed
from tests.browser.desk import ANSWER_MS
from tests.browser.test_capture import SPY
from tests.server.serving import Served, open_program, serve
from tests.web import SENTENCES, Site, article_page

EXTENSION = Path(__file__).parents[2] / "extension"
ID = urlsplit(EXTENSION_ORIGIN).netloc


@dataclass
class Extended:
    """A browser with the extension, and a server."""

    context: BrowserContext
    served: Served
    devtools: CDPSession

    @property
    def worker(self) -> Worker:
        """The extension's own script, which the browser starts when it is needed."""
        [running] = self.context.service_workers or [self.context.wait_for_event("serviceworker")]
        return running

    def connect(self, code: str) -> Page:
        """Type the address and a code into the options; return that page."""
        options = self.context.new_page()
        options.goto(f"{EXTENSION_ORIGIN}/options.html")
        options.get_by_label("Address").fill(self.served.url)
        options.get_by_label("Code").fill(code)
        options.get_by_role("button", name="Connect").click()
        return options

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.goto(address)
        return page

    def click(self, page: Page) -> tuple[str, str]:
        """Click the extension's icon on a page; return the badge and the title once it has ended its work."""
        page.bring_to_front()
        tab = self.worker.evaluate(
            "chrome.tabs.query({ active: true, lastFocusedWindow: true }).then(([tab]) => tab.id)"
        )
        tabs = self.devtools.send("Target.getTargets", {"filter": [{"type": "tab", "exclude": False}]})["targetInfos"]
        [target] = [tab["targetId"] for tab in tabs if tab["url"] == page.url]
        self.devtools.send("Extensions.triggerAction", {"id": ID, "targetId": target})
        badge, title = self.worker.evaluate(
            """async ([tabId, looks]) => {
              let badge = "";
              for (let look = 0; look < looks && (badge === "" || badge === "…"); look += 1) {
                await new Promise((again) => setTimeout(again, 50));
                badge = await chrome.action.getBadgeText({ tabId });
              }
              return [badge, await chrome.action.getTitle({ tabId })];
            }""",
            [tab, ANSWER_MS // 50],
        )
        return badge, title


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    program = open_program(tmp_path_factory.mktemp("extended"))
    with serve(program) as made:
        yield made
    program.close()


@pytest.fixture
def unconnected(chromium: Browser, served: Served, tmp_path: Path) -> Iterator[Extended]:
    """A new browser in which the extension has just been loaded."""
    context = chromium.browser_type.launch_persistent_context(
        tmp_path / "profile",
        executable_path=installed(),
        args=[
            *ARGUMENTS,
            f"--load-extension={EXTENSION}",
            f"--disable-extensions-except={EXTENSION}",
            "--enable-unsafe-extension-debugging",
            "--host-resolver-rules=MAP *.example 127.0.0.1",
        ],
        ignore_default_args=["--disable-extensions"],
    )
    context.set_default_timeout(ANSWER_MS)
    assert context.browser is not None
    made = Extended(context, served, context.browser.new_browser_cdp_session())
    _close_options(made)  # they open by themselves, and would come in front of another page at any moment
    yield made
    context.close()


def _close_options(made: Extended) -> None:
    """Close the options once they are there; fail if they do not open.

    Another page stays open, without which the browser would end.
    """
    made.context.new_page()
    made.worker.evaluate(
        """async (looks) => {
          for (let look = 0; look < looks; look += 1) {
            const tabs = await chrome.tabs.query({});
            const found = tabs.filter(({ url }) => url === chrome.runtime.getURL("options.html"));
            if (found.length) {
              await chrome.tabs.remove(found.map(({ id }) => id));
              return;
            }
            await new Promise((again) => setTimeout(again, 50));
          }
          throw new Error("the options did not open");
        }""",
        ANSWER_MS // 50,
    )


@pytest.fixture
def extended(unconnected: Extended) -> Extended:
    """A browser whose extension is connected to the server."""
    options = unconnected.connect(make_code(unconnected.served.program.parts.store().tokens))
    expect(options.locator("#outcome")).to_have_text("Connected.")
    return unconnected


def spying(site: Site, path: str, policy: str = "") -> str:
    """A page whose words are put there by its script, which watches all that it can; return its address."""
    words = "".join(f"<p>{sentence.replace('Larkhaven', path[1:])}</p>" for sentence in SENTENCES).replace('"', "'")
    body = (
        "<html><head><title>The crane of Larkhaven</title></head><body><article></article>"
        f'<script>window.words = "<h1>The crane of Larkhaven</h1>{words}";{SPY}</script></body></html>'
    )
    return site.serves(path, body, **({"Content_Security_Policy": policy} if policy else {}))


def test_the_origin_that_the_server_knows_is_that_of_the_extension() -> None:
    manifest = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(base64.b64decode(manifest["key"])).hexdigest()

    assert "".join(chr(ord("a") + int(sign, 16)) for sign in digest[:32]) == ID
    assert manifest["manifest_version"] == 3


def test_a_page_is_added_as_it_is_rendered_and_the_badge_says_new_same_and_updated(
    extended: Extended, site: Site
) -> None:
    page = extended.open(spying(site, "/rendered"))
    before = {entry.id for entry in extended.served.program.library.entries()}

    first = extended.click(page)
    second = extended.click(page)
    page.evaluate("document.querySelector('p').textContent = 'The quay of Larkhaven was opened again on Friday.'")
    third = extended.click(page)

    assert first == ("new", "New: The crane of Larkhaven")
    assert second[0] == "same"
    assert third == ("upd.", "Updated: The crane of Larkhaven")
    [added] = {entry.id for entry in extended.served.program.library.entries()} - before
    article = extended.served.program.library.article(added)
    assert SENTENCES[3] in article.text
    assert "opened again on Friday" in article.text
    assert article.source.url == page.url


def test_a_page_that_patches_fetch_xmlhttprequest_and_postmessage_learns_neither_token_nor_article(
    extended: Extended, site: Site
) -> None:
    page = extended.open(spying(site, "/spying"))

    assert extended.click(page)[0] == "new"

    token = extended.worker.evaluate("chrome.storage.local.get('token').then(({ token }) => token)")
    assert re.fullmatch(r"dl_[0-9a-f]{12}_[\w-]{43}", token)
    assert page.evaluate("window.seen") == []
    assert token not in page.content()
    assert token not in page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")
    assert page.evaluate("typeof chrome.storage") == "undefined"
    assert {path for _, path, _ in site.asked} <= {"/spying", "/favicon.ico"}


def test_a_page_with_connect_src_self_is_captured(extended: Extended, site: Site) -> None:
    policy = "default-src 'none'; script-src 'unsafe-inline'; connect-src 'self'"
    page = extended.open(spying(site, "/closed", policy))

    assert extended.click(page) == ("new", "New: The crane of Larkhaven")


def test_a_page_goes_into_the_collection_that_was_chosen(extended: Extended, site: Site) -> None:
    options = extended.context.new_page()
    options.goto(f"{EXTENSION_ORIGIN}/options.html")
    options.get_by_label("collection", exact=False).fill("Harbour & quay")
    options.get_by_role("button", name="Save").click()
    expect(options.locator("#chosen")).to_have_text("Saved.")

    title = extended.click(extended.open(site.serves("/chosen", article_page("Chosen"))))[1]

    assert title == "New: Chosen, in the collection Harbour & quay"
    library = extended.served.program.library
    [held] = library.collections().articles("Harbour & quay")
    assert library.article(held).source.title == "Chosen"
    with pytest.raises(UnknownCollection):
        library.collections().articles("Chosen")


def test_what_is_no_web_page_is_fetched_by_the_server(extended: Extended, site: Site) -> None:
    url = site.serves("/notes.txt", "The ferry of Larkhaven sails again.\n" + "\n".join(SENTENCES), kind="text/plain")

    badge, title = extended.click(extended.open(url))

    assert (badge, title) == ("new", "New: The ferry of Larkhaven sails again.")
    assert sum(path == "/notes.txt" for _, path, _ in site.asked) == 2


def test_the_badge_says_why_a_page_was_not_added(extended: Extended, site: Site) -> None:
    empty = extended.open(site.serves("/empty", "<html><title>Nothing</title><body><p>Too short.</p></body></html>"))
    of_the_browser = extended.open("chrome://version/")

    refused, strange = extended.click(empty), extended.click(of_the_browser)
    for token in extended.served.program.parts.store().tokens.tokens():
        if token.name == "browser extension":
            extended.served.program.parts.store().tokens.revoke(token.id)
    revoked = extended.click(extended.open(site.serves("/after", article_page("After"))))

    assert refused[0] == strange[0] == revoked[0] == "!"
    assert refused[1].startswith("Not added: ")
    assert "no page of the web" in strange[1]
    assert "Connect it again" in revoked[1]


def test_a_server_that_does_not_answer_is_named(extended: Extended, site: Site) -> None:
    extended.worker.evaluate("chrome.storage.local.set({ address: 'http://127.0.0.1:9' })")

    badge, title = extended.click(extended.open(site.serves("/lost", article_page("Lost"))))

    assert (badge, title) == ("!", "Not added: No Dateline answers at http://127.0.0.1:9. Is it running?")


def test_without_a_connection_a_click_sends_nothing_and_opens_the_options(unconnected: Extended, site: Site) -> None:
    before = len(unconnected.served.program.library.entries())
    page = unconnected.open(site.serves("/early", article_page("Early")))

    badge, title = unconnected.click(page)

    assert badge == "!"
    assert "Not connected" in title
    assert len(unconnected.served.program.library.entries()) == before
    _close_options(unconnected)


def test_a_wrong_code_is_refused_with_what_to_do_and_a_right_one_connects(unconnected: Extended) -> None:
    options = unconnected.connect("AAAAA-AAAAA")
    expect(options.locator("#outcome")).to_have_text(re.compile("not valid.*Other programs"))

    options.get_by_label("Code").fill(make_code(unconnected.served.program.parts.store().tokens).lower())
    options.get_by_role("button", name="Connect").click()

    expect(options.locator("#outcome")).to_have_text("Connected.")
    expect(options.locator("#connected")).to_be_visible()
    expect(options.get_by_label("Code")).to_have_value("")


def test_the_menu_of_the_icon_chooses_the_collection(
    extended: Extended, site: Site, as_chosen: Callable[[Extended, str], None]
) -> None:
    extended.worker.evaluate("chrome.storage.local.set({ collections: ['Ferries'] })")

    as_chosen(extended, "collection:Ferries")

    assert extended.click(extended.open(site.serves("/menu", article_page("Menu"))))[1].endswith("collection Ferries")


@pytest.fixture
def as_chosen() -> Callable[[Extended, str], None]:
    """Chooses an item of the menu, as the browser does it: DevTools open no menus."""

    def choose(extended: Extended, item: str) -> None:
        extended.worker.evaluate(
            """async (menuItemId) => {
              chrome.contextMenus.onClicked.dispatch({ menuItemId });
              while (`collection:${(await chrome.storage.local.get("collection")).collection}` !== menuItemId) {
                await new Promise((again) => setTimeout(again, 20));
              }
            }""",
            item,
        )

    return choose
