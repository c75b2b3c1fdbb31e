"""A saved web page to its article, by trafilatura."""

import re
from typing import Any

from domain.errors import SourceError
from domain.values import Source
from ingest.decode import clean
from ingest.metadata import source_of

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*+=\s*+["']?+\s*+([\w.:-]{1,40})""", re.IGNORECASE)
_CALL = re.compile(
    r"^\W*(follow (us|me|the|[A-Z@]\w+)|like us|join us|sign up|subscribe|never miss|don.t miss|get (the|our|all)|"
    r"download (the|our)|stay up to date|for (more|the latest))\b.*"
    r"\b(newsletters?|twitter|facebook|instagram|whatsapp|telegram|linkedin|inbox|app|e-?mails?|signing up|sign up)\b",
    re.IGNORECASE,
)
_CALL_CHARS = 250


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page says it has."""
    found = _DECLARED.search(data[:4096])
    return found.group(1).decode("ascii", "replace") if found else None


def read_page(html: str, name: str) -> tuple[Source, str]:
    """Return what the page says of itself, as it stands there, and the article's words; a field may be empty.

    Dates are taken from the page's metadata and from lines that are nothing but a date, never guessed from its words.
    Raises SourceError for a page without an article.
    """
    import trafilatura

    try:
        tree: Any = trafilatura.load_html(html)
        found: Any = trafilatura.bare_extraction(
            tree,
            favor_precision=True,
            include_comments=False,
        )
        text = without_calls(clean(found.text))
        source = source_of(tree)
    except Exception as error:  # a page can be broken, or empty, in more ways than trafilatura foresees
        raise _no_article(name) from error
    if not text.strip():
        raise _no_article(name)
    return source, text


def without_calls(text: str) -> str:
    """Return the text without the lines that only call for a subscription, an app or a network to follow."""
    return "\n".join(line for line in text.split("\n") if len(line) > _CALL_CHARS or not _CALL.search(line))


def _no_article(name: str) -> SourceError:
    return SourceError(f"No article was found in the page {name}.", hint="Save the article's words as .txt instead.")
