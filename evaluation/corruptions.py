"""Statements made from an article's sentences: true ones in slightly other words, and false ones by one change each.

The lists here are the generator's own; the check has others. A change is made only where its label is certain enough: a
name is exchanged for one that the sentence does not have, two names change places only round a verb.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from domain.language import FUNCTION_WORDS
from text.sentences import Sentence, sentences

_NAME = re.compile(r"(?<![.!?:“\"”’] )(?<!^)(?<![\w“\"])[A-Z][a-z’']+[a-z](?: [A-Z][a-z’']+[a-z])*(?!\w)")
_NUMBER = re.compile(
    r"(?<![\w.,$£€-])[$£€]?(?P<figure>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w,.-]*\d)(?!(?:st|nd|rd|th)\b)"
)
_COUNTS = "two three four five six seven eight nine ten eleven twelve twenty thirty fifty".split()
_COUNT = re.compile(rf"\b(?:{'|'.join(_COUNTS)})\b")
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April June July August September October November December".split()
_DATE = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS + _MONTHS)}|(?:19|20)\d\d)\b")
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should)\b(?! (?:not|no|never|nothing|nobody)\b)(?!n[’']t)"
)
_NOT = re.compile(
    r"\b(?P<before>is|are|was|were|has|have|had|will|would|can|could|should|did|does|do) (?:not|never) (?!only)|"
    r"(?P<short>\b(?:is|are|was|were|has|have|had|would|could|should))n[’']t "
)
_NOUN = re.compile(
    r"\b(the|a|an|his|her|its|their) ([a-z]{4,})\b"
    r"(?= (?:is|are|was|were|has|have|had|will|of|in|on|that|who|to|for)\b|[.,])"
)
_JOINED = re.compile(r"^(?:,? (?:and|or|of|for|at|in|with)|,|’s|'s)(?: |$)")
_OPPOSITES = dict(
    pair.split("/")
    for pair in (
        "rose/fell increased/decreased higher/lower more/fewer won/lost accepted/rejected supported/opposed "
        "agreed/refused increase/decrease rise/fall before/after gained/lost opened/closed approved/rejected "
        "largest/smallest first/last bought/sold allowed/forbidden success/failure better/worse strong/weak young/old "
        "high/low above/below most/few guilty/innocent alive/dead safe/dangerous early/late began/ended up/down "
        "north/south larger/smaller longer/shorter fell/rose lost/won"
    ).split()
)
_SAME = dict(
    pair.split("/")
    for pair in (
        "said/stated|about/roughly|began/started|people/persons|large/big|help/assist|near/close to|children/kids|"
        "killed/slain|police/officers|show/demonstrate|shows/demonstrates|buy/purchase|country/nation|city/town|"
        "also/as well|however/nevertheless|several/a number of|yearly/annual|last year/the year before|"
        "according to/as reported by|because/since|while/whereas|announced/made known|got/received|home/house|"
        "costs/expenses|need/require|needs/requires|begin/start|called/named|build/construct|built/constructed|"
        "more than/over|money/funds|doctors/physicians|car/vehicle|happened/occurred|ended/finished|end/finish|"
        "wrote/penned|worried/concerned|big/large|right now/currently|job/post|jobs/posts|hard/difficult|"
        "important/significant|quickly/rapidly|asked/requested|entire/whole|percent/per cent"
    ).split("|")
)
_FROM, _TO = 8, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A statement made of an article: whether the article bears it out, and how it was made."""

    kind: str
    text: str
    true: bool


def made(text: str, seed: int = 0) -> Iterator[Made]:
    """Yield statements about an article in its order, one of each kind a sentence can be made into.

    The same seed makes the same ones.
    """
    draw = random.Random(seed)
    everything = [one for one in sentences(text) if _usable(one)]
    pool = sorted(
        {match.group() for one in everything for match in _NAME.finditer(one.text) if _is_name(match.group())}
    )
    for index, sentence in enumerate(everything):
        yield Made(kind="verbatim", text=sentence.text, true=True)
        following = everything[index + 1] if index + 1 < len(everything) else None
        for kind, words in _true_ones(sentence, following, draw):
            yield Made(kind=kind, text=words, true=True)
        for kind, change in _CHANGES.items():
            if (changed := change(sentence.text, text, pool, draw)) and changed != sentence.text:
                yield Made(kind=kind, text=changed, true=False)


def _usable(sentence: Sentence) -> bool:
    length = len(sentence.text.split())
    return not sentence.heading and _FROM <= length <= _TO and sentence.text[-1:] in '.”"' and "?" not in sentence.text


def _true_ones(sentence: Sentence, following: Sentence | None, draw: random.Random) -> Iterator[tuple[str, str]]:
    text = sentence.text
    there = [words for words in _SAME if re.search(rf"\b{words}\b", text)]
    if there:
        reworded = text
        for words in draw.sample(there, min(2, len(there))):
            reworded = re.sub(rf"\b{words}\b", _SAME[words], reworded, count=1)
        yield "reworded", reworded
    quoted = re.search(r"[“”\"]", text)
    adjacent = following and following.index == sentence.index + 1 and following.line == sentence.line
    if following and adjacent and not quoted and not re.search(r"[“”\"]", following.text):
        yield "joined", f"{text.rstrip('.')}, and {_lowered(following.text)}"
    if not quoted and (shorter := _shortened(text)):
        yield "shortened", shorter


def _shortened(text: str) -> str | None:
    """Leave out a relative clause at the end, or what stands between two commas behind a name."""
    if match := re.search(r", (?:which|who|where|whose|while|adding that) [^,]{8,120}\.$", text):
        return text[: match.start()] + "."
    if match := re.search(r"(?<=[a-z]), (?:an?|the|who|which) [^,.]{6,70}, (?=[a-z])", text):
        return f"{text[: match.start()]} {text[match.end() :]}"
    return None


def _lowered(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    return text[0].lower() + text[1:] if first.lower() in FUNCTION_WORDS and first != "I" else text


def _is_name(name: str) -> bool:
    return name not in _WEEKDAYS + _MONTHS and name not in ("May", "Mr", "Mrs", "Ms", "Dr", "The", "But", "And")


def _other_number(text: str, article: str, _pool: list[str], draw: random.Random) -> str | None:
    found = [match for match in _NUMBER.finditer(text) if not re.fullmatch(r"(?:19|20)\d\d", match["figure"])]
    if found:
        match = draw.choice(found)
        value = float(match["figure"].replace(",", ""))
        for _ in range(20):
            changed = value * draw.choice((0.5, 1.5, 2, 3, 10)) + draw.choice((0, 1, 2, 5))
            printed = f"{changed:,.1f}" if "." in match["figure"] else f"{max(1, round(changed)):,}"
            if printed not in article:
                return text[: match.start("figure")] + printed + text[match.end("figure") :]
    if spelled := _COUNT.search(text):
        others = [word for word in _COUNTS if not re.search(rf"\b{word}\b", article)]
        if others:
            return text[: spelled.start()] + draw.choice(others) + text[spelled.end() :]
    return None


def _other_date(text: str, article: str, _pool: list[str], draw: random.Random) -> str | None:
    if not (match := _DATE.search(text)):
        return None
    kinds = next(
        (kind for kind in (_WEEKDAYS, _MONTHS) if match.group() in kind), [str(year) for year in range(1990, 2026)]
    )
    return (
        text[: match.start()]
        + draw.choice([one for one in kinds if one not in article] or ["1931"])
        + text[match.end() :]
    )


def _other_name(text: str, _article: str, pool: list[str], draw: random.Random) -> str | None:
    found = [match for match in _NAME.finditer(text) if _is_name(match.group())]
    others = [name for name in pool if not any(part in text for part in name.split())]
    if not found or not others:
        return None
    match = draw.choice(found)
    alike = [name for name in others if len(name.split()) == len(match.group().split())] or others
    return text[: match.start()] + draw.choice(alike) + text[match.end() :]


def _foreign_name(text: str, article: str, _pool: list[str], draw: random.Random) -> str | None:
    found = [match for match in _NAME.finditer(text) if _is_name(match.group())]
    others = ["Marisol Quint", "Tobias Renfrew", "Ankarath", "Veltheim", "Ottavia Brandeis", "Port Calloway", "Zerbani"]
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start()] + draw.choice([name for name in others if name not in article]) + text[match.end() :]


def _negated(text: str, _article: str, _pool: list[str], _draw: random.Random) -> str | None:
    if match := _NOT.search(text):
        return text[: match.start()] + (match["before"] or match["short"]) + " " + text[match.end() :]
    if match := _AUXILIARY.search(text):
        return text[: match.end()] + " not" + text[match.end() :]
    return None


def _swapped(text: str, _article: str, _pool: list[str], _draw: random.Random) -> str | None:
    found = [match for match in _NAME.finditer(text) if _is_name(match.group())]
    for first, second in pairwise(found):
        between = text[first.end() : second.start()]
        verb = re.search(
            r"\b(?:\w+ed|said|told|met|beat|won|has|had|will|made|gave|took|sold|bought|led|left)\b", between
        )
        if verb and not _JOINED.match(between) and first.group() != second.group():
            return text[: first.start()] + second.group() + between + first.group() + text[second.end() :]
    return None


def _opposite(text: str, _article: str, _pool: list[str], draw: random.Random) -> str | None:
    there = [word for word in _OPPOSITES if re.search(rf"\b{word}\b", text)]
    if not there:
        return None
    word = draw.choice(there)
    return re.sub(rf"\b{word}\b", _OPPOSITES[word], text, count=1)


def _other_word(text: str, article: str, _pool: list[str], draw: random.Random) -> str | None:
    found = list(_NOUN.finditer(text))
    others = sorted({match[2] for match in _NOUN.finditer(article)} - {match[2] for match in found})
    if not found or not others:
        return None
    match = draw.choice(found)
    alike = [word for word in others if word.endswith("s") == match[2].endswith("s") and word not in text] or others
    return text[: match.start(2)] + draw.choice(alike) + text[match.end(2) :]


_CHANGES: dict[str, Callable[[str, str, list[str], random.Random], str | None]] = {
    "number": _other_number,
    "date": _other_date,
    "name of the article": _other_name,
    "foreign name": _foreign_name,
    "negation": _negated,
    "swapped": _swapped,
    "opposite": _opposite,
    "word": _other_word,
}
