"""A saved web page to its article, by trafilatura."""

import re
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

from domain.errors import SourceError
from domain.values import Source
from ingest.decode import clean
from ingest.metadata import source_of

_DECLARED_WITHIN = 4096
_XML_ENCODING = re.compile(rb"""\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]{1,40})""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_CALL = re.compile(
    r"^\W*(follow (us|me|the|[A-Z@]\w+)|like us|join us|sign up|subscribe|never miss|don.t miss|get (the|our|all)|"
    r"download (the|our)|stay up to date|for (more|the latest))\b.*"
    r"\b(newsletters?|twitter|facebook|instagram|whatsapp|telegram|linkedin|inbox|app|e-?mails?|signing up|sign up)\b",
    re.IGNORECASE,
)
_CALL_CHARS = 250


def declared_encoding(data: bytes) -> str | None:
    """Return the label of the encoding that a page declares in its head, outside comments and scripts.

    A page whose declaration can be read at all is not in UTF-16, so that is none, as browsers have it.
    """
    xml = _XML_ENCODING.match(data[:_DECLARED_WITHIN])
    meta = _MetaCharset()
    with suppress(AssertionError):  # html.parser raises it for broken marked sections
        meta.feed(data[:_DECLARED_WITHIN].decode("latin-1"))
    label = meta.label or (xml.group(1).decode("ascii", "replace") if xml else None)
    return None if label is None or label.lower().startswith("utf-16") else label


class _MetaCharset(HTMLParser):
    """Finds the first <meta> that names an encoding."""

    label: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta" or self.label:
            return
        said = dict(attrs)
        if (said.get("http-equiv") or "").lower() == "content-type":
            found = _CHARSET.search(said.get("content") or "")
            self.label = found.group(1) if found else None
        self.label = said.get("charset") or self.label


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
