"""Whose words a sentence gives: the person who is quoted in it, or whom it reports."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from domain.language import FUNCTION_WORDS

_TITLE = (
    r"(?:Dr|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Prof|Professor|President|Prime Minister|Minister|Chancellor|Councillor|"
    r"Senator|Judge|Captain|General|Pope|King|Queen|Prince|Princess|Bishop|Mayor|Governor)\.? "
)
_PART = r"[A-Z][\w’'-]{0,40}\w"
_LITTLE = r"(?:(?:de|da|del|der|van|von|bin|ibn|al|la|le|el|di)\b )"
_NAME = rf"(?P<name>(?:{_TITLE})?{_PART}(?: (?:[A-Z]\.|(?:& )?{_LITTLE}{{0,3}}{_PART})){{0,7}})"
_SAYS = (
    r"(?:said|says|(?:told|tells|asked|asks)(?! [^.,“\"]{1,40} to\b)|added|adds|wrote|writes|argued|argues|claimed|"
    r"claims|explained|explains|warned|warns|insisted|insists|announced|announces|recalled|recalls|noted|notes|stated|"
    r"states|admitted|admits|concluded|concludes|replied|replies|remarked|complained|continued|points out|pointed out)"
)
_ASIDE = r"(?:(?: of (?:the )?[A-Z][^,“”\"]{2,50}?)|(?:, [^,“”\"]{2,90}(?:, [^,“”\"]{2,60})?,))?"
_THE_MAYOR = r"(?:the|an?|its|their|his|her|one) [^,“”\"]{2,60},"
_OPEN, _CLOSE = r"[“\"]", r"[”\"]"
_PATTERNS = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rf"^{_OPEN}.+?{_CLOSE},? {_SAYS} (?:{_THE_MAYOR} )?{_NAME}",
        rf"^{_OPEN}.+?{_CLOSE},? (?:{_THE_MAYOR} )?{_NAME}{_ASIDE},? (?:also |then |later )?{_SAYS}\b",
        rf"^(?:(?:And|But|Yet|Still|So|Then|Later|However|Meanwhile|Today|Yesterday),? )?(?:(?i:{_THE_MAYOR}) )?"
        rf"{_NAME}{_ASIDE},? (?:also |then |later |once |has |had )?{_SAYS}\b(?! (?:nothing|little|no)\b)",
        rf", {_NAME}{_ASIDE} {_SAYS}(?:[.,:]|$| (?:on|at|in|to|last|this|yesterday|today)\b)",
        rf", {_SAYS} {_NAME}(?:[.,]|$| (?:on|at|in|of|to|last|who)\b)",
        rf"^According to {_NAME}[,]",
        rf", according to {_NAME}(?:[.,]|$)",
    )
]
_SAYS_BESIDE = rf"(?:{_SAYS}|report(?:s|ed))"
"""With a quotation beside it; elsewhere "reported" mostly means figures."""
_ADVERB = r"(?:(?:also|then|later|once|has|had) )?"
_ROLE = r"(?:the|an?) (?:[a-z][\w’'-]* ){0,4}"  # in front of a name: "the labour economist"
_DESCRIBES = re.compile(r"\b[Tt]he $")
_LEAD_IN = r"[^.!?“”«»\"]{0,80}$"  # from a verb of saying to the opening mark
_BEHIND = [
    re.compile(pattern)
    for pattern in (
        rf"^[,.]?\s*{_ADVERB}{_SAYS_BESIDE} (?:{_THE_MAYOR} |{_ROLE})?{_NAME}",
        rf"^[,.]?\s*(?:{_THE_MAYOR} |{_ROLE})?{_NAME}{_ASIDE},? {_ADVERB}{_SAYS_BESIDE}\b",
    )
]
_BEFORE = [
    re.compile(pattern)
    for pattern in (
        rf"(?:^|[\s(]){_NAME}{_ASIDE},? {_ADVERB}{_SAYS_BESIDE}\b{_LEAD_IN}",
        rf"[Aa]ccording to (?:{_ROLE})?{_NAME}{_LEAD_IN}",
        rf"^(?i:{_THE_MAYOR} |{_ROLE}){_NAME},? [a-z]{_LEAD_IN}",
        rf"^{_NAME}(?:,[^,“”\"]{{2,80}},)? [a-z]{_LEAD_IN}",
        rf"^{_NAME}:\s*$",
    )
]
_PRONOUN_BEHIND = re.compile(rf"^[,.]?\s*(?:(?:he|she|they) {_ADVERB}{_SAYS_BESIDE}|{_SAYS_BESIDE} (?:he|she|they))\b")
_PRONOUN_BEFORE = re.compile(rf"(?:^|\s)(?:[Hh]e|[Ss]he|[Tt]hey) {_ADVERB}{_SAYS_BESIDE}\b{_LEAD_IN}")
_UNNAMED_BEHIND = re.compile(
    rf"^[,.]?\s*(?:{_SAYS_BESIDE} (?:the|an?|its|one)\b|(?:the|an?|its|one) [^,“”\"]{{2,50}} {_SAYS_BESIDE}\b)"
)
_UNNAMED_BEFORE = re.compile(
    rf"(?:^|\s)(?:[Tt]he|[Aa]n?|[Ii]ts|[Oo]ne|[Ss]ome) [^,“”\"]{{2,50}} {_SAYS_BESIDE}\b{_LEAD_IN}"
)
_TITLES_BEFORE = re.compile(rf"^(?:{_TITLE})+")
_NAMED = re.compile(_NAME)
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_MOSTLY = 0.4
_ALIKE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """``name`` is who says it, None if that is not certain ("he said"); ``quoted``: in quotation marks, not told."""

    name: str | None
    quoted: bool


def spoken(sentence: str, text: str) -> Spoken | None:
    """Return whose words a sentence of an article gives; None if they are the article's own.

    ``text`` is the whole article: it has the full name of "Ms Brandt". A name of one word is certain only if the
    article gives one full name that ends with it, or it has a title: "Beijing said" names nobody.
    """
    quoted = _share_quoted(sentence) >= _MOSTLY
    name = next((found for pattern in _PATTERNS if (found := _certain(pattern.search(sentence), text))), None)
    return Spoken(name=name, quoted=quoted) if name or quoted else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who is said to say a quotation: by ``name`` as it is printed, else by a ``pronoun``, else by a role alone.

    ``described``: the name stands behind "the" and may describe somebody, as "the New York Democrat" does.
    """

    name: str | None = None
    pronoun: bool = False
    described: bool = False


def attribution_beside(before: str, behind: str, written: Collection[str]) -> Attribution | None:
    """Return who is said to say a quotation by the words beside it; None if they do not say.

    Args:
        before: what stands between the end of the sentence before, or of another quotation, and the opening mark.
        behind: what stands between the closing mark and the next quotation, at most to the end of the sentence.
        written: words in small letters that the text writes like names inside its sentences; a single word with a
            capital is a name only if it is one of them.
    """
    for text, patterns, pronoun, unnamed in (
        (behind, _BEHIND, _PRONOUN_BEHIND, _UNNAMED_BEHIND),
        (before, _BEFORE, _PRONOUN_BEFORE, _UNNAMED_BEFORE),
    ):
        if pronoun.search(text):
            return Attribution(pronoun=True)
        for pattern in patterns:
            match = pattern.search(text)
            if match and (name := _named(match["name"], written)):
                return Attribution(name=name, described=_DESCRIBES.search(text, 0, match.start("name")) is not None)
        if unnamed.search(text):
            return Attribution()
    return None


def _named(printed: str, written: Collection[str]) -> str | None:
    """Return a name without article and titles; None for what is no name."""
    name = printed.removeprefix("The ")
    if not _is_name(name):
        return None
    plain = without_title(name)
    return plain if plain != name or len(plain.split()) >= _ALIKE or plain.lower() in written else None


def without_title(name: str) -> str:
    """Return a name without the titles in front of it."""
    return _TITLES_BEFORE.sub("", name)


def names_in(text: str) -> list[str]:
    """Return what is written like a full name, or a name behind a title, without titles, in order."""
    found = (match["name"] for match in _NAMED.finditer(text))
    return [
        without_title(name.removeprefix("The "))
        for name in found
        if _is_name(name) and (_TITLES_BEFORE.match(name) or len(name.split()) >= _ALIKE)
    ]


def _is_name(name: str) -> bool:
    return name.split(maxsplit=1)[0].lower() not in FUNCTION_WORDS and not name.endswith(("’s", "'s"))


def _share_quoted(sentence: str) -> float:
    inside = sum(len(part.split()) for part in _QUOTED.findall(sentence))
    return inside / max(1, len(sentence.split()))


def _certain(match: re.Match[str] | None, text: str) -> str | None:
    if match is None:
        return None
    name = match["name"]
    first = name.split()[0]
    if first.lower() in FUNCTION_WORDS or first in ("And", "But"):
        return None
    titled = _TITLES_BEFORE.match(name) is not None
    if not titled and len(name.split()) >= _ALIKE:
        return name
    return _full(without_title(name).split()[-1], text) or (name if titled else None)


@lru_cache(maxsize=256)
def _full(last: str, text: str) -> str | None:
    before = rf"(?<![.!?:“\"] )(?<!^)(?:\b{_TITLE})?\b((?:{_PART} |[A-Z]\. ){{1,2}})"
    found = re.findall(before + rf"{re.escape(last)}\b", text, re.MULTILINE)
    names = {name for one in found if len((name := without_title(f"{one}{last}")).split()) >= _ALIKE}
    return names.pop() if len(names) == 1 else None
