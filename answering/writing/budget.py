"""How much a model is given to read, in tokens; estimated, since every model cuts text its own way."""

import math

_ASCII_CHARS = 3.5
"""Characters of English a token, on the safe side: the usual tokenizers make 4 to 4.5 of news."""
READ_SHARE = 0.6
"""Of the estimated tokens a model that reads everything reports at least so many."""


_FEW_PER_OTHER = 0.25
"""Tokens a character outside ASCII at least: alphabets that a tokenizer knows take so few."""


def tokens(text: str, *, per_other: float = 1.0) -> int:
    """Return about how many tokens a text is, rather too many: a character outside ASCII counts as one."""
    other = sum(ord(character) > 127 for character in text)
    return math.ceil((len(text) - other) / _ASCII_CHARS + per_other * other)


def is_cut(sent: str, input_tokens: int) -> bool:
    """Return whether a server that counted ``input_tokens`` cannot have read all of ``sent``; False for a count of 0.

    An Ollama leaves out what does not fit its context, and says nothing but the number of tokens that it read.
    """
    return 0 < input_tokens < READ_SHARE * tokens(sent, per_other=_FEW_PER_OTHER)
