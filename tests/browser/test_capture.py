"""The bookmarklet and its window: a page as it is rendered goes into the library, and no page learns the token."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from server.capture import POLICY
from tests.browser.desk import ANSWER_MS
from tests.server.serving import Served, open_program, serve
from tests.web import SENTENCES, Site

SPY = """
window.seen = [];
const note = (...all) => { window.seen.push(JSON.stringify(all)); };
window.fetch = (...all) => { note("fetch", ...all); return Promise.reject(new Error("no")); };
XMLHttpRequest.prototype.send = function (...all) { note("xhr", ...all); };
window.postMessage = (...all) => note("postMessage", ...all);
addEventListener("message", (event) => note("message", event.data));
document.querySelector("article").innerHTML = window.words;
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    program = open_program(tmp_path_factory.mktemp("captured"))
    with serve(program) as made:
        yield made
    program.close()


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that keeps no token yet."""
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(ANSWER_MS)
    yield page
    context.close()


def rendered(site: Site, path: str, policy: str = "") -> str:
    """A page whose words are put there by its script, which watches all that it can; return its address."""
    words = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES).replace('"', "'")
    body = (
        "<html><head><title>The crane of Larkhaven</title></head><body><article></article>"
        f'<script>window.words = "<h1>The crane of Larkhaven</h1>{words}";{SPY}</script></body></html>'
    )
    site.serves(path, body, **({"Content_Security_Policy": policy} if policy else {}))
    return f"http://127.0.0.1:{site.port}{path}"


def opened(page: Page, served: Served, address: str) -> Page:
    """Run the bookmarklet on the page at an address; return the window that it opens."""
    page.goto(f"{served.url}/capture")
    code = page.evaluate("decodeURIComponent(document.getElementById('bookmarklet').href.slice('javascript:'.length))")
    assert "dl_" not in code
    page.goto(address)
    with page.expect_popup() as popup:
        page.evaluate(code)
    return popup.value


def test_a_page_is_taken_as_it_is_rendered_once_the_user_says_so(
    served: Served, site: Site, browser_page: Page
) -> None:
    address = rendered(site, "/crane")
    window = opened(browser_page, served, address)
    expect(window.locator("#address")).to_have_text(address)
    expect(window.locator("#size")).to_have_text(re.compile(r"^[1-9]\d* kB$"))
    before = len(served.program.library.entries())

    window.get_by_label("Collection").fill("Harbour")
    window.get_by_label("token").fill(served.tokens["add"])
    window.get_by_role("button", name="Add").click()
    expect(window.locator("#told")).to_have_text("The crane of Larkhaven: new.", timeout=ANSWER_MS)

    entry = served.program.library.entries()[-1]
    assert before == len(served.program.library.entries()) - 1
    assert SENTENCES[3] in served.program.library.article(entry.id).text
    assert served.program.library.collections().articles("Harbour") == [entry.id]

    again = opened(browser_page, served, address)
    expect(again.locator("#asks-token")).to_be_hidden()
    again.get_by_role("button", name="Add").click()
    expect(again.locator("#told")).to_have_text("The crane of Larkhaven: unchanged.", timeout=ANSWER_MS)


def test_a_page_that_patches_fetch_xmlhttprequest_and_postmessage_learns_neither_token_nor_article(
    served: Served, site: Site, browser_page: Page
) -> None:
    window = opened(browser_page, served, rendered(site, "/spying"))
    window.get_by_label("token").fill(served.tokens["add"])
    window.get_by_role("button", name="Add").click()
    expect(window.locator("#told")).to_contain_text("The crane of Larkhaven: ", timeout=ANSWER_MS)

    assert browser_page.evaluate("window.seen") == ['["message","dateline-capture"]']
    assert served.tokens["add"] not in browser_page.content()
    assert browser_page.evaluate("JSON.stringify({ ...localStorage })") == "{}"


def test_a_page_with_connect_src_self_is_captured(served: Served, site: Site, browser_page: Page) -> None:
    policy = "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline' 'unsafe-eval'"
    window = opened(browser_page, served, rendered(site, "/closed", policy))
    window.get_by_label("token").fill(served.tokens["add"])
    window.get_by_role("button", name="Add").click()

    expect(window.locator("#told")).to_contain_text("The crane of Larkhaven: ", timeout=ANSWER_MS)


def test_a_page_that_names_an_address_of_another_site_is_not_taken(
    served: Served, site: Site, browser_page: Page
) -> None:
    browser_page.goto(rendered(site, "/liar"))
    with browser_page.expect_popup() as popup:
        browser_page.evaluate(f"window.opened = window.open('{served.url}/capture')")
    window = popup.value
    window.wait_for_load_state()

    browser_page.evaluate(
        f"window.opened.postMessage({{url: 'https://bank.example/x', html: '<p>x</p>'}}, '{served.url}')"
    )

    expect(window.locator("#told")).to_contain_text("not its own")
    expect(window.locator("#page")).to_be_hidden()


def test_a_wrong_token_is_said_and_asked_for_again(served: Served, site: Site, browser_page: Page) -> None:
    window = opened(browser_page, served, rendered(site, "/wrong"))
    window.get_by_label("token").fill("dl_nothing")
    window.get_by_role("button", name="Add").click()

    expect(window.locator("#told")).to_contain_text("This needs a token")
    expect(window.locator("#asks-token")).to_be_visible()


def test_the_window_runs_its_own_script_alone_and_stands_in_no_frame(served: Served) -> None:
    with served.client(None) as anybody:
        headers = anybody.get("/capture").headers

    assert headers.get_list("content-security-policy") == [POLICY, "frame-ancestors 'none'"]
    assert "unsafe" not in POLICY
