"""The forms in which a country is named: India, Indian; America, US, American."""

from functools import lru_cache

_SHORTEST = 4
_ENDING = 2
"""A word that lacks so many letters of the word for a country's people names the country: America, American."""


def country_forms(word: str) -> frozenset[str]:
    """Return the words by which the countries that a word may name are known, in lower case; empty if it names none.

    Of names of several words ("South Korea") each counts by itself, so that some forms are of other countries too.
    """
    wanted = word.lower()
    return frozenset().union(*(forms for people, forms in _countries() if _names(wanted, people, forms)))


def _names(word: str, people: frozenset[str], forms: frozenset[str]) -> bool:
    short = len(word) >= _SHORTEST and any(one.startswith(word) and len(one) - len(word) <= _ENDING for one in people)
    return word in forms or short


@lru_cache(maxsize=1)
def _countries() -> list[tuple[frozenset[str], frozenset[str]]]:
    """For each country the words for its people, and all words by which it is named."""
    from countryinfo import all_countries  # reads 250 files: not before a name is missing

    found = []
    for country in all_countries():
        people = _parts([country.demonym() or ""])
        codes = {spelling.lower() for spelling in country.alt_spellings() if spelling.isupper()}
        found.append((people, people | codes | _parts([country.name(), *country.alt_spellings()])))
    return found


def _parts(names: list[str]) -> frozenset[str]:
    return frozenset(part.lower() for name in names for part in name.split() if len(part) >= _SHORTEST)
