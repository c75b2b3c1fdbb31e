"""The page of events, and where else the event of the open article is reported."""

import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.desk import ANSWER_MS, QUICK_MS
from tests.browser.serving import ROOT, environment, ingest, serve
from tests.test_events import LOCK


def test_an_event_lists_its_articles_and_each_leads_to_the_others(tmp_path: Path, open_desk: OpenDesk) -> None:
    library, articles = tmp_path / "library", tmp_path / "articles"
    articles.mkdir()
    for number, one in enumerate(LOCK):
        (articles / f"{number}.md").write_bytes(one.data)
    ingest(library, articles)
    command = [sys.executable, "-m", "answering", "--events", "--json"]  # also groups, where no server does
    listed = subprocess.run(command, cwd=ROOT, env=environment(library), capture_output=True, text=True, check=True)
    (event,) = json.loads(listed.stdout)["events"]
    assert len(event["outlets"]) == len(LOCK)

    with serve(library, tmp_path / "log") as running:
        desk = open_desk(at=running)
        desk.page.get_by_role("link", name="Events").click()
        expect(desk.page.get_by_role("heading", name=event["name"])).to_be_visible(timeout=ANSWER_MS)
        expect(desk.page.get_by_text("Reported by 4 outlets, first on 5 May 2026, order not known")).to_be_visible()
        desk.press_until("Boats held up at Tarn Weir", desk.reader, within=desk.page)
        expect(desk.reader.locator("h2")).to_have_text("Boats held up at Tarn Weir", timeout=QUICK_MS)

        elsewhere = desk.reader.get_by_role("region", name="Also reported by")
        expect(elsewhere.get_by_role("listitem")).to_have_count(len(LOCK) - 1, timeout=QUICK_MS)
        desk.reader.locator(".sheet > p:not(.line)").first.dblclick(position={"x": 8, "y": 8})
        desk.reader.get_by_role("button", name="Where else is this reported?").click()
        expect(elsewhere.get_by_role("status")).to_contain_text("nothing like it", timeout=ANSWER_MS)  # one word
        expect(elsewhere).to_be_focused()
        desk.reader.locator(".sheet > p:not(.line)").first.click(click_count=3, position={"x": 8, "y": 8})
        desk.reader.get_by_role("button", name="Where else is this reported?").click()
        found = elsewhere.get_by_role("status")
        expect(found).to_contain_text("“No boat has passed the lock at Tarn Weir", timeout=ANSWER_MS)
        words = found.get_by_role("blockquote").first.inner_text()
        found.get_by_role("button").first.click()
        expect(desk.reader.locator("h2")).not_to_have_text("Boats held up at Tarn Weir", timeout=ANSWER_MS)
        expect(desk.reader.locator("mark.chosen")).to_have_text(words, timeout=QUICK_MS)
        elsewhere.get_by_role("button", name="Barge crews sleep on deck").click()
        expect(desk.reader.locator("h2")).to_have_text("Barge crews sleep on deck", timeout=ANSWER_MS)
