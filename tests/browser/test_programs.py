"""Tokens for other programs: made on the page, shown once, used, and revoked."""

import re
import zipfile
from pathlib import Path

import httpx
from playwright.sync_api import expect

from server.guard import EXTENSION_ORIGIN
from server.tokens import FIRST_TOKEN_FILE
from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS
from tests.browser.serving import serve


def status(page: str, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{page}/api/articles", headers=headers, timeout=60, trust_env=False).status_code


def test_a_code_for_the_browser_extension_is_shown_once_with_the_address_that_takes_it(
    tmp_path: Path, open_desk: OpenDesk
) -> None:
    with serve(tmp_path / "library", tmp_path / "log", DATELINE_API="yes") as running:
        page = open_desk(at=running).page
        page.goto(f"{running}/programs")
        page.get_by_role("button", name="Make a code").click()
        about = page.get_by_text("The code is valid once")
        expect(about).to_contain_text(f"Address: {running}/api", timeout=ANSWER_MS)
        code = page.locator("code", has_text=re.compile(r"^\w{5}-\w{5}$")).inner_text().strip()
        origin = {"Origin": EXTENSION_ORIGIN}
        paired = httpx.post(f"{running}/api/pairing", json={"code": code}, headers=origin, timeout=60, trust_env=False)
        other = httpx.get(f"{running}/_stcore/health", headers=origin, timeout=60, trust_env=False)
        page.reload()
        expect(page.get_by_text("browser extension: may only add articles")).to_be_visible(timeout=ANSWER_MS)

        assert (paired.status_code, other.status_code) == (201, 403)
        assert about.count() == 0
        assert status(running, paired.json()["token"]) == 403
        with page.expect_download() as downloaded:
            page.get_by_role("button", name="Download the extension").click()
        with zipfile.ZipFile(downloaded.value.path()) as packed:
            assert "dateline-extension/manifest.json" in packed.namelist()


def test_a_token_is_made_shown_once_and_revoked(tmp_path: Path, open_desk: OpenDesk) -> None:
    library = tmp_path / "library"
    with serve(library, tmp_path / "log", DATELINE_API="yes") as running:
        page = open_desk(at=running).page
        page.goto(f"{running}/programs")
        page.get_by_role("textbox", name="What it is for").fill("my feed reader")
        page.get_by_role("button", name="Make a token").click()
        expect(page.get_by_text("Copy it now")).to_be_visible(timeout=ANSWER_MS)
        token = page.locator("code", has_text="dl_").inner_text().strip()
        line = page.get_by_text("my feed reader: may search, ask and read")
        expect(line).to_be_visible()

        before = status(running, token)
        page.reload()
        expect(line).to_be_visible(timeout=ANSWER_MS)
        shown_again = page.get_by_text("dl_").count()
        page.get_by_role("button", name="Revoke").last.click()
        expect(line).to_have_count(0, timeout=QUICK_MS)

        assert (before, shown_again) == (200, 0)
        assert status(running, token) == 401
        assert status(running, (library / FIRST_TOKEN_FILE).read_text("ascii").strip()) == 200
