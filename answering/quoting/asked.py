"""What kind of thing a question asks for."""

import re
from functools import lru_cache
from typing import Literal

from answering.quoting.identity import identity_of

Asked = Literal[
    "number", "time", "reason", "description", "identity", "country", "state", "person", "place", "manner", "thing",
    "other",
]  # fmt: skip

_OF = r"(?:(?!(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|the)\b)[\w'’-]+ ){0,3}?"
"""What may stand between "which" and the noun it asks for."""

_TABLE: tuple[tuple[Asked, str], ...] = (
    (
        "number",
        r"how (?:much|many|old|long|far|tall|big|large|high|fast|often|deep|heavy|wide|soon)|"
        r"(?:what|which) (?:percentage|percent|per cent|share|proportion|number|amount|price|age|temperature|population|"
        r"rate|score|fraction|size|length|height|distance|speed|cost)|(?:what|at what) (?:age|cost|price)|"
        r"what (?:do|does|did|will|would) .{1,60} (?<!the )(?<!this )(?<!its )(?:cost|charge|earn)|what (?:is|was) .{1,60} worth",
    ),
    (
        "time",
        r"when|(?:what|which) (?:year|date|day|month|time|century|decade|season|hour)|since when|until when",
    ),
    (
        "reason",
        r"why|how come|what for|for what reasons?|what (?:is|was|are|were) (?:the )?(?:\w+ )?(?:reasons?|causes?|purpose|"
        r"motives?|explanation)|what (?:caused?|led|prompted|made|explains?|triggered)|(?:which|what) reasons?",
    ),
    (
        "description",
        r"(?:what|how) (?:has|have|had|did|does|do|was|is|were|are) .{1,60}? (?:call|called|describe|described|dub|dubbed|"
        r"label|labell?ed|brand|branded|compare|compared|liken|likened|characteri[sz]ed?)",
    ),
    ("country", rf"(?:which|what) {_OF}(?:country|countries|nations?)"),
    ("state", rf"(?:which|what) {_OF}(?:US |U\.S\. |American )?states?"),
    (
        "person",
        rf"who|whom|whose|(?:which|what) {_OF}(?:person|man|woman|actor|actress|president|singer|player|author|"
        r"leader|minister|company|companies|team|group|party|organi[sz]ation|retailer|airline|firm|bank|"
        r"agency|people|politician|singer|brand|virus|movie|film|show|book|song|product)s?|"
        r"what (?:is|was|are|were) (?:.{1,40}['’]s?|his|her|their|its) (?:\w+ )?names?|"
        r"(?:(?:what|which) (?:is|was|are|were) (?:the )?(?:[\w-]+ ){0,2})?names? of",
    ),
    (
        "place",
        rf"where|(?:which|what) {_OF}(?:city|cities|place|location|town|county|river|continent|region|"
        r"island|park|street|district|village)",
    ),
    ("manner", r"how"),
    ("thing", r"what|which|name"),
)
_QUESTIONS = [(kind, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for kind, pattern in _TABLE]


_WHEN_CLAUSE = re.compile(
    r"^\W*when\b[^?,]*,\s+(?=(?:in |at |by |for |to |from )?(?:who|whom|what|which|why|how|where)\b)", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def asked(question: str) -> Asked:
    """Return the kind of thing that the question asks for, "other" if no kind of the table fits.

    Where the question has several sentences, the last one asks. The first question word asks, since a later one only
    joins a clause ("What happened when…?"); so does the first one in "When he came, what…?". Of kinds that begin with
    the same word the first of the table counts.
    """
    last = _sentences_of(question)[-1]
    if identity_of(last):
        return "identity"
    asking = _WHEN_CLAUSE.sub("", last)
    found = [(match.start(), kind) for kind, pattern in _QUESTIONS if (match := pattern.search(asking))]
    return min(found, key=lambda place_and_kind: place_and_kind[0])[1] if found else "other"


def _sentences_of(question: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", question.strip()) if part] or [question]
