"""Which words of an article have changed: old and new text side by side, as runs of words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from difflib import Match, SequenceMatcher

from domain.values import Stretch

_WORDS = re.compile(r"\S+\s*|\s+")
_PARAGRAPH = re.compile(r".*\n+|.+")
_MOST_WORDS = 4000
"""Compared word by word; of more, paragraph by paragraph first."""
_STEPS_A_WORD = 300
"""Of a comparison, so that its time is bounded by the length; what takes more is compared paragraph by paragraph, or
shown as taken out and put in as a whole."""
_CONTEXT_CHARS = 160
"""Left standing on each side of a change; what is further off is left out."""

Opcode = tuple[str, int, int, int, int]


def difference(old: str, new: str) -> tuple[Stretch, ...]:
    """Return the changes with some words around them, in order; nothing for texts that are the same.

    Where words were replaced, those taken out stand before those put in. A stretch ``skipped`` stands for words
    that are the same and far from any change; its text is empty.
    """
    if old == new:
        return ()
    return tuple(_shortened(_merged(_compared(_WORDS.findall(old), _WORDS.findall(new)))))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    """Compare from both ends up to the change first: most edits touch little of a text."""
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    yield Stretch(kind="kept", text="".join(new[:head]))
    yield from _compared_middle(old[head : len(old) - tail], new[head : len(new) - tail])
    yield Stretch(kind="kept", text="".join(new[len(new) - tail :]))


def _compared_middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    whole = _paragraphs(old), _paragraphs(new)
    for one, other in ((old, new), whole):
        with suppress(_TooLong):
            yield from _stretches(one, other, _Matcher(one, other).get_opcodes())
            return
    yield Stretch(kind="removed", text="".join(old))
    yield Stretch(kind="added", text="".join(new))


class _TooLong(Exception):
    """A comparison takes more steps than it may."""


class _Matcher(SequenceMatcher[str]):
    """Compares two texts in a limited number of steps; raises _TooLong.

    A step is a look at one word of the one text beside an equal word of the other. Words that are repeated again and
    again make them as many as the product of the lengths, once for each run that is found.
    """

    def __init__(self, one: Sequence[str], other: Sequence[str]) -> None:
        if max(len(one), len(other)) > _MOST_WORDS:
            raise _TooLong
        super().__init__(None, one, other, autojunk=False)
        counts = Counter(other)
        self._steps_a_word = 1 + sum(counts[word] for word in one) / max(1, len(one))
        self._steps_left: float = _STEPS_A_WORD * (len(one) + len(other))
        self._length = len(one)

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """As the standard library's, and counted."""
        self._steps_left -= self._steps_a_word * ((self._length if ahi is None else ahi) - alo)
        if self._steps_left < 0:
            raise _TooLong
        return super().find_longest_match(alo, ahi, blo, bhi)


def _stretches(old: Sequence[str], new: Sequence[str], opcodes: Iterable[Opcode]) -> Iterator[Stretch]:
    for kind, first, last, start, end in opcodes:
        if kind == "equal":
            yield Stretch(kind="kept", text="".join(new[start:end]))
        else:
            yield Stretch(kind="removed", text="".join(old[first:last]))
            yield Stretch(kind="added", text="".join(new[start:end]))


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words from the beginning on are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _paragraphs(words: Sequence[str]) -> list[str]:
    return _PARAGRAPH.findall("".join(words))


def _merged(stretches: Iterator[Stretch]) -> list[Stretch]:
    """Join stretches of a kind, and leave out empty ones."""
    merged: list[Stretch] = []
    for stretch in stretches:
        if not stretch.text:
            continue
        if merged and merged[-1].kind == stretch.kind:
            merged[-1] = Stretch(kind=stretch.kind, text=merged[-1].text + stretch.text)
        else:
            merged.append(stretch)
    return merged


def _shortened(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    for place, stretch in enumerate(stretches):
        first, last = place == 0, place == len(stretches) - 1
        if stretch.kind != "kept" or len(stretch.text) <= _CONTEXT_CHARS * (1 if first or last else 2):
            yield stretch
            continue
        if not first:
            yield Stretch(kind="kept", text=_cut(stretch.text[:_CONTEXT_CHARS], at_end=True))
        yield Stretch(kind="skipped", text="")
        if not last:
            yield Stretch(kind="kept", text=_cut(stretch.text[-_CONTEXT_CHARS:], at_end=False))


def _cut(text: str, *, at_end: bool) -> str:
    """Return the text without the half word at one of its ends."""
    if at_end:
        return text.rpartition(" ")[0] + " " if " " in text else text
    return text.partition(" ")[2] if " " in text else text
