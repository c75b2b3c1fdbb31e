"""News is asked about while it is new."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.recency import named_year, recency, recency_weight

days = st.one_of(st.none(), st.dates().map(str))


def test_the_newest_counts_whole_and_ninety_days_halve() -> None:
    weights = recency({"new": "2025-11-03", "old": "2025-08-05", "older": "2025-05-07"})

    assert weights == {"new": 1.0, "old": pytest.approx(1 / 2), "older": pytest.approx(1 / 3)}


def test_an_archive_is_as_good_as_todays_paper() -> None:
    assert recency({"a": "1975-01-01", "b": "1974-10-03"}) == recency({"a": "2025-01-01", "b": "2024-10-03"})


def test_a_time_with_its_offset_counts_by_its_day() -> None:
    assert recency({"a": "2025-11-03T23:10:00+09:00", "b": "2025-11-03"}) == {"a": 1.0, "b": 1.0}


@pytest.mark.parametrize("unknown", [None, "", "early autumn", "2025-13-45"])
def test_an_undated_article_stands_in_the_middle(unknown: str | None) -> None:
    weights = recency({"new": "2025-11-03", "undated": unknown, "mid": "2025-08-05", "old": "2015-01-01"})

    assert weights["undated"] == weights["mid"]


def test_where_nothing_is_dated_nothing_counts() -> None:
    assert recency({"a": None, "b": ""}) == {"a": 0.0, "b": 0.0}
    assert recency({}) == {}


@given(st.dictionaries(st.text(max_size=3), days))
def test_every_article_gets_a_weight_and_newer_is_never_less(published: dict[str, str | None]) -> None:
    weights = recency(published)

    dated = sorted((day, weights[article_id]) for article_id, day in published.items() if day)
    assert set(weights) == set(published)
    assert all(0 <= weight <= 1 for weight in weights.values())
    assert [weight for _, weight in dated] == sorted(weight for _, weight in dated)


def test_where_a_year_is_named_what_was_printed_then_counts_most() -> None:
    published = {"before": "2011-11-01", "then": "2012-11-30", "after": "2013-03-01", "now": "2025-11-03"}

    weights = recency(published, year=2012)

    assert max(weights, key=weights.__getitem__) == "then"
    assert weights["now"] < weights["before"] < weights["after"]
    assert recency(published, year=2031) == recency(published)


@pytest.mark.parametrize(
    ("question", "year"), [("What happened in 2012?", 2012), ("Who won the 1966 final?", 1966), ("1999 or 2001?", 2001)]
)
def test_a_year_that_a_question_names_is_seen(question: str, year: int) -> None:
    assert named_year(question) == year


@pytest.mark.parametrize("question", ["Who paid 20125 crowns?", "What did room 401 cost?", "Who won?", "in 3012", ""])
def test_other_numbers_are_no_years(question: str) -> None:
    assert named_year(question) is None


def test_newer_counts_more_where_the_question_sounds_current() -> None:
    assert recency_weight("Who was arrested this week?") > recency_weight("Who was arrested?") > 0
