"""What a sentence has to offer of the kind of thing asked for."""

import re
from collections.abc import Collection

from answering.quoting.amounts import amount_asked
from answering.quoting.asked import Asked, asked
from answering.quoting.identity import describes, identity_of
from domain.language import Word, words
from text.gazetteer import countries_in, states_in
from text.word_forms import stem, stems

_NUMBER_WORD = re.compile(
    r"\d|^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|"
    r"trillions?|dozens?|half|third|quarter|double|twice|triple|once|percent)$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:1[0-9]\d\d|20\d\d)s?\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|"
    r"\b(?:yesterday|today|tomorrow|tonight|(?:last|this|next|earlier this) (?:week|month|year|night|spring|summer|"
    r"autumn|fall|winter)|centur(?:y|ies)|decades?|(?:days?|weeks?|months?|years?) (?:ago|later|earlier|after|before)|"
    r"\d{1,2}(?::\d\d)? ?[ap]\.?m\b)",
)
_CALENDAR = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?\b"
)
_SCENE = re.compile(
    r"\b(?:in|near|off|outside|across|(?:island|city|town|village|state|province|county|port|coast|north|south|east|west)"
    r" of|(?:on|at) (?!the\b)(?=[A-Z][\w’'-]*(?![\w’'-]| [A-Z])))\s*(?:the )?((?:[A-Z][\w’'-]*(?: (?=[A-Z]))?)+)"
)
"""What stands behind "on" or "at" is a place or a day if it is one word: an attack may be on Ilsa Dorn."""
_NOBODY = re.compile(r"\b(?:nobody|no one|none)\b", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?:because|since|due to|so that|in order to|as a result|thanks to|owing to|caus(?:e|es|ed|ing)|reasons?|"
    r"led to|therefore|so as to|driven by|means that|meaning|explain(?:s|ed)?|explanation|answer|blam(?:e|ed|es|ing)|"
    r"prompted|to (?:avoid|prevent|protect|help|make|ensure|keep|stop|save|give|allow|reduce|cut))\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|[Oo]n|[Tt]o|[Oo]utside|[Oo]ff|north|south|east|west|[a-z]*based)\s+(?:of\s+)?(?:the\s+)?"
    r"(?:[a-z]+ern\s+)?[A-Z]"
)
DESCRIBING = re.compile(
    r"\b(?:call(?:s|ed|ing)?|descri(?:be|bes|bed|bing|ption)|dub(?:s|bed)?|label(?:s|l?ed)?|brand(?:s|ed)?|liken(?:s|ed)?|"
    r"compar(?:e|es|ed|ing|ison)|refer(?:s|red) to|characteri[sz](?:es?|ed|ing)|as an? )",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"\b(?:because|due to|reasons?|owing to|thanks to|explanation|the (?:\w+ )?answer is|in order to|caused by|"
    r"so that)\b",
    re.IGNORECASE,
)
_MANNER = re.compile(r"\b(?:by|through|using|with|via|thanks to)\b", re.IGNORECASE)

_SPAN = (
    r"\d{4}|(?:second|minute|hour|day|week|month|year|decade|generation|season)s?|lifetime|overnight|since|until|till|"
    r"forever|for good|permanently|indefinitely"
)
_LOOSELY = tuple(
    (re.compile(rf"\b(?:{asks})\b", re.IGNORECASE), re.compile(rf"\b(?:{has})\b", re.IGNORECASE))
    for asks, has in (
        (
            r"how (?:often|frequent\w*|regularly)",
            rf"{_SPAN}|every|each|(?:hour|dai|night|week|fortnight|month|quarter|year|annual)ly|always|constantly|"
            r"never|rarely|seldom|regularly|again",
        ),
        (r"how (?:long|old|soon|far)|(?:what|at what) age|distance", _SPAN),
        (
            r"when|what (?:time|day|date|year|month|week)|since",
            rf"{_SPAN}|\d+|spring|summer|autumn|fall|winter|dawn|dusk|midnight|sun(?:rise|set)|mornings?|"
            r"(?:after)?noons?|evenings?|nights?|weekends?|holidays?|Christmas|Easter|Ramadan|New Year|eve|before|"
            r"after|during|when|while|once|as soon as|already|immediately|now|soon|later|recently|currently",
        ),
        (r"how (?:many|much)", r"several|both|a couple|a pair|a few|a handful|scores|doubled|tripled|halved|never"),
    )
)
"""What is loosely a number or a time: "in about five weeks", "after the vote", "daily", "both". It answers, too."""

_SAME_BEGINNING = 4
_ANOTHER_AMOUNT = 0.5
"""What a number offers that is not the sort of number asked for: an age where a price is."""


def offers(sentence: str, question: str) -> float:
    """Return 1 if the sentence has something of the kind asked for that the question does not name, 0 if not.

    Kinds that cannot be told from the words ("what", yes or no) give 0.5.
    """
    kind = asked(question)
    known = stems(question)
    if kind in ("country", "state"):
        return float(bool(_named_places(kind, sentence) - _named_places(kind, question)))
    if kind == "number":
        return _offers_number(sentence, question, known)
    if kind == "identity":
        return float(describes(sentence, identity_of(question) or ""))
    if kind == "person":
        return float(_has_new_name(sentence, known | _no_persons(sentence)))
    if kind == "place":
        return float(_PLACE.search(sentence) is not None and _has_new_name(sentence, known))
    pattern = {"time": _TIME, "reason": _REASON, "description": DESCRIBING, "manner": _MANNER}.get(kind)
    return 0.5 if pattern is None else float(pattern.search(sentence) is not None)


def may_offer(sentence: str, question: str) -> bool:
    """Whether the sentence has something of the kind asked for, be it loosely ("daily", "after the vote")."""
    if offers(sentence, question) == 1:
        return True
    loosely = next((has for asks, has in _LOOSELY if asks.search(question)), None)
    return loosely is not None and loosely.search(sentence) is not None


def nearness(sentence: str, question: str) -> float:
    """Return how near something of the kind asked for, which the question does not name, stands to a content word of
    the question: 1 with at most one word between them ("oil giants Rosneft"), then 1 / (words between).

    0 if the sentence lacks either, 0.5 for kinds that cannot be told from words.
    """
    kind = asked(question)
    if kind not in ("number", "time", "person", "place", "country", "state"):
        return 0.5
    known = stems(question) | (_no_persons(sentence) if kind == "person" else frozenset())
    wanted = {stem(word.text) for word in words(question) if word.content}
    things, matches = [], []
    for place, word in enumerate(words(sentence)):
        root = stem(word.text)
        if root in wanted:
            matches.append(place)
        elif root not in known and (is_number(word) if kind in ("number", "time") else _is_new_name(word, known)):
            things.append(place)
    return max((1.0 / max(1, abs(thing - match) - 1) for thing in things for match in matches), default=0.0)


def explains(sentence: str, question: str) -> float:
    """Return 1 if the sentence says outright that it gives what is asked for, a reason ("because"), a description
    ("described as") or who somebody is, else 0; other kinds give 0.
    """
    kind = asked(question)
    if kind == "identity":
        return offers(sentence, question)
    pattern = {"reason": _EXPLAINS, "description": DESCRIBING}.get(kind)
    return float(pattern is not None and pattern.search(sentence) is not None)


def new_things(sentence: str, question: str) -> frozenset[str]:
    """Return what the sentence names that the question does not, as stems: numbers where the question asks for a
    number or a time, names where it asks for a person or place, else names, or all words that carry meaning if it
    has no name.
    """
    known = stems(question)
    kind = asked(question)
    fresh = [word for word in words(sentence) if word.content and stem(word.text) not in known]
    if kind in ("number", "time"):
        return frozenset(word.text.lower() for word in fresh if is_number(word))
    if kind in ("country", "state"):
        return _named_places(kind, sentence) - _named_places(kind, question)
    names = frozenset(stem(word.text) for word in fresh if word.name)
    return names if names or kind in ("person", "place") else frozenset(stem(word.text) for word in fresh)


def _named_places(kind: Asked, text: str) -> frozenset[str]:
    return countries_in(text) if kind == "country" else states_in(text)


def _offers_number(sentence: str, question: str, known: frozenset[str]) -> float:
    wanted = amount_asked(question)
    if wanted is not None and wanted.search(sentence):
        return 1.0
    found = any(is_number(word) and stem(word.text) not in known for word in words(sentence))
    if wanted is None:
        return float(found or _NOBODY.search(sentence) is not None)
    return _ANOTHER_AMOUNT * found


def _no_persons(sentence: str) -> frozenset[str]:
    """The stems of names that are neither the person nor the company asked for: countries, days and months, and where
    something happened ("in Belmar", "on the island of Vik").
    """
    names = [*countries_in(sentence), *_CALENDAR.findall(sentence), *_SCENE.findall(sentence)]
    return frozenset(root for name in names for root in stems(name))


def _has_new_name(sentence: str, known: frozenset[str]) -> bool:
    return any(_is_new_name(word, known) for word in words(sentence))


def _is_new_name(word: Word, known: Collection[str]) -> bool:
    """Whether a name is none of the known words, nor made of one ("Russia" of "Russian")."""
    root = stem(word.text)
    beginning = root[:_SAME_BEGINNING]
    return (
        word.name
        and root not in known
        and not (len(root) >= _SAME_BEGINNING and any(other.startswith(beginning) for other in known))
    )


def is_number(word: Word) -> bool:
    """Whether a word is a number, in digits or spelled out."""
    return _NUMBER_WORD.search(word.text) is not None
