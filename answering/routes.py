"""Which messages are no look-up: one table, decided before any search. Look-alikes go to search."""

import re
from dataclasses import dataclass
from typing import Literal

Route = Literal[
    "nothing", "greeting", "thanks", "farewell", "abilities", "articles", "author", "published", "outlet",
    "about", "summary", "out_of_scope", "search",
]  # fmt: skip

_PIECE = r"(?:article|column|op-ed|opinion piece|editorial|news item)"
_WHICH = r"(?: (?:first|last|second|newest|latest))?"
_IT = (
    r"(?:it|this|that|them|these|(?:this|that) (?:piece|story|text|report|page|essay)|"
    rf"(?:the|this|that|your|my|each|every){_WHICH} {_PIECE}s?)"
)
_NAMED = r"(?:[“\"][^”\"]+[”\"])"
_ON_TOPIC = rf"(?:the|that|this|your) {_PIECE} (?:about|on) [^?]+?"
_TARGET = rf"(?:{_IT}|{_NAMED}|{_ON_TOPIC}|(?:the |this |that )?{_PIECE}s?,? (?:(?:called|titled|named|entitled|headed) )?{_NAMED})"
_CAN_YOU = r"(?:please )?(?:(?:can|could|would|will) you (?:please )?)?"
_PLEASE = rf"{_CAN_YOU}(?:please )?(?:tell me )?"
_WELL = r"(?: (?:doing|today))?"
_AUTHOR = r"(?:authors?|writer|journalist|columnist)"
_OUTLET = r"(?:outlet|paper|newspaper|magazine|site)"
_LIBRARY = r"(?:the|your|my) library"
_MAKE = (
    r"(?:write|compose|draft|make up|invent|generate|create|translate|code|program|draw|paint|sing|calculate|solve)"
    r"(?: me| us)?"
)
_A_WORK = r"(?:an?|the|some|this|that|it|my|another|poems?|haikus?|lyrics|stories|jokes|code|(?:in)?to|\d+)\b"

_TABLE: tuple[tuple[Route, str], ...] = (
    (
        "greeting",
        r"(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))"
        rf"(?:,? (?:there|all|dateline|everyone|again))?(?:,? how are you{_WELL})?",
    ),
    ("greeting", rf"how are you{_WELL}"),
    (
        "thanks",
        r"(?:ok(?:ay)?,? |great,? |perfect,? )?(?:many )?(?:thanks|thank you|thx|ty|cheers)"
        r"(?: (?:a lot|so much|very much|again|for .{1,40}))?",
    ),
    ("thanks", r"(?:great|perfect|nice|good|well done|awesome|excellent|ok(?:ay)?|cool|got it|i see)"),
    ("farewell", r"(?:bye|goodbye|good bye|see you(?: later| soon)?|good night)(?: bye)?"),
    ("abilities", r"what can (?:you|i) (?:do|ask)(?: (?:here|you|for me|with this))?"),
    ("abilities", r"(?:what (?:do|are) you(?: do| for)?|who are you|help(?: me)?)"),
    ("abilities", r"(?:how (?:do you|does (?:this|it|dateline)) work|how (?:do|can) i use (?:this|you|it))"),
    (
        "articles",
        rf"(?:what|which) (?:{_PIECE}s?|documents|sources|files|news)(?: (?:do|did|have|are|can))?"
        r"(?: (?:you|i|we|there|here|in|got|have|know|ask|about|read|loaded|available|the|your|my|library))*",
    ),
    (
        "articles",
        rf"{_PLEASE}(?:list|show|name)(?: me)?(?: all)?(?: of)?(?: the| my| your)? "
        rf"(?:{_PIECE}s|documents|sources|library)(?: (?:you have|there are|here))?",
    ),
    ("articles", rf"how many {_PIECE}s (?:do you have|are there|have you(?: got)?|are in {_LIBRARY})"),
    ("articles", rf"(?:what(?:'s| is) in {_LIBRARY}|what do you have)"),
    ("author", rf"{_PLEASE}who(?:'s| is| was| are| were)? (?:the |its )?{_AUTHOR}(?: of {_TARGET})?"),
    ("author", rf"{_PLEASE}who (?:wrote|has written|authored|penned) {_TARGET}"),
    ("author", rf"{_PLEASE}(?:by whom (?:is|was) {_IT} written|who(?:'s| is| was) {_IT} (?:written )?by)"),
    ("published", rf"{_PLEASE}when (?:was|were|is) {_TARGET} (?:published|written|printed|posted)"),
    ("published", rf"{_PLEASE}(?:how old is {_TARGET}|when did (?:the|this|that) {_PIECE} (?:appear|come out))"),
    ("published", rf"{_PLEASE}what(?:'s| is) the date of {_TARGET}"),
    ("outlet", rf"{_PLEASE}where (?:was|were|is) {_TARGET} (?:published|printed|posted)"),
    ("outlet", rf"{_PLEASE}(?:who|(?:which|what) {_OUTLET}) published {_TARGET}"),
    ("outlet", rf"{_PLEASE}(?:which|what) {_OUTLET}(?: is (?:it|this|that) from)?"),
    ("about", rf"{_PLEASE}what(?:'s| is| are| was) {_TARGET} (?:all |mainly |mostly )?about"),
    ("about", rf"{_PLEASE}what (?:does|do) {_TARGET} (?:say|cover|discuss|deal with|talk about)"),
    (
        "about",
        rf"what(?:'s| is) the (?:topic|subject|gist|main (?:point|idea|argument|message))(?: of {_TARGET})?",
    ),
    (
        "summary",
        rf"{_PLEASE}(?:sum {_IT} up|(?:summari[sz]e|sum up|recap)(?: {_TARGET})?)"
        r"(?: (?:for me|up|briefly|in (?:a few|\w+) (?:sentences|words|lines)))*",
    ),
    (
        "summary",
        rf"{_PLEASE}(?:give me |write |i(?:'d| would) like |i need |i want )?(?:a |an |the )?(?:short |brief |quick )?"
        rf"(?:summary|overview|recap|tl;?dr)(?: (?:of|for) {_TARGET})?(?: please)?",
    ),
    ("out_of_scope", rf"{_PLEASE}{_MAKE} {_A_WORK}[^:]*"),
    ("out_of_scope", rf"{_CAN_YOU}tell (?:me|us) (?:a|another|some) (?:joke|story|stories|jokes|riddle)\b.*"),
)

_ROUTES: list[tuple[Route, re.Pattern[str]]] = [
    (route, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for route, pattern in _TABLE
]
_ENDS = re.compile(r"^[\s¿¡]+|[\s.!?…]+$")
_PLEASE_END = re.compile(r",? please$", re.IGNORECASE)
_TITLE = re.compile(r"[“\"]([^”\"]+)[”\"]")
_TOPIC = re.compile(
    rf"\b{_PIECE} (?:about|on) (?P<topic>.+?)(?: (?:(?:all |mainly |mostly )?about|published|written|printed|posted))?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """Where a message goes; ``title`` holds the words in quotation marks that name an article, if any, ``topic`` those
    behind "the article about".
    """

    route: Route
    title: str | None = None
    topic: str | None = None


def route(question: str) -> Routed:
    """Return the first route of the table that the whole message fits; "search" if none, "nothing" for no words."""
    plain = _PLEASE_END.sub("", _ENDS.sub("", question.replace("’", "'")))
    plain = " ".join(plain.split())
    if not plain:
        return Routed(route="nothing")
    found: Route = next((name for name, pattern in _ROUTES if pattern.fullmatch(plain)), "search")
    title = _TITLE.search(question) if found != "search" else None
    topic = _TOPIC.search(plain) if found != "search" and not title else None
    return Routed(route=found, title=title.group(1) if title else None, topic=topic["topic"] if topic else None)


_SPLIT = re.compile(r"(?<=[?？])\s+(?=\S)")
_JOINED = re.compile(r",?\s+and\s+(?=(?:who|when|where|why|how|what|which)\b)", re.IGNORECASE)
_STARTS = re.compile(r"^(?:who|when|where|why|how|what|which|whose)\b", re.IGNORECASE)
_FEWEST_WORDS = 3
_MOST_QUESTIONS = 6


def split_questions(question: str) -> list[str]:
    """Return the questions of a message that asks several, each standing by itself; one question comes back as it is.

    "Who won? Why?" are two, "Who won and when did it end?" too; words in front of the only question belong to it.
    """
    parts = [part.strip() for part in _SPLIT.split(question.strip())]
    if 1 < len(parts) <= _MOST_QUESTIONS and all(part.endswith(("?", "？")) and _quotes_closed(part) for part in parts):
        return parts
    if len(parts) == 1 and _STARTS.match(parts[0]):
        joined = _JOINED.split(parts[0].rstrip("? "))
        if 1 < len(joined) <= _MOST_QUESTIONS and all(len(part.split()) >= _FEWEST_WORDS for part in joined):
            return [f"{part}?" for part in joined]
    return [question.strip()]


def _quotes_closed(part: str) -> bool:
    return part.count("“") == part.count("”") and part.count('"') % 2 == 0
