"""What an article is known by, so that the same one is recognised when it comes again."""

import hashlib
from pathlib import Path

from domain.values import Material, Source
from ingest.fetch.addresses import is_front_page, is_web_address, plain_address

_ID_HEX_DIGITS = 16


def digest_of(text: str) -> str:
    """Return the SHA-256 of the text, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def identity_of(material: Material, source: Source, digest: str) -> str:
    """Return "url:…" if the article says its address, else the material's own identity, else "text:<digest>"."""
    if material.url and material.identity:
        return material.identity  # whoever fetched it knows which article stood there before
    address = canonical(source.url) if source.url else None
    return address or material.identity or f"text:{digest}"


def own_identity(material: Material, digest: str) -> str | None:
    """Return the identity of a web page by where it was found, whatever address it names; None for anything else.

    Also None for a page that is known already by where it was found.
    """
    if material.url:
        return None if material.identity else canonical(material.url) or f"text:{digest}"
    return (material.identity or f"text:{digest}") if material.media in ("html", "mhtml") else None


def canonical(url: str) -> str | None:
    """Return "url:" and the address in its plain form, or None for the front page of a site.

    Badly made sites name their front page as the address of every article; it would make them all one.
    """
    return None if not is_web_address(url) or is_front_page(url) else f"url:{plain_address(url)}"


def id_of(identity: str, *, attempt: int = 0) -> str:
    """Return the id of a new article: 16 hexadecimal digits of its identity's SHA-256.

    A later ``attempt`` gives another one, for when an article that has moved away still holds the first.
    """
    name = identity if attempt == 0 else f"{identity}\0{attempt}"
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_HEX_DIGITS]


def has_moved_from(identity: str) -> bool:
    """Whether the identity is the path of a file that is no longer there."""
    return identity.startswith("file:") and not Path(identity.removeprefix("file:")).exists()
