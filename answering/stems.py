"""Words made alike: "waiting" and "waits" have one stem. English-centred."""

from functools import lru_cache

import snowballstemmer

from domain.language import words

_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the Snowball (English) stem of a word in lower case, its possessive and the points of "U.S." taken off."""
    plain = word.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    if not plain[:1].isdigit():
        plain = plain.replace(".", "")
    return str(_STEMMER.stemWord(plain or word))


@lru_cache(maxsize=16384)
def stems(text: str) -> frozenset[str]:
    """Return the stems of all words of a text."""
    return frozenset(stem(word.text) for word in words(text))
