"""Words made alike: "waiting" and "waits" have one stem. English-centred."""

import threading
from functools import lru_cache

import Stemmer

from domain.language import printed_words


class _OwnStemmer(threading.local):
    """A stemmer for each thread: one that several use at once mixes their words up."""

    def __init__(self) -> None:
        self.stemmer = Stemmer.Stemmer("english")


_OWN = _OwnStemmer()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the Snowball (English) stem of a word in lower case, its possessive and the points of "U.S." taken off."""
    plain = word.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    if not plain[:1].isdigit():
        plain = plain.replace(".", "")
    return str(_OWN.stemmer.stemWord(plain or word))


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Return the stems of all words of a text."""
    return frozenset(map(stem, printed_words(text)))
