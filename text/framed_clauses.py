"""The exact part of a sentence that answers: what stands behind "The likely answer is that"."""

import re
from dataclasses import dataclass

_FRAME = re.compile(
    r"^(?:(?:And|But|So|Yet|Still),?\s+)?"
    r"(?P<label>(?i:the|one|another|an?|his|her|its|their)\s+(?:[\w’'-]+\s+){0,3}?"
    r"(?:answer|reason|explanation|cause|result|conclusion|argument|point|problem|idea|aim|goal|hope|fear|worry|risk|view))"
    r"\s+(?:is|was|may be|might be|could be|seems to be|would be)\s+(?:simply\s+|probably\s+|clearly\s+)?"
    r"(?P<link>that|because)\s+(?P<clause>\S.+)$",
    re.DOTALL,
)
_ARTICLES = re.compile(r"^(?:The|One|Another|A|An|His|Her|Its|Their)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause that can be quoted for its sentence: ``sentence[start:] `` and the label in front of it ("the likely
    answer").
    """

    start: int
    label: str


def framed_clause(sentence: str) -> Clause | None:
    """Return the clause behind a frame such as "The likely answer is that …"; None where there is no such frame."""
    match = _FRAME.match(sentence)
    if match is None:
        return None
    label = match["label"]
    start = match.start("clause") if match["link"] == "that" else match.start("link")
    return Clause(start=start, label=_ARTICLES.sub(lambda word: word.group().lower(), label))
