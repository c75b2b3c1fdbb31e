"""How quick the page is, measured in a real Chromium: ``python -m tests.browser.measure``. It asserts nothing.

The page's own work is what the reader waits for beside the answer itself, whose time is told first: from sending to
the question on the page, to the first word of the answer, and to a redraw of a conversation of 200 turns.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

import settings
from assembly import Services, build
from domain.values import EVERYTHING
from tests.browser.conftest import ARGUMENTS, installed
from tests.browser.desk import ANSWER_MS, Desk
from tests.browser.serving import ROOT, ingest, serve

QUESTIONS = ("Why is China waiting?", "How many people were aboard the ferry?", "What do heat pumps cost?")
TURNS, TIMES = 200, 5

PAINTED = """([name, press]) => new Promise((done) => {
  const find = (part) => [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean)
    .map((one) => one.querySelector(part)).find(Boolean);
  const count = (part) => find(".conversation")?.querySelectorAll(part).length ?? 0;
  const before = count(name), turns = count(".turn");
  const changed = () => count(name) !== before && count(".turn") >= turns;
  const start = performance.now();
  const look = () => (changed()
    ? requestAnimationFrame(() => done(performance.now() - start)) : requestAnimationFrame(look));
  if (press) {
    [...find(".conversation").querySelectorAll(press)].at(-1).click();
  } else {
    find("form.asking .field").form.requestSubmit();
  }
  look();
})"""
"""Milliseconds from a press (of the last such button, else of the question box) to one element more or less, drawn.

The conversation is looked up each time: Streamlit may build it anew meanwhile, and the old one never changes again.
"""


def keep_long(program: Services) -> str:
    """Keep a conversation of so many turns; return its id."""
    answers = [program.ask.quote(question) for question in QUESTIONS]
    kept = program.parts.conversations()
    talk_id = kept.begin(f"{TURNS} turns")
    for turn in range(TURNS):
        place = kept.ask(talk_id, QUESTIONS[turn % len(QUESTIONS)], EVERYTHING)
        kept.answer(talk_id, place, answers[turn % len(answers)])
    return talk_id


def repeated(measured: Callable[[], float]) -> float:
    return median(measured() for _ in range(TIMES))


def asked(desk: Desk, name: str) -> float:
    desk.box.fill(QUESTIONS[0])
    took_ms = float(desk.page.evaluate(PAINTED, [name, None]))
    desk.answered(QUESTIONS[0])
    desk.page.wait_for_timeout(1000)  # what follows an answer is drawn
    return took_ms


def open_page(browser: Browser, at: str) -> Desk:
    page: Page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(at)
    desk = Desk(page)
    desk.ask(QUESTIONS[0])
    page.wait_for_timeout(1000)
    return desk


def report(browser: Browser, at: str, talk_id: str) -> None:
    desk = open_page(browser, at)
    print(f"question on the page      {repeated(lambda: asked(desk, '.question')):6.0f} ms")
    print(f"first word of the answer  {repeated(lambda: asked(desk, 'q.words')):6.0f} ms")
    start = time.monotonic()
    page: Page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{at}/?conversation={talk_id}")
    page.locator(".turn").nth(TURNS - 1).wait_for(state="attached", timeout=ANSWER_MS)
    print(f"{TURNS} turns opened          {1000 * (time.monotonic() - start):6.0f} ms")
    page.wait_for_timeout(2000)
    redrawn = repeated(lambda: float(page.evaluate(PAINTED, [".explained", "[data-explain]"])))
    print(f"{TURNS} turns redrawn         {redrawn:6.0f} ms")
    long = Desk(page)
    print(f"first word, {TURNS} turns     {repeated(lambda: asked(long, 'q.words')):6.0f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        library = Path(folder) / "library"
        ingest(library, ROOT / "articles")
        program = build(settings.load(library=library))
        talk_id = keep_long(program)
        start = time.monotonic()
        program.ask.quote(QUESTIONS[0])
        print(f"the answer itself         {1000 * (time.monotonic() - start):6.0f} ms")
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        with serve(library, Path(folder) / "log") as at:
            report(browser, at, talk_id)
        browser.close()


if __name__ == "__main__":
    main()
