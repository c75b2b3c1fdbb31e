"""Numbers however they are printed, what they count, and which of a claim its evidence lacks."""

import pytest

from domain.language import words
from text.numbers import amounts, is_number, missing, same


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It cost $4.5m.", 4.5e6, "dollar"),
        ("It cost 4.5 million dollars.", 4.5e6, "dollar"),
        ("It cost £12,500.", 12500.0, "pound"),
        ("They took forty-eight boats.", 48.0, "boat"),
        ("They took three hundred and twenty old boats.", 320.0, "old"),
        ("A third of it burned.", 1 / 3, "share"),
        ("It fell by 5 per cent.", 0.05, "share"),
        ("It fell by 5%.", 0.05, "share"),
        ("It was built in 1998.", 1998.0, "calendar"),
        ("It opens at 3 p.m. today.", 15.0, "clock"),
        ("It is 9, they say.", 9.0, ""),
        ("Half a million guests came.", 5e5, "guest"),
        ("They sold two dozen bottles.", 24.0, "bottl"),
        ("It took half an hour.", 0.5, "hour"),
        ("It took two and a half hours.", 2.5, "hour"),
        ("One in five applied.", 0.2, "share"),
        ("Two out of every three voted.", 2 / 3, "share"),
    ],
)
def test_a_number_has_a_value_and_what_it_counts(text: str, value: float, unit: str) -> None:
    (amount,) = amounts(text)

    assert amount.value == pytest.approx(value)
    assert amount.unit == unit


def test_a_chain_of_numbers_is_read_in_one_go() -> None:
    assert amounts("1 in 2 " + "in 3 " * 20000)[0].value == 0.5


def test_half_behind_a_unit_is_no_number_of_its_own() -> None:
    assert amounts("It is a mile and a half away.") == ()


def test_one_by_itself_is_a_pronoun_and_part_of_a_number() -> None:
    assert amounts("One of them left.") == ()
    assert [amount.value for amount in amounts("One hundred left.")] == [100.0]


def test_what_is_said_to_be_about_right_may_differ_a_little() -> None:
    (about,), (exact,), (other,) = map(amounts, ("about 100 boats", "103 boats", "120 boats"))

    assert about.hedged
    assert same(about, exact)
    assert not same(about, other)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("$5", "£5", False),
        ("half of it", "50%", True),
        ("5%", "5 boats", False),
        ("50%", "0.5 points", False),
        ("3 p.m.", "3 p.m.", True),
        ("1998", "1998 boats", True),
        ("more than half of it", "45%", False),
        ("six months", "half a year", True),
        ("90 minutes", "1.5 hours", True),
        ("five months", "half a year", False),
    ],
)
def test_numbers_of_different_kinds_are_not_the_same(one: str, other: str, alike: bool) -> None:
    (first,), (second,) = amounts(one), amounts(other)

    assert same(first, second) is alike


@pytest.mark.parametrize(
    ("claim", "evidence", "lacking"),
    [
        ("It carried 90 cars.", "It carried 40 cars and 90 passengers.", ["90"]),
        ("It carried 40 cars.", "It carried 40 cars and 90 passengers.", []),
        ("Two towns paid.", "Ribe and Vik paid.", []),
        ("Twenty towns paid.", "Ribe and Vik paid.", ["Twenty"]),
        ("Two towns paid.", "Three towns paid.", ["Two"]),
        ("It was 1998.", "It was 1999.", ["1998"]),
        ("They were guilty on 12 counts.", "The 12 jurors found them guilty on all 12 felony counts.", []),
        ("They were guilty on 4 counts.", "The 12 jurors found them guilty on all 12 felony counts.", ["4"]),
        ("More than half of them came.", "A majority came.", []),
        ("More than half of them came.", "A third of them came.", ["half"]),
        ("It ran for an hour and a half.", "It ran for 90 minutes.", []),
    ],
)
def test_a_number_is_missing_that_the_evidence_lacks_or_has_of_something_else(
    claim: str, evidence: str, lacking: list[str]
) -> None:
    assert missing(claim, evidence) == lacking


def test_number_words_are_numbers() -> None:
    assert [is_number(word) for word in words("seven 7th millions boats")] == [True, True, True, False]
