"""Excerpts and evidence for the tests of this package."""

from answering.checking.evidence import ArticleSentence, Evidence, Excerpt
from domain.values import Article, Source
from ingest.identity import digest_of
from text.sentences import sentences


def article(text: str, *, name: str = "a1", title: str = "A fire", **source: str) -> Article:
    return Article(id=name, source=Source(title=title, **source), text=text, digest=digest_of(text))


def excerpt(text: str, number: int = 1, **source: str) -> Excerpt:
    """A whole article as one excerpt."""
    return Excerpt(number=number, article=article(text, name=f"a{number}", **source), start=0, end=len(text))


def evidence(text: str, *, beside: str = "", **source: str) -> Evidence:
    """The sentences of ``text``, in an article that goes on with ``beside``."""
    own = article(f"{text} {beside}".strip(), **source)
    return Evidence(
        tuple(ArticleSentence(article=own, sentence=one) for one in sentences(own.text) if one.end <= len(text))
    )
