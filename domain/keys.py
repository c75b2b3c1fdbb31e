"""Keys and ids of vectors."""

import hashlib

_HEX_DIGITS = 32


def vector_key(embedder_name: str, text: str) -> str:
    """Return 32 hexadecimal digits (128 bits of SHA-256) for the exact string that an embedder embeds.

    The same string has one key in all articles, so no model computes its vector twice.
    """
    digest = hashlib.sha256(f"{embedder_name}\0{text}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:_HEX_DIGITS]


def embedded_string(title: str, text: str) -> str:
    """Return the string that is embedded for a passage: its article's title, a line break, the passage.

    The title names what the passage calls "it" or "the company". Measured: docs/experiments/search.md.
    """
    return f"{title}\n{text}" if title else text


def vector_id(article_id: str, key: str) -> str:
    """Return the id of an article's vector in the vector index: ``<article id>:<vector key>``.

    Two equal passages of one article share one id.
    """
    return f"{article_id}:{key}"


def split_vector_id(identifier: str) -> tuple[str, str]:
    """Return the (article id, vector key) of which ``vector_id`` made an id."""
    article_id, _, key = identifier.rpartition(":")
    return article_id, key
