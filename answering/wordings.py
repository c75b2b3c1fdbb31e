"""How readers word what is no look-up: one table of whole messages, the first that fits wins."""

from typing import Literal

Route = Literal[
    "nothing", "greeting", "thanks", "farewell", "abilities", "articles", "author", "published", "outlet",
    "about", "summary", "compare", "timeline", "phrase", "topic", "out_of_scope", "search",
]  # fmt: skip

PIECE = r"(?:article|column|op-ed|opinion piece|editorial|news item)"
_WHICH = r"(?: (?:first|last|second|newest|latest))?"
_IT = (
    r"(?:it|this|that|them|these|(?:this|that) (?:piece|story|text|report|page|essay)|"
    rf"(?:the|this|that|your|my|each|every){_WHICH} {PIECE}s?)"
)
_NAMED = r"(?:[“\"][^”\"]+[”\"])"
_ON_TOPIC = rf"(?:the|that|this|your) {PIECE} (?:about|on) [^?]+?"
_TARGET = (
    rf"(?:{_IT}|{_NAMED}|{_ON_TOPIC}|"
    rf"(?:the |this |that )?{PIECE}s?,? (?:(?:called|titled|named|entitled|headed) )?{_NAMED})"
)
_CAN_YOU = r"(?:please )?(?:(?:can|could|would|will) you (?:please )?)?"
_PLEASE = rf"{_CAN_YOU}(?:please )?(?:tell me )?"
_WELL = r"(?: (?:doing|today))?"
_AUTHOR = r"(?:authors?|writer|journalist|columnist)"
_POINTS = (
    r"(?:(?:main|key|central|core|chief|most important|principal) )"
    r"(?:points?|arguments?|ideas?|messages?|takeaways?|facts|findings|claims?|theses|thesis)"
)
_TELLER = rf"(?:(?:the |its )?{_AUTHOR}|{_IT})"
_OUTLET = r"(?:outlet|paper|newspaper|magazine|site)"
_LIBRARY = r"(?:the|your|my) library"
_MAKE = (
    r"(?:write|compose|draft|make up|invent|generate|create|translate|code|program|draw|paint|sing|calculate|solve)"
    r"(?: me| us)?"
)
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
_TIMELINE = r"(?:timeline|time line|chronology|sequence of events|order of events)"
_LOOK_FOR = (
    r"(?:find|search(?: for)?|look for|count|show(?: me)?)(?: all| every| each)?"
    r"(?: (?:occurrence|mention|place)s?(?: of)?)?"
)
_A_WORK = r"(?:an?|the|some|this|that|it|my|another|poems?|haikus?|lyrics|stories|jokes|code|(?:in)?to|\d+)\b"

TABLE: tuple[tuple[Route, str], ...] = (
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
    (
        "abilities",
        r"(?:what (?:do|are) you(?: do| for)?|who are you|are you (?:an? )?(?:ai|bot|robot|human|person|real)\b.*)",
    ),
    ("abilities", r"(?:(?:hi|hello|hey),? )?(?:help(?: me)?|(?:can|could) you help(?: me)?)"),
    ("abilities", r"(?:how (?:do you|does (?:this|it|dateline)) work|how (?:do|can) i use (?:this|you|it))"),
    (
        "articles",
        rf"(?:what|which) (?:{PIECE}s?|documents|sources|files|news)(?: (?:do|did|have|are|can))?"
        r"(?: (?:you|i|we|there|here|in|got|have|know|ask|about|read|loaded|available|the|your|my|library))*",
    ),
    (
        "articles",
        rf"{_PLEASE}(?:list|show|name)(?: me)?(?: all)?(?: of)?(?: the| my| your)? "
        rf"(?:{PIECE}s|documents|sources|library)(?: (?:you have|there are|here))?",
    ),
    ("articles", rf"how many {PIECE}s (?:do you have|are there|have you(?: got)?|are in {_LIBRARY})"),
    ("articles", rf"(?:what(?:'s| is) in {_LIBRARY}|what do you have)"),
    (
        "articles",
        r"(?:(?:what(?:'s| is) (?:new|the latest)|(?:show me )?(?:the )?latest (?:news|articles))(?: today)?)",
    ),
    ("author", rf"{_PLEASE}who(?:'s| is| was| are| were)? (?:the |its )?{_AUTHOR}(?: of {_TARGET})?"),
    ("author", rf"{_PLEASE}who (?:wrote|has written|authored|penned) {_TARGET}"),
    ("author", rf"{_PLEASE}(?:by whom (?:is|was) {_IT} written|who(?:'s| is| was) {_IT} (?:written )?by)"),
    ("published", rf"{_PLEASE}when (?:was|were|is) {_TARGET} (?:published|written|printed|posted)"),
    ("published", rf"{_PLEASE}(?:how old is {_TARGET}|when did (?:the|this|that) {PIECE} (?:appear|come out))"),
    ("published", rf"{_PLEASE}what(?:'s| is) the date of {_TARGET}"),
    ("published", rf"(?:is {_TARGET} (?:recent|new|old|current|up to date)|how (?:recent|new|current) is {_TARGET})"),
    ("outlet", rf"{_PLEASE}where (?:was|were|is) {_TARGET} (?:published|printed|posted)"),
    ("outlet", rf"{_PLEASE}(?:who|(?:which|what) {_OUTLET}) published {_TARGET}"),
    ("outlet", rf"{_PLEASE}(?:which|what) {_OUTLET}(?: is (?:it|this|that) from)?"),
    ("about", rf"{_PLEASE}what(?:'s| is| are| was) {_TARGET} (?:all |mainly |mostly )?about"),
    ("about", rf"{_PLEASE}what (?:does|do) {_TARGET} (?:say|cover|discuss|deal with|talk about)"),
    (
        "about",
        r"what(?:'s| is) the (?:topic|subject|gist|thesis|argument|main (?:point|idea|argument|message))"
        rf"(?: of {_TARGET})?",
    ),
    (
        "about",
        rf"{_PLEASE}what(?:'s| is) (?:the )?{_AUTHOR}'s (?:main |central )?(?:point|idea|argument|message|thesis|view)",
    ),
    ("about", rf"what (?:does|do|is|are) {_TELLER} (?:argue|arguing|claim|claiming|conclude|say|saying|trying to say)"),
    (
        "summary",
        rf"{_PLEASE}(?:(?:what(?:'s| is| are| were)|give me|list|name|show me) )?(?:the )?"
        rf"(?:{_POINTS}|takeaways?|highlights)(?: (?:of|from|in) {_TARGET})?",
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
    (
        "compare",
        rf"{_PLEASE}compare (?:what|how) (?:{_SOURCES}|(?P<sides>.+?)) "
        rf"(?:say|write|report|tell|cover|see)s?(?: it)?(?:{_ON}| (?P<told>[^?]+))",
    ),
    ("compare", rf"{_PLEASE}compare (?:{_SOURCES}|(?P<sides>{_NAMED} (?:and|with|to) {_NAMED})){_ON}"),
    ("compare", rf"how (?:do|does|did) (?:{_SOURCES}|(?P<sides>{_NAMED} and {_NAMED})) {_DIFFER}{_ON}"),
    ("compare", r"how do (?P<sides>[^?]+? and [^?]+?) (?:differ|disagree) (?:about|on|over) (?P<topic>[^?]+)"),
    (
        "compare",
        rf"(?:where |on what |what )?do {_SOURCES} (?:all )?"
        rf"(?:agree|disagree|differ|contradict (?:each other|one another))(?: on)?{_ON}",
    ),
    ("compare", rf"what(?:'s| is| are) the (?:main )?differences? between {_SOURCES}{_ON}"),
    ("compare", rf"what do (?:both|the two|the different|all)(?: (?:the|my|your))? {PIECE}s say{_ON}"),
    ("timeline", r"(?:what happened,?(?: and)? when|when did what happen)"),
    (
        "timeline",
        rf"{_PLEASE}(?:(?:give|show|make|list|draw up)(?: me| us)? )?(?:an? |the )?{_TIMELINE}"
        rf"(?: (?:of|for|about) (?:{_TARGET}|(?P<topic>[^?]+)))?",
    ),
    (
        "timeline",
        r"in (?:what|which) order did (?:(?:all )?(?:this|that|it)|(?:the )?events|things|everything) (?:all )?happen",
    ),
    ("timeline", rf"what(?:'s| is| was) the {_TIMELINE}(?: of events)?"),
    (
        "timeline",
        rf"{_PLEASE}list (?:all )?(?:the )?events(?: (?:in order|by date|in (?:the )?order of (?:the )?dates))?",
    ),
    ("phrase", rf"(?:{_WORD} )?(?:{_QUOTED}|{_SINGLE_QUOTED})"),
    ("phrase", rf"{_PLEASE}{_LOOK_FOR} (?:{_WORD} )?{_QUOTED}"),
    (
        "phrase",
        r"(?:how (?:often|many times)|where) (?:do|does|is|are|was|were) "
        rf"(?:(?:{_WORD} )?{_QUOTED}|{_WORD} (?P<bare>[^?]+?)) {_STANDS}",
    ),
    ("phrase", rf"(?:which|what) {PIECE}s (?:contain|mention|use|have|say|hold) (?:{_WORD} )?{_QUOTED}"),
    (
        "topic",
        rf"{_PLEASE}what (?:do|did) (?:(?:the|my|your|these|those) )*{PIECE}s (?:say|tell(?: me| us)?|write|report) "
        r"(?:about|on|of) (?P<topic>[^?]+)",
    ),
    (
        "topic",
        r"(?:(?:what(?:'s| is) |show me |any )?(?:the )?(?:latest|news|latest news) (?:about|on) (?P<topic>[^?]+))",
    ),
    ("topic", r"what do (?:you|we|i) (?:have|know) (?:about|on) (?P<topic>[^?]+)"),
    ("topic", r"(?:what(?:'s| is) (?:said|written|there)|(?:is there )?anything) (?:about|on) (?P<topic>[^?]+)"),
    ("topic", rf"{_CAN_YOU}(?:please )?tell (?:me|us)(?: more| something)? about (?P<topic>[^?]+)"),
    ("topic", rf"(?:which|what) {PIECE}s (?:mention|are about|talk about|deal with|cover) (?P<topic>[^?]+)"),
    ("out_of_scope", rf"{_PLEASE}{_MAKE} {_A_WORK}[^:]*"),
    ("out_of_scope", rf"{_CAN_YOU}tell (?:me|us) (?:a|another|some) (?:joke|story|stories|jokes|riddle)\b.*"),
)
