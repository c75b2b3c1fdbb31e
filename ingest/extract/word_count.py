"""Words of any script: those of scripts without spaces are counted and compared by their letters."""

import re

from domain.language import CHINESE_AND_KANA

_UNSPACED = rf"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff{CHINESE_AND_KANA}"  # Thai, Lao, Burmese and Khmer besides
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_LETTER = re.compile(rf"[{_UNSPACED}]")
_LETTERS_A_WORD = 2
"""About as many letters of Chinese say what one English word does."""


def tokens(text: str) -> list[str]:
    """Return the words of a text in order, and each letter of a script without spaces by itself."""
    return _TOKEN.findall(text)


def count_words(text: str) -> int:
    """Return the length of a text in words, those of scripts without spaces estimated from their letters."""
    letters = len(_LETTER.findall(text))
    return len(_LETTER.sub(" ", text).split()) + letters // _LETTERS_A_WORD


def is_unspaced(letter: str) -> bool:
    """Whether a letter is of a script that writes no spaces between words."""
    return _LETTER.fullmatch(letter) is not None
