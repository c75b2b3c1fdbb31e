"""How frequent a word is in a language, by wordfreq's lists, which are read once and kept as one small table.

Read as they come, the lists of thirty languages take half a second at every start and 160 MB.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

CODES = tuple("bg ca cs da de el en es fi fr hu id is it lt lv mk nb nl pl pt ro ru sh sk sl sv tr uk vi".split())
"""The languages that the table has."""

Entries = npt.NDArray[np.uint64]
_LISTS = "small"  # wordfreq's lists of words that occur at least once in a million
_LAYOUT = 3
_CENTIBELS = 0x3FF
"""The low bits of an entry: how rare the word is, in hundredths of a power of ten. The others are of the hash of
language and word: among 54 bits, one of a billion unknown words is taken for one that is known."""


class Table:
    """Every word of every language in eight bytes, sorted: found by halving, in the file itself, without reading it.

    Safe to call from several threads. Without a folder, or where that cannot be written to, it is in memory alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._entries: Entries | None = None
        self._opening = Lock()

    def keep_in(self, folder: Path) -> None:
        """Keep the table in a folder from now on, if it is not open yet."""
        self._folder = folder

    def is_kept(self) -> bool:
        """Whether a file of the table is there, so that opening it takes no time."""
        return self._folder is not None and _path(self._folder).is_file()

    def open(self) -> Entries:
        """Return the entries in order; the first call of all makes them, in a second or two."""
        with self._opening:
            if self._entries is None:
                kept = self._kept()
                self._entries = _made() if kept is None else kept
            return self._entries

    def rarity(self, word: str, code: str) -> int | None:
        """Return 0 (every word is this one) to 600 (one of a million), in hundredths of a power of ten, or None."""
        entries = self.open() if self._entries is None else self._entries
        key = _key(word, code)
        place = int(entries.searchsorted(np.uint64(key)))
        found = int(entries[place]) if place < len(entries) else 0
        return found & _CENTIBELS if found | _CENTIBELS == key | _CENTIBELS else None

    def _kept(self) -> Entries | None:
        if self._folder is None:
            return None
        path = _path(self._folder)
        with suppress(OSError, ValueError, EOFError):  # the last two: it is not whole
            return _read(path)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{os.getpid()}.npy")  # each process makes its own; the last one stays
            np.save(unfinished, _made())
            unfinished.replace(path)
            return _read(path)
        return None


TABLE = Table()  # the one of this process


@lru_cache(maxsize=16_384)
def zipf(word: str, code: str) -> float:
    """Return how often a word of letters occurs in the language ``code``, one of CODES, as a power of ten in a billion
    words.

    8 at most; 0 if the word is not among those that occur at least once in a million.
    """
    rarity = TABLE.rarity(word, code)
    if rarity is None and not (word.isascii() and word.islower()):
        from wordfreq.preprocess import preprocess_text  # the lists have one spelling: no final sigma, no capitals

        rarity = TABLE.rarity(preprocess_text(word, code), code)  # type: ignore[arg-type]  # it takes a code too
    return 0.0 if rarity is None else (900 - rarity) / 100


def _key(word: str, code: str) -> int:
    return int.from_bytes(blake2b(f"{code} {word}".encode("utf-8", "replace"), digest_size=8).digest()) & ~_CENTIBELS


def _path(folder: Path) -> Path:
    return folder / f"words-{version('wordfreq')}-{_LAYOUT}.npy"


def _read(path: Path) -> Entries:
    entries: Entries = np.load(path, mmap_mode="r")
    return entries


def _made() -> Entries:
    return np.sort(np.fromiter(_entries_of_lists(), dtype=np.uint64))


def _entries_of_lists() -> Iterator[int]:
    from wordfreq import available_languages, read_cBpack

    files = available_languages(_LISTS)
    for code in CODES:
        for rarity, words in enumerate(read_cBpack(files[code])):
            yield from (_key(word, code) | rarity for word in words)
