"""Two pages over one database behind HAProxy: a user stays with one, and goes on with the other when it is killed."""

import gc
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from assembly import build
from evaluation.benchmark.running import free_port
from evaluation.benchmark.server import chroma_server, haproxy
from settings import load
from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS
from tests.browser.library import COUNCIL, SENTENCE
from tests.browser.test_nothing_lost import GEESE, WAITING, page_server
from tests.making import text
from tests.postgres_server import PostgresServer
from tests.test_deploy import ask

if TYPE_CHECKING:
    import subprocess

COOKIE = "dateline-page"
NOTE = "The warden of Brae rock counts 37 seals on the north side."
SEALS = "How many seals does the warden count?"

# Chroma's client of a server leaves its sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def pages(tmp_path: Path, postgres: PostgresServer) -> Iterator[tuple[str, "dict[str, subprocess.Popen[bytes]]"]]:
    """The address of HAProxy, and the processes of the pages by the cookie of their users."""
    url = postgres.database()
    ports = [free_port(), free_port()]
    with ExitStack() as opened:
        chroma = opened.enter_context(chroma_server(tmp_path / "chroma"))
        shared = {"database_url": url, "chroma_url": chroma.url}
        program = build(load(library=tmp_path / "filled", **shared))
        program.ingest.take_in([text(COUNCIL, "council.md", media="markdown"), text(SENTENCE * 3, "geese.txt")])
        program.close()
        processes = {
            f"page{number}": opened.enter_context(
                page_server(
                    tmp_path / f"page{number}",
                    port,
                    tmp_path / f"log{number}",
                    **{f"DATELINE_{name}".upper(): value for name, value in shared.items()},
                )
            )
            for number, port in enumerate(ports, 1)
        }
        address = opened.enter_context(haproxy(*ports))
        ask(address)  # it answers
        yield address, processes
    postgres.drop(url)
    gc.collect()


@pytest.mark.timeout(900)
def test_a_conversation_goes_on_with_the_other_page_when_its_own_is_killed(
    open_desk: OpenDesk, pages: tuple[str, "dict[str, subprocess.Popen[bytes]]"]
) -> None:
    address, processes = pages
    desk = open_desk(at=address.rstrip("/"))
    expect(desk.ask(WAITING).locator("q.words").first).to_contain_text("a grant from the capital")
    desk.page.wait_for_url("**/?conversation=*")
    desk.upload(seals_txt=NOTE)  # uploads, too, need the page that the user is with
    desk.outcome("seals")
    own = cookie(desk.page.context.cookies())
    desk.page.reload()
    expect(desk.turns).to_have_count(1, timeout=ANSWER_MS)
    assert cookie(desk.page.context.cookies()) == own

    processes[own].send_signal(signal.SIGKILL)
    processes[own].wait(timeout=20)

    expect(desk.ask(GEESE).locator("q.words").first).to_contain_text("4,312 geese", timeout=2 * ANSWER_MS)
    expect(desk.ask(SEALS).locator("q.words").first).to_contain_text("37 seals", timeout=ANSWER_MS)
    expect(desk.turns.locator(".question bdi")).to_have_text([WAITING, GEESE, SEALS])
    desk.page.reload()
    expect(desk.turns.locator(".question bdi")).to_have_text([WAITING, GEESE, SEALS], timeout=ANSWER_MS)
    assert {own, cookie(desk.page.context.cookies())} == set(processes)


def cookie(cookies: object) -> str:
    """Return the page that HAProxy has given a browser."""
    found = {one["name"]: one["value"] for one in cookies}  # type: ignore[attr-defined]
    return str(found[COOKIE])
