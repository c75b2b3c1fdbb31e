"""The numbers of sentences in a model's reply; what is not certain to be meant as such is unusable."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from answering.writing.reply import said

SCHEMA: Mapping[str, object] = {
    "title": "chosen_sentences",
    "description": "The numbers of the sentences that answer the question, best first; empty if none does.",
    "type": "object",
    "properties": {"sentences": {"type": "array", "items": {"type": "integer"}}},
    "required": ["sentences"],
    "additionalProperties": False,
}
"""The object that a model is asked for."""
KEY = "sentences"
MOST = 4
"""So many sentences are asked for: of more than these, all in order are no choice."""

_THOUGHTS_END = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_FENCE = re.compile(r"```\w*")
_LABEL = re.compile(r"\A\s*+\**+(?:sentences?|numbers?|answers?)\**:\**", re.IGNORECASE)
_BARE = re.compile(r"(?:[\d,\[\]\s]|\band\b)*")
_NUMBER = re.compile(r"\d+")
_MOST_DIGITS = 9


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
    if (unique and not kept) or (count > MOST and unique == [*range(1, count + 1)]):
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
    plain = _FENCE.sub(" ", text)
    if label := _LABEL.match(plain):
        plain = plain[label.end() :]
    if not _BARE.fullmatch(plain):
        return None
    printed = _NUMBER.findall(plain)
    if any(len(one) > _MOST_DIGITS for one in printed):
        return None
    if not printed and "".join(plain.split()) != "[]":
        return None
    return [int(one) for one in printed]
