"""Links to an article's published page, and to a quote on it (text fragments)."""

from urllib.parse import quote, urlsplit

WHOLE_CHARS = 200
"""A quote up to this length is in the link as a whole, of a longer one only its first and last words are."""
EDGE_WORDS = 6
"""How many words of the beginning, the end or the context of a quote the link holds."""
EDGE_CHARS = 24
"""How many characters instead, in scripts without spaces between words."""


def web_link(url: str | None) -> str | None:
    """Return the address if it is safe as a link, absolute with http or https; else None."""
    if url is None or any(sign.isspace() or not sign.isprintable() for sign in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def link_to_words(url: str | None, text: str, start: int, end: int) -> str | None:
    """Return a link that scrolls to ``text[start:end]`` on the published page, in browsers that know text fragments.

    The form is ``#:~:text=[prefix-,]start[,end][,-suffix]`` (WICG, Scroll to Text Fragment). Prefix and suffix are
    given only where the quote occurs more than once in the text, and are taken from the quote's own paragraph, since
    browsers do not match them across paragraphs.

    Args:
        url: of the published page.
        text: of the article.
        start, end: offsets of the quote in the text, in code points.

    Returns:
        The link; None if ``url`` is no web address.
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
    """Percent-encode all but letters, digits and "_.~"; the hyphen has a meaning in the directive too."""
    return quote(words, safe="").replace("-", "%2D")
