"""What a page says of its article in linked data (JSON-LD), the form that search engines ask outlets for."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

Thing = dict[str, Any]

_ARTICLE = re.compile(r"Article|Posting|Report|Review|Recipe|Analysis|Opinion", re.IGNORECASE)
_MAX_THINGS = 500
_MAX_DEPTH = 6
_MUCH = 0.5


def things(tree: Any) -> list[Thing]:
    """Return every thing that a page's linked data describes, graphs unfolded; blocks that are broken are left out."""
    found: list[Thing] = []
    for block in tree.xpath("//script[@type='application/ld+json']/text()"):
        found.extend(_unfolded(_loaded(block)))
    return found[:_MAX_THINGS]


def is_article(thing: Thing) -> bool:
    """Whether a thing is of a kind that has a headline and an author."""
    return _ARTICLE.search(kind_of(thing)) is not None


def kind_of(thing: Thing) -> str:
    """Return the kind, or the kinds, that a thing says it is."""
    return str(thing.get("@type", ""))


def article_of(found: Sequence[Thing], headlines: Sequence[str]) -> Thing:
    """Return the thing that is the page's article: the one whose headline the page shows; else the only one; else {}.

    Pages also describe the articles that they link to.
    """
    articles = [thing for thing in found if is_article(thing)]
    shown = [thing for thing in articles if any(_alike(headline(thing), one) for one in headlines)]
    return shown[0] if shown else articles[0] if len(articles) == 1 else {}


def headline(thing: Thing) -> str:
    """Return a thing's headline, or its name; empty if it has none."""
    return text_of(thing.get("headline") or thing.get("name"))


def names(value: Any, found: Sequence[Thing], *, depth: int = _MAX_DEPTH) -> list[str]:
    """Return the names behind an author or a publisher: strings, things, references to things, or lists of these.

    References are followed up to ``depth`` times: a thing may refer to itself.
    """
    if depth == 0:
        return []
    if isinstance(value, list):
        return [name for one in value[:20] for name in names(one, found, depth=depth - 1)]
    if not isinstance(value, dict):
        return [name] if (name := text_of(value)) and "://" not in name else []
    if "name" not in value:
        named = [thing for thing in found if thing.get("@id") == value.get("@id") and "name" in thing]
        return names(named[0]["name"], found, depth=depth - 1) if named and value.get("@id") else []
    return names(value["name"], found, depth=depth - 1)


def text_of(value: Any) -> str:
    """Return a string in one line, with what was written as &#038; undone; empty for anything else."""
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""


def _alike(one: str, other: str) -> bool:
    words, others = set(re.findall(r"\w+", one.casefold())), set(re.findall(r"\w+", other.casefold()))
    return len(words & others) > _MUCH * max(len(words), 1)


def _loaded(block: str) -> Any:
    try:
        return json.loads(block, strict=False)
    except (ValueError, RecursionError):
        return None


def _unfolded(loaded: Any) -> Iterator[Thing]:
    if isinstance(loaded, list):
        for one in loaded:
            yield from _unfolded(one)
    elif isinstance(loaded, dict):
        yield loaded
        if isinstance(graph := loaded.get("@graph"), list):
            yield from (one for one in graph if isinstance(one, dict))
