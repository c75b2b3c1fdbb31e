"""Split a text into words, and tell content words, function words and names apart. English-centred."""

import re
from functools import lru_cache
from typing import NamedTuple

FUNCTION_WORDS = frozenset(
    """
    a about above after again against all also although always am an and another any anybody anyone anything are
    aren't around as at away be became because been before being below between both but by can can't cannot
    could couldn't did didn't do does doesn't doing don't down during each either else ever every everybody
    everyone everything few for from further get gets getting give given go got had hadn't has hasn't have
    haven't having he he's her here hers herself him himself his how however i i'm if in into is isn't it it's
    its itself just know let like made make makes many may me might more most much must my myself neither no
    nobody nor not nothing now of off often on once one only onto or other others our ours ourselves out over
    own per perhaps please quite rather really said same say says see shall she should shouldn't since so some
    somebody someone something still such tell than that that's the their theirs them themselves then there
    there's therefore these they they're this those though through thus to today together too under until unto
    up upon us use used very was wasn't we were weren't what what's whatever when whenever where wherever
    whether which while who who's whoever whom whose why will with within without won't would wouldn't yet you
    your yours yourself yourselves
    """.split()
)
"""Stop words: words of grammar, and a few verbs that are common in questions."""

CHINESE_AND_KANA = (
    r"\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Ranges for a regular expression's character class: Chinese characters and kana, which are written without spaces."""
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:[^\W\d_]\.)+[^\W\d_](?!\w)|"
    r"\d+(?:[.,:]\d+)*[^\W_]*|(?!(?<=\w['’])s\b)[^\W_]+(?:['’](?!s\b)[^\W\d_]+)*"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?…:][\"”’)\]]{0,8}\s|\n)\s{0,8}[\"“‘(\[*_]{0,8}$")
_LOOK_BACK = 8


class Word(NamedTuple):  # an article has thousands, and a frozen dataclass takes twice as long to make
    """A word as printed; ``start`` and ``end`` are offsets in code points into the text it was taken from.

    ``content``: it is a content word, no function word. ``name``: it is written like a name, with a capital inside a
    sentence or with several capitals.
    """

    text: str
    start: int
    end: int
    content: bool
    name: bool


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of a text, in order.

    In a text of mixed case "US", "WHO" and "IT" are names while "us", "who" and "it" are function words.
    """
    found = list(_WORD.finditer(text))
    mixed = any(match.group().islower() for match in found)
    return tuple(_word(text, match, mixed) for match in found)


def content_words(text: str) -> list[str]:
    """Return the content words of a text as printed, each once, in order."""
    return list(dict.fromkeys(word.text for word in words(text) if word.content))


def printed_words(text: str) -> frozenset[str]:
    """Return the words of a text as printed, without offsets; for a whole article much faster than ``words``."""
    return frozenset(_WORD.findall(text))


def _word(text: str, match: re.Match[str], mixed: bool) -> Word:
    printed, start = match.group(), match.start()
    if printed.islower():  # most words: the rest of the function would say the same, in three times the time
        return Word(printed, start, match.end(), printed.replace("’", "'") not in FUNCTION_WORDS, False)
    capitals = sum(character.isupper() for character in printed)
    acronym = mixed and capitals >= 2
    content = acronym or printed.lower().replace("’", "'") not in FUNCTION_WORDS
    name = mixed and content and capitals > 0 and (acronym or not _starts_sentence(text, start))
    return Word(printed, start, match.end(), content, name)


def _starts_sentence(text: str, start: int) -> bool:
    return _SENTENCE_START.search(text, max(0, start - _LOOK_BACK), start) is not None
