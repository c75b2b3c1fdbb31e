"""Questions that a text itself puts: "It has the means, so why is it waiting?" asks "why is it waiting?"."""

import re

from text.sentences import is_question

_ASKS = re.compile(
    r"(?:^|[,;:–—-]\s*(?:so|and|but|then)?,?\s*|\bso\s+)(?P<question>(?:why|how|what|who|when|where|which)\b[^,;:]*\?)",
    re.IGNORECASE,
)


def printed_question(sentence: str) -> str | None:
    """Return the question that a sentence puts, from its question word on; None if it is no question.

    A question without a question word ("Will it last?") is returned whole.
    """
    if not is_question(sentence):
        return None
    match = _ASKS.search(sentence)
    return match["question"] if match else sentence
