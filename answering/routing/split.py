"""A message that asks several questions, cut into them."""

import re

_SPLIT = re.compile(r"(?<=[?？])\s+(?=\S)")
_JOINED = re.compile(r",?\s+and\s+(?=(?:who|when|where|why|how|what|which)\b)", re.IGNORECASE)
_STARTS = re.compile(r"^(?:who|when|where|why|how|what|which|whose)\b", re.IGNORECASE)
_FEWEST_WORDS = 3
_MOST_QUESTIONS = 6


def split_questions(question: str) -> list[str]:
    """Return the questions of a message that asks several, each standing by itself; one question comes back as it is.

    "Who won? Why?" are two, "Who won and when did it end?" too; words in front of the only question belong to it.
    """
    parts = [part.strip() for part in _SPLIT.split(question.strip())]
    if 1 < len(parts) <= _MOST_QUESTIONS and all(part.endswith(("?", "？")) and _quotes_closed(part) for part in parts):
        return parts
    if len(parts) == 1 and _STARTS.match(parts[0]):
        joined = _JOINED.split(parts[0].rstrip("? "))
        if 1 < len(joined) <= _MOST_QUESTIONS and all(len(part.split()) >= _FEWEST_WORDS for part in joined):
            return [f"{part}?" for part in joined]
    return [question.strip()]


def _quotes_closed(part: str) -> bool:
    return part.count("“") == part.count("”") and part.count('"') % 2 == 0
