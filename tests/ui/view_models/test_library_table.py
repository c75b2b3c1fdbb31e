"""The table of the library: which articles it shows, in which order, and what a line says."""

import pytest

from domain.schedule import Look
from domain.values import ArticleEntry, Source
from domain.visiting import Feed
from ui import labels
from ui.view_models.library_table import AT_ONCE, Order, feed_data, origin, sorted_entries, table_data


def entry(name: str, **more: object) -> ArticleEntry:
    source = Source(
        title=str(more.pop("title", name)),
        published=more.pop("published", None),
        outlet=more.pop("outlet", None),  # type: ignore[arg-type]
    )
    given = {"id": name, "source": source, "digest": name, "identity": f"upload:{name}.txt", "passages": 1, "words": 9}
    return ArticleEntry(**{**given, **more})  # type: ignore[arg-type]


def ids(entries: list[ArticleEntry]) -> str:
    return "".join(one.id for one in entries)


def rows(entries: list[ArticleEntry], order: Order | None = None) -> list[dict[str, object]]:
    return table_data(entries, order or Order(falling=False), {})["rows"]  # type: ignore[return-value]


def test_the_newest_of_the_library_comes_first_until_the_reader_sorts() -> None:
    assert ids(sorted_entries([entry("a"), entry("b"), entry("c")], Order())) == "cba"


def test_sorting_twice_turns_the_order_round_and_dates_begin_with_the_newest() -> None:
    entries = [entry("a", published="2025-01-02"), entry("b"), entry("c", published="2025-03-01")]
    order = Order()

    order.sort("published")
    newest = ids(sorted_entries(entries, order))
    order.sort("published")
    oldest = ids(sorted_entries(entries, order))
    order.sort("title")

    assert (newest, oldest) == ("cab", "acb")  # what has no date stands last either way
    assert (order.by, order.falling) == ("title", False)


def test_a_column_that_there_is_not_changes_nothing() -> None:
    order = Order()

    order.sort("__class__")

    assert order == Order()


def test_titles_are_sorted_as_people_do() -> None:
    entries = [entry("b", title="boat"), entry("a", title="Zebra"), entry("c", title="Apple")]

    assert ids(sorted_entries(entries, Order(by="title", falling=False))) == "cba"


@pytest.mark.parametrize(
    ("state", "left"), [("", "abcd"), ("changed", "a"), ("gone", "b"), ("duplicate", "c"), ("copies", "ad")]
)
def test_the_table_is_narrowed_to_what_matters(state: str, left: str) -> None:
    entries = [
        entry("a", changed="2025-11-03T10:00:00+00:00", story="s"),
        entry("b", gone=True, story="t"),
        entry("c", duplicate_of="b"),
        entry("d", story="s"),
    ]

    found = table_data(entries, Order(state=state, falling=False), {})

    assert "".join(row["id"] for row in found["rows"]) == left  # type: ignore[attr-defined]
    assert found["count"] == ("4 articles" if len(left) == 4 else f"{len(left)} of 4")


def test_copies_of_a_story_name_each_other() -> None:
    entries = [entry("a", story="s", outlet="Herald"), entry("b", story="s", outlet="Post"), entry("c", story="t")]

    assert [row["also"] for row in rows(entries)] == ["also in Post", "also in Herald", ""]


def test_what_a_line_says_of_its_state() -> None:
    entries = [entry("a"), entry("b", duplicate_of="a"), entry("c", gone=True)]

    assert [row["state"] for row in rows(entries)] == [labels.KEPT_STATE, "same text as “a”", labels.GONE_THERE]


@pytest.mark.parametrize(
    ("identity", "url", "stated"),
    [
        ("file:/news/ferry.md", None, "ferry.md"),
        ("upload:ferry.pdf", None, "ferry.pdf"),
        ("url:https://paper.example/ferry", None, "paper.example"),
        ("file:/x/a.html", "https://www.paper.example/ferry", "paper.example"),
        ("entry:upload:all.jsonl#Ferry", None, "all.jsonl"),
        ("text:abc", None, "pasted text"),
    ],
)
def test_where_an_article_came_from_is_said_in_a_word(identity: str, url: str | None, stated: str) -> None:
    assert origin(entry("a", identity=identity, source=Source(title="T", url=url))) == stated


def test_of_a_large_library_the_first_lines_are_drawn_and_more_on_demand() -> None:
    entries = [entry(str(number)) for number in range(AT_ONCE + 7)]

    first = table_data(entries, Order(), {})
    more = table_data(entries, Order(shown=2 * AT_ONCE), {})
    just = table_data(entries[:AT_ONCE], Order(), {})

    assert (len(first["rows"]), first["more"]) == (AT_ONCE, "Show 7 more")  # type: ignore[arg-type]
    assert (len(more["rows"]), more["more"]) == (AT_ONCE + 7, "")  # type: ignore[arg-type]
    assert (len(just["rows"]), just["more"]) == (AT_ONCE, "")  # type: ignore[arg-type]


def test_an_empty_table_says_why() -> None:
    assert table_data([], Order(), {})["none"] == labels.SHELF_EMPTY
    assert table_data([entry("a")], Order(sought="zebra"), {})["none"] == labels.NO_MATCH


def test_a_feed_that_fails_says_since_when_and_why() -> None:
    feed = Feed(url="https://a.example/feed", title="A")
    look = Look(
        place=feed.url, due=0, failures=2, failing_since="2025-11-03T10:00:00+00:00", reason="No feed.", stopped=True
    )

    assert feed_data(feed, None)["trouble"] == ""
    trouble = str(feed_data(feed, look)["trouble"])
    assert trouble.startswith("Failing since 3 November 2025, ")
    assert trouble.endswith(": No feed. It is not looked at again.")
