"""What is derived from an article's text."""

from domain.derived import Derived, Span
from domain.suspicious import suspicious
from text.index_words import article_language
from text.sentences import sentences


def derive(text: str) -> Derived:
    """Return what is kept with an article of this text."""
    spans = (Span(one.start, one.end, one.line, one.heading, one.listed, one.under) for one in sentences(text))
    return Derived(findings=suspicious(text), language=article_language(text), spans=tuple(spans))
