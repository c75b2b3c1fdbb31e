"""Readers at open pages of one Chromium, who all ask at the same time."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evaluation.benchmark.page import ARGUMENTS, BOX, PATIENCE_MS, installed

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

_ASK = """([question, patience_ms]) => new Promise((done) => {
  const roots = () => [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const find = (part) => roots().map((root) => root.querySelector(part)).find(Boolean);
  let seen = null;
  const conversation = () => (seen?.isConnected ? seen : (seen = find(".conversation")));
  const turns = () => [...(conversation()?.querySelectorAll(".turn") ?? [])];
  const texts = (within, part) => [...within.querySelectorAll(part)].map((one) => one.textContent);
  const before = turns().length, field = find("form.asking .field"), start = performance.now();
  const look = () => {
    const now = turns(), ms = performance.now() - start, newest = now.at(-1);
    const there = now.length > before && newest.querySelector(".answer");
    if (there || ms > patience_ms) {
      const stated = there ? texts(newest, ".answer .lead, .answer .words") : [];
      done({ question, ms, stated, asked: now.map((turn) => turn.querySelector(".question bdi").textContent) });
    } else {
      setTimeout(look, 20);
    }
  };
  field.value = question;
  field.dispatchEvent(new Event("input"));
  field.form.requestSubmit();
  look();
})"""
"""Sends a question and looks until its answer stands below the turns that were there. Streamlit may build the
conversation anew meanwhile, so it is sought again then."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stood on a page once an answer had come; ``stated`` is empty if none came for too long."""

    question: str
    ms: float
    stated: list[str]
    """The lead of the newest answer, and the words quoted."""
    asked: list[str]
    """The questions of all turns on the page."""


class Tab:
    """One reader's page."""

    def __init__(self, page: "Page") -> None:
        self._page = page

    async def ask(self, question: str) -> Shown:
        """Ask, and wait for the answer."""
        return Shown(**await self._page.evaluate(_ASK, [question, PATIENCE_MS]))

    async def ask_all(self, questions: Sequence[str]) -> list[Shown]:
        """Ask one question after the other."""
        return [await self.ask(question) for question in questions]

    async def close(self) -> None:
        """Close the page, as a reader does."""
        await self._page.close()


class Tabs:
    """The pages of one Chromium; ``broken`` are the errors that their code has met."""

    def __init__(self, browser: "Browser", context: "BrowserContext", address: str, *, apart: bool) -> None:
        self.broken: list[str] = []
        self._browser, self._context, self._address, self._apart = browser, context, address, apart
        self._watch(context)

    def _watch(self, context: "BrowserContext") -> None:
        context.on("weberror", lambda error: self.broken.append(str(error.error)))

    async def open(self, count: int) -> list[Tab]:
        """Open so many pages, each of them ready to be asked in."""
        return await asyncio.gather(*(self._open() for _ in range(count)))

    async def wait_until_ready(self) -> None:
        """Wait until the server answers, and has loaded all that it needs for that."""
        until = time.monotonic() + PATIENCE_MS / 1000
        while not await self._answers() and time.monotonic() < until:
            await asyncio.sleep(0.1)
        tab = await self._open()
        await tab.ask("Is everything ready?")
        await tab.close()

    async def _answers(self) -> bool:
        from playwright.async_api import Error

        try:
            return (await self._context.request.get(self._address)).ok
        except Error:
            return False

    async def _open(self) -> Tab:
        context = self._context
        if self._apart:
            context = await self._browser.new_context(reduced_motion="reduce")
            self._watch(context)
        page = await context.new_page()
        await page.goto(self._address, timeout=PATIENCE_MS)
        await page.get_by_role("textbox", name=BOX, disabled=False).wait_for(timeout=PATIENCE_MS)
        return Tab(page)


@asynccontextmanager
async def tabs(address: str, *, apart: bool = False) -> "AsyncIterator[Tabs]":
    """The pages at an address, in a Chromium of their own, which ends with the block.

    ``apart``: each page has cookies of its own, as those of different users.
    """
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        yield Tabs(browser, await browser.new_context(reduced_motion="reduce"), address, apart=apart)
        await browser.close()
