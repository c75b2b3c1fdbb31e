"""Addresses of web pages: which of them are the same article."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

_EDITIONS = frozenset({"www", "m", "mobile", "amp"})
"""Parts of a host's name that tell editions of one site apart."""

_TRACKING = re.compile(
    r"""(utm|itm|mtm|hsa|_hs|__hs|oly|vero|guce)_\w+ | pk_(campaign|kwd|source|medium|content) | mc_(cid|eid) | ns_\w+
    | at_(campaign|medium|link\w*|ptr_name|format|bbc_team) | fbclid | gclid | gclsrc | dclid | msclkid | twclid | yclid
    | ttclid | wbraid | gbraid | srsltid | igshid | _ga | _gl | _gac | amp | outputtype | xtor | spm
    | cmpid | icid | smid | smtyp | ref_?src | share(id|_id) | s_cid | ocid
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What is added to an address to see who follows it; the page is the same without. Names that may also choose what is
shown ("ref", "id", "p") are not among these."""
_ROUTE = re.compile(r"[!/]")
"""How a fragment begins that names the article to the page's script."""

_CACHES = re.compile(
    r"https?://(?:www\.google\.[a-z.]{2,6}/amp|[\w-]+\.cdn\.ampproject\.org/[cv])/(s/)?(?P<page>[^/]+\..+)",
    re.IGNORECASE,
)
_WRITTEN_AS_CODE = re.compile(r"(?:%(?!2f|25|3f|23)[0-9a-f]{2})+", re.IGNORECASE)
_AMP_PATH = re.compile(r"(?<=[^/])/amp/?$|(?<=\w)\.amp(?=\.html?$|$)", re.IGNORECASE)
_FRONT_PATH = re.compile(r"/?([a-z]{2}([-_][a-z]{2})?/?)?(index\.\w{3,5})?", re.IGNORECASE)
_DEFAULT_PORTS = (None, 80, 443)


def is_web_address(url: str) -> bool:
    """Whether this is an address that may be opened: http or https, with a host, without white space."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises ValueError for a port that is none
    except ValueError:  # such as a host that begins with a bracket and does not end with one
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and len(url.split()) == 1


def is_front_page(url: str) -> bool:
    """Whether the address is that of a site's first page, also of one in a language ("/en/"), which is no article."""
    parts = urlsplit(url)
    return _FRONT_PATH.fullmatch(parts.path) is not None and not parts.query and not _route(parts.fragment)


def direct(url: str) -> str:
    """Return the address of the page itself for one in Google's caches of fast mobile pages, else the address."""
    cached = _CACHES.match(url)
    return f"https://{cached['page']}" if cached else url


def plain_address(url: str) -> str:
    """Return the form in which all addresses of an article are the same.

    Left out: a fragment that only names a place of the page, user and password, default ports, what marks an edition
    (www., m., amp.), a last slash, and parameters that only track the reader or ask for the fast mobile page. http
    stands as https.
    """
    parts = urlsplit(direct(url))
    host = _without_edition((parts.hostname or "").rstrip("."))
    port = "" if parts.port in _DEFAULT_PORTS else f":{parts.port}"
    path = _AMP_PATH.sub("", parts.path).rstrip("/") or "/"
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(name)]
    return urlunsplit(("https", host + port, _readable(path), urlencode(sorted(query)), _route(parts.fragment)))


def tidy(url: str) -> str:
    """Return the address without a fragment that names a place and what only tracks; otherwise as it stands."""
    parts = urlsplit(url)
    query = parts.query.split("&") if parts.query else []
    kept = [pair for pair in query if not _tracks(unquote(pair.partition("=")[0]))]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(kept), _route(parts.fragment)))


def with_route(url: str, asked: str) -> str:
    """Return the address at which a page was found with the fragment of the one asked for, if that names an article."""
    return urlunsplit((*urlsplit(url)[:4], _route(urlsplit(asked).fragment)))


def same_page(one: str, other: str) -> bool:
    """Whether two addresses are the same but for their parameters."""
    return plain_address(one).partition("?")[0] == plain_address(other).partition("?")[0]


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one owner ("news.paper.co.uk", "paper.co.uk"), as far as names can tell."""
    return _site(one) == _site(other)


def _site(url: str) -> str:
    from tld import get_fld

    return get_fld(url, fail_silently=True) or _without_edition(urlsplit(url).hostname or "")


def _without_edition(host: str) -> str:
    parts = host.lower().split(".")
    return ".".join([part for part in parts[:-2] if part not in _EDITIONS] + parts[-2:])


def _route(fragment: str) -> str:
    return fragment if _ROUTE.match(fragment) else ""


def _tracks(name: str) -> bool:
    return _TRACKING.fullmatch(name) is not None


def _readable(path: str) -> str:
    """Return a path in which what is written as %xx without need stands as a letter; "%2F" and "%25" stay."""
    return _WRITTEN_AS_CODE.sub(lambda code: _letters(code.group()), path)


def _letters(code: str) -> str:
    letters = unquote(code, errors="replace")
    return code.upper() if "\ufffd" in letters or not letters.isprintable() or " " in letters else letters
