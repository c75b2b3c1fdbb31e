"""Addresses of the page that open an article, or words of it: ``/?article=ID&start=4&end=21&version=DIGEST``."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.values import Article

ARTICLE = "article"
MAX_DIGITS = 9
FIELDS = (ARTICLE, "start", "end", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsLink:
    """An article, or the characters ``span`` of its text with the digest ``version`` (None: as it is now)."""

    article_id: str
    span: tuple[int, int] | None = None
    version: str | None = None


def link_to(article: Article, span: tuple[int, int] | None = None) -> str:
    """Return the address, from the page's own, of an article, or of the characters of a span of its text."""
    fields: dict[str, str | int] = {ARTICLE: article.id}
    if span:
        fields |= {"start": span[0], "end": span[1], "version": article.digest}
    return f"./?{urlencode(fields)}"


def read_link(query: Mapping[str, str]) -> WordsLink | None:
    """Return what the page's address asks to open; None if it names no article. What is no number is left out."""
    article_id = query.get(ARTICLE)
    if not article_id:
        return None
    start, end = query.get("start", ""), query.get("end", "")
    known = all(one.isascii() and one.isdecimal() and len(one) <= MAX_DIGITS for one in (start, end))
    span = (int(start), int(end)) if known and int(start) < int(end) else None
    return WordsLink(article_id=article_id, span=span, version=query.get("version") or None)
