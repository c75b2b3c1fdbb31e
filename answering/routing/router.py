"""Which messages are no look-up: decided before any search. Look-alikes go to search."""

import re
from dataclasses import dataclass

from answering.routing.article_wordings import PIECE
from answering.routing.wordings import TABLE, Route
from domain.language import content_words, words

_ROUTES: list[tuple[Route, re.Pattern[str]]] = [
    (route, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for route, pattern in TABLE
]
_ASKED = re.compile(
    r"\b(?:who|whom|whose|when|where|why|how|what|which|whether|if|is|are|was|were|do|does|did|has|have|had|can|could|"
    r"will|would|should)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"^[\s¿¡]+|[\s.!?…]+$")
_PLEASE_END = re.compile(r",? please$", re.IGNORECASE)
_TITLE = re.compile(r"[“\"]([^”\"]+)[”\"]")
_TOPIC = re.compile(
    rf"\b{PIECE} (?:about|on) (?P<topic>.+?)(?: (?:(?:all |mainly |mostly )?about|published|written|printed|posted))?$",
    re.IGNORECASE,
)


_IMPERATIVE = re.compile(
    r"(?:explain|describe|define|name|list|show|give|tell|find|count|compare|say|quote|open|read|add|remove|delete|"
    r"please|answer|ask|continue|repeat|try|check|prove|guess|yes|test)\b",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "2": 2, "both": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_COUNTED = re.compile(
    rf"\b(?P<count>{'|'.join(_COUNTS)}) (?:of )?(?:the |my |your |different )*"
    rf"(?:{PIECE}|outlet|paper|newspaper|source|account|storie)s\b",
    re.IGNORECASE,
)
_LITTLE = frozenset("a an the of for in on at by from with between against after before over under and".split())
_TOPIC_WORDS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """Where a message goes; ``title`` holds the words in quotation marks that name an article, if any, ``topic`` what an
    article, a comparison, a timeline or a bare topic is about.

    ``phrase`` is to be found word for word; ``sides`` are the outlets, authors or titles to compare, as typed; ``count``
    is how many articles are to be compared ("the two articles"), if the message says so.
    """

    route: Route
    title: str | None = None
    topic: str | None = None
    phrase: str | None = None
    sides: tuple[str, ...] = ()
    count: int | None = None


def route(question: str) -> Routed:
    """Return the first route of the table that the whole message fits; "topic" for a few words that ask nothing;
    "search" if none, "nothing" for no words.
    """
    plain = _PLEASE_END.sub("", _ENDS.sub("", question.replace("’", "'")))
    plain = " ".join(plain.split())
    if not plain:
        return Routed(route="nothing")
    found, match = next(((name, fit) for name, pattern in _ROUTES if (fit := pattern.fullmatch(plain))), (None, None))
    if found is None or match is None:
        return Routed(route="topic", topic=plain) if _is_topic(plain) else Routed(route="search")
    parts = match.groupdict()
    if found == "phrase":
        return _phrase(parts["phrase"] if parts.get("phrase") else parts.get("single") or parts.get("bare") or "")
    if found in ("compare", "topic") or parts.get("topic"):
        topic = parts.get("topic") or parts.get("told")
        if topic and (not content_words(topic) or _ASKED.search(topic)):
            return Routed(route="search")
        return Routed(route=found, topic=topic, sides=_sides(parts.get("sides") or ""), count=_count(found, plain))
    title = _TITLE.search(question)
    topic = None if title else _TOPIC.search(plain)
    return Routed(route=found, title=title.group(1) if title else None, topic=topic["topic"] if topic else None)


def _phrase(words: str) -> Routed:
    """A phrase in quotation marks; a question put into them is one all the same."""
    words = words.strip()
    if not re.search(r"\w", words) or (words.endswith("?") and _ASKED.match(words)):
        return Routed(route="search")
    return Routed(route="phrase", phrase=words)


def _sides(named: str) -> tuple[str, ...]:
    parts = re.split(r",\s*(?:and\s+)?|\s+and\s+|(?<=[”\"])\s+(?:with|to)\s+", named)
    return tuple(part.strip(' “”"') for part in parts if part.strip(' “”"'))


def _count(found: Route, plain: str) -> int | None:
    counted = _COUNTED.search(plain) if found == "compare" else None
    return _COUNTS[counted["count"].lower()] if counted else None


def _is_topic(plain: str) -> bool:
    """Whether the words name something and ask nothing: nouns and little words, no pronoun, no auxiliary verb."""
    found = words(plain)
    return (
        0 < len(found) <= _TOPIC_WORDS
        and (found[0].content or found[0].text.lower() in ("a", "an", "the"))
        and found[-1].content
        and all(word.content or word.text.lower() in _LITTLE for word in found)
        and any(any(map(str.isalpha, word.text)) for word in found)
        and not _IMPERATIVE.match(plain)
        and re.search(r"[\"“”:;=*/+<>{}]", plain) is None
    )
