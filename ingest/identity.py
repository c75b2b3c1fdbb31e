"""What an article is known by, so that the same one is recognised when it comes again."""

import hashlib
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from domain.values import Material, Source

_ID_HEX_DIGITS = 16


def digest_of(text: str) -> str:
    """Return the SHA-256 of the text, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def identity_of(material: Material, source: Source, digest: str) -> str:
    """Return "url:…" if the article says its address, else the material's own identity, else "text:<digest>"."""
    address = canonical(source.url) if source.url else None
    return address or material.identity or f"text:{digest}"


def canonical(url: str) -> str | None:
    """Return "url:" and the address without fragment, or None for the front page of a site.

    Badly made sites name their front page as the address of every article; it would make them all one.
    """
    if not is_web_address(url):
        return None
    parts = urlsplit(url)
    if parts.path in ("", "/") and not parts.query:
        return None
    return "url:" + urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, parts.query, ""))


def is_web_address(url: str) -> bool:
    """Whether this is an address that may be opened: http or https, with a host, without white space."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as a host that begins with a bracket and does not end with one
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.netloc) and len(url.split()) == 1


def id_of(identity: str, *, attempt: int = 0) -> str:
    """Return the id of a new article: 16 hexadecimal digits of its identity's SHA-256.

    A later ``attempt`` gives another one, for when an article that has moved away still holds the first.
    """
    name = identity if attempt == 0 else f"{identity}\0{attempt}"
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_HEX_DIGITS]


def has_moved_from(identity: str) -> bool:
    """Whether the identity is the path of a file that is no longer there."""
    return identity.startswith("file:") and not Path(identity.removeprefix("file:")).exists()
