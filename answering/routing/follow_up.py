"""Questions that lean on the conversation: what they are about comes from the turns before."""

import re
from collections.abc import Sequence

from domain.language import Word, words
from domain.values import Leaning, Turn

_BE_DO = (
    r"(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|should|may|might|must|"
    r"(?:is|are|was|were|do|does|did|has|have|had|wo|ca|could|would|should)n['’]t)"
)
_JOINING = (
    r"(?:about|after|against|all|and|at|before|behind|but|by|during|for|from|how|in|into|like|of|on|or|over|"
    r"than|to|under|what|when|where|why|with|without)"
)
_TIME = (
    r"(?:time|moment|minute|hour|day|days|week|weekend|month|quarter|year|decade|century|morning|afternoon|evening|night|"
    r"spring|summer|autumn|fall|winter|season|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|christmas|easter)\b"
)
_POINTS_BACK = re.compile(
    # "that" and "those" where they point: first, last, or behind a verb or preposition ("said that he" joins clauses)
    rf"(?:^\W*|\b(?:{_BE_DO}|{_JOINING})\s+)(?:that|those)\b(?!\s+{_TIME})|\bthat\W*$|"
    # "this week" is now, "this law" was spoken of
    rf"\b(?:this|these)\b(?!\s+(?:past |coming |last )?{_TIME})|"
    r"\b(?:which|what|any|some|are there|the|no)(?: \w+)? others?\b|"
    r"\babout others\b|\banother one\b|"
    r"\b(?:one|ones|too|both|neither|then|more)\W*$|\bmore (?:about|on|details?)\W*$|\bthe (?:latter|former)\W*$|"
    r"\b(?:else|instead)\b|\bsuch (?!as\b)|\bthe same\b(?!\s+(?:time|day|week|month|year)\b)|"
    r"(?<!is )(?<!are )(?<!was )(?<!were )\bthere\W*$|\byou (?:just )?(?:say|said|mention|mentioned|told)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|its|he|him|his|she|her|hers|they|them|their|theirs)\b", re.IGNORECASE)
_EMPTY_IT = re.compile(
    r"\b(?:is|was|be|isn['’]t|wasn['’]t) it \w+ (?:to|that|if|for|\w+ing)\b|"
    r"\bit (?:take|takes|took|cost|costs|mean|means) (?:to|that|when|if|for)\b",
    re.IGNORECASE,
)
"""The "it" of "is it true that": it stands for what follows."""
_CARRIES_ON = re.compile(
    r"^\W*(?:and|but|or|so|then|also|no|yes|ok(?:ay)?|well|what about|how about|what else|why not|why so|really|"
    r"since when|by whom|more|i(?:['’]m| am| was)? (?:mean|meant|talking about|asking about)|"
    r"(?:and )?(?:why|how|when|where|who|which|what)\W*$)\b",
    re.IGNORECASE,
)
_ELLIPSIS_WORDS = 2
_ANTECEDENT_WORDS, _WORDS_TO_THE_END = 2, 5
_SAID_WORDS = 40


def leaning(question: str, turns: Sequence[Turn]) -> Leaning | None:
    """Return what came before the question and whether it leans on that; None where nothing has been asked yet.

    It leans if it points back ("How long did it take?"), carries on ("And Europe?"), or names hardly anything ("Why?").
    """
    before = next((turn for turn in reversed(turns) if turn.answer.kind != "talk"), None)
    if before is None:
        return None
    read = _one_after_the_other(before.answer.read_as or before.question, question)
    if not leans_on_conversation(question):
        return Leaning(read=read, stands=True)
    said = before.answer.statements[0].text.split() if before.answer.statements else []
    return Leaning(read=read, said=" ".join(said[:_SAID_WORDS]))


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """Return the question as it stands by itself: with the reader's last one in front where it leans on that."""
    found = leaning(question, turns)
    return found.read if found and not found.stands else question


def leans_on_conversation(question: str) -> bool:
    """Whether the question needs what was asked before it to be understood."""
    if _CARRIES_ON.match(question) or _POINTS_BACK.search(question):
        return True
    content = [word for word in words(question) if word.content]
    return len(content) < _ELLIPSIS_WORDS or _has_loose_pronoun(question, content)


def _has_loose_pronoun(question: str, content: Sequence[Word]) -> bool:
    """Whether a pronoun stands for something outside of the question: it has no name nor two telling words before it
    ("What did Dorn say of her plans?"); at the end it may stand for something else ("How does Dorn do it?").
    """
    empty = [match.span() for match in _EMPTY_IT.finditer(question)]
    for match in _PRONOUN.finditer(question):
        if any(start <= match.start() < end for start, end in empty):
            continue
        before = [word for word in content if word.end <= match.start()]
        if not re.search(r"\w", question[match.end() :]):
            if len(before) < _WORDS_TO_THE_END:
                return True
        elif len(before) < _ANTECEDENT_WORDS and not any(word.name for word in before):
            return True
    return False


def _one_after_the_other(previous: str, question: str) -> str:
    """Return both as sentences, so that it can be told which of them asks."""
    first, second = previous.strip(), question.strip()
    if first[-1:] not in (".", "!", "?", "…", "”", '"'):
        first += "?"
    return f"{first} {second[:1].upper()}{second[1:]}"
