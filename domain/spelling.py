"""Normalise the spelling of acronyms and numbers, for indexed texts and for queries alike. English-centred."""

import re

from domain.language import FUNCTION_WORDS

_ACRONYM_LETTERS = 5
_LETTER = r"[^\W\d_]"
_POINTED = re.compile(rf"(?<![\w.])(?:{_LETTER}\.)+{_LETTER}(?!\w)\.?")
"""Letters with a point between any two: "U.S.", or "U.S" without the last point."""
_CAPITALS = re.compile(
    rf"\b(?:{'|'.join(word.upper() for word in sorted(FUNCTION_WORDS) if word.isalpha() and 1 < len(word) <= 5)})\b"
)
"""Acronyms that are function words in lower case: "US", "WHO", "IT"."""
_UNIT = r"m|bn|tn|k|km|kg|th|st|nd|rd|s|am|pm|mph"
"""Units that are printed right behind a number: "$4.5m"."""
_GLUED = re.compile(rf"(?<!\d)(?<!\d[.,:])((?<!\w)\d++(?:[.,:]\d++)*+|(?<=\w)\d++(?:[.,:]\d++)++)({_UNIT})\b")
"""A number with a unit. It matches at the beginning of a run of digits and separators only, so that a long run is read
once. Behind a letter, as in "v1", the first digits belong to the word."""


def one_spelling(text: str) -> str:
    """Return the text with its acronyms and its numbers with units spelled in one way.

    "N.A.T.O." becomes "NATO", "4.5m" becomes "4.5 m". "US" becomes "U.S.", since the index ignores case and would take
    it for the pronoun; a text all in capitals keeps it.
    """
    text = _POINTED.sub(lambda match: _acronym(match.group()), text)
    if any(map(str.islower, text)):
        text = _CAPITALS.sub(lambda match: _acronym(match.group()), text)
    return _GLUED.sub(r"\1 \2", text)


def index_term(word: str) -> str:
    """Return a single word of a query in the spelling of ``one_spelling``, a number without its unit.

    A word in capitals counts as an acronym, so that "US" in a query is not the pronoun.
    """
    if number := _GLUED.fullmatch(word):
        return number[1]
    capitals = word.isupper() and word.isalpha() and 2 <= len(word) <= _ACRONYM_LETTERS
    return _acronym(word) if capitals or _POINTED.fullmatch(word) else word


def _acronym(printed: str) -> str:
    plain = printed.replace(".", "")
    return ".".join(plain) + "." if plain.lower() in FUNCTION_WORDS else plain
