"""Who wrote an article, where only its text says so."""

import re
from dataclasses import dataclass

from text.sentences import Sentence, sentences

_NAME = r"[A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]*|de|da|del|der|van|von|bin|ibn|al|la|le|el|di)){1,4}"
_BY = re.compile(rf"\A(?:(?i:By|Written by|Words by)|Text:)\s+(?P<name>{_NAME})")
_IS = re.compile(
    rf"\A(?:(?:Dr|Professor|Prof|Sir|Dame|Lord)\.?\s+)?(?P<name>{_NAME})\s+"
    r"(?:is|was|writes|teaches|works|leads|heads|covers|has been|runs|directs|edits|reports)\s"
)
_NEAR_START, _NEAR_END = 4, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """The words that name the author: ``text[start:end]``; ``column``: they introduce the author at the end."""

    name: str
    start: int
    end: int
    column: bool


def find_byline(text: str) -> Byline | None:
    """Return the byline at the start ("By Jane Roe"), a line that does not go on as a sentence, or the author's
    introduction at the end, which begins with a full name that is mentioned nowhere above; None if there is neither.
    """
    all_sentences = sentences(text)
    for sentence in all_sentences[:_NEAR_START]:
        match = _BY.match(sentence.text)
        if match and (sentence.heading or match.end() >= len(sentence.text.rstrip("."))):
            return _byline(sentence, match, column=False)
    first_of_line = {sentence.line: sentence for sentence in reversed(all_sentences)}
    for line in sorted(first_of_line, reverse=True)[:_NEAR_END]:
        sentence = first_of_line[line]
        match = _IS.match(sentence.text)
        if match and line > 0 and match["name"].split()[-1] not in text[: sentence.start]:
            return _byline(sentence, match, column=True)
    return None


def _byline(sentence: Sentence, match: re.Match[str], *, column: bool) -> Byline:
    return Byline(name=match["name"].rstrip(".,"), start=sentence.start, end=sentence.end, column=column)
