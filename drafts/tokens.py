"""Texts as sequences of tokens that compare equal where only conventional typography differs.

Two tokens are equal only if every character is, after these foldings: curly, straight and guillemet quotation marks;
hyphens and dashes; an ellipsis as one sign or as three points; ligatures and composed letters; and what has no width.
White space parts tokens and counts for nothing else. Case is kept.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
_LETTER = rf"[\w\u0300-\u036f{_UNSEEN}]"
_TOKEN = re.compile(
    rf"{_LETTER}++(?:(?:['’ʼ](?=[^\W\d_])|(?<=\d)[.,:'’](?=\d)){_LETTER}++)*+|\.(?:[ \u00a0]?\.){{2,}}+|[^\w\s]"
)
_OWN_WORD = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED = re.compile(f"[{_OWN_WORD}]")
_CHARACTERS = re.compile(f"[{_OWN_WORD}]|[^{_OWN_WORD}]+")
_DROPPED = re.compile(f"[{_UNSEEN}]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_QUOTES = "\"'“”„‟‘’‚‛«»‹›`´ʼ「」『』｢｣〝〞〟″′"
_DASHES = "-‐‑‒–—―−﹣－"
ELLIPSIS = "…"
_SIGNS = {**dict.fromkeys(_QUOTES, "'"), **dict.fromkeys(_DASHES, "-")}
_APOSTROPHES = str.maketrans("’ʼ", "''")
_INCH, _FOOT = frozenset('"″'), frozenset("'′")
_JOINING = frozenset("-‐‑")


class Tokens:
    """The tokens of a text, or of pieces of it, with their offsets in it.

    ``exact`` are the tokens folded as above; ``loose`` the same in small letters. ``starts`` and ``ends`` count code
    points of ``text``.
    """

    def __init__(self, text: str, parts: Sequence[tuple[int, int]] | None = None) -> None:
        self.text = text
        self.exact: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in parts or [(0, len(text))]:
            for match in _TOKEN.finditer(text, start, end):
                pieces = [match] if match.group().isascii() else _by_script(text, match)
                for piece in pieces:
                    if folded := _folded(text, piece):
                        self.exact.append(folded)
                        self.starts.append(piece.start())
                        self.ends.append(piece.end())

    def __len__(self) -> int:
        return len(self.exact)

    @cached_property
    def words(self) -> list[int]:
        """The indices of the tokens that are words or numbers."""
        return [index for index, token in enumerate(self.exact) if token[0].isalnum()]

    @cached_property
    def loose(self) -> list[str]:
        """The words alone, in small letters, in the order of ``words``."""
        return [self.exact[index].casefold() for index in self.words]

    @cached_property
    def _joined(self) -> str:
        return f" {' '.join(self.exact)} "

    @cached_property
    def _places(self) -> list[int]:
        """Where each token begins in ``_joined``."""
        return [1, *(total + 1 for total in accumulate(len(token) + 1 for token in self.exact))]

    def find(self, wanted: Sequence[str], first: int = 0) -> int:
        """Return the index of the first token, from ``first`` on, where the tokens ``wanted`` stand; -1 if nowhere.

        The first letter may have either case.
        """
        begins = self._places[first] - 1 if first < len(self.exact) else len(self._joined)
        found = [place for form in _forms(wanted[0]) if (place := self._joined.find(_run(form, wanted), begins)) >= 0]
        return bisect_left(self._places, min(found) + 1) if found else -1

    def find_last(self, wanted: Sequence[str], last: int) -> int:
        """Return the index of the last place where ``wanted`` stands and ends before token ``last``; -1 if nowhere."""
        ends = self._places[last] if last < len(self._places) else len(self._joined)
        place = max(self._joined.rfind(_run(form, wanted), 0, ends) for form in _forms(wanted[0]))
        return bisect_left(self._places, place + 1) if place >= 0 else -1

    def stands_at(self, wanted: Sequence[str], index: int) -> bool:
        """Whether the tokens ``wanted`` stand at ``index``; the first letter may have either case."""
        if index < 0 or index + len(wanted) > len(self.exact):
            return False
        found = self.exact[index : index + len(wanted)]
        return found[0] in _forms(wanted[0]) and found[1:] == list(wanted[1:])

    def is_whole(self, first: int, last: int) -> bool:
        """Whether no word is cut where tokens ``first`` to ``last`` (excluded) begin and end: "violent", "non-violent";
        and no sign is lost that belongs to a number: "$300", "3%".
        """
        start, end, text = self.starts[first], self.ends[last - 1], self.text
        if first and self.ends[first - 1] == start and self.exact[first][0].isalnum():
            before = text[start - 1]
            if before in _JOINING and text[start - 2 : start - 1].isalnum():
                return False
            if text[start].isdigit() and (unicodedata.category(before) == "Sc" or before in "-−+."):
                return False
        if end < len(text) and text[end - 1].isalnum():
            if text[end] in _JOINING and text[end + 1 : end + 2].isalnum():
                return False
            if text[end - 1].isdigit() and (text[end] in "%‰°" or unicodedata.category(text[end]) == "Sc"):
                return False
        return True


def same_signs(one: Tokens, first: int, other: Tokens, start: int, count: int) -> bool:
    """Whether no inch sign of one text stands for a foot sign of the other, which quotation marks fold together."""
    for offset in range(count):
        if one.exact[first + offset] == "'":
            mine, theirs = one.text[one.starts[first + offset]], other.text[other.starts[start + offset]]
            behind_number = first + offset and one.exact[first + offset - 1][-1].isdigit()
            if behind_number and ({mine, theirs} & _INCH and {mine, theirs} & _FOOT):
                return False
    return True


def _forms(word: str) -> set[str]:
    """A word with its first letter small or capital."""
    return {word, word[:1].upper() + word[1:], word[:1].lower() + word[1:]}


def _run(first: str, wanted: Sequence[str]) -> str:
    return f" {' '.join([first, *wanted[1:]])} "


def _by_script(text: str, match: "re.Match[str]") -> "list[re.Match[str]]":
    """A token, or, of writing without spaces, its characters one by one."""
    if not _UNSPACED.search(text, match.start(), match.end()):
        return [match]
    return list(_CHARACTERS.finditer(text, match.start(), match.end()))


def _folded(text: str, match: "re.Match[str]") -> str:
    token = match.group()
    if len(token) == 1 and not token.isalnum():
        if token == "*" and _is_emphasis(text, match.start(), match.end()):
            return ""
        return _SIGNS.get(token, "" if token == "_" else token)
    if token[0] == ".":
        return ELLIPSIS
    if token.isascii():
        return token.strip("_") if "_" in token else token
    token = unicodedata.normalize("NFC", _DROPPED.sub("", token)).translate(_APOSTROPHES).strip("_")
    return _LIGATURE.sub(lambda one: unicodedata.normalize("NFKC", one.group()), token)


def _is_emphasis(text: str, start: int, end: int) -> bool:
    """Whether an asterisk is a sign of Markdown: at one side of a word, not behind a number."""
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    return before == "*" or after == "*" or (before.isalpha() != after.isalnum() and not before.isdigit())
