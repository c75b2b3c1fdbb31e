"""A saved web page to its article, by trafilatura."""

import re
from typing import Any

from domain.errors import SourceError
from domain.values import Source
from ingest.address import is_web_address
from ingest.dates import is_date, iso_date
from ingest.decode import clean

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page says it has."""
    found = _DECLARED.search(data[:4096])
    return found.group(1).decode("ascii", "replace") if found else None


def read_page(html: str, name: str) -> tuple[Source, str]:
    """Return what the page says of itself, as it stands there, and the article's words; a field may be empty.

    Dates are taken from the page's metadata only, never guessed from its words. Raises SourceError for a
    page without an article.
    """
    import trafilatura

    try:
        tree: Any = trafilatura.load_html(html)
        updated = tree.xpath("string(//meta[@property='article:modified_time']/@content)")
        found: Any = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            favor_precision=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
        text = clean(found.text)
    except Exception as error:  # a page can be broken, or empty, in more ways than trafilatura foresees
        raise _no_article(name) from error
    if not text.strip():
        raise _no_article(name)
    source = Source(
        title=found.title or "",
        url=found.url if found.url and is_web_address(found.url) else None,
        outlet=found.sitename,
        author=(found.author or "").replace("; ", ", "),
        published=found.date or None,
        updated=iso_date(updated, name) if updated and is_date(updated) else None,
    )
    return source, text


def _no_article(name: str) -> SourceError:
    return SourceError(f"No article was found in the page {name}.", hint="Save the article's words as .txt instead.")
