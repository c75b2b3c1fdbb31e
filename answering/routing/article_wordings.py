"""How readers ask what articles there are, and for what stands on top of one: author, day, outlet, what it is about."""

from typing import Literal

from answering.routing.courtesies import PLEASE

Field = Literal["articles", "author", "published", "outlet", "about", "summary"]

PIECE = r"(?:article|column|op-ed|opinion piece|editorial|news item)"
_WHICH = r"(?: (?:first|last|second|newest|latest))?"
_IT = (
    r"(?:it|this|that|them|these|(?:this|that) (?:piece|story|text|report|page|essay)|"
    rf"(?:the|this|that|these|those|both|your|my|each|every){_WHICH} {PIECE}s?)"
)
NAMED = r"(?:[“\"][^”\"]+[”\"])"
_ON_TOPIC = rf"(?:the|that|this|your) {PIECE} (?:about|on) [^?]+?"
TARGET = (
    rf"(?:{_IT}|{NAMED}|{_ON_TOPIC}|"
    rf"(?:the |this |that )?{PIECE}s?,? (?:(?:called|titled|named|entitled|headed) )?{NAMED})"
)
_AUTHOR = r"(?:authors?|writer|journalist|columnist)"
_POINTS = (
    r"(?:(?:main|key|central|core|chief|most important|principal) )"
    r"(?:points?|arguments?|ideas?|messages?|takeaways?|facts|findings|claims?|theses|thesis)"
)
_TELLER = rf"(?:(?:the |its )?{_AUTHOR}|{_IT})"
_OUTLET = r"(?:outlet|paper|newspaper|magazine|site)"
_LIBRARY = r"(?:the|your|my) library"
_APPEARANCE = r"(?:publication date|date of publication)"

ABOUT_ARTICLES: tuple[tuple[Field, str], ...] = (
    (
        "articles",
        rf"(?:what|which) (?:{PIECE}s?|documents|sources|files|news|texts)(?: (?:do|did|have|are|can))?"
        r"(?: (?:you|i|we|there|here|in|got|have|know|ask|about|read|search|use|see|added|loaded|available|"
        r"add|the|your|my|library))*",
    ),
    (
        "articles",
        rf"{PLEASE}(?:list|show|name)(?: me)?(?: all)?(?: of)?(?: the| my| your)? "
        rf"(?:{PIECE}s|documents|sources|library)(?: (?:you have|there are|here))?",
    ),
    ("articles", rf"how many {PIECE}s (?:do you have|are there|have you(?: got)?|are in {_LIBRARY})"),
    ("articles", rf"what(?:(?:'s| is) in {_LIBRARY}| do you (?:have|know)| have you got| can i read(?: here)?)"),
    ("articles", r"(?:what(?:'s| is) (?:new|the latest)|(?:show me )?(?:the )?latest (?:news|articles))(?: today)?"),
    ("author", rf"{PLEASE}who(?:'s| is| was| are| were)? (?:the |its )?{_AUTHOR}(?: of {TARGET})?"),
    ("author", rf"{PLEASE}who (?:wrote|has written|authored|penned) {TARGET}"),
    ("author", rf"{PLEASE}(?:(?:which|what) {_AUTHOR} wrote|whose (?:{PIECE} )?is) {TARGET}"),
    (
        "author",
        rf"{PLEASE}(?:what(?:'s| is) |name )?(?:the )?(?:name of the {_AUTHOR}|author(?:'s name)?|writer's name)"
        rf"(?: of {TARGET})?",
    ),
    ("author", rf"{PLEASE}(?:by whom (?:is|was) {_IT}(?: written)?|who(?:'s| is| was) {_IT} (?:written )?by)"),
    ("published", rf"{PLEASE}when (?:was|were|is) {TARGET} (?:published|written|printed|posted)"),
    ("published", rf"{PLEASE}(?:how old is {TARGET}|when did (?:the|this|that) {PIECE} (?:appear|come out))"),
    ("published", rf"{PLEASE}(?:what(?:'s| is) )?(?:the )?(?:date|{_APPEARANCE}) of {TARGET}"),
    ("published", rf"{PLEASE}(?:what(?:'s| is) )?(?:the )?{_APPEARANCE}"),
    (
        "published",
        rf"{PLEASE}(?:is {TARGET} (?:recent|new|old|current|up to date)|"
        rf"how (?:recent|new|current) (?:is|are) {TARGET})",
    ),
    (
        "published",
        rf"{PLEASE}(?:what|which) (?:day|date|month|year) (?:is {TARGET}(?: from)?|"
        rf"(?:was|were) {TARGET} (?:published|written))",
    ),
    ("outlet", rf"{PLEASE}where (?:was|were|is) {TARGET} (?:published|printed|posted)"),
    ("outlet", rf"{PLEASE}(?:who|(?:which|what) {_OUTLET}) published {TARGET}"),
    ("outlet", rf"{PLEASE}(?:which|what) {_OUTLET}(?: (?:is|was|are|were) {TARGET} (?:published )?(?:from|in|on))?"),
    ("outlet", rf"{PLEASE}in (?:which|what) {_OUTLET} (?:is|was|were|did) {TARGET} (?:published|printed|appear)"),
    ("outlet", rf"{PLEASE}where (?:does|do|did) (?:the|this|that|these) {PIECE}s? (?:come from|appear)"),
    ("outlet", rf"{PLEASE}what(?:'s| is) the source(?: of {TARGET})?"),
    ("about", rf"{PLEASE}what(?:'s| is| are| was) {TARGET} (?:all |mainly |mostly )?about"),
    ("about", rf"{PLEASE}what (?:does|do) {TARGET} (?:say|cover|discuss|deal with|talk about)"),
    (
        "about",
        r"what(?:'s| is) the (?:topic|subject|gist|story|thesis|argument|main (?:point|idea|argument|message))"
        rf"(?: of {TARGET})?",
    ),
    (
        "about",
        rf"{PLEASE}what(?:'s| is) (?:the )?{_AUTHOR}'s (?:main |central )?(?:point|idea|argument|message|thesis|view)",
    ),
    ("about", rf"what (?:does|do|is|are) {_TELLER} (?:argue|arguing|claim|claiming|conclude|say|saying|trying to say)"),
    (
        "summary",
        rf"{PLEASE}(?:sum {_IT} up|(?:summari[sz]e|sum up|recap)(?: {TARGET})?)"
        r"(?: (?:for me|up|briefly|in (?:a few|\w+) (?:sentences|words|lines)))*",
    ),
    (
        "summary",
        rf"{PLEASE}(?:give me |write |i(?:'d| would) like |i need |i want )?(?:a |an |the )?(?:short |brief |quick )?"
        rf"(?:summary|overview|recap|tl;?dr|short version|gist)(?: (?:of|for) {TARGET})?(?: please)?",
    ),
    (
        "summary",
        rf"{PLEASE}(?:what(?:'s| is| are) )?{TARGET}'s "
        rf"(?:{_POINTS}|points?|arguments?|gist|thesis|message|topic|subject)",
    ),
    ("summary", r"in (?:short|brief|a nutshell)|(?:the )?short version"),
    (
        "summary",
        rf"{PLEASE}(?:(?:what(?:'s| is| are| were)|give me|list|name|show me) )?(?:the )?"
        rf"(?:{_POINTS}|takeaways?|highlights|gist)(?: (?:of|from|in) {TARGET}| here)?",
    ),
)
