"""Times that can be understood only from the day of publication."""

from datetime import date

import pytest

from text.relative_dates import relative_times

PUBLISHED = date(2025, 10, 14)
"""A Tuesday."""


def stated(sentence: str, published: date | None = PUBLISHED) -> list[tuple[str, str, str | None]]:
    return [(time.words, str(time.first), time.unit) for time in relative_times(sentence, published)]


@pytest.mark.parametrize(
    ("sentence", "words", "first", "unit"),
    [
        ("She left yesterday evening.", "yesterday evening", "2025-10-13", "day"),
        ("Today there are nine.", "Today", "2025-10-14", "day"),
        ("The vote is tomorrow.", "tomorrow", "2025-10-15", "day"),
        ("Two days ago it rained.", "Two days ago", "2025-10-12", "day"),
        ("Last week the pier closed.", "Last week", "2025-10-06", "week"),
        ("The summit fell through last week, at last.", "last week", "2025-10-06", "week"),
        ("It is open this week.", "this week", "2025-10-13", "week"),
        ("It opens next week.", "next week", "2025-10-20", "week"),
        ("Prices fell last month.", "last month", "2025-09-01", "month"),
        ("Until this year it made a profit.", "this year", "2025-01-01", "year"),
        ("The notice came in June of last year.", "last year", "2024-01-01", "year"),
        ("It closed on Monday night.", "Monday night", "2025-10-13", "day"),
        ("On Tuesday the council voted.", "Tuesday", "2025-10-14", "day"),
        ("He arrived last Tuesday.", "last Tuesday", "2025-10-07", "day"),
        ("Investigators are due on Wednesday.", "Wednesday", "2025-10-15", "day"),
        ("She expects bread to run short by Thursday.", "Thursday", "2025-10-16", "day"),
        ("The report said on Friday that ships will return.", "Friday", "2025-10-10", "day"),
    ],
)
def test_a_time_is_counted_from_the_day_of_publication(sentence: str, words: str, first: str, unit: str) -> None:
    assert stated(sentence) == [(words, first, unit)]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It was repaired two years ago.", "two years ago"),
        ("They spent less last winter.", "last winter"),
        ("It opens next Tuesday.", "next Tuesday"),
        ("The boat was due on Friday.", "Friday"),
        ("A vote on Friday, a feast.", "Friday"),
    ],
)
def test_what_may_mean_several_days_is_left_open(sentence: str, words: str) -> None:
    assert stated(sentence) == [(words, "None", None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Children are taught on Saturdays.",
        "Every Monday the boats left.",
        "It rings on the first Sunday of the month.",
        "It rained in the last week of May.",
        "The last year was hard.",
        "Black Friday sales rose.",
        "It opened on Monday 3 November 2025.",
        "It opened on Monday, November 3.",
        "The Sunday Times told it.",
        "Nothing here.",
        "",
    ],
)
def test_other_words_tell_no_time(sentence: str) -> None:
    assert stated(sentence) == []


def test_without_a_day_of_publication_nothing_is_counted() -> None:
    assert stated("It closed last week.", None) == [("last week", "None", None)]


def test_months_and_years_go_over_their_ends() -> None:
    assert stated("Prices fell last month.", date(2025, 1, 31)) == [("last month", "2024-12-01", "month")]
    assert stated("It opens next month.", date(2025, 12, 31)) == [("next month", "2026-01-01", "month")]
