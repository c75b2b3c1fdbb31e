"""How frequent a word is in a language, by wordfreq's lists, which are read once and kept as one small table.

Read as they come, the lists of thirty languages take half a second at every start and 160 MB.
"""

import math
import mmap
import os
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from threading import Lock

CODES = tuple("bg ca cs da de el en es fi fr hu id is it lt lv mk nb nl pl pt ro ru sh sk sl sv tr uk vi".split())
"""The languages that the table has."""

_LISTS = "small"
"""wordfreq's lists of words that occur at least once in a million."""
_LAYOUT = 2
_CENTIBELS = 0x3FF
"""The low bits of an entry: how rare the word is, in hundredths of a power of ten. The others are of the hash of
language and word: among 54 bits, one of a billion unknown words is taken for one that is known."""
_SUM_BYTES = 8
_NUMBERS = 10_000
"""Below this, English numbers stand in the table too: questions name days and years, and to reckon them out all of
wordfreq is loaded, a quarter of a second."""


class Table:
    """Every word of every language in eight bytes, in order: found by halving, in the file itself, without reading it.

    Any thread may look. Without a folder, or where that cannot be written to, the table is in memory alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._entries: memoryview | None = None
        self._opening = Lock()

    def keep_in(self, folder: Path) -> None:
        """Keep the table in a folder from now on, if it is not open yet."""
        self._folder = folder

    def is_kept(self) -> bool:
        """Whether a file of the table is there, so that opening it takes no time."""
        return self._folder is not None and _path(self._folder).is_file()

    def open(self) -> memoryview:
        """Return the entries in order; the first call of all makes them, in a second or two."""
        with self._opening:
            if self._entries is None:
                self._entries = self._kept() or memoryview(_made())
            return self._entries

    def rarity(self, word: str, code: str) -> int | None:
        """Return 0 (every word is this one) to 600 (one of a million), in hundredths of a power of ten; None: it is not
        in the list.
        """
        entries, key = self._entries or self.open(), _key(word, code)
        place = bisect_left(entries, key)
        found = entries[place] if place < len(entries) else 0
        return found & _CENTIBELS if found | _CENTIBELS == key | _CENTIBELS else None

    def _kept(self) -> memoryview | None:
        if self._folder is None:
            return None
        path = _path(self._folder)
        with suppress(OSError, ValueError):
            return _read(path)
        with suppress(OSError):
            entries = memoryview(_made()).cast("B")
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{os.getpid()}")  # each process makes its own; the last one stays
            unfinished.write_bytes(entries.tobytes() + _sum(entries))
            unfinished.replace(path)
            return _read(path)
        return None


TABLE = Table()
"""The one of this process."""


@lru_cache(maxsize=16_384)
def zipf(word: str, code: str) -> float:
    """Return how often a word occurs in the language ``code``, one of CODES, as a power of ten in a billion words.

    8 at most; 0 if the word is not among those that occur at least once in a million.
    """
    rarity = TABLE.rarity(word, code)
    if rarity is not None:
        return (900 - rarity) / 100
    as_in_lists = word.isascii() and word.isalpha() and word.islower()
    return 0.0 if as_in_lists else _in_pieces(word, code)


def _in_pieces(word: str, code: str) -> float:
    """What wordfreq.zipf_frequency says of a word that is not as in its lists: folded, taken apart, a large number."""
    from wordfreq.numbers import digit_freq, smash_numbers
    from wordfreq.tokens import lossy_tokenize

    rarity = 0.0
    for piece in lossy_tokenize(word, code):
        shape = smash_numbers(piece)
        known = TABLE.rarity(shape, code)
        if known is None:
            return 0.0
        rarity += 10 ** (known / 100) / (digit_freq(piece) if shape != piece else 1.0)
    if not rarity:
        return 0.0
    three_digits = float(f"{1 / rarity:.3g}")  # to which wordfreq rounds
    return max(0.0, round(math.log10(three_digits) + 9, 2))


def _path(folder: Path) -> Path:
    return folder / f"words-{version('wordfreq')}-{_LAYOUT}.table"


def _key(word: str, code: str) -> int:
    return int.from_bytes(blake2b(f"{code} {word}".encode("utf-8", "replace"), digest_size=8).digest()) & ~_CENTIBELS


def _made() -> "array[int]":
    return array("Q", sorted(_entries_of_lists()))


def _entries_of_lists() -> Iterator[int]:
    from wordfreq import available_languages, read_cBpack, zipf_frequency

    files = available_languages(_LISTS)
    for code in CODES:
        for rarity, words in enumerate(read_cBpack(files[code])):
            yield from (_key(word, code) | rarity for word in words)
    for number in map(str, range(10, _NUMBERS)):  # the lists have their shape alone
        yield _key(number, "en") | 900 - round(100 * zipf_frequency(number, "en", wordlist=_LISTS))


def _read(path: Path) -> memoryview:
    """Return what a file holds; raises ValueError if it is not whole."""
    with path.open("rb") as file:
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    if _sum(whole[:-_SUM_BYTES]) != whole[-_SUM_BYTES:]:
        raise ValueError(path)
    return whole[:-_SUM_BYTES].cast("Q")


def _sum(entries: memoryview) -> bytes:
    return zlib.crc32(entries).to_bytes(_SUM_BYTES)
