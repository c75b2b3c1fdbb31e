"""What a page says of its article: linked data, OpenGraph, meta, <time>, byline, in this order of trust."""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from domain.values import Source
from ingest.address import is_web_address
from ingest.dates import is_date, iso_date
from ingest.linked import Thing, article_of, headline, names, text_of, things

_PUBLISHED = (
    *("article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate"),
    *("publish_date", "publication_date", "dc.date.issued", "dcterms.created", "dc.date", "parsely-pub-date"),
    *("sailthru.date", "cxenseparse:recs:publishtime", "displaydate"),
)
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified", "lastmod")
_AUTHORS = ("author", "article:author", "og:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_ELSEWHERE = re.compile(r"comment|related|sidebar|footer|widget|promo|recirc|newsletter|more-|also", re.IGNORECASE)
_NOT_OURS = ("aside", "footer", "nav", "form")
_BY = re.compile(r"^(?:(?:posted|published|written|words)\b[\w\s,]{0,30})?\b(?:by|von|par|por)\b[\s:]*", re.IGNORECASE)
_NAME = re.compile(r"[^\d|/&,@]{3,60}")
_ON = re.compile(r"^(?:(?:first )?(?:posted|published)(?: on)?|date|on)\b[\s:]*|(?<!\s)\s*+\|$", re.IGNORECASE)
_BYLINE_CHARS = 80
_NEAR = 6
"""So many elements before and behind the headline may hold the line with the date."""


def source_of(tree: Any) -> Source:
    """Return what the page says of itself; a field is None, and the title empty, if it does not say."""
    guessed = _guessed(tree)
    meta = _meta(tree)
    headings = [text for heading in tree.xpath("//h1") if (text := _words(heading))]
    told = things(tree)
    shown = [*headings, *meta.get("og:title", []), _words(tree.find(".//title"))]
    article = article_of(told, shown)
    outlet = _first([*names(article.get("publisher"), told), *meta.get("og:site_name", []), guessed.outlet or ""])
    published = _day(article.get("datePublished"), *_values(meta, _PUBLISHED), *_times(tree), *_dates_near(tree))
    updated = _moment(article.get("dateModified"), *_values(meta, _UPDATED))
    return Source(
        title=_title(headline(article), meta.get("og:title", []), headings, outlet) or guessed.title,
        url=guessed.url if guessed.url and is_web_address(guessed.url) else None,
        outlet=outlet or None,
        author=_author(article, told, meta, tree) or guessed.author,
        published=published or guessed.published,
        updated=updated if updated and updated[:10] >= (published or "") else None,
    )


def _guessed(tree: Any) -> Source:
    """Return what trafilatura makes of the page's looks and its address, comments and other stories left out."""
    from trafilatura.metadata import extract_metadata

    bare = deepcopy(tree)
    for one in [one for one in bare.iter() if _is_elsewhere(one) or one.tag == "script"]:
        if one.getparent() is not None:
            one.drop_tree()
    found = extract_metadata(bare, date_config={"extensive_search": False, "original_date": True})
    author = (found.author or "").replace("; ", ", ")
    return Source(
        title=found.title or "",
        url=found.url,
        outlet=found.sitename,
        author=author or None,
        published=found.date or None,
    )


def _title(headline: str, shared: Sequence[str], headings: Sequence[str], outlet: str) -> str:
    """Return the headline of the linked data, else the heading that the title for sharing begins with, else that."""
    if headline:
        return headline
    for title in shared:
        printed = [heading for heading in headings if heading != outlet and title.startswith(heading)]
        if printed:
            return max(printed, key=len)
    title = _first(shared)
    ending = re.search(rf"\s[|–—·:-]\s+{re.escape(outlet)}$", title) if outlet else None
    return title[: ending.start()] if ending else title


def _author(article: Thing, told: Sequence[Thing], meta: dict[str, list[str]], tree: Any) -> str:
    """Return the authors in one line."""
    for found in (names(article.get("author"), told), _values(meta, _AUTHORS), _bylines(tree)):
        persons = [name for one in found if (name := _BY.sub("", one)) and "://" not in name]
        if persons:
            return ", ".join(dict.fromkeys(persons))
    return ""


def _bylines(tree: Any) -> list[str]:
    """Return the names that the page links as its author's, and lines that begin with "By"."""
    marked = "//*[@rel='author' or @itemprop='author' or contains(@class, 'byline') or contains(@class, 'author')]"
    lines = [(_words(one), one) for one in tree.xpath(marked)]
    short = [(line, one) for line, one in lines if line and len(line) <= _BYLINE_CHARS and not _stands_elsewhere(one)]
    linked = [line for line, one in short if one.get("rel") == "author" or one.get("itemprop") == "author"]
    said = [_BY.sub("", line).strip(" -–—·|:") for line, _ in short if _BY.match(line)]
    return [*linked, *(name for name in said if _NAME.fullmatch(name))][:1]


def _times(tree: Any) -> Iterator[str]:
    """Yield the moments of the <time> elements that belong to the article, those marked as publication first."""
    moments = [one for one in tree.xpath("//time[@datetime]") if not _stands_elsewhere(one)]
    marked = [one for one in moments if one.get("itemprop") == "datePublished" or one.get("pubdate") is not None]
    yield from (one.get("datetime") for one in (*marked, *moments[:1]))


def _dates_near(tree: Any) -> Iterator[str]:
    """Yield the lines next to the headline that are nothing but a date ("Posted on 3 November 2025")."""
    for heading in tree.xpath("//h1")[:2]:
        around = [*heading.xpath(f"following::*[position() <= {_NEAR}]"), *heading.xpath("preceding-sibling::*")[-2:]]
        for one in around:
            line = _words(one)
            if line and len(line) <= _BYLINE_CHARS:
                yield _ON.sub("", line)


def _meta(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in tree.xpath("//meta[@content]"):
        name = (one.get("property") or one.get("name") or one.get("itemprop") or "").lower()
        if name and (content := text_of(one.get("content"))):
            found.setdefault(name, []).append(content)
    return found


def _values(meta: dict[str, list[str]], keys: Iterable[str]) -> list[str]:
    return [value for key in keys for value in meta.get(key, [])[:1]]


def _day(*said: Any) -> str | None:
    moment = _moment(*said)
    return moment[:10] if moment else None


def _moment(*said: Any) -> str | None:
    """Return the first of these that is a date, in ISO 8601."""
    return next((iso_date(one.strip(), "") for one in said if isinstance(one, str) and is_date(one.strip())), None)


def _stands_elsewhere(element: Any) -> bool:
    """Whether an element is part of comments, of a list of other articles, or of the page's edges."""
    return any(_is_elsewhere(above) for above in (element, *element.iterancestors()))


def _is_elsewhere(element: Any) -> bool:
    """Whether an element is named like something beside the article; what holds the headline never is."""
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "main", "article", "head", "meta", "link"):
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return (element.tag in _NOT_OURS or _ELSEWHERE.search(named) is not None) and element.find(".//h1") is None


def _words(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split()) if element is not None else ""


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")
