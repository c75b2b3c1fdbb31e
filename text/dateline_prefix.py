"""Where a report was written, as news print it before its first words: "TAMPA, Fla. (AP) — "."""

import re

_AGENCY = r"\((?:[A-Z]{2,6}|Bloomberg|Reuters|Xinhua|dpa)\)"
_PLACE = r"[A-Z][A-Z.'’ -]{2,40}"
_SPELLED = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}"
_STATE_OR_DAY = r"(?:[,;] ?[^—–()\n]{2,40})?"
_DATELINE = re.compile(
    rf"(?:{_PLACE}{_STATE_OR_DAY}(?: {_AGENCY})?|{_SPELLED}{_STATE_OR_DAY} {_AGENCY}) ?[—–-]{{1,2}} (?=[\w“\"‘'])"
)


def without_dateline(sentence: str) -> str:
    """Return the sentence without the dateline that it begins with: it says nothing of what is told."""
    found = _DATELINE.match(sentence)
    return sentence[found.end() :] if found else sentence
