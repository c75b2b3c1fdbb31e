"""Which messages are no look-up: one table, decided before any search. Look-alikes go to search."""

import re
from dataclasses import dataclass
from typing import Literal

Route = Literal[
    "nothing", "greeting", "thanks", "farewell", "abilities", "articles", "author", "published", "outlet",
    "about", "summary", "out_of_scope", "search",
]  # fmt: skip

_PIECE = r"(?:article|column|op-ed|opinion piece|editorial|news item)"
_IT = rf"(?:it|this|that|them|these|(?:this|that) (?:piece|story|text|report|page|essay)|(?:the|this|that|your|my|each|every)(?: (?:first|last|second|newest|latest))? {_PIECE}s?)"
_NAMED = r"(?:[“\"][^”\"]+[”\"])"
_TARGET = rf"(?P<target>{_IT}|{_NAMED}|(?:the |this |that )?{_PIECE}s?,? (?:called |titled |named |entitled |headed )?{_NAMED})"
_PLEASE = r"(?:please )?(?:(?:can|could|would|will) you (?:please )?)?(?:please )?(?:tell me )?"

_TABLE: tuple[tuple[Route, str], ...] = (
    ("greeting", r"(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?:,? (?:there|all|dateline|everyone|again))?"),
    ("greeting", r"how are you(?: (?:doing|today))?"),
    ("thanks", r"(?:ok(?:ay)?,? |great,? |perfect,? )?(?:many )?(?:thanks|thank you|thx|ty|cheers)(?: (?:a lot|so much|very much|again|for .{1,40}))?"),
    ("thanks", r"(?:great|perfect|nice|good|well done|awesome|excellent|ok(?:ay)?|cool|got it|i see)"),
    ("farewell", r"(?:bye|goodbye|good bye|see you(?: later| soon)?|good night)(?: bye)?"),
    ("abilities", r"(?:what can (?:you|i) (?:do|ask)(?: (?:here|you|for me|with this))?|what (?:do|are) you(?: do| for)?|who are you|help(?: me)?|how (?:do you|does (?:this|it|dateline)) work|how (?:do|can) i use (?:this|you|it))"),
    ("articles", rf"(?:what|which) (?:{_PIECE}s?|documents|sources|files|news)(?: (?:do|did|have|are|can))?(?: (?:you|i|we|there|here|in|got|have|know|ask|about|read|loaded|available|the|your|my|library))*"),
    ("articles", rf"(?:{_PLEASE})?(?:list|show|name)(?: me)?(?: all)?(?: of)?(?: the| my| your)? (?:{_PIECE}s|documents|sources|library)(?: (?:you have|there are|here))?"),
    ("articles", rf"(?:how many {_PIECE}s (?:do you have|are there|have you(?: got)?|are in (?:the|your|my) library)|what(?:'s| is) in (?:the|your|my) library|what do you have)"),
    ("author", rf"{_PLEASE}who(?:'s| is| was| are)? (?:the |its )?(?:author|authors|writer|journalist|columnist)(?: of {_TARGET})?"),
    ("author", rf"{_PLEASE}who (?:wrote|has written|authored|penned) {_TARGET.replace('target', 'target2')}"),
    ("author", rf"{_PLEASE}(?:by whom (?:is|was) {_IT} written|who (?:is|was) {_IT} (?:written )?by|who(?:'s| is) {_IT} by)"),
    ("published", rf"{_PLEASE}(?:when (?:was|were|is) {_TARGET} (?:published|written|printed|posted)|how old is {_TARGET.replace('target', 'target2')}|what(?:'s| is) the date of {_TARGET.replace('target', 'target3')})"),
    ("outlet", rf"{_PLEASE}(?:where (?:was|were|is) {_TARGET} (?:published|printed|posted)|who published {_TARGET.replace('target', 'target2')}|which (?:outlet|paper|newspaper|magazine|site)(?: published {_TARGET.replace('target', 'target3')}| is (?:it|this|that) from)?)"),
    ("about", rf"{_PLEASE}what(?:'s| is| are| was) {_TARGET} (?:all |mainly |mostly )?about"),
    ("about", rf"{_PLEASE}what (?:does|do) {_TARGET} (?:say|cover|discuss|deal with|talk about)"),
    ("about", rf"what(?:'s| is) the (?:topic|subject|gist|main (?:point|idea|argument|message))(?: of {_TARGET})?"),
    ("summary", rf"{_PLEASE}(?:summari[sz]e|sum up|recap)(?: {_TARGET})?(?: (?:for me|up|briefly|in (?:a few|\w+) (?:sentences|words|lines)))*"),
    ("summary", rf"{_PLEASE}(?:give me |write |i(?:'d| would) like |i need |i want )?(?:a |an |the )?(?:short |brief |quick )?(?:summary|overview|recap|tl;?dr)(?: (?:of|for) {_TARGET})?(?: please)?"),
    ("out_of_scope", r"(?:please )?(?:(?:can|could|would) you )?(?:please )?(?:write|compose|draft|make up|invent|generate|create|translate|code|program|draw|paint|sing|tell me a (?:joke|story)|calculate|solve)\b.*"),
)  # fmt: skip

_ROUTES = [(route, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for route, pattern in _TABLE]
_ENDS = re.compile(r"^[\s¿¡]+|[\s.!?…]+$")
_PLEASE_END = re.compile(r",? please$", re.IGNORECASE)
_TITLE = re.compile(r"[“\"]([^”\"]+)[”\"]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """Where a message goes; ``title`` holds the words in quotation marks that name an article, if any."""

    route: Route
    title: str | None = None


def route(question: str) -> Routed:
    """Return the first route of the table that the whole message fits; "search" if none does, "nothing" if it is empty."""
    plain = _PLEASE_END.sub("", _ENDS.sub("", question.replace("’", "'")))
    plain = " ".join(plain.split())
    if not plain:
        return Routed(route="nothing")
    found = next((name for name, pattern in _ROUTES if pattern.fullmatch(plain)), "search")
    title = _TITLE.search(question) if found != "search" else None
    return Routed(route=found, title=title.group(1) if title else None)


_SPLIT = re.compile(r"(?<=[?？])\s+(?=\S)")
_JOINED = re.compile(r",?\s+and\s+(?=(?:who|when|where|why|how|what|which)\b)", re.IGNORECASE)
_STARTS = re.compile(r"^(?:who|when|where|why|how|what|which|whose)\b", re.IGNORECASE)
_FEWEST_WORDS = 3


def split_questions(question: str) -> list[str]:
    """Return the questions of a message that asks several, each standing by itself; one question comes back as it is.

    "Who won? Why?" are two, "Who won and when did it end?" too; words in front of the only question belong to it.
    """
    parts = [part.strip() for part in _SPLIT.split(question.strip())]
    if len(parts) > 1 and all(part.endswith(("?", "？")) for part in parts):
        return parts
    if len(parts) == 1 and _STARTS.match(parts[0]):
        joined = _JOINED.split(parts[0].rstrip("? "))
        if len(joined) > 1 and all(len(part.split()) >= _FEWEST_WORDS for part in joined):
            return [f"{part}?" for part in joined]
    return [question.strip()]
