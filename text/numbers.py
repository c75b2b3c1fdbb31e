"""Numbers in a text, however they are printed: "$4.5m" and "4.5 million dollars", "48" and "forty-eight"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.language import Word, words
from text.word_forms import stem

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: float(value) for value, word in enumerate(_ONES)} | {
    word: 10.0 * value for value, word in enumerate(_TENS, start=2)
}
_DOZEN = 12.0
_LARGE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_SCALES = {**_LARGE, "dozen": _DOZEN}
_SHARES = {"half": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fifth": 0.2, "fifths": 0.2}
_ONE, _AN = "one", frozenset(["a", "an"])
_CURRENCY = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₹": "rupe", "₽": "roubl"}
_MONEY = {**{name: name for name in _CURRENCY.values()}, "ruble": "roubl", "cent": "cent"}
_FIGURE = re.compile(r"(?P<digits>\d+(?:[.,:]\d+)*)(?P<rest>[^\W\d_]*)")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PERCENT = re.compile(r"\s?(?:%|-?per ?cent\b|percentage points?\b)", re.IGNORECASE)
_CLOCK = re.compile(r"\s?([ap])\.?m\b", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b(?:about|around|nearly|almost|roughly|approximately|some|close to|over|more than|at least|under|less than|"
    r"fewer than|up to|as (?:many|much) as)\s{1,3}(?:the\s|an?\s)?[$£€]?\Z",
    re.IGNORECASE,
)
_HEDGE_CHARS = 40
_OUT_OF = re.compile(r"(?:in|out of)(?: every)?")
_DAYS = {
    "second": 1 / 86400,
    "minut": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.4375,
    "year": 365.25,
}
"""How many days the units of time are, by the stems of their names; a month and a year on average."""
_SIGN = re.compile(r"[,;:.()]")
_YEARS = range(1000, 2200)
_COUNTS = range(2, 11)  # numbers that are counted on a list
_NEAR = 0.06  # a number that is said to be about right may differ by so much
_SAME_TIME = 0.02  # "twelve months" and "a year", "four weeks" and "a month" not
_MANY_SHARES = 20
_OF_SO_MANY = 100  # "one in five": the largest number behind "in"
_UNIT_WITHIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number as ``words`` print it.

    ``unit`` is a currency, "share" (1 is all), "calendar" (a year such as 1998), "clock" or the stem of the word behind
    it; ``counted``: the stems of the words behind it, of which one is what is counted ("12 felony counts"). ``hedged``:
    it is said to be about so much, or more, or less.
    """

    value: float
    unit: str
    words: str
    hedged: bool
    counted: frozenset[str] = frozenset()


def is_number(word: Word) -> bool:
    """Whether a word is a number, in digits or spelled out."""
    text = word.text.lower()
    return text[0].isdigit() or text in _SMALL or text.rstrip("s") in _LARGE


@lru_cache(maxsize=8192)
def amounts(text: str) -> tuple[Amount, ...]:
    """Return the numbers of a text in order. "One" counts only within a larger number: it is mostly a pronoun."""
    found = words(text)
    result = []
    place = 0
    while place < len(found):
        value, length = _value(found, place)
        if value is not None:
            unit, value = _unit(text, found, place, place + length, value)
            start, end = found[place].start, found[place + length - 1].end
            result.append(
                Amount(
                    value=value,
                    unit=unit,
                    words=text[start:end],
                    hedged=_HEDGE.search(text, max(0, start - _HEDGE_CHARS), start) is not None,
                    counted=frozenset(_counted(text, found, place + length)),
                )
            )
        place += length
    return tuple(result)


def same(one: Amount, other: Amount) -> bool:
    """Whether two amounts are the same number; of shares, years and clocks also the same kind.

    "Twelve months" and "a half year" are compared as lengths of time.
    """
    mine, theirs = one.value, other.value
    if one.unit != other.unit:
        units = {one.unit, other.unit}
        if "clock" in units:
            return abs(mine % 12 - theirs % 12) < 1e-9 and "." in one.words and "." in other.words
        if "share" in units or units <= set(_MONEY.values()):
            return False
        if units <= _DAYS.keys():
            mine, theirs = mine * _DAYS[one.unit], theirs * _DAYS[other.unit]
            return abs(mine - theirs) <= _SAME_TIME * max(mine, theirs)
    near = _NEAR if (one.hedged or other.hedged) and one.unit != "calendar" else 0.004 if one.unit == "share" else 1e-9
    return abs(mine - theirs) <= near * max(abs(mine), abs(theirs))


def conflict(some: Sequence[Amount], others: Sequence[Amount]) -> frozenset[str]:
    """Return the units of which both give numbers, if none of these numbers is the same; else none."""
    units = frozenset(one.unit for one in some) & frozenset(one.unit for one in others)
    agree = any(same(one, other) for one in some for other in others if one.unit in units)
    return frozenset() if agree else units


def missing(claim: str, evidence: str) -> list[str]:
    """Return the numbers of a claim, as printed, that the evidence lacks, or has of something else while it gives
    what the claim counts another number.

    A number word up to ten may count what the evidence lists: it is missing only if the evidence counts the same thing.
    A share in words ("half of them") is missing only if the evidence has another share: a majority is said without one.
    """
    found, lacking = amounts(evidence), []
    for amount in amounts(claim):
        counted = amount.unit not in ("", "calendar") and any(other.unit == amount.unit for other in found)
        alike = [other for other in found if same(amount, other)]
        in_words = not alike and amount.words[0].isalpha() and (amount.value in _COUNTS or amount.unit == "share")
        if (counted or not (alike or in_words)) and not any(_fits(amount, other) for other in alike):
            lacking.append(amount.words)
    return lacking


def _fits(amount: Amount, other: Amount) -> bool:
    """Whether an amount of the same value may count the same thing: "12 counts" and "12 felony counts"."""
    units = {amount.unit, other.unit}
    return other.unit in (amount.unit, "") or units <= _DAYS.keys() or bool(amount.counted & other.counted)


def _value(found: Sequence[Word], place: int) -> tuple[float | None, int]:
    word = found[place].text.lower()
    if word == "twice":
        return 2.0, 1
    if figure := _FIGURE.fullmatch(word):
        value, length = _figure(figure["digits"]) * _SHORT.get(figure["rest"], 1.0), 1
        if figure["rest"] not in (*_SHORT, "st", "nd", "rd", "th", "s", ""):
            return (value, 1) if figure["rest"] in ("am", "pm", "km", "kg", "c", "f") else (None, 1)
    elif word in _SMALL:
        value, length = _spelled(found, place)
    elif word == "half" or (word in _SHARES and place and found[place - 1].text.lower() in _AN):
        return _part(found, place)
    elif word == "dozen":
        value, length = _DOZEN, 1
    else:
        return None, 1
    while place + length < len(found) and (scale := _SCALES.get(found[place + length].text.lower().rstrip("s"))):
        value, length = value * scale, length + 1
    value, more = _fraction(found, place + length, value)
    return (None, 1) if length + more == 1 and word == _ONE else (value, length + more)


def _fraction(found: Sequence[Word], place: int, value: float) -> tuple[float, int]:
    """What the words behind a number make of it ("two thirds", "two and a half", "one in five"), and their number."""
    following = [word.text.lower() for word in found[place : place + 4]]
    if following and following[0] in _SHARES and following[0] != "half" and value < _MANY_SHARES:
        return value * _SHARES[following[0]], 1
    if following[:3] == ["and", "a", "half"]:
        return value + 0.5, 3
    for between in (1, 2, 3):  # "in", "out of", "out of every"
        if between < len(following) and _OUT_OF.fullmatch(" ".join(following[:between])):
            last = following[between]
            whole = _SMALL.get(last) or (float(last) if last.isdecimal() else 0.0)
            if value < whole <= _OF_SO_MANY:
                return value / whole, between + 1
    return value, 0


def _part(found: Sequence[Word], place: int) -> tuple[float | None, int]:
    """ "Half", "a quarter": the share, or the number if a scale is behind it ("half a million"), and how many words.

    What "and a half" adds to a word such as "hour" is not a number of its own.
    """
    value = _SHARES[found[place].text.lower()]
    if place >= 2 and [word.text.lower() for word in found[place - 2 : place]] == ["and", "a"]:
        return None, 1
    following = [word.text.lower() for word in found[place + 1 : place + 4]]
    for skipped in (["of", "a"], ["a"], []):
        if following[: len(skipped)] == skipped and len(following) > len(skipped):
            scale = _SCALES.get(following[len(skipped)])
            if scale:
                return value * scale, len(skipped) + 2
    return value, 1


def _figure(digits: str) -> float:
    if _THOUSANDS.fullmatch(digits):
        return float(digits.replace(",", ""))
    plain = digits.replace(":", ".").replace(",", ".")
    whole, _, rest = plain.partition(".")
    return float(f"{whole}.{rest.replace('.', '')}") if rest else float(whole)


def _spelled(found: Sequence[Word], place: int) -> tuple[float, int]:
    """ "Twenty-five", "three hundred and twenty": the value up to the hundreds, and its number of words."""
    total, length = _SMALL[found[place].text.lower()], 1
    while place + length < len(found):
        word = found[place + length].text.lower()
        following = found[place + length + 1].text.lower() if place + length + 1 < len(found) else ""
        if word in _SMALL and 0 < _SMALL[word] < 10 and total % 100 in range(20, 100, 10):
            total, length = total + _SMALL[word], length + 1
        elif word == "hundred" and total < 20:
            total, length = total * 100, length + 1
        elif word == "and" and total >= 100 and total % 100 == 0 and following in _SMALL:
            total, length = total + _SMALL[following], length + 2
        else:
            break
    return total, length


def _unit(text: str, found: Sequence[Word], place: int, behind: int, value: float) -> tuple[str, float]:
    first, last = found[place], found[behind - 1]
    printed = last.text.lower()
    if value < 1 and (first.text.lower() in _SHARES or printed in _SHARES or first is not last):
        return _share_or_time(text, found, behind), value
    if _PERCENT.match(text, last.end):
        return "share", value / 100
    if first.start and (currency := _CURRENCY.get(text[first.start - 1])):
        return currency, value
    if (clock := _CLOCK.match(text, last.end)) or printed.endswith(("am", "pm")):
        late = clock[1].lower() == "p" if clock else printed.endswith("pm")
        return "clock", value % 12 + (12 if late else 0)
    if first.text.isdigit() and first is last and value in _YEARS:
        return "calendar", value
    counted = _counted(text, found, behind)
    name = counted[0] if counted else ""
    return _MONEY.get(name, name), value


def _share_or_time(text: str, found: Sequence[Word], behind: int) -> str:
    """ "Half an hour" is a length of time, "half of them" a share."""
    article = found[behind].text.lower() if behind < len(found) else ""
    counted = _counted(text, found, behind) if article in _AN else []
    return counted[0] if counted and counted[0] in _DAYS else "share"


def _counted(text: str, found: Sequence[Word], behind: int) -> list[str]:
    """The stems of the next words of meaning, in order, as far as no sign and no number stands between."""
    last, names = found[behind - 1], []
    for word in found[behind : behind + _UNIT_WITHIN]:
        if _SIGN.search(text, last.end, word.start) or word.text[0].isdigit():
            break
        if word.content:
            names.append(stem(word.text))
    return names
