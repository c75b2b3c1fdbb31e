"""Names of countries and of the states of the US, for questions that ask for one."""

import re
from functools import lru_cache

import pycountry

_ALSO_COUNTRIES = [
    "US",
    "U.S.",
    "USA",
    "America",
    "UK",
    "U.K.",
    "Britain",
    "England",
    "Scotland",
    "Wales",
    "Russia",
    "Turkey",
    "Taiwan",
    "Kosovo",
    "Palestine",
    "Brunei",
    "Macedonia",
    "United States",
    "Czech Republic",
    "Ivory Coast",
    "Northern Ireland",
    "Cape Verde",
    "East Timor",
]


def countries_in(text: str) -> frozenset[str]:
    """Return the countries that a text names, as printed (ISO 3166 names and what news call them)."""
    return frozenset(_countries().findall(text))


def states_in(text: str) -> frozenset[str]:
    """Return the states and territories of the US that a text names, as printed."""
    return frozenset(_states().findall(text))


@lru_cache(maxsize=1)
def _countries() -> re.Pattern[str]:
    names = [name for country in pycountry.countries for name in (country.name, getattr(country, "common_name", ""))]
    return _any_of([name.split(",")[0] for name in names if name] + _ALSO_COUNTRIES)


@lru_cache(maxsize=1)
def _states() -> re.Pattern[str]:
    return _any_of([place.name for place in pycountry.subdivisions if place.country_code == "US"])


def _any_of(names: list[str]) -> re.Pattern[str]:
    longest_first = sorted(set(names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
