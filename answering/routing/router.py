"""Which messages are no look-up, by whole-message patterns before any search, and which ask several questions."""

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from domain.language import content_words, printed_words, words
from text.language_id import languages_of

Field = Literal["author", "published", "outlet"]
Talk = Literal["nothing", "greeting", "thanks", "farewell", "abilities", "articles"]
Route = Literal[Talk, Field, "about", "summary", "compare", "timeline", "phrase", "topic", "search"]

_PIECE = r"(?:article|column|op-ed|opinion piece|editorial|news item)"
_THE = r"(?:the|this|that|these|those|both|your|my)"
_IT = (
    r"(?:it|this|that|them|these|(?:this|that) (?:piece|story|text|report)|"
    rf"{_THE}(?: (?:first|last|newest|latest))? {_PIECE}s?)"
)
_OWN_WORDS = rf"(?:(?!{_THE}\b)[^? ]+ ){{1,6}}"
_NAMED = r"(?:[“\"][^”\"]{1,300}[”\"])"
_TARGET = (
    rf"(?:{_IT}|{_NAMED}|{_THE} {_PIECE} (?:about|on) [^?]{{1,100}}?|{_THE} {_OWN_WORDS}{_PIECE}|"
    rf"(?:{_THE} )?{_PIECE}s?,? (?:(?:called|titled|named) )?{_NAMED})"
)
_AUTHOR = r"(?:authors?|writers?|journalist|columnist)"
_OUTLET = r"(?:outlet|paper|newspaper|magazine|site)"
_POINTS = (
    r"(?:(?:main|key|central|core) (?:points?|arguments?|ideas?|messages?|facts|findings|claims?|thesis)|"
    r"(?:(?:main|key) )?(?:takeaways?|highlights|gist|topic|subject|thesis|argument))"
)
_THANKS = r"(?:many )?(?:thanks|thank you|cheers)(?:,? (?:a lot|so much|very much|again|dateline|for .{1,40}))?"
_HELPS = (
    r"(?:(?:that|this|it) )?(?:(?:is|was) )?(?:(?:very|really|most|much|so) )?"
    r"(?:helps|helped|helpful|useful|appreciated)(?: a lot)?"
)
_HOW_ARE_YOU = r"(?:how are you(?: doing)?(?: today)?|how is it going|nice to meet you)"
_FEW = r"(?:the|my|your|these|those|both|all|two|three|four|[234]|of|different)"
_SOURCES = (
    rf"(?:{_FEW} )*"
    rf"(?:{_PIECE}s|outlets|papers|newspapers|sources|accounts|stories)"
)
_DISAGREE = r"(?:disagree|differ|contradict each other)"
_ON = r"(?: (?:about|on|over|of) (?P<topic>[^?]+))?"
_TIMELINE = r"(?:timeline|chronology|(?:sequence|order) of events)"
_QUOTED = r"[“\"„«](?P<phrase>[^“”\"„«»]+)[”\"“»]"
_WORD = r"(?:the )?(?:exact )?(?:words?|phrase|expression|term)"
_ABOUT = r"(?:about|on) (?P<topic>[^?]+)"
_HELD = "got|know|ask|about|read|search|add|added|the|your|my|library"
_SUMMARY = r"(?:summary|overview|recap|tl;?dr|short version)"
_ASKS = r"(?:what (?:is|are|were)|give me|list|name|show me)"
_MENTIONS = r"(?: (?:occurrence|mention|place)s?(?: of)?)"
_OCCUR = (
    rf"(?:stand|appear|occur|said|used|mentioned|printed|found)(?: in (?:(?:the|my|your) )?(?:{_PIECE}s?|library))?"
)
_HOLD = rf"(?:contain|mention|use|have|say)(?: {_WORD})?"

_TABLE: dict[Route, str] = {
    "greeting": rf"""
        (?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?:,? (?:there|all|dateline|everyone))?(?:,? {_HOW_ARE_YOU})?
        {_HOW_ARE_YOU}""",
    "thanks": rf"""
        (?:(?:ok(?:ay)?|great|perfect),? )?{_THANKS}(?:,? {_HELPS})?
        {_HELPS}(?:,? {_THANKS})?
        great|perfect|nice|good|well done|excellent|ok(?:ay)?|cool|got it|i see""",
    "farewell": rf"""
        (?:(?:that is all|{_THANKS}),? )?(?:bye|goodbye|good night|take care|see you(?: later| soon| tomorrow)?)
        have a (?:nice|good|great) (?:day|evening|weekend)""",
    "abilities": r"""
        what (?:can|should) (?:you|i) (?:do|ask)(?: (?:here|you|for me))?|(?:what|who) are you|what is this
        what (?:kinds? of )?questions can (?:i ask|you answer)|how (?:do you|does (?:this|it)) work
        are you an? (?:robot|bot|chatbot|ai|human|person|machine)|(?:(?:hi|hello),? )?(?:can you )?help(?: me)?""",
    "articles": rf"""
        (?:what|which) (?:{_PIECE}s?|documents|sources|texts)(?: (?:do|did|have|are|can|you|i|there|here|in|{_HELD}))*
        (?:list|show me|show|name)(?: all)?(?: of)?(?: the| my| your)? (?:{_PIECE}s|documents|sources|library)
        how many {_PIECE}s (?:do you have|are there)|what is in (?:the|your|my) library|what do you (?:have|know)
        what have you got|what is new|(?:what is )?(?:the )?latest(?: news)?""",
    "author": rf"""
        who (?:is|was|are|were) (?:the |its )?{_AUTHOR}(?: of {_TARGET})?|who is {_IT} by|by whom is {_IT}
        (?:who|(?:which|what) {_AUTHOR}) (?:wrote|has written|penned) {_TARGET}|whose {_PIECE} is this
        (?:what is |name )?(?:the )?(?:author|name of the {_AUTHOR}|{_AUTHOR}'s name)(?: of {_TARGET})?""",
    "published": rf"""
        when (?:was|were|is) {_TARGET} (?:published|written|posted)|when did {_THE} {_PIECE} (?:appear|come out)
        how (?:old|recent|current|new) (?:is|are) {_TARGET}|(?:is|are) {_TARGET} (?:recent|new|old|up to date)
        (?:what is )?(?:the )?(?:publication date|date of publication|date of {_TARGET})
        (?:what|which) (?:day|date|month|year) (?:is|was) {_TARGET}(?: from| published| written)?""",
    "outlet": rf"""
        where (?:was|were|is) {_TARGET} (?:published|printed)|(?:who|(?:which|what) {_OUTLET}) published {_TARGET}
        (?:in )?(?:which|what) {_OUTLET} (?:is|was) {_TARGET} (?:(?:published )?(?:from|in)|published)
        where (?:does|do|did) {_THE} {_PIECE}s? (?:come from|appear)|what is the source of {_TARGET}""",
    "about": rf"""
        what (?:is|are|was) {_TARGET} (?:all |mainly |mostly )?about|what (?:does|do) {_TARGET} (?:say|cover|discuss)
        what is the story|what (?:does|do|is|are) (?:(?:the )?{_AUTHOR}|{_IT}) (?:argue|arguing|claim|saying)""",
    "summary": rf"""
        (?:sum {_IT} up|(?:summari[sz]e|sum up|recap)(?: {_TARGET})?)(?: (?:for me|briefly|in \w+ (?:\w+ )?\w+))?
        (?:(?:give me|write|i need|i want) )?(?:an? |the )?(?:short |brief |quick )?{_SUMMARY}(?: (?:of|for) {_TARGET})?
        (?:{_ASKS} )?(?:the |{_TARGET}'s |(?:the )?{_AUTHOR}'s )?{_POINTS}(?: (?:of|from|in) {_TARGET}| here)?
        in (?:short|brief|a nutshell)
        (?:summari[sz]e|sum up|recap) (?P<topic>[^?]+?)(?: (?:for me|briefly|in \w+ (?:\w+ )?\w+))?
        (?:(?:give me|write|i need|i want) )?(?:an? |the )?(?:short |brief |quick )?{_SUMMARY} (?:of|for) (?P<topic>[^?]+)""",
    "compare": rf"""
        compare (?:what|how) {_SOURCES} (?:say|write|report|see)s?(?: it)?(?:(?: (?:about|on|over))? (?P<topic>[^?]+))?
        (?:compare {_SOURCES}|how (?:do|does|did) {_SOURCES} (?:compare|{_DISAGREE})|which {_PIECE}s {_DISAGREE}){_ON}
        (?:(?:where|on what|what) )?do {_SOURCES} (?:all )?(?:agree|{_DISAGREE})(?: (?:on|about))?{_ON}
        what (?:is|are) the (?:main )?differences? between {_SOURCES}{_ON}
        what do (?:both|the two|all)(?: (?:the|my|your))? {_PIECE}s say{_ON}
        (?:compare|how do) {_NAMED} (?:and|with|to) {_NAMED}(?: {_DISAGREE})?{_ON}
        (?:compare|what (?:is|are) the (?:main )?differences? between) (?:{_FEW} )*+(?P<topic>[^?]+?) (?:{_PIECE}|report)s""",
    "timeline": rf"""
        (?:(?:give|show|make|draw up)(?: me)? )?(?:an? |the )?{_TIMELINE}(?: (?:of|for|about) {_TARGET})?
        (?:(?:give|show|make|draw up)(?: me)? )?(?:an? |the )?{_TIMELINE} (?:of|for|about) (?P<topic>[^?]+)
        what is the {_TIMELINE}|what happened,?(?: and)? when|when did everything happen
        (?:list|put|show)(?: me)? (?:the )?events(?: (?:in (?:the )?(?:right |chronological )?order|by date))?
        in (?:what|which) order did (?:it|this|that|the events|things|everything) happen""",
    "phrase": rf"""
        (?:(?:find|search(?: for)?|look for|count|show(?: me)?)(?: (?:all|every|each))?{_MENTIONS}? )?(?:{_WORD} )?{_QUOTED}
        ['‘](?P<phrase>(?:[^']|(?<=\w)'(?=\w))+)'
        (?:how (?:often|many times)|where) (?:do|does|is|are|was|were) (?:{_WORD} )?{_QUOTED} {_OCCUR}
        (?:how (?:often|many times)|where) (?:do|does|is|are|was|were) {_WORD} (?P<phrase>[^?]{{1,100}}?) {_OCCUR}
        (?:(?:which|what) {_PIECE}s|(?:how often )?do(?:es)?(?: (?:the|my|any|all))? {_PIECE}s?) {_HOLD} {_QUOTED}""",
    "topic": rf"""
        (?:what (?:do|did) {_SOURCES} (?:say|write|report)|tell (?:me|us)(?: more)?) {_ABOUT}
        (?:what is |show me |any )?(?:the )?(?:latest|news|latest news) {_ABOUT}
        (?:what do (?:you|we|i) (?:have|know)|what is (?:said|written|there)) {_ABOUT}
        (?:(?:is|are) there |do you have |find |list |show me )?(?:\w+thing|{_PIECE}s|news) {_ABOUT}
        (?:which|what) {_PIECE}s (?:mention|are about|cover|talk about) (?P<topic>[^?]+)
        do(?:es)? (?:the|my|any) {_PIECE}s? (?:mention|cover|talk about) (?P<topic>[^?]+)""",
}  # one pattern a line; the first that fits a whole message wins
_ROUTES = [
    (name, re.compile(rf"\A(?:{line.strip()})\Z", re.IGNORECASE))
    for name, lines in _TABLE.items()
    for line in lines.strip().splitlines()
]
_MOST_CHARS = 400  # a longer message is searched for
_POLITE = re.compile(r"\A(?:please )?(?:(?:can|could|would|will) you )?(?:please )?(?:tell me )?", re.IGNORECASE)
_IS = re.compile(r"\b(what|who|where|how|that)'s\b", re.IGNORECASE)
_PLEASE_END = re.compile(r",? please\Z", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:who|whom|whose|when|where|why|how|what|which|whether|if|is|are|was|were|do|does|did|has|have|had|can|could|"
    r"will|would|should)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"[“\"]([^”\"“]+)[”\"]")
_TOPIC = re.compile(rf"\b{_PIECE} (?:about|on) (?P<topic>.+)\Z", re.IGNORECASE | re.DOTALL)
_IN_FRONT = re.compile(rf"\b{_THE} (?!first|last|newest|latest)(?P<topic>{_OWN_WORDS}){_PIECE}\b", re.IGNORECASE)
_BEHIND_TOPIC = re.compile(r" (?:(?:all |mainly |mostly )?about|published|written|posted|printed)\Z", re.IGNORECASE)
_IMPERATIVE = re.compile(
    r"(?:explain|describe|define|name|list|show|give|tell|find|count|compare|say|quote|write|draw|play|calculate|open|"
    r"read|add|remove|delete|please|answer|ask|continue|repeat|try|check|prove|guess|yes|test)\b",
    re.IGNORECASE,
)
_LITTLE = frozenset("a an the of for in on at by from with between against after before over under and".split())
_SIGN = re.compile(r"[\"“”:;=*/+<>{}]")
_TOPIC_WORDS = 7
_BEHIND_MARK = re.compile(r"(?<=[?？])\s+(?=\S)")
_JOINED = re.compile(r",? and (?=(?:who|when|where|why|how|what|which)\b)", re.IGNORECASE)
_STARTS = re.compile(r"(?:who|when|where|why|how|what|which|whose)\b", re.IGNORECASE)
_FEWEST_WORDS, _MOST_QUESTIONS = 3, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A message, parsed once and handed down: its words as typed, where it goes, and the languages that it may be in.

    ``title`` names an article; ``topic`` is what an article, a comparison, a timeline or a bare topic is about;
    ``phrase`` is to be found word for word; ``sides`` are titles of articles to compare.
    """

    text: str = field(default="", compare=False)
    languages: tuple[str, ...] = field(default=(), compare=False)
    route: Route
    title: str | None = None
    topic: str | None = None
    phrase: str | None = None
    sides: tuple[str, ...] = ()


def parse(text: str) -> Question:
    """Return a message with the first route whose pattern fits it whole, "topic" for a few words, else "search"."""
    return replace(_routed(text), text=text, languages=languages_of(text))


def _routed(question: str) -> Question:
    plain = " ".join(question.replace("’", "'").split()).lstrip("¿¡ ").rstrip(".!?… ")
    plain = _IS.sub(r"\1 is", _PLEASE_END.sub("", plain))
    if not plain:
        return Question(route="nothing")
    texts = dict.fromkeys((plain, _POLITE.sub("", plain))) if len(plain) <= _MOST_CHARS else ()
    fits = ((name, pattern.match(text)) for text in texts for name, pattern in _ROUTES)
    found, match = next((fit for fit in fits if fit[1]), (None, None))
    if found is None or match is None:
        return Question(route="topic", topic=plain) if _is_topic(plain) else Question(route="search")
    parts = match.groupdict()
    topic = parts.get("topic")
    if found == "phrase":
        phrase = parts["phrase"].strip()
        asks = phrase.endswith("?") and _ASKED.match(phrase)
        return (
            Question(route="search") if asks or not printed_words(phrase) else Question(route="phrase", phrase=phrase)
        )
    if topic and (not content_words(topic) or _ASKED.search(topic) or (found == "summary" and not _is_topic(topic))):
        return Question(route="search")
    if found in ("compare", "topic") or topic:
        return Question(route=found, topic=topic, sides=tuple(_TITLE.findall(plain)) if found == "compare" else ())
    title = _TITLE.search(question)
    about = None if title else _TOPIC.search(_BEHIND_TOPIC.sub("", plain)) or _IN_FRONT.search(plain)
    return Question(route=found, title=title[1] if title else None, topic=about["topic"].strip() if about else None)


def split_questions(question: str) -> list[str]:
    """Return the questions of a message that asks several ("Who won? Why?", "Who won and when did it end?"), each by
    itself; one question comes back as it is, words in front of the only question belong to it.
    """
    parts = [part.strip() for part in _BEHIND_MARK.split(question.strip())]
    closed = all(part.count("“") == part.count("”") and part.count('"') % 2 == 0 for part in parts)
    if 1 < len(parts) <= _MOST_QUESTIONS and closed and all(part.endswith(("?", "？")) for part in parts):
        return parts
    if len(parts) == 1 and _STARTS.match(parts[0]):
        joined = _JOINED.split(" ".join(parts[0].rstrip("? ").split()))
        if 1 < len(joined) <= _MOST_QUESTIONS and all(len(part.split()) >= _FEWEST_WORDS for part in joined):
            return [f"{part}?" for part in joined]
    return [question.strip()]


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
        and not _SIGN.search(plain)
    )
