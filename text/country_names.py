"""The forms in which a country is named: India, Indian; America, US, American."""

from collections import Counter
from functools import lru_cache

_SHORTEST = 4
_ENDING = 2  # a word that lacks so many letters of that for a country's people names the country: America, American
_SHARED = 4  # a part of more countries' names than this names none of them by itself: republic, islands, united


def country_forms(word: str) -> frozenset[str]:
    """Return the words by which the countries that a word may name are known; empty if it names none.

    They are in lower case, but for codes ("US"), which in lower case are other words. Of names of several words ("South
    Korea") each counts by itself, so that some forms are of other countries too.
    """
    return _forms().get(word.lower(), frozenset())


@lru_cache(maxsize=1)
def _forms() -> dict[str, frozenset[str]]:
    from countryinfo import all_countries  # reads 250 files: not before a name is missing

    found = []
    for country in all_countries():
        people = _parts([country.demonym() or ""])
        codes = frozenset(spelling for spelling in country.alt_spellings() if spelling.isupper())
        found.append((people, codes, _parts([country.name(), *country.alt_spellings()])))
    counts = Counter(part for _, _, parts in found for part in parts)
    table: dict[str, frozenset[str]] = {}
    for people, codes, parts in found:
        forms = people | codes | {part for part in parts if counts[part] <= _SHARED}
        shorter = {one[:-cut] for one in people for cut in range(1, _ENDING + 1) if len(one) - cut >= _SHORTEST}
        for name in people | shorter | parts | {code.lower() for code in codes} | {f"{one}s" for one in people}:
            table[name] = table.get(name, frozenset()) | forms
    return table


def _parts(names: list[str]) -> frozenset[str]:
    return frozenset(part.lower() for name in names for part in name.split() if len(part) >= _SHORTEST)
