"""The structure of a web page, put right before its article is extracted: which words belong to which story."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ingest.extract.metadata import stands_elsewhere
from ingest.extract.word_count import count_words

_MIN_PROSE_WORDS = 5
"""Of a paragraph; less is a label."""
_FEW_WORDS = 25
_MAX_HEADINGS = 100
_MIN_ENTRIES = 2
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h][0-5]\d(?:\s?+[^\W\d_]{1,4}+\.?+){0,3}+", re.IGNORECASE)
"""A time of day that stands by itself: 19:05, 7.05 pm, 19.05 Uhr, 19h05."""
_CLOCK_CHARS = 24
_STATED = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)")
_MOMENTS = ("time", "span", "div", "p", "a", "b", "strong", "em", "small")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_PARAGRAPHS = ("p", "div", "dd", "blockquote")
_BLOCKS = {*("p", "div", "ul", "ol", "li", "dl", "dd", "section", "article", "header", "table", "blockquote", "aside")}
_BLOCKS |= {"h1", *_HEADINGS}


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a live blog: when, its headings, and its first paragraph."""

    moment: Any
    headings: tuple[Any, ...]
    paragraph: Any


def drop_other_articles(tree: Any) -> None:
    """Drop the articles that an endless scroll has put behind the page's own one.

    The page's own is the one whose heading, of all, is the longest that stands in the page's title (a site's name may
    stand there too), else the first. Another one has a heading of the same rank in an <article> of its own, or in a
    container like that of the first; sections of one article have not.
    """
    headings = [heading for heading in islice(tree.iter("h1"), _MAX_HEADINGS) if _line(heading)]
    if not headings:
        return
    titles = [*tree.xpath("//meta[@property='og:title']/@content"), *map(_line, tree.iter("title"))]
    named = (one for title in titles for one in headings if _line(one) in _folded(title))
    own = max(named, key=lambda one: len(_line(one)), default=headings[0])
    for other in headings:
        containers = None if other is own else _containers(own, other)
        if containers is not None and all(_prose_words(one) >= _FEW_WORDS for one in reversed(containers)):
            _drop(containers[1])


def open_asides(tree: Any) -> None:
    """Turn an <aside> into a plain block where the page's article stands in it: its heading, or all of its words."""
    asides = list(tree.iter("aside"))
    if not asides:
        return
    all_of_it = _words_outside(tree) < _FEW_WORDS
    holds_heading = not any(next(one.iterancestors("aside"), None) is None for one in tree.iter("h1"))
    for aside in asides:
        if all_of_it or (holds_heading and aside.find(".//h1") is not None):
            aside.tag = "div"


def label_entries(tree: Any) -> None:
    """Put the time and the heading of each entry of a live blog in front of its words, as a line of their own.

    Entries are paragraphs that follow moments of one kind of markup. Lists of other articles, whose headings lead to
    other pages, are left alone.
    """
    groups: defaultdict[tuple[str, ...], list[_Entry]] = defaultdict(list)
    for entry in _entries(tree):
        groups[_kind(entry.moment)].append(entry)
    for entries in groups.values():
        if len(entries) >= _MIN_ENTRIES:
            _gather(tree, _flatten([entry.paragraph for entry in entries]))
            for entry in entries:
                _label(entry)


def _entries(tree: Any) -> Iterator[_Entry]:
    """Yield what looks like entries: a moment, with or without a heading, and a paragraph, in this order.

    The next moment of the same kind begins another entry, also if there was no paragraph; a heading between the two
    belongs to it if headings stand before their moments.
    """
    moment: Any = None
    headings: list[Any] = []
    is_byline, is_behind = False, False
    for one in tree.iter():
        if one.tag == "h1":
            moment, headings, is_byline = None, [], True
        elif one.tag in _HEADINGS:
            headings.append(one)
        elif _is_moment(one):
            if moment is None:
                moment, headings, is_behind = one, headings[-1:], not headings
            elif _kind(moment) == _kind(one):
                moment, headings = one, [] if is_behind else headings[-1:]
        elif _is_paragraph(one):
            is_outside = not {moment, *headings} & set(one.iterancestors())
            if moment is not None and is_outside and not is_byline and not _leads_elsewhere(headings, one):
                yield _Entry(moment, tuple(headings), one)
            moment, headings, is_byline = None, [], False


def _kind(moment: Any) -> tuple[str, ...]:
    """Return the markup of a moment."""
    above = moment.getparent()
    return moment.tag, moment.get("class") or "", above.tag, above.get("class") or ""


def _is_moment(element: Any) -> bool:
    """Whether an element is a date or a time of day that stands by itself, not within a sentence."""
    if element.tag not in _MOMENTS or (element.tag != "time" and len(element)):
        return False
    printed = _line(element)
    if element.tag != "time" and not _is_clock(printed):
        return False
    if not printed and not element.get("datetime"):
        return False
    return not any(_is_paragraph(above) for above in element.iterancestors()) and not stands_elsewhere(element)


def _is_clock(printed: str) -> bool:
    """Whether a short line is a time of day and nothing else but signs."""
    found = _CLOCK.search(printed) if len(printed) <= _CLOCK_CHARS else None
    return found is not None and not any(map(str.isalnum, printed[: found.start()] + printed[found.end() :]))


def _is_paragraph(element: Any) -> bool:
    if element.tag not in _PARAGRAPHS:
        return False
    if element.tag != "p" and any(one.tag in _BLOCKS or one.tag == "time" for one in element.iterdescendants()):
        return False
    return count_words(_line(element)) >= _MIN_PROSE_WORDS


def _leads_elsewhere(headings: Sequence[Any], paragraph: Any) -> bool:
    """Whether headings or a paragraph are links to other pages; a link to a place of a page has a fragment."""
    links = [link for one in headings for link in (*one.iter("a"), *one.iterancestors("a"))]
    links += paragraph.iterancestors("a")
    return any(link.get("href") and "#" not in link.get("href") for link in links)


def _flatten(paragraphs: Sequence[Any]) -> Any:
    """Make plain blocks of what stands around paragraphs, up to what they have in common, so that none is left out.

    Returns what they have in common.
    """
    common = list(paragraphs[0].iterancestors())
    for one in paragraphs[1:]:
        above = set(one.iterancestors())
        common = [element for element in common if element in above]
    for one in paragraphs:
        for above in one.iterancestors():
            if above is common[0]:
                break
            above.tag = "div"
            above.attrib.pop("class", None)
            above.attrib.pop("id", None)
    if common[0].tag in ("ul", "ol", "dl"):
        common[0].tag = "div"
    return common[0]


def _gather(tree: Any, entries: Any) -> None:
    """Make one article of the page's heading and its entries, where the <article> with the heading is not theirs."""
    heading = tree.find(".//h1")
    around = [entries, *entries.iterancestors()]
    if heading is None or any(one.tag == "article" for one in around):
        return
    both = next((one for one in heading.iterancestors() if one in around), None)
    articles = [one for one in heading.iterancestors("article") if both in one.iterancestors()]
    for article in articles:
        article.tag = "div"
        article.attrib.pop("class", None)
        article.attrib.pop("id", None)
    if articles and both is not None and both.tag in ("div", "section"):
        both.tag = "article"


def _label(entry: _Entry) -> None:
    paragraph = entry.paragraph
    paragraph.tag = "p"
    within = any(heading in entry.moment.iterancestors() for heading in entry.headings)
    said = [] if within else [_when(entry.moment)]
    said += map(_line, entry.headings)
    for one in (entry.moment, *entry.headings):
        one.drop_tree()
    ending = paragraph.makeelement("br")
    ending.tail, paragraph.text = paragraph.text, " ".join(filter(None, said))
    paragraph.insert(0, ending)


def _when(moment: Any) -> str:
    """Return a moment as it is printed if that is a time of day, else as the page states it for machines."""
    printed = _line(moment)
    stated = _STATED.match(moment.get("datetime") or "")
    return printed if stated is None or _CLOCK.search(printed) else f"{stated[1]} {stated[2]}"


def _containers(own: Any, other: Any) -> tuple[Any, Any] | None:
    """Return the elements of one kind that hold the own heading alone, and another one alone; None for a section's."""
    article, beside = (next(one.iterancestors("article"), None) for one in (own, other))
    if article is not None and beside is not None and article is not beside:
        nested = article in beside.iterancestors() or beside in article.iterancestors()
        return None if nested else (article, beside)
    above = [own, *own.iterancestors()]
    inside = other
    while inside.getparent() is not None and inside.getparent() not in above:
        inside = inside.getparent()
    first = above[above.index(inside.getparent()) - 1] if inside.getparent() in above else own
    if first is own or inside is other:
        return None
    same = first.tag == inside.tag and first.get("class") == inside.get("class")
    return (first, inside) if same and article is None else None


def _drop(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _prose_words(element: Any) -> int:
    return sum(count_words(_line(one)) for one in element.iter("p"))


def _words_outside(tree: Any) -> int:
    """Return how many words stand in paragraphs outside asides and the page's edges."""
    outside = (one for one in tree.iter("p") if not stands_elsewhere(one))
    return sum(count_words(_line(one)) for one in outside)


def _line(element: Any) -> str:
    return _folded(element.text_content())


def _folded(text: str) -> str:
    return " ".join(text.split())
