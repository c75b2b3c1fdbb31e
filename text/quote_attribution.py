"""Whose words a sentence gives: the person who is quoted in it, or whom it reports."""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.language import FUNCTION_WORDS

_TITLE = (
    r"(?:Dr|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Prof|Professor|President|Prime Minister|Minister|Chancellor|Councillor|"
    r"Senator|Judge|Captain|General|Pope|King|Queen|Prince|Princess|Bishop|Mayor|Governor)\.? "
)
_PART = r"[A-Z][\w’'-]*[\w]"
_LITTLE = r"(?:(?:de|da|del|der|van|von|bin|ibn|al|la|le|el|di)\b )"
_NAME = rf"(?P<name>(?:{_TITLE})?{_PART}(?: (?:[A-Z]\.|(?:& )?{_LITTLE}*{_PART}))*)"
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
    if not re.match(_TITLE, name) and len(name.split()) >= _ALIKE:
        return name
    return _full(re.sub(rf"^{_TITLE}", "", name).split()[-1], text) or (name if re.match(_TITLE, name) else None)


@lru_cache(maxsize=256)
def _full(last: str, text: str) -> str | None:
    found = re.findall(
        rf"(?<![.!?:“\"] )(?<!^)(?:\b{_TITLE})?\b((?:{_PART} |[A-Z]\. ){{1,2}}){re.escape(last)}\b", text, re.MULTILINE
    )
    names = {re.sub(rf"^(?:{_TITLE})+", "", f"{before}{last}") for before in found}
    names = {name for name in names if len(name.split()) >= _ALIKE}
    return names.pop() if len(names) == 1 else None
