"""Which articles are the same story in nearly the same words: syndicated copies, light edits. By MinHash."""

import hashlib
import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice

from ingest.extract.word_count import tokens

WORDS = 5
"""Of a shingle. Two reports of one event share names and short phrases, seldom five words in a row again and again."""
SAME = 0.8
"""Share of the shorter text's shingles that the other one has, from which on it is a copy. Among 1,979 news articles 7
pairs reach it, each an update or a second printing. Reports that reuse paragraphs of an earlier one stay below: of
those the nearest pair has .73."""
_HALF = 0.5
"""A text much shorter than the other is an excerpt, not a copy."""
_ROWS = 4
_BANDS = 32
"""Texts that share three quarters of all their shingles meet in one of the bands as good as surely (1 in 200,000 does
not); those that share a fifth, once in 20."""
_MIN_SHINGLES = 20
_AT_ONCE = 2_000
"""Shingles that are hashed together: each takes a kilobyte meanwhile."""
_MIN_FRAME_WORDS = 3
_BEGINS_SENTENCE = re.compile(r"[.!?:…\n\"“„«]")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4)  # a plan is made twice; whole texts are held meanwhile
def bands(text: str) -> tuple[int, ...]:
    """Return numbers of which near-identical texts have at least one in common at its place; none for a short text."""
    from datasketch import MinHash

    if len(set(islice(_distinct(text), _MIN_SHINGLES))) < _MIN_SHINGLES:
        return ()
    found = MinHash(num_perm=_ROWS * _BANDS, seed=1)
    parts = _runs(text)
    while batch := [part.encode() for part in islice(parts, _AT_ONCE)]:
        found.update_batch(batch)
    values = found.hashvalues.tolist()
    return tuple(_number(values[first : first + _ROWS]) for first in range(0, len(values), _ROWS))


def is_near_duplicate(one: str, other: str) -> bool:
    """Whether two texts are one, but for small changes or for a part that one of them leaves out.

    Reports of one template are not: among the same words they have other figures, dates or names.
    """
    first, second = shingles(one), shingles(other)
    fewer, more = sorted((len(first), len(second)))
    if fewer < max(_MIN_SHINGLES, _HALF * more) or len(first & second) < SAME * fewer:
        return False
    same, both = same_frames(one, other)
    return same == both


def same_frames(one: str, other: str) -> tuple[int, int]:
    """Return how many frames are filled alike in both texts, and how many frames both have."""
    frames, others = _frames(one), _frames(other)
    both = frames.keys() & others.keys()
    return sum(frames[frame] == others[frame] for frame in both), len(both)


def _frames(text: str) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Return what stands in each frame that a text has once: five words, in which figures and names are left open."""
    words: list[str] = []
    masks: list[str] = []
    end = 0
    for found in _WORD.finditer(text):
        word, gap = found.group(), text[end : found.start()]
        begins = not words or _BEGINS_SENTENCE.search(gap) is not None
        is_name = word[0].isupper() and not begins
        words.append(word.casefold())
        masks.append("#" if word[0].isdigit() else "@" if is_name else word.casefold())
        end = found.end()
    frames: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for first in range(len(masks) - WORDS + 1):
        frame = tuple(masks[first : first + WORDS])
        if 0 < sum(mask in "#@" for mask in frame) <= WORDS - _MIN_FRAME_WORDS:
            frames.setdefault(frame, set()).add(tuple(words[first : first + WORDS]))
    return {frame: found.pop() for frame, found in frames.items() if len(found) == 1}


def shingles(text: str) -> frozenset[int]:
    """Return a number for every five words in a row, in lower case; the same within one process."""
    return frozenset(map(hash, _runs(text)))


def _runs(text: str) -> Iterator[str]:
    """Yield every five words in a row, in lower case; letters in the place of words where a script has no spaces."""
    words: deque[str] = deque(maxlen=WORDS)
    for word in tokens(text.casefold()):
        words.append(word)
        if len(words) == WORDS:
            yield " ".join(words)


def _distinct(text: str) -> Iterator[int]:
    """Yield a number for each run of words that has not come before, as long as fewer are known than are needed."""
    seen: set[int] = set()
    for run in map(hash, _runs(text)):
        if run not in seen:
            seen.add(run)
            yield run


def _number(values: list[int]) -> int:
    """Return a number of 64 bits with its sign, as SQLite keeps them; the same on every machine."""
    return int.from_bytes(hashlib.blake2b(repr(values).encode(), digest_size=8).digest(), signed=True)
