"""How much a model is given to read, in tokens; estimated, since every model cuts text its own way."""

import math

_ASCII_CHARS = 3.5
"""Characters of English a token, on the safe side: the usual tokenizers make 4 to 4.5 of news."""


def tokens(text: str) -> int:
    """Return about how many tokens a text is, rather too many: a character outside ASCII counts as one."""
    other = sum(ord(character) > 127 for character in text)
    return math.ceil((len(text) - other) / _ASCII_CHARS + other)
