"""Questions that take something for granted which the articles tell otherwise: who does what to whom."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.language import Word, words
from text.antonyms import alike, opposites_of
from text.word_forms import root, stem

_ASKS_WHY = re.compile(r"^\W*(?:and |but |so )?(?:why|how|for what reasons?|how come)\b", re.IGNORECASE)
_NOT = re.compile(r"^(?:not|never|no|nor|neither|nobody|cannot|without|refus\w*|\w+n[’']t)$", re.IGNORECASE)
_IS = frozenset(["is", "are", "was", "were", "been", "being", "be"])
_ACTS_WITHIN, _MEETS_WITHIN, _NEGATED_WITHIN = 8, 5, 4
"""Words that may stand between a name and its verb, between the verb and another name in the place of the one asked
about, and between "not" and the verb.
"""
_BEGINNING = 4
_DEGREE_WORDS = "more less greater fewer higher lower bigger larger smaller up down upward downward most least many few"
_DEGREES = frozenset(map(root, _DEGREE_WORDS.split()))
"""What stands beside anything that happens: "two more runs" tell nothing against a lead that was lost."""
_ABOUT_IT = 2
"""Other words of the question by which a sentence is about the same thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a question takes as given: ``subject`` does ``verb`` to ``object`` (stems), or does not (``negated``)."""

    subject: str
    verb: str
    object: str
    negated: bool


def claim_of(question: str) -> Claim | None:
    """Return the claim inside a why- or how-question that names two: "Why does China support Ukraine?"."""
    if not _ASKS_WHY.match(question):
        return None
    found = words(question)
    names = [place for place, word in enumerate(found) if word.name]
    for first, second in pairwise(names):
        between = [word for word in found[first + 1 : second] if word.content and not _NOT.match(word.text)]
        joined = any(word.text.lower() in ("and", "or", "of") for word in found[first + 1 : second][:1])
        if between and not joined:
            negations = [place for place in range(second) if _NOT.match(found[place].text)]
            verb = next((word for word in between if negations and word.start > found[negations[-1]].start), between[0])
            return Claim(
                subject=stem(found[first].text),
                verb=root(verb.text),
                object=stem(found[second].text),
                negated=bool(negations),
            )
    return None


def told_otherwise(claim: Claim, sentences: Iterable[str]) -> bool:
    """Whether sentences tell the claim the other way round ("Trump mocked Putin"), of another ("China supports Russia")
    or deny it, and none tells it as it is. Only the claim's own verb counts, in any of its forms.
    """
    otherwise = False
    for sentence in sentences:
        found = words(sentence)
        for verb in (place for place, word in enumerate(found) if root(word.text) == claim.verb):
            told = _told(claim, found, verb)
            if told is True:
                return False
            otherwise = otherwise or told is False
    return otherwise


def _told(claim: Claim, found: Sequence[Word], verb: int) -> bool | None:
    """True if the words round the verb tell the claim, False if they tell it otherwise, None if neither."""
    before, after = found[max(0, verb - _ACTS_WITHIN) : verb], found[verb + 1 :]
    acts, suffers = _has(before, claim.subject), _has(after[:_ACTS_WITHIN], claim.object)
    everywhere = _has(found, claim.subject) and _has(found, claim.object)
    passive = any(word.text.lower() in _IS for word in before[-2:]) or any(
        word.text.lower() == "by" for word in after[:2]
    )
    if passive:
        return True if everywhere else None
    if acts and suffers:
        negated = any(_NOT.match(word.text) for word in before[-_NEGATED_WITHIN:])
        return claim.negated or not negated
    if _has(before, claim.object) and _has(after[:_MEETS_WITHIN], claim.subject) and not acts:
        return False
    if everywhere:
        return True
    other = any(
        word.name and not _has([word], claim.object) and not _has([word], claim.subject)
        for word in after[:_MEETS_WITHIN]
    )
    return False if other and (acts or _has(before, claim.object)) else None


def turned_round(question: str, core: str, sentences: Iterable[str]) -> bool:
    """Whether a why- or how-question takes the opposite of what the core tells for granted ("Why did the bank raise
    its rates?", and it cut them), and no sentence tells it as it is.

    The verb is the word behind its subject; the core has its opposite, and both have another word of the question.
    """
    found = words(question)
    if not _ASKS_WHY.match(question) or any(_NOT.match(word.text) for word in found):
        return False
    about = {root(word.text) for word in found if word.content}
    verbs = {root(verb.text) for subject, verb in pairwise(found) if subject.content and verb.content and not verb.name}
    told = _affirmed(core)
    for verb in verbs:
        others = about - {verb}
        enough = min(_ABOUT_IT, len(others & told))
        if enough and (opposites_of(verb) - _DEGREES) & told:
            return not any(alike(verb) & own and len(others & own) >= enough for own in map(_roots, sentences))
    return False


def _affirmed(sentence: str) -> frozenset[str]:
    """The roots of a sentence's words that no "not" stands before."""
    found = words(sentence)
    denied = [place for place, word in enumerate(found) if _NOT.match(word.text)]
    return frozenset(
        root(word.text)
        for place, word in enumerate(found)
        if not any(0 < place - no <= _NEGATED_WITHIN for no in denied)
    )


def _roots(sentence: str) -> frozenset[str]:
    return frozenset(root(word.text) for word in words(sentence))


def _has(found: Sequence[Word], name: str) -> bool:
    return any(_alike(stem(word.text), name) for word in found)


def _alike(one: str, other: str) -> bool:
    """Whether two stems are one name, as "Russian" and "Russia" are."""
    beginning = one[:_BEGINNING]
    return one == other or (len(beginning) == _BEGINNING and other.startswith(beginning))
