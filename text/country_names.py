"""The forms in which a country is named: India, Indian; America, US, American."""

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

_SHORTEST = 4
_ENDING = 2  # a word that lacks so many letters of that for a country's people names the country: America, American
_SHARED = 4  # a part of more countries' names than this names none of them by itself: republic, islands, united


class _Country(NamedTuple):
    """Words in lower case: for its people, of all its names; and those by which a text that names it is found."""

    people: frozenset[str]
    names: frozenset[str]
    forms: frozenset[str]


def country_forms(word: str) -> frozenset[str]:
    """Return the words by which the countries that a word may name are known; empty if it names none.

    They are in lower case, but for codes ("US"), which in lower case are other words. Of names of several words ("South
    Korea") each counts by itself, so that some forms are of other countries too.
    """
    return frozenset().union(*(country.forms for country in _countries() if _names(word.lower(), country)))


def _names(word: str, country: _Country) -> bool:
    longer = (one for one in country.people if one.startswith(word) and len(word) >= _SHORTEST)
    short = any(len(one) - len(word) <= _ENDING for one in longer)
    return short or word in country.names or word.removesuffix("s") in country.people


@lru_cache(maxsize=1)
def _countries() -> list[_Country]:
    from countryinfo import all_countries  # reads 250 files: not before a name is missing

    found = []
    for country in all_countries():
        people = _parts([country.demonym() or ""])
        codes = frozenset(spelling for spelling in country.alt_spellings() if spelling.isupper())
        found.append((people, codes, _parts([country.name(), *country.alt_spellings()])))
    counts = Counter(part for _, _, parts in found for part in parts)
    return [
        _Country(
            people=people,
            names=people | parts | {code.lower() for code in codes},
            forms=people | codes | {part for part in parts if counts[part] <= _SHARED},
        )
        for people, codes, parts in found
    ]


def _parts(names: list[str]) -> frozenset[str]:
    return frozenset(part.lower() for name in names for part in name.split() if len(part) >= _SHORTEST)
