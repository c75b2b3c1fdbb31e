"""Dates as a reader reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import day_of, spelled


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("2025-11-03", "3 November 2025"),
        ("2024-02-29T23:59:00+09:00", "29 February 2024"),
        ("early autumn", "early autumn"),
        ("2025-13-45", "2025-13-45"),
    ],
)
def test_a_day_is_spelled_and_anything_else_stays_as_printed(printed: str, read: str) -> None:
    assert spelled(printed) == read


@pytest.mark.parametrize(
    ("printed", "day"), [("2025-11-03T10:00:00Z", "2025-11-03"), ("soon", None), ("", None), (None, None)]
)
def test_the_day_of_a_time_is_its_own(printed: str | None, day: str | None) -> None:
    assert day_of(printed) == day


@given(st.dates())
def test_every_day_keeps_its_numbers(date: object) -> None:
    year, _, day = str(date).split("-")

    assert day_of(str(date)) == str(date)
    assert spelled(str(date)).split()[::2] == [str(int(day)), str(int(year))]
