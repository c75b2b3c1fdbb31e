"""Articles of several pages: which page comes before and which behind, as a page says it itself."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from domain.values import Source
from ingest.extract.decode import decode
from ingest.extract.html import declared_encoding
from ingest.fetch.addresses import is_web_address, plain_address

MAX_PAGES = 30

_NUMBERED = re.compile(
    r"(?:/(?:(?:page|seite|pagina|p)[/_-]?)?|[_,-](?:page|seite|pagina|p)[_-]?)(\d{1,2})(?=/?$|\.\w{3,5}$)",
    re.IGNORECASE,
)
_PARAMETERS = frozenset({"page", "p", "pg", "seite", "pagina", "página", "pag", "s"})
_MAY_LEAD_ON = re.compile(
    rb"""\brel\s*+=\s*+["']?[^"'>]{0,100}\b(next|prev)|[?&;](page|p|pg|seite|pagina|pag|s)=\d|[/_,.-]\d{1,2}(/|\.\w{3,5})?["'\s>]""",
    re.IGNORECASE,
)


def may_lead_on(data: bytes) -> bool:
    """Whether a page's bytes hold anything like a link to another page of the same article."""
    return _MAY_LEAD_ON.search(data) is not None


def page_number(url: str) -> int:
    """Return the number of the page that an address names, 1 if it names none."""
    found = [value for name, value in parse_qsl(urlsplit(url).query) if name.lower() in _PARAMETERS]
    in_path = _NUMBERED.search(urlsplit(url).path)
    numbers = [*found, *([in_path[1]] if in_path else [])]
    return next((int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 3), 1)


def is_page_of(url: str, other: str) -> bool:
    """Whether two addresses are the same but for the number of a page."""
    return _unnumbered(url) == _unnumbered(other)


def read_page_links(data: bytes, name: str) -> tuple[Source, str]:
    """Return lines "next ADDRESS" and "previous ADDRESS" for the page at the address ``name``, which may have neither.

    Links of the kind next are believed if they carry no title, as those to other articles do, and links with a number
    for their words if they lead to the same address but for that number.
    """
    import trafilatura

    tree: Any = trafilatura.load_html(decode(data, name, declared=(declared_encoding(data),)))
    if tree is None:
        return Source(title=name), "none"
    links = [(one, urljoin(name, (one.get("href") or "").strip())) for one in tree.iter("a", "link")]
    links = [(one, url) for one, url in links if is_web_address(url) and plain_address(url) != plain_address(name)]
    here = page_number(name)
    lines = [
        f"{kind} {url}" for kind, step in (("next", 1), ("previous", -1)) for url in _to(links, name, here + step, kind)
    ]
    return Source(title=name), "\n".join(lines) or "none"


def _to(links: list[tuple[Any, str]], name: str, number: int, kind: str) -> list[str]:
    """Return the address of the page before or behind, or nothing."""
    related = [url for one, url in links if kind[:4] in (one.get("rel") or "").lower() and not one.get("title")]
    numbered = [
        url
        for one, url in links
        if one.tag == "a" and one.text_content().strip() == str(number) and is_page_of(name, url)
    ]
    return [*(url for url in related if is_page_of(name, url)), *numbered, *related][:1]


def _unnumbered(url: str) -> str:
    parts = urlsplit(plain_address(url))
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not (name.lower() in _PARAMETERS and value.isdigit() and len(value) < 3)
    ]
    return urlunsplit((parts.scheme, parts.netloc, _NUMBERED.sub("", parts.path).rstrip("/"), urlencode(query), ""))
