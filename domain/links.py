"""Links to where an article was published, and into its words there."""

from urllib.parse import quote, urlsplit

WHOLE_CHARS = 200
"""A quote up to this length is looked for as a whole, a longer one by its first and last words."""
EDGE_WORDS = 6
EDGE_CHARS = 24
"""Characters instead, where a script writes no spaces between words."""


def web_link(url: str | None) -> str | None:
    """Return the address if a browser may be sent there: absolute, http or https; else None."""
    if url is None or any(sign.isspace() or not sign.isprintable() for sign in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def link_to_words(url: str | None, text: str, start: int, end: int) -> str | None:
    """Return a link that opens the page at ``text[start:end]`` in browsers that know text fragments, else the page.

    The form is ``#:~:text=[prefix-,]start[,end][,-suffix]`` (WICG, Scroll to Text Fragment). Words before and behind
    are given only where the quote stands more than once in the text, and only of its own paragraph: a match of
    them never crosses one. None if the address is none of the web.
    """
    link = web_link(url)
    words = " ".join(text[start:end].split())
    if link is None or not words:
        return link
    page, _, fragment = link.partition("#")
    return f"{page}#{fragment.partition(':~:')[0]}:~:text={_directive(text, start, end, words)}"


def _directive(text: str, start: int, end: int, words: str) -> str:
    within = text[start:end].strip()
    if len(words) <= WHOLE_CHARS and "\n" not in within:
        if text.count(text[start:end]) == 1:
            return _encoded(words)
        prefix, suffix = _last(text[:start].rpartition("\n")[2]), _first(text[end:].partition("\n")[0])
        ahead, behind = (f"{_encoded(prefix)}-," if prefix else ""), (f",-{_encoded(suffix)}" if suffix else "")
        return f"{ahead}{_encoded(words)}{behind}"
    return f"{_encoded(_first(within.partition(chr(10))[0]))},{_encoded(_last(within.rpartition(chr(10))[2]))}"


def _first(line: str) -> str:
    words = line.split()
    return " ".join(words[:EDGE_WORDS]) if len(words) > 1 else line.strip()[:EDGE_CHARS]


def _last(line: str) -> str:
    words = line.split()
    return " ".join(words[-EDGE_WORDS:]) if len(words) > 1 else line.strip()[-EDGE_CHARS:]


def _encoded(words: str) -> str:
    """Percent-encode all but letters, digits and "_.~"; the hyphen is a sign of the directive too."""
    return quote(words, safe="").replace("-", "%2D")
