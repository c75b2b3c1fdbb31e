"""Names in a written statement that a text does not have in any usual form."""

import re
from functools import lru_cache

from domain.language import Word, words
from text.country_names import country_forms
from text.word_forms import stem

_DATES = re.compile(
    r"\A(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|jan|feb|aug|sept?|oct|nov|dec)\Z",
    re.IGNORECASE,
)
_TITLES = frozenset("mr mrs ms miss dr sir dame lord lady prof professor".split())
_INITIALS = re.compile(r"\A(?:[A-Z]\.?){2,6}s?\Z")
_RUN = re.compile(r"\b(?!The\b)[A-Z]\w*(?: [A-Z]\w*)+")


def unnamed(claim: str, printed: str) -> list[Word]:
    """Return the names of a claim that a text does not have, nor in another form of a country ("US", "American") or
    by their initials ("WHO" spelled out, and the reverse).

    A capital at the start of a sentence does not make a name.
    """
    found = words(printed)
    stems = frozenset(stem(word.text) for word in found)
    plain = frozenset(word.text.lower() for word in found) | {word.text.replace(".", "") for word in found}
    initials = "".join(word.text[0] for word in found if word.text[0].isupper())
    runs = ((run, "".join(part[0] for part in run.group().split())) for run in _RUN.finditer(claim))
    short = {place for run, letters in runs if letters in plain for place in range(*run.span())}
    return [
        word
        for word in words(claim)
        if word.name
        and word.text[0].isupper()
        and word.text.lower() not in _TITLES
        and stem(word.text) not in stems
        and not _DATES.match(word.text)
        and word.start not in short
        and not (_INITIALS.match(word.text) and word.text.rstrip("s").replace(".", "") in initials)
        and not country_forms(word.text) & plain
    ]


@lru_cache(maxsize=256)
def written_names(printed: str) -> frozenset[str]:
    """Return the words, in small letters, that a text writes like names inside its sentences."""
    return frozenset(word.text.lower() for word in words(printed) if word.name)
