"""What a model said, taken for what it is: thoughts left out, "cannot tell" recognised, chosen numbers read."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from answering.writing.citation_markers import Claim, visible

CANNOT_TELL = "CANNOT TELL"  # what a model is asked to reply where the excerpts do not answer
KEY = "sentences"
SCHEMA: Mapping[str, object] = {
    "title": "chosen_sentences",
    "description": "The numbers of the sentences that answer the question, best first; empty if none does.",
    "type": "object",
    "properties": {KEY: {"type": "array", "items": {"type": "integer"}}},
    "required": [KEY],
    "additionalProperties": False,
}  # the object that a model is asked for that chooses
MOST_CHOSEN = 4  # so many sentences are asked for: of more than these, all in order are no choice

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_THOUGHTS_END = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_HALF_A_TAG = re.compile(r"<[/a-z]{0,10}\Z", re.IGNORECASE)
_CANNOT = re.compile(
    r"(?:(?:unfortunately|sorry),? )?(?:i (?:cannot|can['’]t|could not|do(?:n['’]t| not)) |"
    r"(?:the|these) (?:\w+ )?(?:excerpts?|articles?) (?:do|does)(?:n['’]t| not) )",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…。！？][\"”’')\]]*\Z")
_FENCE = re.compile(r"```\w*")
_LABEL = re.compile(r"\A\s*+\**+(?:sentences?|numbers?|answers?)\**:\**", re.IGNORECASE)
_BARE = re.compile(r"(?:[\d,\[\]\s]|\band\b)*")
_NUMBER = re.compile(r"\d+")
_MOST_DIGITS = 9


def said(reply: str) -> str:
    """Return the reply without the thoughts that some models speak aloud."""
    return _THOUGHTS.sub("", reply)


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


def chosen_numbers(reply: str, count: int) -> Chosen | None:
    """Return the numbers that a reply chooses of ``count`` sentences, numbered from 1; empty if none answers.

    The reply may be JSON text ``{"sentences": [12, 3]}``, also as the arguments of a tool call and inside prose and
    code fences, or nothing but numbers, commas, brackets, "and" and white space behind a label such as "Sentences:".

    Returns:
        None if the reply is unusable: any other prose, two objects that do not say the same, numbers all of which
        belong to no sentence, or every number in order (the list repeated).
    """
    text = _THOUGHTS_END.split(said(reply))[-1]
    lists = list(_json_lists(text)) or [_bare(text)]
    numbers = lists[0]
    if numbers is None or any(one != numbers for one in lists):
        return None
    unique = list(dict.fromkeys(numbers))
    kept = tuple(number for number in unique if 1 <= number <= count)
    if (unique and not kept) or (count > MOST_CHOSEN and unique == [*range(1, count + 1)]):
        return None
    return Chosen(kept, len(unique) - len(kept))


def _json_lists(text: str) -> Iterator[list[int] | None]:
    """Yield the list of every JSON object with the key "sentences"; None for one that is no list of whole numbers."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at != -1:
        end = at + 1
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict) and KEY in value:
            yield _whole_numbers(value[KEY])
        else:
            end = at + 1  # an object inside may have it, as the arguments of a tool call do
        at = text.find("{", end)


def _whole_numbers(value: object) -> list[int] | None:
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
