"""How readers word what is no look-up: one table of whole messages, the first that fits wins."""

from typing import Literal

from answering.routing.article_wordings import ABOUT_ARTICLES, NAMED, PIECE, TARGET, Field
from answering.routing.courtesies import CAN_YOU, COURTESIES, PLEASE, TASKS, Courtesy

Route = Literal[Courtesy, Field, "nothing", "compare", "timeline", "phrase", "topic", "happened", "search"]

_HOLD = r"(?:contain|mention|use|have|say|hold)"
_QUOTED = r"(?:[“\"„«](?P<phrase>[^“”\"„«»]+)[”\"“»])"
_SINGLE_QUOTED = r"(?:['‘](?P<single>(?:[^']|(?<=\w)'(?=\w))+)')"
_WORD = r"(?:the )?(?:exact )?(?:words?|phrase|expression|term)"
_STANDS = (
    r"(?:stand|appear|occur|come up|turn up|said|used|mentioned|printed|written|found)s?"
    rf"(?: (?:in|by) (?:(?:the|my|your|all|these) )*(?:{PIECE}s?|library))?"
)
_SOURCES = (
    r"(?:(?:the|my|your|these|those|both|all|two|three|four|[234]|of|different|other|various) )*"
    rf"(?:{PIECE}s|outlets|papers|newspapers|sources|accounts|stories)"
)
_ON = r"(?: (?:about|on|over|of|regarding|when it comes to) (?P<topic>[^?]+))?"
_DIFFER = r"(?:differ|compare|disagree|vary)(?: from (?:each other|one another))?"
_DISAGREE = r"(?:disagree|differ|contradict (?:each other|one another))"
_THINGS = rf"(?:anything|something|everything|{PIECE}s?|stories|reports|news|information|info)"
_GET = r"(?:(?:is|are) there |do you have |have you (?:got )?|(?:find|search for|look for|get|list|show)(?: me)? )?"
_TIMELINE = r"(?:timeline|time line|chronology|sequence of events|order of events)"
_LOOK_FOR = (
    r"(?:find|search(?: for)?|look for|count|show(?: me)?)(?: all| every| each)?"
    r"(?: (?:occurrence|mention|place)s?(?: of)?)?"
)

TABLE: tuple[tuple[Route, str], ...] = (
    *COURTESIES,
    *ABOUT_ARTICLES,
    (
        "compare",
        rf"{PLEASE}compare (?:what|how) (?:{_SOURCES}|(?P<sides>.+?)) "
        rf"(?:say|write|report|tell|cover|see)s?(?: it)?(?:{_ON}| (?P<told>[^?]+))",
    ),
    ("compare", rf"{PLEASE}compare (?:{_SOURCES}|(?P<sides>{NAMED} (?:and|with|to) {NAMED})){_ON}"),
    ("compare", rf"how (?:do|does|did) (?:{_SOURCES}|(?P<sides>{NAMED} and {NAMED})) {_DIFFER}{_ON}"),
    ("compare", r"how do (?P<sides>[^?]+? and [^?]+?) (?:differ|disagree) (?:about|on|over) (?P<topic>[^?]+)"),
    (
        "compare",
        rf"(?:where |on what |what )?do {_SOURCES} (?:all )?"
        rf"(?:agree|{_DISAGREE})(?: on)?{_ON}",
    ),
    ("compare", rf"(?:which {PIECE}s|(?:about |on )?what do {_SOURCES}) {_DISAGREE}(?: (?:about|on|over))?"),
    ("compare", rf"which {PIECE}s {_DISAGREE}{_ON}"),
    ("compare", rf"{PLEASE}compare (?:the |both |my |these )?(?:two |three )?(?P<told>[\w-]+(?: [\w-]+)?) {PIECE}s"),
    ("compare", rf"what(?:'s| is| are) the (?:main )?differences? between {_SOURCES}{_ON}"),
    ("compare", rf"what do (?:both|the two|the different|all)(?: (?:the|my|your))? {PIECE}s say{_ON}"),
    ("timeline", r"(?:what happened,?(?: and)? when|when did (?:what|everything|it all) happen)"),
    (
        "timeline",
        rf"{PLEASE}(?:(?:give|show|make|list|draw up)(?: me| us)? )?(?:an? |the )?{_TIMELINE}"
        rf"(?: (?:of|for|about) (?:{TARGET}|(?P<topic>[^?]+)))?",
    ),
    (
        "timeline",
        r"in (?:what|which) order did (?:(?:all )?(?:this|that|it)|(?:the )?events|things|everything) (?:all )?happen",
    ),
    ("timeline", rf"what(?:'s| is| was) the {_TIMELINE}(?: of events)?"),
    (
        "timeline",
        rf"{PLEASE}(?:list|put|show|give)(?: me)? (?:all )?(?:the )?events"
        r"(?: (?:in (?:(?:the )?(?:right|chronological) )?order|by date|in (?:the )?order of (?:the )?dates))?",
    ),
    ("phrase", rf"(?:{_WORD} )?(?:{_QUOTED}|{_SINGLE_QUOTED})"),
    ("phrase", rf"{PLEASE}{_LOOK_FOR} (?:{_WORD} )?{_QUOTED}"),
    (
        "phrase",
        r"(?:how (?:often|many times)|where) (?:do|does|is|are|was|were) "
        rf"(?:(?:{_WORD} )?{_QUOTED}|{_WORD} (?P<bare>[^?]+?)) {_STANDS}",
    ),
    ("phrase", rf"(?:which|what) {PIECE}s {_HOLD} (?:{_WORD} )?{_QUOTED}"),
    (
        "phrase",
        rf"(?:how (?:often|many times) )?(?:do|does) (?:(?:the|my|your|these|any|an|all) )+{PIECE}s? {_HOLD} "
        rf"(?:{_WORD} )?{_QUOTED}",
    ),
    (
        "topic",
        rf"{PLEASE}what (?:do|did) (?:(?:the|my|your|these|those) )*{PIECE}s (?:say|tell(?: me| us)?|write|report) "
        r"(?:about|on|of) (?P<topic>[^?]+)",
    ),
    ("topic", r"(?:what(?:'s| is) |show me |any )?(?:the )?(?:latest|news|latest news) (?:about|on) (?P<topic>[^?]+)"),
    ("topic", r"what do (?:you|we|i) (?:have|know) (?:about|on) (?P<topic>[^?]+)"),
    ("topic", r"what(?:'s| is) (?:said|written|there) (?:about|on) (?P<topic>[^?]+)"),
    ("topic", rf"{PLEASE}{_GET}(?:(?:all|any|the|some) )*{_THINGS} (?:about|on) (?P<topic>[^?]+)"),
    (
        "topic",
        rf"(?:do|does) (?:(?:the|my|your|these|any|an) )+{PIECE}s? (?:mention|talk about|deal with|cover) "
        r"(?P<topic>[^?]+)",
    ),
    ("topic", rf"{CAN_YOU}(?:please )?tell (?:me|us)(?: more| something)? about (?P<topic>[^?]+)"),
    ("topic", rf"(?:which|what) {PIECE}s (?:mention|are about|talk about|deal with|cover) (?P<topic>[^?]+)"),
    (
        "happened",
        r"what(?:'s| is| was| has| had)? ?(?:been )?happen(?:ed|ing|s)? (?:in|at|on|near|to|with) (?P<topic>[^?]+)",
    ),
    *TASKS,
)
