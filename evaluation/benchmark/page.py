"""The page in a real Chromium: how soon its question box can be used, and how much memory it takes."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation.benchmark.contestants.serving import PEAK, memory_mb
from evaluation.benchmark.figures import FLOOR, OURS, rotated
from evaluation.benchmark.measure import ASKED_FOR_MEMORY, Run
from evaluation.benchmark.running import ROOT, end, free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

BOX = "Ask about your articles"
PATIENCE_MS = 60_000
_LOOK_S = 0.02
_EMPTY = f"import streamlit as st\n\nst.chat_input('{BOX}')\n"
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def page(run: Run) -> None:
    """Measure the page's start beside an empty Streamlit page's, and its memory after 20 answers in the browser."""
    started = run.figure("page start to question box", "s", target="3, aim 2")
    memory = run.figure("peak memory of the page after 20 answers", "MB")
    empty = run.folder / "empty.py"
    empty.write_text(_EMPTY, "utf-8")
    scripts = {OURS: ROOT / "app.py", FLOOR: empty}
    with chromium() as browser:
        for turn in range(run.rounds):
            for name in rotated(list(scripts), turn):
                print(f"page, round {turn + 1}: {name}", file=sys.stderr, flush=True)
                before = time.perf_counter()
                with serving(scripts[name], run.library(OURS), run.folder / "log.txt") as (address, process):
                    shown = open_page(browser, address)
                    started.add(name, time.perf_counter() - before)
                    if name == OURS and turn == run.rounds - 1:
                        for number in range(ASKED_FOR_MEMORY):
                            ask(shown, next(run.questions), number)
                        memory.add(name, memory_mb(process.pid, PEAK))
                    shown.context.close()


@contextmanager
def chromium() -> "Iterator[Browser]":
    """The system's Chromium, else the one that playwright has."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        yield browser
        browser.close()


def installed() -> str | None:
    """Return the system's Chromium; None: there is only the one that playwright has."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def serving(script: Path, library: Path, log: Path) -> "Iterator[tuple[str, subprocess.Popen[bytes]]]":
    """Yield the address of a page and its process, which is ended at the end. The page may not answer yet."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = {**os.environ, "DATELINE_LIBRARY": str(library)}
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield f"http://localhost:{port}", process
    finally:
        end(process)


def open_page(browser: "Browser", address: str) -> "Page":
    """Open the page as soon as it answers; return it once its question box can be used."""
    from playwright.sync_api import Error

    shown = browser.new_context().new_page()
    until = time.monotonic() + PATIENCE_MS / 1000
    while True:
        try:
            shown.goto(address)
            break
        except Error:
            if time.monotonic() > until:
                raise
            time.sleep(_LOOK_S)
    while not box(shown).is_visible():  # waiting for it, Playwright would look twice a second
        if time.monotonic() > until:
            raise TimeoutError(f"{address} shows no question box.")
        time.sleep(_LOOK_S)
    return shown


def box(shown: "Page") -> "Locator":
    """The question box, by the name that a reader finds it by; not while it is disabled."""
    return shown.get_by_role("textbox", name=BOX, disabled=False)


def ask(shown: "Page", question: str, number: int) -> None:
    """Ask the page's question ``number`` (from 0) and wait for its answer."""
    box(shown).fill(question)
    box(shown).press("Enter")
    shown.locator(".turn").nth(number).locator(".answer").first.wait_for(timeout=PATIENCE_MS)
