"""Whether a text says that something is, is not, or may be: what stands under a negation or a doubt."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.language import Word, words
from text.word_forms import is_past, root

_NEGATES = re.compile(
    r"^(?:not|never|no|nobody|nothing|none|neither|nor|cannot|without|hardly|barely|scarcely|rarely|seldom|\w+n[’']t)$",
    re.IGNORECASE,
)
_NEGATES_BOTH_WAYS = re.compile(r"^(?:no|nobody|nothing|none)$", re.IGNORECASE)
"""As an object they negate the verb before them too: "promised nothing"."""
_REFUSES = re.compile(r"^(?:refus|fail|den[iy]|reject)\w*$", re.IGNORECASE)
_ENDS = re.compile(r"^(?:(?:lack|avoid|prevent|stop|dismiss|unable)\w*|los(?:e|t|es|ing))$", re.IGNORECASE)
_NOT_NEGATED = re.compile(r"^(?:only|just|merely|least|all|doubt|wonder)$", re.IGNORECASE)
_BOUNDARY = re.compile(
    r"[,;:.!?()“”\"–—]|\b(?:but|because|although|though|while|which|who|when|until|unless)\b", re.IGNORECASE
)
_WITHIN = 7
_LEVELS = (
    (1, re.compile(r"(?:may|might|could|perhaps|possibl[ey]|maybe|consider\w*|propos\w*|threaten\w*|if|whether)")),
    (
        2,
        re.compile(
            r"(?:plan\w*|hop(?:e|es|ed|ing)|intend\w*|aim\w*|expect\w*|want\w*|wish\w*|likely|would|should|due)"
        ),
    ),
    (3, re.compile(r"(?:will|shall|going|to|[Ww]on[’']t)")),
)
FACT, WILL = 4, 3
"""The level of what is told as it is; 3: will be, 2: is meant or expected to be, 1: may be."""
NEGATING = frozenset(map(root, "not never no nobody nothing none cannot without".split()))
_HAVE = frozenset("has have had was were is are been being".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """One sign of negation and the roots of the content words under it, the nearest first.

    ``firm``: a plain "not", "no", "never". Verbs such as "refuse" deny as well, but may be told in other words; those
    such as "lose" (``loose``) only answer a denial of the other side: "lost power" and "without power".
    """

    under: tuple[str, ...]
    firm: bool
    loose: bool = False


@lru_cache(maxsize=8192)
def denials(text: str) -> tuple[Denial, ...]:
    """Return the negations of a text in order."""
    found = words(text)
    made = []
    for place, word in enumerate(found):
        following = found[place + 1].text if place + 1 < len(found) else ""
        firm = _NEGATES.match(word.text) is not None and not _NOT_NEGATED.match(following)
        loose = _ENDS.match(word.text) is not None
        if not firm and not loose and not _REFUSES.match(word.text):
            continue
        under = [index for index in _behind(text, found, place, _WITHIN if firm else 99) if _tells(found[index])]
        if _NEGATES_BOTH_WAYS.match(word.text) and place and _tells(found[place - 1]):
            under.append(place - 1)
        if under:
            made.append(Denial(under=tuple(root(found[index].text) for index in under), firm=firm, loose=loose))
    return tuple(made)


def negators(text: str) -> int:
    """Return how many words of a text are plain negations."""
    return sum(_NEGATES.match(word.text) is not None for word in words(text))


@lru_cache(maxsize=8192)
def levels(text: str) -> dict[str, int]:
    """Map the root of each content word to how certain it is told at most (1 to 4)."""
    found = words(text)
    level = [FACT] * len(found)
    for place, word in enumerate(found):
        own = next((value for value, pattern in _LEVELS if pattern.fullmatch(word.text) and not word.name), None)
        if own is not None:
            for inside in _behind(text, found, place, 1 if word.text == "to" else _WITHIN):
                level[inside] = min(level[inside], own)
    told: dict[str, int] = {}
    for word, own in zip(found, level, strict=True):
        told[root(word.text)] = max(told.get(root(word.text), 0), own)
    return told


def happened(text: str) -> Iterator[str]:
    """Yield the roots of words that are told as done: past forms, and what stands behind "has" or "was"."""
    found = words(text)
    told = levels(text)
    for place, word in enumerate(found):
        before = [other.text.lower() for other in found[max(0, place - 2) : place]]
        done = is_past(word.text) or bool(_HAVE & set(before[-1:]))
        if word.content and not word.name and done and told[root(word.text)] == FACT:
            yield root(word.text)


def _tells(word: Word) -> bool:
    return word.content and not word.text[0].isdigit()


def _behind(text: str, found: Sequence[Word], place: int, most: int) -> Iterator[int]:
    """The words behind a sign up to the end of its clause."""
    for index in range(place + 1, min(len(found), place + 1 + most)):
        if _BOUNDARY.search(text[found[index - 1].end : found[index].start]) or _BOUNDARY.fullmatch(found[index].text):
            return
        yield index
