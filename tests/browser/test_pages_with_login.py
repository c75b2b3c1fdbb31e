"""Two pages with a login behind HAProxy: one login counts on both, and nothing is lost when HAProxy is."""

import gc
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from assembly import build
from evaluation.benchmark.running import free_port
from evaluation.benchmark.server import chroma_server, haproxy
from settings import load
from tests.browser.desk import ANSWER_MS, Desk
from tests.browser.library import COUNCIL, SENTENCE
from tests.browser.serving import wait_for
from tests.browser.test_nothing_lost import GEESE, WAITING, page_server
from tests.making import text
from tests.postgres_server import PostgresServer
from tests.test_deploy import DEPLOY, ask
from ui.labels import LOG_IN, LOG_OUT, UPLOAD_ELSEWHERE

SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "one secret for both pages"
client_id = "dateline"
client_secret = "hidden"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
"""
NOTE = "The warden of Brae rock counts 37 seals on the north side."
SEALS = "How many seals does the warden count?"
BELL = "The bell of Aune weighs 412 kilograms, says the sexton Pia Rud."
BELL_QUESTION = "How much does the bell of Aune weigh?"

# Chroma's client of a server leaves its sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@dataclass(frozen=True)
class Pages:
    """Two running pages; ``port`` is where HAProxy is to stand in front of them."""

    port: int
    ports: tuple[int, int]
    logs: tuple[Path, Path]

    @contextmanager
    def behind(self, configuration: Path = DEPLOY / "haproxy.cfg") -> Iterator[str]:
        """HAProxy in front of both, for the length of the block."""
        with haproxy(*self.ports, at=self.port, configuration=configuration) as address:
            ask(address)  # it answers
            yield address


@contextmanager
def provider(log: Path) -> Iterator[str]:
    """An OpenID Connect provider that logs in whoever names themselves; yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with log.open("wb") as out, Popen(command, stdout=out, stderr=out, stdin=DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Iterator[Pages]:
    folder, url = tmp_path_factory.mktemp("guarded"), postgres.database()
    port, ports = free_port(), (free_port(), free_port())
    with ExitStack() as opened:
        issuer = opened.enter_context(provider(folder / "provider"))
        chroma = opened.enter_context(chroma_server(folder / "chroma"))
        shared = {"database_url": url, "chroma_url": chroma.url}
        program = build(load(library=folder / "filled", **shared))
        program.ingest.take_in([text(COUNCIL, "council.md", media="markdown"), text(SENTENCE * 3, "geese.txt")])
        program.close()
        (folder / "secrets.toml").write_text(SECRETS.format(port=port, issuer=issuer), encoding="utf-8")
        environment = {f"DATELINE_{name}".upper(): value for name, value in shared.items()}
        environment |= {"STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml"), "AUTHLIB_INSECURE_TRANSPORT": "1"}
        environment |= {"DATELINE_LOGIN": "required"}
        logs = folder / "log1", folder / "log2"
        for number, (own, log) in enumerate(zip(ports, logs, strict=True), 1):
            opened.enter_context(page_server(folder / f"page{number}", own, log, **environment))
        yield Pages(port, ports, logs)
    postgres.drop(url)
    gc.collect()


@pytest.fixture
def browser_of(chromium: Browser) -> "Iterator[BrowserContext]":
    """A browser of one person, without cookies."""
    context = chromium.new_context()
    yield context
    context.close()


def logged_in(context: BrowserContext, address: str, name: str) -> Desk:
    """Open the page, log in at the provider under a name, and return the page behind the login."""
    page = context.new_page()
    page.set_default_timeout(ANSWER_MS)
    page.goto(address)
    page.get_by_role("button", name=LOG_IN).click()
    page.get_by_placeholder("sub").fill(name)
    page.get_by_role("button", name="Authorize").click()
    page.locator(".conversation").wait_for(state="attached")
    expect(page.get_by_role("button", name=LOG_OUT)).to_be_visible(timeout=ANSWER_MS)
    return Desk(page)


@pytest.mark.timeout(900)
def test_a_login_lasts_over_an_upload_a_reload_and_the_death_of_haproxy(
    pages: Pages, browser_of: BrowserContext
) -> None:
    with pages.behind() as address:
        desk = logged_in(browser_of, address, "ann")
        expect(desk.ask(WAITING).locator("q.words").first).to_contain_text("a grant from the capital")
        desk.page.wait_for_url("**/?conversation=*")
        desk.upload(seals_txt=NOTE)
        desk.outcome("seals").get_by_role("button", name="Open ").first.click()
        expect(desk.reader).to_contain_text("Added by ann", timeout=ANSWER_MS)
        desk.page.reload()
        expect(desk.turns).to_have_count(1, timeout=ANSWER_MS)

    with pages.behind():  # HAProxy was killed, and is there again
        expect(desk.ask(SEALS).locator("q.words").first).to_contain_text("37 seals", timeout=2 * ANSWER_MS)
        desk.page.reload()
        expect(desk.turns.locator(".question bdi")).to_have_text([WAITING, SEALS], timeout=ANSWER_MS)
        expect(desk.page.get_by_role("button", name=LOG_OUT)).to_be_visible()


@pytest.mark.timeout(900)
def test_without_the_cookie_of_haproxy_uploads_alone_fail_and_the_log_says_why(
    pages: Pages, browser_of: BrowserContext, tmp_path: Path
) -> None:
    lines = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8").splitlines(keepends=True)
    without = tmp_path / "haproxy.cfg"
    without.write_text("".join(line for line in lines if not line.strip().startswith("cookie ")), encoding="utf-8")
    with pages.behind(without) as address:
        desk = logged_in(browser_of, address, "ben")
        desk.ask(GEESE)
        desk.page.wait_for_url("**/?conversation=*")
        # The page with the fewest connections gets the file, which is never the one that has the web socket.
        with desk.page.expect_response("**/_stcore/upload_file/**") as answered:
            desk.upload(bell_txt=BELL)
        assert answered.value.status == 400
        assert any(UPLOAD_ELSEWHERE in log.read_text(encoding="utf-8") for log in pages.logs)

        desk.sidebar.get_by_role("tab", name="Paste").click()  # goes over the web socket, as questions do
        desk.sidebar.get_by_label("Title").fill("The bell of Aune")
        desk.sidebar.get_by_label("Text of the article").fill(BELL)
        desk.sidebar.get_by_role("button", name="Add this text").click()
        desk.outcome("The bell of Aune")
        expect(desk.ask(BELL_QUESTION).locator("q.words").first).to_contain_text("412 kilograms", timeout=ANSWER_MS)
        desk.page.reload()
        expect(desk.turns.locator(".question bdi")).to_have_text([GEESE, BELL_QUESTION], timeout=ANSWER_MS)
