"""Enumerations: "for three reasons. First, … Second, … And third, …" belong together."""

import re
from collections.abc import Sequence

from text.sentences import Sentence

_ORDER = (
    r"first|firstly|first of all|one|to begin with",
    r"second|secondly|another|two",
    r"third|thirdly|three",
    r"fourth|fourthly|four",
    r"fifth|fifthly|five",
    r"sixth|sixthly|six",
)
_LAST = r"finally|lastly|last"
_START = r"^\W*(?:and|but|then)?,?\s*(?:the\s+)?(?:{})\b(?:\s+(?:is|was|comes|came|of all|reason|point)\b|[,:;])"
_MEMBER = [
    re.compile(_START.format(f"{words}|{_LAST}" if place else words), re.IGNORECASE)
    for place, words in enumerate(_ORDER)
]
_ANNOUNCES = re.compile(
    r"\b(?:two|three|four|five|six|several|a number of|\d)\s+(?:[\w’'-]+\s+){0,2}?[a-z]+s\b|\bfollowing\b|:$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?P<count>two|three|four|five|six|[2-6])\s+(?:[\w’'-]+\s+){0,2}?(?:reasons|recommendations|demands|conditions|things|"
    r"points|steps|questions|goals|aims|factors|ways|proposals|measures|changes|problems|options|lessons|findings|requirements|"
    r"causes|explanations|rules|promises|principles|priorities|tasks|areas)\b[^.]{0,40}[.:]$",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def enumeration_around(everything: Sequence[Sentence], index: int) -> tuple[int, list[int]] | None:
    """Return (head, members) as indices if the sentence announces an enumeration or belongs to one; else None.

    Members are sentences that begin "First,", "Second,", "Finally," in order, or the bulleted lines below the head;
    at least two; or as many sentences as the head counts ("four recommendations."). One sentence between two members
    is passed over.
    """
    for head in range(index, max(-1, index - 2 * len(_ORDER)), -1):
        if everything[head].listed:
            continue
        members = _bullets(everything, head) or _ordered(everything, head) or _counted(everything, head)
        if members and _ANNOUNCES.search(everything[head].text) and (index == head or index in members):
            return head, members
        if head < index and everything[head].line < everything[index].line - 2 * len(_ORDER):
            break
    return None


def _ordered(everything: Sequence[Sentence], head: int) -> list[int]:
    members: list[int] = []
    place, at = 0, head + 1
    while at < len(everything) and place < len(_ORDER) and at - (members[-1] if members else head) <= 2:
        if _MEMBER[place].search(everything[at].text):
            members.append(at)
            place += 1
        elif not members:
            break
        at += 1
    return members if len(members) > 1 else []


def _counted(everything: Sequence[Sentence], head: int) -> list[int]:
    """The next four sentences behind "The report makes four recommendations.", if its paragraph has them."""
    match = _COUNTED.search(everything[head].text)
    count = _COUNTS.get(match["count"].lower()) or int(match["count"]) if match else 0
    members = list(range(head + 1, min(head + 1 + count, len(everything))))
    return members if count and len(members) == count and everything[members[-1]].line == everything[head].line else []


def _bullets(everything: Sequence[Sentence], head: int) -> list[int]:
    members: list[int] = []
    for at in range(head + 1, len(everything)):
        if everything[at].listed:
            members.append(at)
        elif not members or everything[at].line != everything[members[-1]].line:
            break
    return members if len(members) > 1 else []
