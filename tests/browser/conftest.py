"""One Chromium and one server for all browser tests; every page is watched for requests to anywhere else."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.desk import ANSWER_MS, QUICK_MS, Desk
from tests.browser.library import write_articles
from tests.browser.serving import ingest, serve

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
OF_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}

OpenDesk = Callable[..., Desk]


def installed() -> str | None:
    """Return the system's Chromium; None: there is only the one that playwright has downloaded, if any."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, else the one that playwright has downloaded; with neither, every test fails."""
    expect.set_options(timeout=QUICK_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the tests' own articles in it."""
    folder = tmp_path_factory.mktemp("library")
    ingest(folder, *write_articles(tmp_path_factory.mktemp("articles")))
    return folder


@pytest.fixture(scope="session")
def address(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(library, tmp_path_factory.mktemp("server") / "log") as running:
        yield running


@pytest.fixture(scope="session")
def context_of(chromium: Browser) -> Callable[..., BrowserContext]:
    """One context for each screen and scheme: its pages share the cache, which makes them open quickly."""

    @cache
    def context_of_screen(width: int, height: int, scheme: str) -> BrowserContext:
        screen = {"width": width, "height": height}
        return chromium.new_context(viewport=screen, color_scheme=scheme)  # type: ignore[arg-type]

    return context_of_screen


@pytest.fixture
def open_desk(context_of: Callable[..., BrowserContext], address: str) -> Iterator[OpenDesk]:
    """Opens pages (width, height, scheme, at); at the end none may have asked another machine for anything."""
    pages: list[Page] = []
    foreign: list[str] = []
    broken: list[str] = []

    def watch(page: Page) -> None:
        page.on("request", lambda request: foreign.append(request.url) if leaves(request.url) else None)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda message: broken.append(message.text) if is_ours(message) else None)

    def open_one(*, width: int = 1280, height: int = 800, scheme: str = "light", at: str = address) -> Desk:
        context = context_of(width, height, scheme)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=at)
        page = context.new_page()
        page.set_default_timeout(ANSWER_MS)
        watch(page)
        forgotten = {
            "origin": at,
            "storageTypes": "local_storage",
        }  # Streamlit keeps there whether the sidebar was open
        context.new_cdp_session(page).send("Storage.clearDataForOrigin", forgotten)
        page.goto(at)
        page.locator(".conversation").wait_for(state="attached")
        pages.append(page)
        return Desk(page)

    yield open_one
    for page in pages:
        page.close()
    assert not foreign
    assert not broken


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """A page on a desktop screen."""
    return open_desk()


def leaves(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in OF_THIS_MACHINE


def is_ours(message: ConsoleMessage) -> bool:
    """Whether an error on the console comes from a component of this page."""
    return message.type == "error" and "BidiComponent" in message.text
