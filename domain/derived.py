"""What is derived from an article's text: once, where untrusted texts are parsed, and kept with the article."""

from dataclasses import dataclass
from typing import NamedTuple

from domain.suspicious import Found


class Span(NamedTuple):
    """Where a sentence stands in its text, in code points, and what is known of it; see text.sentences.Sentence."""

    start: int
    end: int
    line: int
    heading: bool = False
    listed: bool = False
    under: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What is derived from a text.

    ``findings`` are what in it is made for machines, ``language`` is the code of the language it is likeliest in
    ("en" where that is not certain), ``spans`` are its sentences in order.
    """

    findings: tuple[Found, ...]
    language: str
    spans: tuple[Span, ...]
