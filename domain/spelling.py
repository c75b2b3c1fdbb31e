"""One spelling for what is printed in several ways: both sides of a keyword index use it. English-centred."""

import re

from domain.language import FUNCTION_WORDS

_ACRONYM_LETTERS = 5
_LETTER = r"[^\W\d_]"
_POINTED = re.compile(rf"(?<![\w.])(?:{_LETTER}\.)+{_LETTER}(?!\w)\.?")
"""Letters with a point between any two: "U.S.", and "U.S" where the last point is parted from it."""
_CAPITALS = re.compile(
    rf"\b(?:{'|'.join(word.upper() for word in sorted(FUNCTION_WORDS) if word.isalpha() and 1 < len(word) <= 5)})\b"
)
"""What would be a word of grammar in small letters: "US", "WHO", "IT"."""
_UNIT = r"m|bn|tn|k|km|kg|th|st|nd|rd|s|am|pm|mph"
"""What news print close behind a number: "$4.5m"."""
_GLUED = re.compile(rf"(?<!\d)(?<!\d[.,:])((?<!\w)\d++(?:[.,:]\d++)*+|(?<=\w)\d++(?:[.,:]\d++)++)({_UNIT})\b")
"""Begins where a run of digits and separators does, so that a long run is read once. Behind a letter the first digits
belong to a word ("v1"), and what follows them need not."""


def one_spelling(text: str) -> str:
    """Return the text with its acronyms and its numbers with units spelled in one way.

    "N.A.T.O." becomes "NATO", "4.5m" becomes "4.5 m". "US" becomes "U.S.", since an index without capitals would take
    it for the pronoun; where nothing is in small letters it is left alone.
    """
    text = _POINTED.sub(lambda match: _acronym(match.group()), text)
    if any(map(str.islower, text)):
        text = _CAPITALS.sub(lambda match: _acronym(match.group()), text)
    return _GLUED.sub(r"\1 \2", text)


def index_term(word: str) -> str:
    """Return a single word as ``one_spelling`` leaves it in a text, a number without its unit.

    A word in capitals is taken for an acronym: who asks for "US" has said that it is no pronoun.
    """
    if number := _GLUED.fullmatch(word):
        return number[1]
    capitals = word.isupper() and word.isalpha() and 2 <= len(word) <= _ACRONYM_LETTERS
    return _acronym(word) if capitals or _POINTED.fullmatch(word) else word


def _acronym(printed: str) -> str:
    plain = printed.replace(".", "")
    return ".".join(plain) + "." if plain.lower() in FUNCTION_WORDS else plain
