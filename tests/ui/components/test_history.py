"""The list of conversations: by day, and what it offers."""

from datetime import UTC, date, datetime, timedelta

from domain.values import ConversationEntry
from ui import labels
from ui.components.history import FEW, history_data

NOON = datetime(2025, 11, 6, 12, tzinfo=UTC)
TODAY = NOON.astimezone().date()


def entry(name: str, days_ago: int = 0) -> ConversationEntry:
    return ConversationEntry(id=name, title=f"About {name}", changed=(NOON - timedelta(days=days_ago)).isoformat())


def test_conversations_stand_under_their_days() -> None:
    entries = [entry("a"), entry("b"), entry("c", 1), entry("d", 40)]

    data = history_data(entries, "b", "", today=TODAY)

    groups = [(group["day"], [line["id"] for line in group["entries"]]) for group in data["groups"]]
    assert groups == [(labels.TODAY, ["a", "b"]), (labels.YESTERDAY, ["c"]), ("27 September 2025", ["d"])]
    assert [line["current"] for line in data["groups"][0]["entries"]] == [False, True]
    first = data["groups"][0]["entries"][0]
    assert (first["delete"], first["confirm"]) == ("Delete About a", "Delete “About a” for good?")


def test_the_field_comes_with_more_conversations_than_are_shown_at_once() -> None:
    few = [entry(str(number)) for number in range(FEW)]

    assert history_data(few, None, "", today=TODAY)["find"] == ""
    assert history_data([*few, entry("more")], None, "", today=TODAY)["find"] == labels.FIND_CONVERSATION
    assert history_data([], None, "zebra", today=date(2025, 1, 1))["none"] == labels.NO_CONVERSATION
