"""What a page says of its article: linked data, OpenGraph, meta, <time>, byline, in this order of trust."""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from domain.values import Source
from ingest.extract.dates import (
    day_month_order,
    is_date,
    is_past,
    iso_date,
    labelled_day,
    misread_days,
    order_of_language,
    printed_day,
    printed_days,
)
from ingest.extract.linked_data import Thing, article_of, headline, names, text_of, things
from ingest.extract.word_count import count_words
from ingest.fetch.addresses import is_web_address

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
_MODIFIED = re.compile(
    r"modif|updat|aktualis|actualis|actualiz|atualiz|aggiorn|bijgewerkt|mise? à jour|обновлен|更新|\bstand ?:",
    re.IGNORECASE,
)
"""How an update is labelled, in names of classes and in the languages whose articles are read."""
_LABEL_CHARS = 40
_BYLINE_CHARS = 80
_SENTENCE_ENDS = (".", "!", "?", "。", "”", "»")
_MIN_SENTENCE_WORDS = 8
"""Beside a date; a byline has fewer."""
_BETWEEN = re.compile(r"[|·•;]|\s[–—-]\s|(?<=日)\s|(?<=\d)\s(?=[^\W\d_]+:)")
"""Signs, and where a time or another label stands behind a date ("2026年3月9日 来源: …", "2026 Source: …")."""
_PARTED = re.compile(r"(?<!\s)\s++[|·•:»–—-]\s")
_NEAR = 6
"""So many elements before and behind the headline may hold the line with the date."""


def source_of(tree: Any) -> Source:
    """Return what the page says of itself; a field is None, and the title empty, if it does not say."""
    guessed = _guessed(tree)
    meta = _meta(tree)
    headings = [text for heading in tree.xpath("//h1") for text in _headlines(heading)]
    stated = things(tree)
    shown = [*headings, *meta.get("og:title", []), _words(tree.find(".//title"))]
    article = article_of(stated, shown)
    outlet = _first([*names(article.get("publisher"), stated), *meta.get("og:site_name", []), guessed.outlet or ""])
    dates = _Dates(tree, meta, article)
    title = _title(headline(article), meta.get("og:title", []), headings, outlet)
    return Source(
        title=title or _named_first(tree, guessed.title) or guessed.title,
        url=guessed.url if guessed.url and is_web_address(guessed.url) else None,
        outlet=outlet or None,
        author=_author(article, stated, meta, tree) or guessed.author,
        published=dates.published or dates.confirmed(guessed.published),
        updated=dates.updated,
        published_at=dates.published_at,
    )


class _Dates:
    """Finds when an article was published and updated; a date later than tomorrow is none."""

    def __init__(self, tree: Any, meta: dict[str, list[str]], article: Thing) -> None:
        linked = [article.get("datePublished"), article.get("dateModified")]
        moments = [one for one in tree.iter("time") if not stands_elsewhere(one) and not _is_in_sentence(one)]
        said = [*linked, *_values(meta, _PUBLISHED + _UPDATED), *(one.get("datetime") for one in moments)]
        known = {str(day)[:10] for day in said}
        self._language = (tree.get("lang") or tree.get("xml:lang") or "").replace("_", "-")
        self._words = tree.text_content()
        self._order = day_month_order(self._words, known) or order_of_language(self._language)
        modified = [one for one in moments if _is_modification(one)]
        times = [one for one in moments if one not in modified]
        near = [*_dates_near(tree)]
        later = [line for line in near if _MODIFIED.search(line)]
        first = [*_values(meta, _PUBLISHED), *self._times(times), *(line for line in near if line not in later)]
        later = [*_values(meta, _UPDATED), *map(self._of, modified), *later]
        moment = self._moment(article.get("datePublished"), *first)
        self.published = moment[:10] if moment else None
        self.published_at = moment if moment and _is_to_the_minute(moment) else None
        self.updated = self._moment(article.get("dateModified"), *later)
        if self.published is None and self.updated:
            printed = [day for one in modified for day in printed_days(_words(one), self._order)]
            self.published = self.day(*sorted(day for day in printed if day < self.updated[:10])[:1])
        if self.published is None:
            self.published = self.day(*sorted(filter(None, map(self._labelled, near)))[:1])
        if self.updated and self.updated[:10] < (self.published or ""):
            self.updated = None

    def _labelled(self, line: str) -> str | None:
        """Return the day that a line states in front of a modification, or without one, behind a label."""
        later = _MODIFIED.search(line)
        return labelled_day(line[: later.start()] if later else line, self._language, self._order)

    def _labelled_update(self, line: str) -> str | None:
        """Return the day behind the last label of a modification in a line, which a time may follow."""
        *_, last = _MODIFIED.finditer(line)
        return labelled_day(line[last.start() :], self._language, self._order)

    def confirmed(self, guess: str | None) -> str | None:
        """Return a day that was guessed from the page, unless it comes from a date in figures that means another."""
        return None if guess in misread_days(self._words, self._order) else self.day(guess)

    def day(self, *said: Any) -> str | None:
        """Return the day of the first of these that is a date."""
        moment = self._moment(*said)
        return moment[:10] if moment else None

    def _moment(self, *said: Any) -> str | None:
        """Return the first of these that is a date, in ISO 8601."""
        found = (self._iso(" ".join(one.split())) for one in said if _is_text(one))
        return next((moment for moment in found if moment and is_past(moment)), None)

    def _iso(self, printed: str) -> str | None:
        if _MODIFIED.search(printed):  # a label and a date
            words = printed.split()
            moments = (self._iso(" ".join(words[first:])) for first in (1, 2, 3, 4))
            return next(filter(None, moments), None) or self._labelled_update(printed)
        return iso_date(printed, "") if is_date(printed) else printed_day(printed, self._language, self._order)

    def _times(self, times: Sequence[Any]) -> Iterator[str]:
        """Yield moments of <time> elements: of those marked as publication, then the earliest beside the first one."""
        yield from (self._of(one) for one in times if one.get("itemprop") == "datePublished" or "pubdate" in one.attrib)
        beside = [one for one in times if times[0].getparent() in (one.getparent(), one.getparent().getparent())]
        days = [moment for one in beside if (moment := self._moment(self._of(one)))]
        yield from sorted(days)[:1]

    def _of(self, time: Any) -> str:
        stated: str = time.get("datetime") or ""
        return stated if self._moment(stated) else _words(time)


def _is_to_the_minute(moment: str) -> bool:
    """Whether a moment in ISO 8601 has a time and its offset; midnight stands for a day of which no time is known."""
    stated = datetime.fromisoformat(moment)
    return stated.tzinfo is not None and stated.time() != datetime.min.time()


def _is_in_sentence(time: Any) -> bool:
    """Whether a <time> element that is not marked as the article's own is part of a sentence."""
    if time.get("itemprop") or "pubdate" in time.attrib:
        return False
    block = next(time.iterancestors("p", "li", "td", "blockquote", "dd"), None)
    line = _words(block)
    return line.endswith(_SENTENCE_ENDS) and count_words(line) - count_words(_words(time)) >= _MIN_SENTENCE_WORDS


def _is_modification(time: Any) -> bool:
    """Whether a <time> element, or what it stands in or behind, is marked or labelled as that of a modification."""
    above = time.getparent()
    marks = [one.get(name) or "" for one in (time, above) for name in ("itemprop", "class", "id", "property")]
    before = time.getprevious()
    label = (above.text if before is None else before.tail or _words(before)) or ""
    return any(map(_MODIFIED.search, [*marks, label[-_LABEL_CHARS:], "" if time.get("datetime") else _words(time)]))


def _guessed(tree: Any) -> Source:
    """Return what trafilatura makes of the page's looks and its address, comments and other stories left out."""
    from trafilatura.metadata import extract_metadata

    bare = deepcopy(tree)
    for one in [one for one in bare.iter() if _is_elsewhere(one) or one.tag == "script" or _states_another_day(one)]:
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


def _states_another_day(element: Any) -> bool:
    return _is_another_moment(element) if element.tag == "time" else _is_update(element)


def _is_another_moment(time: Any) -> bool:
    return _is_in_sentence(time) or _is_modification(time)


def _is_update(element: Any) -> bool:
    """Whether an element states when the article was modified, which is not when it was published."""
    if element.tag == "meta":
        return _name_of(element) in _UPDATED
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "head", "main", "article"):
        return False
    line = _words(element)
    return len(line) <= _BYLINE_CHARS and _MODIFIED.search(line) is not None and re.search(r"\d{4}", line) is not None


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


def _headlines(heading: Any) -> list[str]:
    """Return a heading's words, and those of an element inside that has most of them, behind a line above it."""
    whole = _words(heading)
    inside = [_words(one) for one in heading.iterchildren() if isinstance(one.tag, str)]
    return [text for text in (whole, *(one for one in inside if 2 * len(one) > len(whole))) if text]


def _named_first(tree: Any, guess: str) -> str:
    """Return the heading with which the page's title begins, where a title that was guessed is not named first there.

    So the name of a site that is a heading of the first rank is told from its article's headline.
    """
    shown = _words(tree.find(".//title"))
    if not guess or shown.startswith(guess):
        return ""
    headings = (text for one in tree.iter("h1", "h2", "h3") for text in _headlines(one))
    named = [text for text in headings if shown == text or _PARTED.match(shown.removeprefix(text)) is not None]
    return max((text for text in named if shown.startswith(text)), key=len, default="")


def _author(article: Thing, stated: Sequence[Thing], meta: dict[str, list[str]], tree: Any) -> str:
    """Return the authors in one line."""
    for found in (names(article.get("author"), stated), _values(meta, _AUTHORS), _bylines(tree)):
        persons = [name for one in found if (name := _BY.sub("", one)) and "://" not in name]
        if persons:
            return ", ".join(dict.fromkeys(persons))
    return ""


def _bylines(tree: Any) -> list[str]:
    """Return the names that the page links as its author's, and lines that begin with "By"."""
    marked = "//*[@rel='author' or @itemprop='author' or contains(@class, 'byline') or contains(@class, 'author')]"
    lines = [(_words(one), one) for one in tree.xpath(marked)]
    short = [(line, one) for line, one in lines if line and len(line) <= _BYLINE_CHARS and not stands_elsewhere(one)]
    linked = [line for line, one in short if one.get("rel") == "author" or one.get("itemprop") == "author"]
    said = [_BY.sub("", line).strip(" -–—·|:") for line, _ in short if _BY.match(line)]
    return [*linked, *(name for name in said if _NAME.fullmatch(name))][:1]


def _dates_near(tree: Any) -> Iterator[str]:
    """Yield the parts of short lines beside the headline that may be dates ("Posted on 3 November | Updated …")."""
    for heading in tree.xpath("//h1")[:2]:
        around = [*heading.xpath(f"following::*[position() <= {_NEAR}]"), *heading.xpath("preceding-sibling::*")[-2:]]
        for one in around:
            lines = _printed_lines(one) if len(_words(one)) <= 2 * _BYLINE_CHARS else []
            for line in lines:
                if line and len(line) <= _BYLINE_CHARS and not (one.tag == "time" and _is_another_moment(one)):
                    yield from (_ON.sub("", part.strip()) for part in _BETWEEN.split(line))


def _printed_lines(element: Any) -> list[str]:
    """Return the lines of an element, parted where <br> does; a full-width colon stands as ": "."""
    lines = "".join(_printed(element)).replace("：", ": ").split("\n")
    return [" ".join(line.split()) for line in lines]


def _printed(element: Any) -> Iterator[str]:
    yield "\n" if element.tag == "br" else " ".join((element.text or "").split("\n"))
    for one in element.iterchildren("*"):
        yield from _printed(one)
        yield " ".join((one.tail or "").split("\n"))


def _meta(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    said = [*tree.xpath("//meta[@content]"), *_said_of_it(tree)]
    for one in said:
        name = _name_of(one)
        if name and (content := text_of(one.get("content"))):
            found.setdefault(name, []).append(content)
    return found


def _name_of(meta: Any) -> str:
    """Return what a <meta>, or an element that states something for machines, is about; "" if it does not say."""
    return next(filter(None, map(meta.get, ("property", "name", "itemprop", "http-equiv"))), "").lower()


def _said_of_it(tree: Any) -> list[Any]:
    """Return other elements that state for machines when the article was published and modified (microdata)."""
    stated = tree.xpath("//*[@content and (@itemprop='datePublished' or @itemprop='dateModified') and not(self::meta)]")
    return [one for one in stated if not stands_elsewhere(one)]


def _values(meta: dict[str, list[str]], keys: Iterable[str]) -> list[str]:
    return [value for key in keys for value in meta.get(key, [])[:1]]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def stands_elsewhere(element: Any) -> bool:
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
