"""Who or what a named thing is: the name that a question asks about, and sentences that describe it."""

import re
from functools import lru_cache

from domain.language import FUNCTION_WORDS, words

_BE = r"(?:is|are|was|were)"
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|please|can you|could you|tell me|do you know)\W+)*"
    rf"(?:(?:who|what)(?:['’]s| {_BE}) (?P<name>[^?,;:]+?)|(?:who|what) (?P<turned>[^?,;:]+?) {_BE}|"
    r"what (?:does|do|did) (?P<works>[^?,;:]+?) do(?: for a living)?)\W*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_VERB = re.compile(r"(?:ing|ed)$")
_NAME_WORDS = 4
_TITLE = (
    r"(?:Presidents?|Prime Minister|Minister|Secretary|Governor|Gov\.|Chancellor|Mayor|Councillor|Senator|Sen\.|Rep\.|"
    r"Congress(?:man|woman)|Judge|Justice|Captain|Capt\.|General|Gen\.|Professor|Prof\.|King|Queen|Prince|Princess|Pope|"
    r"Bishop|Rabbi|Chief|Director|Chairman|Chairwoman|Commissioner|Ambassador|Coach|Detective|Sergeant|Sheriff)"
)
_NO_NOUN = r"\w+(?:ed|ing|ly|s)|says?|said|told|tells?|saw|met|made|gave|took|went|came|let|put|got|won|lost"
_NOUN = rf"(?!(?:{'|'.join(sorted(re.escape(word) for word in FUNCTION_WORDS))}|{_NO_NOUN})\b)[a-z][\w’'-]*[a-z]"
_OTHER_NAMES = r"(?:[A-Z][\w’'.-]* ){0,2}"
_OWN = r"(?:\b(?:an?|the|its|his|her|their)|['’]s)"
_SAYS = r"(?:said|says|told|wrote|writes|added|adds|argues|argued|who)"
_FORMS = (
    # "Quist, a retired pilot", "Quist, who…", "Quist, the guard's commander", "Quist (a mouldable frosting)"
    r"{name}(?:,| \(| [–—]) ?(?:an?|the|who|which|one of|his|her|their|its|[\w’'-]+ (?:of|at|for) |[\w’'-]+['’]s )\b",
    r"{name}, {noun} [^,;]{{3,80}}(?:, [^,;]{{3,60}})?, {says}\b",
    # "Quist is a pilot"
    r"{name},? (?:is|was|are|were|became|has been|serves as|works as)(?: now| also| still)? "
    r"(?:an?|the|one|his|her|its|head|chief)\b",
    # "the pilot, Quist", "a smaller vessel, the Inver Lass"; "President Quist"; "comedian Matt Quist"
    r"{own} (?:[\w’'-]+ ){{0,4}}?{noun}, (?:the )?{others}{name}\b",
    r"\b{title} {others}{name}\b",
    r"\b{noun} {others}{name}\b",
    # "its Quist torpedo", "the Quist nuclear-powered torpedo"
    r"{own} {name} (?:{noun}-)?{noun}\b",
)


@lru_cache(maxsize=4096)
def identity_of(question: str) -> str | None:
    """Return the name in "Who is Matt Quist?", "what the Poseidon is" or "What does Quist do?"; None for all else.

    In a question of mixed case a name has capitals; typed in lower case only words without "the" are taken for one.
    """
    match = _ASKS.match(question)
    asked = next(filter(None, match.groups()), "").strip() if match else ""
    name = _ARTICLE.sub("", asked)
    found = words(name)
    if not found or len(found) > _NAME_WORDS or not all(word.content for word in found):
        return None
    if name == name.lower():
        return None if asked[:4].lower() == "the " or _VERB.search(found[0].text) else name
    return name if all(word.text[:1].isupper() or word.text[:1].isdigit() for word in found) else None


def describes(sentence: str, name: str) -> bool:
    """Whether the sentence says beside the name who or what it is: in apposition, by a title, or with "is a"."""
    return bool(name) and any(form.search(sentence) for form in _forms(name))


@lru_cache(maxsize=512)
def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    parts = {
        "name": rf"(?<!\w)(?i:{re.escape(name)})",
        "noun": _NOUN,
        "title": _TITLE,
        "others": _OTHER_NAMES,
        "own": _OWN,
        "says": _SAYS,
    }
    return tuple(re.compile(form.format(**parts)) for form in _FORMS)
