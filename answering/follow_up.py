"""Questions that lean on the conversation: what they are about comes from the turns before."""

import re
from collections.abc import Sequence

from domain.language import content_words
from domain.values import Turn

_POINTS_BACK = re.compile(
    r"\b(?:it|its|he|him|his|she|her|hers|they|them|their|theirs|this|that|these|those|then|one|ones|same|such|"
    r"former|latter|else|instead|too|also|more|other|others|another)\b",
    re.IGNORECASE,
)
_CARRIES_ON = re.compile(
    r"^\W*(?:and|but|or|so|then|also|what about|how about|what else|why not|why so|really|since when|by whom|"
    r"(?:and )?(?:why|how|when|where|who|which|what)\W*$)\b",
    re.IGNORECASE,
)
_ELLIPSIS_WORDS = 2


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """Return the question as it stands by itself: with the reader's last question in front where it leans on that.

    It leans on it if it points back ("How long did it take?"), carries on ("And Europe?"), or names hardly anything
    ("Why?"). A question that does not lean comes back as it is, so that a new topic is not mixed with the old.
    """
    before = next((turn for turn in reversed(turns) if turn.answer.kind != "talk"), None)
    if before is None or not leans_on_conversation(question):
        return question
    previous = before.answer.read_as or before.question
    return f"{previous.strip()} {question.strip()}"


def leans_on_conversation(question: str) -> bool:
    """Whether the question needs what was asked before it to be understood."""
    return (
        _POINTS_BACK.search(question) is not None
        or _CARRIES_ON.match(question) is not None
        or len(content_words(question)) < _ELLIPSIS_WORDS
    )
