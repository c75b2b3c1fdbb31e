"""The interface for other programs beside the page, under /api of the same server."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.tokens import FIRST_TOKEN_FILE
from tests.browser.serving import serve


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mounted") / "library"


@pytest.fixture(scope="module")
def page(library: Path) -> Iterator[str]:
    with serve(library, library.parent / "log", DATELINE_API="yes") as running:
        yield running


def client(page: str, library: Path, **headers: str) -> httpx.Client:
    token = (library / FIRST_TOKEN_FILE).read_text("ascii").strip()
    return httpx.Client(
        base_url=f"{page}/api", headers={"Authorization": f"Bearer {token}"} | headers, timeout=120, trust_env=False
    )


def test_an_article_that_a_program_adds_is_taken_in_though_nobody_has_opened_the_page(page: str, library: Path) -> None:
    with client(page, library) as program:
        ordered = program.post("/articles", params={"wait_s": 30}, json={"text": "The weir of Ambleton broke."})
        job = ordered.json()
        while job["state"] == "open":
            job = program.get(f"/jobs/{job['number']}", params={"wait_s": 30}).json()
        listed = program.get("/articles").json()["articles"]

    assert ordered.headers["location"] == f"/api/jobs/{job['number']}"
    assert [one["status"] for one in job["articles"]] == ["new"]
    assert [one["title"] for one in listed] == ["The weir of Ambleton broke."]


def test_a_token_is_needed_and_the_description_is_open(page: str, library: Path) -> None:
    with httpx.Client(base_url=f"{page}/api", timeout=120, trust_env=False) as anybody:
        assert anybody.get("/articles").status_code == 401
        assert anybody.get("/").status_code == 200
        assert "/reading-lists" in anybody.get("/openapi.json").json()["paths"]


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_other_hosts_and_origins_are_refused(page: str, library: Path, headers: dict[str, str]) -> None:
    with client(page, library, **headers) as program:
        assert program.get("/articles").status_code == 403


def test_the_tools_are_served_too(page: str, library: Path) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    with client(page, library, Accept="application/json, text/event-stream") as program:
        answered = program.post("/mcp", json=asked)

    assert "whats_new" in [tool["name"] for tool in answered.json()["result"]["tools"]]


def test_nothing_is_served_under_api_unless_it_is_set(tmp_path: Path) -> None:
    with serve(tmp_path / "library", tmp_path / "log") as plain:
        answered = httpx.get(f"{plain}/api/articles", timeout=60, trust_env=False)

    assert "application/json" not in answered.headers["content-type"]
    assert not (tmp_path / "library" / FIRST_TOKEN_FILE).exists()
