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
_SHORTEST, _ENDING = 5, 2
"""Of two words of so many letters one may be the other with so many more: "Russian" and "Russia"."""


def unnamed(claim: str, printed: str) -> list[Word]:
    """Return the names of a claim that a text does not have, nor in another form of a country ("US", "American") or
    by their initials ("WHO" spelled out, and the reverse).

    A capital at the start of a sentence is a name only where the text writes the word as one.
    """
    found = words(printed)
    stems = frozenset(stem(word.text) for word in found)
    plain = frozenset(word.text.lower() for word in found) | {word.text.replace(".", "") for word in found}
    initials = "".join(word.text[0] for word in found if word.text[0].isupper())
    written = written_names(printed)
    runs = ((run, "".join(part[0] for part in run.group().split())) for run in _RUN.finditer(claim))
    short = {place for run, letters in runs if letters in plain for place in range(*run.span())}
    return [
        word
        for word in words(claim)
        if _is_name(word, written)
        and word.start not in short
        and not (_INITIALS.match(word.text) and word.text.rstrip("s").replace(".", "") in initials)
        and not country_forms(word.text) & plain
        and not any(_alike(stem(word.text), other) for other in stems)
    ]


@lru_cache(maxsize=256)
def written_names(printed: str) -> frozenset[str]:
    """Return the words, in small letters, that a text writes like names inside its sentences."""
    return frozenset(word.text.lower() for word in words(printed) if word.name)


def _is_name(word: Word, written: frozenset[str]) -> bool:
    plain = word.text.lower()
    if not word.content or not word.text[0].isupper() or _DATES.match(plain) or plain in _TITLES:
        return False
    return word.name or plain in written


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST and longer.startswith(shorter[:-1]) and len(longer) - len(shorter) <= _ENDING
