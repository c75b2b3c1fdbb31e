"""A model's reply taken apart: thoughts left out, its statements and their marks ([1]), the numbers that it chooses."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from text.sentences import sentences

CANNOT_TELL = "CANNOT TELL"  # what a model is asked to reply where the excerpts do not answer
KEY = "sentences"
MOST_CHOSEN = 4  # so many sentences are asked for

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_THOUGHTS_END = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_HALF_A_TAG = re.compile(r"<[/a-z]{0,10}\Z", re.IGNORECASE)
_CANNOT = re.compile(
    r"(?:(?:unfortunately|sorry),? )?(?:i (?:cannot|can['’]t|could not|do(?:n['’]t| not)) |there is no |"
    r"(?:the|these|none of the) (?:\w+ )?(?:excerpts?|articles?) (?:do|does|did)(?:n['’]t| not) )",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…。！？][\"”’')\]]*\Z")
_FENCE = re.compile(r"```\w*")
_LABEL = re.compile(r"\A\s*+\**+(?:sentences?|numbers?|answers?)\**:\**", re.IGNORECASE)
_BARE = re.compile(r"(?:[\d,\[\]\s]|\band\b)*")
_NUMBER = re.compile(r"\d+")
_MOST_DIGITS = 9
_NUMBERS = r"\d{1,3}(?:\s*(?:,|;|-|–|&|and)\s*\d{1,3})*"
_BLANKS = r"(?<![ \t])[ \t]*+"  # a run of blanks, whole: a model may print thousands of them
_ONLY_NUMBERS = re.compile(rf"\A\s*{_NUMBERS}\s*\Z")
_MARK = re.compile(rf"{_BLANKS}(?:\[\s*(?P<square>{_NUMBERS})\s*\]|【\s*(?P<lens>{_NUMBERS})[^】\n]{{0,20}}】)")
_PICTURE = re.compile(_BLANKS + r"!\[[^\]\n]{0,200}+\]\([^)\n\[]{0,2000}+\)")
_LINK = re.compile(r"\[(?P<words>[^\]\n]{0,200}+)\]\([^)\n\[]{0,2000}+\)")
_HELD_BACK = re.compile(
    rf"{_BLANKS}(?:!?\[[^\]\n]{{0,200}}+|!?(?!\[\s*{_NUMBERS}\s*\]\Z)\[[^\]\n]{{0,200}}\]|"
    r"(?:!?\[[^\]\n]{0,200}\]\([^)\n\[]{0,2000}+)|【[^】\n]{0,40}|!|(?<!\*)\*++|(?<=[ \t]))\Z"
)  # the end of a running reply that may still become a mark, a picture, a link or a sign of Markdown
_HELD_BACK_CHARS = 2_300  # so much of it can be, blanks before it not counted
_EMPHASIS = re.compile(r"\*\*|(?<![\w*])\*(?=\S[^*\n]*\*(?![\w*]))|(?<=\S)\*(?![\w*])|`+|(?<!\w)__|__(?!\w)")
_STRONG = re.compile(r"\*\*|`+")
UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)  # characters that show nothing, or turn the direction of what follows
BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,2}[.)])\s+")
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
        announces = line.rstrip().rstrip("*").endswith(":") and BULLET.match(after)
        if not announces and not _HEADING.match(line):
            found += _of_line(BULLET.sub("", line))
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
        lambda link: f"[{link['words']}]" if _ONLY_NUMBERS.match(link["words"]) else link["words"],
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


def said(reply: str) -> str:
    """Return the reply without the thoughts that some models speak aloud.

    A server may have sent the tag that begins them with the prompt: then only the one that ends them is in the reply.
    """
    return _THOUGHTS_END.split(_THOUGHTS.sub("", reply))[-1]


def shown(reply: str) -> str:
    """Return what may be shown of a reply that is still running."""
    text = _HALF_A_TAG.sub("", said(reply)).lstrip()
    begun = _words(text[: 4 * len(CANNOT_TELL)])[: len(CANNOT_TELL)]
    return "" if CANNOT_TELL.startswith(begun) else visible(text)


def is_cannot_tell(text: str) -> bool:
    """Whether a statement is nothing but the sign for "cannot tell"."""
    return _words(text) == CANNOT_TELL


def cannot_tell(reply: str, claims: Sequence[Claim]) -> bool:
    """Whether all that a model said, in these claims, is that it cannot tell."""
    if not claims:
        return is_cannot_tell(said(reply))
    return all(is_cannot_tell(claim.text) or _CANNOT.match(claim.text) is not None for claim in claims)


def is_ended(claim: Claim) -> bool:
    """Whether a statement looks as if it had been finished."""
    return _ENDED.search(claim.text) is not None


def _words(text: str) -> str:
    kept = [place for place, character in enumerate(text) if character.isalnum()]
    return text[kept[0] : kept[-1] + 1].upper() if kept else ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Numbers of sentences, best first, each once; ``dropped`` counts those of no sentence."""

    numbers: tuple[int, ...]
    dropped: int = 0


def choice_schema(count: int) -> Mapping[str, object]:
    """Return the JSON Schema of a choice among ``count`` sentences, numbered from 1.

    A server that generates by it lets a model name no other number, and ends the list. It may be one longer than was
    asked for: by that a small model is found out that only counts.
    """
    return {
        "title": "chosen_sentences",
        "description": "The numbers of the sentences that answer the question, best first; empty if none does.",
        "type": "object",
        "properties": {
            KEY: {
                "type": "array",
                "items": {"type": "integer", "minimum": 1, "maximum": count},
                "maxItems": MOST_CHOSEN + 1,
            }
        },
        "required": [KEY],
        "additionalProperties": False,
    }


def chosen_numbers(reply: str, count: int) -> Chosen | None:
    """Return the numbers that a reply chooses of ``count`` sentences, numbered from 1; empty if none answers.

    The reply may be JSON text ``{"sentences": [12, 3]}``, also as the arguments of a tool call and inside prose and
    code fences, or nothing but numbers, commas, brackets, "and" and white space behind a label such as "Sentences:".

    Returns:
        None if the reply is unusable: any other prose, two objects that do not say the same, numbers all of which
        belong to no sentence, or more than were asked for that only count up from 1.
    """
    text = said(reply)
    lists = list(map(_whole_numbers, json_values(text, KEY))) or [_bare(text)]
    numbers = lists[0]
    if numbers is None or any(one != numbers for one in lists):
        return None
    unique = list(dict.fromkeys(numbers))
    kept = tuple(number for number in unique if 1 <= number <= count)
    if (unique and not kept) or (len(unique) > MOST_CHOSEN and unique == [*range(1, len(unique) + 1)]):
        return None
    return Chosen(kept, len(unique) - len(kept))


def json_values(text: str, key: str) -> Iterator[object]:
    """Yield the value of every JSON object in a text that has a key, also inside of prose and of other objects."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at != -1:
        end = at + 1
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict) and key in value:
            yield value[key]
        else:
            end = at + 1  # an object inside may have it, as the arguments of a tool call do
        at = text.find("{", end)


def _whole_numbers(value: object) -> list[int] | None:
    """Return a list of whole numbers; None for anything else."""
    if not isinstance(value, list):
        return None
    if all(isinstance(one, str) and one.isdecimal() and len(one) <= _MOST_DIGITS for one in value):
        return [int(one) for one in value]
    return list(value) if all(type(one) is int for one in value) else None


def _bare(text: str) -> list[int] | None:
    plain = _LABEL.sub("", _FENCE.sub(" ", text))
    found = _NUMBER.findall(plain)
    if not _BARE.fullmatch(plain) or any(len(one) > _MOST_DIGITS for one in found):
        return None
    return [int(one) for one in found] if found or "".join(plain.split()) == "[]" else None
