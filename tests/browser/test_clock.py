"""Times on the page are those of the user's browser, wherever the server stands."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Browser, expect

from tests.browser.desk import ANSWER_MS

MOMENT = re.compile(r"\d{1,2} \w+ \d{4}, \d\d:\d\d")


def test_times_are_those_of_the_browsers_time_zone(chromium: Browser, address: str) -> None:
    shown = {}
    for zone in ("Pacific/Honolulu", "Pacific/Kiritimati"):  # 24 hours apart
        context = chromium.new_context(timezone_id=zone)
        page = context.new_page()
        page.goto(f"{address}/library")
        added = page.get_by_text(MOMENT).first
        expect(added).to_be_visible(timeout=ANSWER_MS)
        found = MOMENT.search(added.inner_text())
        assert found is not None
        shown[zone] = datetime.strptime(found[0], "%d %B %Y, %H:%M")
        context.close()

    assert shown["Pacific/Kiritimati"] - shown["Pacific/Honolulu"] == timedelta(hours=24)
