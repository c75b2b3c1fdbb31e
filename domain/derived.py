"""Data derived from an article's text, once, in the process that parses files, and stored with the article."""

from dataclasses import dataclass
from typing import NamedTuple

from domain.suspicious import Found


class Span(NamedTuple):
    """Offsets of a sentence in its text, in code points, and its layout; the fields of text.sentences.Sentence."""

    start: int
    end: int
    line: int
    heading: bool = False
    listed: bool = False
    under: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """Data derived from one text.

    ``findings`` are signs of prompt injection (see domain.suspicious), ``language`` is the code of its most likely
    language ("en" where that is not certain), ``spans`` are its sentences in order.
    """

    findings: tuple[Found, ...]
    language: str
    spans: tuple[Span, ...]
