"""Questions that lean on the conversation: what they are about comes from the turns before."""

import re
from collections.abc import Sequence

from domain.language import Word, words
from domain.values import QuestionContext, Turn, read_as

_TIME = (
    r"(?:time|moment|days?|week|weekend|month|quarter|year|decade|century|morning|afternoon|evening|night|spring|summer|"
    r"autumn|fall|winter|season|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_POINTS_BACK = re.compile(
    rf"\b(?:this|these)\b(?! (?:past |coming |last |next )?{_TIME})|\bthe same\b(?! {_TIME})|"  # "this week" is now
    r"\b(?:that|those|others?|another|ones?|both|neither|too|then|more|latter|former)\W{0,3}\Z|"
    r"(?:\A\W{0,3}|\b(?:is|are|was|were|do|does|did|about|after|before|by|for|from|in|like|of|than|to|why|with) )"
    rf"(?:that|those)\b(?! {_TIME})|\b(?:which|what|any|some|no) (?:\w+ )?others?\b|\bsuch (?!as\b|an? )|"
    r"\b(?:else|instead|you (?:say|said|mention|mentioned))\b",
    re.IGNORECASE,
)
_EMPTY_IT = re.compile(r"\b(?:is|was|be|does|did|would|will) it (?:\w+ )?(?:to|that|if|for)\b", re.IGNORECASE)
"""The "it" of "is it true that": it stands for what follows."""
_PRONOUN = re.compile(r"\b(?:it|its|he|him|his|she|her|hers|they|them|their|theirs)\b", re.IGNORECASE)
_CARRIES_ON = re.compile(
    r"\A\W{0,3}(?:and|but|or|so|then|also|no|yes|ok(?:ay)?|well|more|really|since when|by whom|what else|why not|"
    r"(?:what|how) about|i(?:['’]m| am)? (?:meant?|talking about|asking about))\b",
    re.IGNORECASE,
)
_ELLIPSIS_WORDS = 2
_ANTECEDENT_WORDS = 2
_SAID_WORDS = 40


def context_of(question: str, turns: Sequence[Turn]) -> QuestionContext | None:
    """Return what came before the question and whether it depends on that; None where nothing has been asked yet.

    It is context-dependent if it points back ("How long did it take?"), goes on ("And Europe?"), or names hardly
    anything ("Why?").
    """
    before = next((turn for turn in reversed(turns) if turn.answer.kind != "talk"), None)
    if before is None:
        return None
    read = _behind(before.answer.read_as or before.question, question)
    if not is_context_dependent(question):
        return QuestionContext(read=read, stands=True)
    said = before.answer.statements[0].text.split() if before.answer.statements else []
    content = sum(word.content for word in words(question))
    alone = content >= (1 if _PRONOUN.search(question) else _ELLIPSIS_WORDS)
    asked = question if alone else _behind(before.question, question)
    return QuestionContext(read=read, said=" ".join(said[:_SAID_WORDS]), asked=asked)


def _behind(former: str, question: str) -> str:
    first, second = former.strip(), question.strip()
    ended = first.endswith((".", "!", "?", "…", "”", '"'))
    return f"{first if ended else first + '?'} {second[:1].upper()}{second[1:]}"


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """Return the question as it stands by itself: with the reader's last one in front where it depends on that."""
    return read_as(question, context_of(question, turns))


def is_context_dependent(question: str) -> bool:
    """Whether the question needs what was asked before it to be understood."""
    if _CARRIES_ON.search(question) or _POINTS_BACK.search(question):
        return True
    plain = _EMPTY_IT.sub(" ", question)
    content = [word for word in words(plain) if word.content]
    few = len(content) < _ELLIPSIS_WORDS
    return few or any(_is_loose(pronoun, content) for pronoun in _PRONOUN.finditer(plain))


def _is_loose(pronoun: re.Match[str], content: Sequence[Word]) -> bool:
    """Whether a pronoun stands for something outside of the question: it has no name nor two words of meaning before it
    ("What did Dorn say of her plans?", "Are heat pumps worth it?").
    """
    before = [word for word in content if word.end <= pronoun.start()]
    return len(before) < _ANTECEDENT_WORDS and not any(word.name for word in before)
