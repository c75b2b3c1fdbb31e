"""Dead articles whose address still answers: with the section's page, the front page, or another story."""

from urllib.parse import urlsplit

from domain.values import Article, Source
from ingest.address import is_front_page, plain_address, same_site
from ingest.similar import shingles

_SHARED = 0.1
"""Share of the shorter text's five-word sequences. Of 200,000 pairs among 1,979 news articles, 45 share as much; of
100,000 pairs of one outlet, 26."""


def is_section(asked: str, found: str) -> bool:
    """Whether a redirect leads up from an article to the page of its section, or to the front page of its site.

    Also the shorter address of an article stands above the longer one ("/news/4711/storm-hits-coast", "/news/4711"),
    so the last part of what was found must look like the name of a section: no number, not more than two words.
    """
    if is_front_page(found):
        return not is_front_page(asked)
    above, below = _parts(found), _parts(asked)
    name = above[-1] if above else ""
    plain = not any(letter.isdigit() for letter in name) and name.count("-") + name.count("_") <= 1
    return same_site(asked, found) and len(above) < len(below) and below[: len(above)] == above and plain


def is_another(known: Article, source: Source, text: str) -> bool:
    """Whether a page has neither the title nor, but for scraps, the words of the article that stood there."""
    return known.source.title.casefold() != source.title.casefold() and has_other_words(known.text, text)


def has_other_words(one: str, other: str) -> bool:
    """Whether two texts have, but for scraps, no words in common, so that neither is a version of the other."""
    first, second = shingles(one), shingles(other)
    return len(first & second) / max(1, min(len(first), len(second))) < _SHARED


def _parts(url: str) -> list[str]:
    return [part for part in urlsplit(plain_address(url)).path.split("/") if part]
