"""Names in a written statement, and whether the words that carry it name the same."""

import re
from functools import lru_cache

from domain.language import Word, words
from text.word_forms import stem

_ALIAS = (
    "us usa america american americans united-states washington|"
    "uk britain british briton britons united-kingdom|"
    "eu european europe european-union|un united-nations|china chinese beijing|russia russian russians moscow kremlin|"
    "ukraine ukrainian ukrainians kyiv|france french|germany german germans|spain spanish|netherlands dutch|"
    "ireland irish|wales welsh|denmark danish|poland polish|sweden swedish|turkey turkish|greece greek|"
    "switzerland swiss"
)
_ALIASES = {
    stem(name.replace("-", " ").split()[-1]): row.split()[0]
    for row in _ALIAS.split("|")
    for name in row.split()
    if "-" not in name
}
_LONG_FORMS = {
    name.replace("-", " "): row.split()[0].upper() for row in _ALIAS.split("|") for name in row.split() if "-" in name
}
_LONG_FORM = re.compile("|".join(_LONG_FORMS), re.IGNORECASE)
_DATES = re.compile(
    r"^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|^(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december|jan|feb|aug|sept?|oct|nov|dec)$",
    re.IGNORECASE,
)
_TITLES = frozenset("mr mrs ms miss dr sir dame lord lady prof professor".split())
_BEGINNING = 4
_INITIALS = re.compile(r"^(?:[A-Z]\.?){2,6}s?$")


def names(claim: str, printed: str) -> list[Word]:
    """Return the words of a claim that are names, titles and dates left out.

    A capital at the start of a sentence tells nothing: the word is a name if ``printed`` (what the articles say)
    writes it as one.
    """
    found = words(claim)
    written = written_names(printed)
    kept = []
    for word in found:
        if not word.content or not word.text[0].isupper() or _DATES.match(word.text) or word.text.lower() in _TITLES:
            continue
        if word.name or word.text.lower() in written:
            kept.append(word)
    return kept


def unnamed(claim: str, evidence: str, printed: str) -> list[Word]:
    """Return the names of a claim that the evidence does not have, in any usual form ("US", "American"; "WHO" spelled
    out).
    """
    claim, evidence, printed = map(_short, (claim, evidence, printed))
    have = words(evidence)
    stems = [stem(word.text) for word in have]
    aliases = {_ALIASES.get(own, own) for own in stems}
    initials = "".join(word.text[0] for word in have if word.text[0].isupper())
    lacking = [word for word in names(claim, printed) if not _named(word, stems, aliases, initials)]
    return [word for word in lacking if not _before_its_name(claim, word, stems, printed)]


def _before_its_name(claim: str, word: Word, stems: list[str], printed: str) -> bool:
    """Whether a word is the first name of somebody whom the evidence has by the last one, as the articles print it."""
    last = re.match(r" (?:[A-Z]\. )?([A-Z][\w’'-]*\w)", claim[word.end :])
    return last is not None and stem(last[1]) in stems and f"{word.text}{last.group()}" in printed


def _named(word: Word, stems: list[str], aliases: set[str], initials: str) -> bool:
    own = stem(word.text)
    if own in stems or _ALIASES.get(own, own) in aliases:
        return True
    if _INITIALS.match(word.text) and word.text.rstrip("s").replace(".", "") in initials:
        return True
    beginning = own[:_BEGINNING]
    return len(own) > _BEGINNING and any(
        other.startswith(beginning) and min(len(own), len(other)) > _BEGINNING and _derived(own, other)
        for other in stems
    )


def _derived(one: str, other: str) -> bool:
    """Whether one is the other with an ending, as "Russian" and "Russia" are: all but three letters are the same."""
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same >= max(len(one), len(other)) - 3 and same >= min(len(one), len(other)) - 1


def _short(text: str) -> str:
    """Write "US" for "United States", and so on."""
    return _LONG_FORM.sub(lambda match: _LONG_FORMS[match.group().lower()], text)


@lru_cache(maxsize=256)
def written_names(printed: str) -> frozenset[str]:
    """Return the words, in small letters, that a text writes like names inside its sentences."""
    return frozenset(word.text.lower() for word in words(printed) if word.name)
