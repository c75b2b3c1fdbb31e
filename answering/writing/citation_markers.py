"""A model's reply taken apart: its statements, and the marks ([1]) that say what each one rests on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from text.sentences import sentences

_NUMBERS = r"\d{1,3}(?:\s*(?:,|;|-|–|&|and)\s*\d{1,3})*"
_BLANKS = r"(?<![ \t])[ \t]*+"  # a run of blanks, whole: a model may print thousands of them
_ONLY_NUMBERS = re.compile(rf"\s*{_NUMBERS}\s*")
_MARK = re.compile(rf"{_BLANKS}(?:\[\s*(?P<square>{_NUMBERS})\s*\]|【\s*(?P<lens>{_NUMBERS})[^】\n]{{0,20}}】)")
_PICTURE = re.compile(_BLANKS + r"!\[[^\]\n]{0,200}+\]\([^)\n]{0,2000}+\)")
_LINK = re.compile(r"\[(?P<words>[^\]\n]{0,200}+)\]\([^)\n]{0,2000}+\)")
_HELD_BACK = re.compile(
    rf"{_BLANKS}(?:!?\[[^\]\n]{{0,200}}+|!?(?!\[\s*{_NUMBERS}\s*\]\Z)\[[^\]\n]{{0,200}}\]|"
    r"(?:!?\[[^\]\n]{0,200}\]\([^)\n]{0,2000}+)|【[^】\n]{0,40}|!|(?<!\*)\*++|(?<=[ \t]))\Z"
)  # the end of a running reply that may still become a mark, a picture, a link or a sign of Markdown
_HELD_BACK_CHARS = 2_300  # so much of it can be, blanks before it not counted
_EMPHASIS = re.compile(r"\*\*|(?<![\w*])\*(?=\S[^*\n]*\*(?![\w*]))|(?<=\S)\*(?![\w*])|`+|(?<!\w)__|__(?!\w)")
_STRONG = re.compile(r"\*\*|`+")
UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)  # characters that show nothing, or turn the direction of what follows
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"^\s*(?:#{1,6}\s|\*\*[^*]+\*\*:?\s*$|```|-{3,}\s*$|\*{3,}\s*$)")
_NO_WORD = re.compile(r"[\W_]*")
_BETWEEN, _DIGITS = re.compile(r",|;|&|and"), re.compile(r"\d+")
_MOST_IN_A_RANGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of a reply: its words without marks, and the numbers of its marks, each once, in order."""

    text: str
    marks: tuple[int, ...]


def claims(reply: str) -> list[Claim]:
    """Return the statements of a reply in order.

    A mark belongs to the sentence that it stands in or right behind, before or after the full stop. Headings, a line
    that only announces a list, pictures, addresses of links and Markdown's own signs are left out.
    """
    lines = UNSEEN.sub("", reply).split("\n")
    found: list[Claim] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        announces = line.rstrip().rstrip("*").endswith(":") and _BULLET.match(after)
        if not announces and not _HEADING.match(line):
            found += _of_line(_BULLET.sub("", line))
    return found


def visible(text_so_far: str) -> str:
    """Return what may be shown of a reply that is still running: whole marks, no picture, no address. Each call
    returns a continuation of what it returned for less of the same reply.
    """
    text = UNSEEN.sub("", text_so_far)
    near_end = len(text[: max(0, len(text) - _HELD_BACK_CHARS)].rstrip(" \t"))
    text = text[: match.start()] if (match := _HELD_BACK.search(text, near_end)) else text
    return _STRONG.sub("", _without_addresses(text))


def _without_addresses(text: str) -> str:
    """Leave out pictures, and of links all but their words; a link made of a mark is that mark."""
    return _LINK.sub(
        lambda link: f"[{link['words']}]" if _ONLY_NUMBERS.fullmatch(link["words"]) else link["words"],
        _PICTURE.sub("", text),
    )


def _of_line(line: str) -> Iterator[Claim]:
    """Take the marks out of a line, remembering where each stood, and cut what is left into sentences."""
    line = _EMPHASIS.sub("", _without_addresses(line))
    text, marks, last = "", [], 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        marks.append((len(text.rstrip()), _numbers(match["square"] or match["lens"])))
        last = match.end()
        if text[-1:].strip() and (line[last : last + 1].isalnum()):
            text += " "
    text += line[last:]
    spans = [(sentence.start, sentence.end) for sentence in sentences(text) if not _NO_WORD.fullmatch(sentence.text)]
    own: list[list[int]] = [[] for _ in spans]
    for place, numbers in marks:
        before = [index for index, (start, _) in enumerate(spans) if start < place]
        if spans:
            own[before[-1] if before else 0] += numbers
    for (start, end), numbers in zip(spans, own, strict=True):
        yield Claim(text=" ".join(text[start:end].split()), marks=tuple(dict.fromkeys(numbers)))


def _numbers(printed: str) -> list[int]:
    found: list[int] = []
    for part in _BETWEEN.split(printed):
        ends = [int(number) for number in _DIGITS.findall(part)]
        found += range(ends[0], ends[-1] + 1) if 0 <= ends[-1] - ends[0] < _MOST_IN_A_RANGE else ends
    return found
