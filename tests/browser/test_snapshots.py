"""Pages that the real Chromium has saved as MHTML, taken in over HTTP, on the page and on the command line."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ingest.__main__ import main
from tests.server.serving import finished, open_program, serve
from tests.web import SENTENCES, Site, article_page
from ui.components.adding import uploads


@pytest.fixture
def snapshot(chromium: Browser, site: Site) -> tuple[str, bytes]:
    """An address, and its page as Chromium has saved it: an umlaut, a frame, and words that a script has put there."""
    site.serves("/frame", "<p>Buy a new boat today.</p>")
    page = article_page("Kran fällt ins Hafenbecken", body=SENTENCES[:-1]).replace(
        "</article>",
        f'<p id="last"></p></article><iframe src="/frame"></iframe>'
        f"<script>document.getElementById('last').textContent = {SENTENCES[-1]!r};</script>",
    )
    site.serves("/crane", page)
    address = f"http://127.0.0.1:{site.port}/crane"
    opened = chromium.new_page()
    opened.goto(address)
    saved = opened.context.new_cdp_session(opened).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
    opened.close()
    return address, saved.encode()


def test_a_page_that_chromium_has_saved_is_read_on_every_way_in_and_known_by_its_address(
    snapshot: tuple[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address, data = snapshot
    file = tmp_path / "crane.mhtml"
    file.write_bytes(data)
    program = open_program(tmp_path / "library")

    with serve(program) as served, served.client("add") as client:
        [sent] = finished(client, client.post("/articles", files={"file": (file.name, data)}))
    [uploaded] = program.ingest.take_in(uploads([("other.mhtml", data)]))
    article = program.library.article(sent["id"])
    program.close()
    status = main([str(file), "--library", str(tmp_path / "other")])

    assert (sent["status"], uploaded.status) == ("new", "unchanged")
    assert (article.source.title, article.source.url) == ("Kran fällt ins Hafenbecken", address)
    assert all(sentence in article.text for sentence in SENTENCES)
    assert "boat today" not in article.text
    assert status == 0
    assert "Kran fällt ins Hafenbecken" in capsys.readouterr().out
