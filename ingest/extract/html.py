"""A saved web page to its article, by trafilatura."""

import re
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

from domain.errors import SourceError
from domain.values import Source
from ingest.extract.blocks import (
    drop_teasers,
    drop_unprinted,
    name_paragraphs,
    open_cells,
    open_quotations,
    part_items,
    wrap_loose_words,
)
from ingest.extract.decode import clean
from ingest.extract.metadata import source_of
from ingest.extract.structure import drop_other_articles, label_entries, open_asides

_DECLARED_WITHIN = 4096
_XML_ENCODING = re.compile(rb"""\A\s*+<\?xml[^>]*\sencoding\s*+=\s*+["']([\w.:-]{1,40})""")
_CHARSET = re.compile(r"""charset\s*+=\s*+["']?+\s*+([\w.:-]{1,40})""", re.IGNORECASE)
_CALL = re.compile(
    r"^\W*(follow (us|me|the|[A-Z@]\w+)|like us|join us|sign up|subscribe|never miss|don.t miss|get (the|our|all)|"
    r"download (the|our)|stay up to date|for (more|the latest))\b.*"
    r"\b(newsletters?|twitter|facebook|instagram|whatsapp|telegram|linkedin|inbox|app|e-?mails?|signing up|sign up)\b",
    re.IGNORECASE,
)
_CALL_CHARS = 250
_TYPOGRAPHIC = {"b", "i", "em", "strong", "u", "font", "sub", "sup"}
_INLINE = ("span", "a", "time", "label", "small", "cite", "abbr", "address", "b", "i", "em", "strong", "u", "font")
_WORDLESS = ("button", "select", "input", "img", "svg", "iframe", "video", "audio", "picture")
_MAX_CELL_CHARS = 300
"""What a cell of a table of data holds at most; more is a story."""
_USUAL, _NO_WORD = 2.5, 1.9
"""Zipf frequencies (3 is a word in a million): both of two words have the first, and what they make together not the
second, where a page prints "Gate" and "open" beside each other; "under" and "stood" are parts of a word."""
_MAX_WORD = 41
_LAST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,40}\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]{2,40}+")
_MIN_AROUND = 2
"""Words around an element that make it part of a sentence."""
_CLOSING = ".,:;!?)"


def declared_encoding(data: bytes) -> str | None:
    """Return the label of the encoding that a page declares in its head, outside comments and scripts.

    A page whose declaration can be read at all is not in UTF-16, so that is none, as browsers have it.
    """
    xml = _XML_ENCODING.match(data[:_DECLARED_WITHIN])
    meta = _MetaCharset()
    with suppress(AssertionError):  # html.parser raises it for broken marked sections
        meta.feed(data[:_DECLARED_WITHIN].decode("latin-1"))
    label = meta.label or (xml.group(1).decode("ascii", "replace") if xml else None)
    return None if label is None or label.lower().startswith("utf-16") else label


class _MetaCharset(HTMLParser):
    """Finds the first <meta> that names an encoding."""

    label: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta" or self.label:
            return
        said = dict(attrs)
        if (said.get("http-equiv") or "").lower() == "content-type":
            found = _CHARSET.search(said.get("content") or "")
            self.label = found.group(1) if found else None
        self.label = said.get("charset") or self.label


def read_page(html: str, name: str) -> tuple[Source, str]:
    """Return what the page says of itself, as it stands there, and the article's words; a field may be empty.

    Dates are taken from the page's metadata and from lines that are nothing but a date, never guessed from its words.
    Raises SourceError for a page without an article.
    """
    import trafilatura

    try:
        tree = _whole_page(trafilatura.load_html(html))
        drop_unprinted(tree)
        unfold_layout_tables(tree)
        drop_other_articles(tree)
        open_asides(tree)
        part_words(tree)
        source = source_of(tree)
        apply_corrections(tree)
        label_entries(tree)
        open_quotations(tree)
        open_cells(tree)
        part_items(tree)
        drop_teasers(tree)
        wrap_loose_words(tree)
        name_paragraphs(tree)
        unwrap_words(tree)
        found: Any = trafilatura.bare_extraction(
            tree,
            favor_precision=True,
            include_comments=False,
        )
        text = without_calls(clean(found.text))
    except Exception as error:  # a page can be broken, or empty, in more ways than trafilatura foresees
        raise _no_article(name) from error
    if not text.strip():
        raise _no_article(name)
    return source, text


def _whole_page(tree: Any) -> Any:
    """Return a tree whose root is <html>, as browsers have it, also for a part of a page that was saved by itself."""
    if tree.tag == "html":
        return tree
    page, body = tree.makeelement("html"), tree.makeelement("body")
    page.append(body)
    body.append(tree)
    return page


def unfold_layout_tables(tree: Any) -> None:
    """Turn tables that only arrange the page into plain blocks, so that a menu in a cell is no row of a table.

    Where one table does, those of a single row do so too.
    """
    tables = list(tree.iter("table"))
    layout = [table for table in tables if _is_layout(table)]
    for table in [*layout, *(one for one in tables if layout and len(one.xpath(".//tr")) < 2)]:
        groups = [table, *table.xpath("./thead | ./tbody | ./tfoot")]
        rows = [row for group in groups for row in group.iterchildren("tr")]
        for part in [*groups, *rows, *(cell for row in rows for cell in row.iterchildren("td", "th"))]:
            part.tag = "div"


def _is_layout(table: Any) -> bool:
    """Whether a table is said to be for presentation, or has no head and holds what no table of data does."""
    if table.get("role") in ("presentation", "none"):
        return True
    if table.xpath("(.//th | .//caption)[1]"):
        return False
    if table.xpath("(.//h1 | .//table | .//article | .//main | .//td[count(p) > 1])[1]"):
        return True
    return any(len(cell.text_content()) > _MAX_CELL_CHARS for cell in table.iter("td"))


def part_words(tree: Any) -> None:
    """Put a space between two inline elements where their words would run together, as "Orrin Vale" and "Tuesday".

    Where an element without words of its own (a button, a picture) stands between two words, they are parted too.
    Letters set apart by their looks (a drop cap, "H<sub>2</sub>O") stay joined.
    """
    language = (tree.get("lang") or "en")[:2].lower()
    for one in tree.iter(*_INLINE, *_WORDLESS):
        after = one.getnext()
        if one.tag in _WORDLESS:
            if _before(one)[-1:].isalnum() and one.tail and one.tail[0].isalnum():
                one.tail = f" {one.tail}"
        elif not one.tail and after is not None and after.tag in _INLINE and _run_together(one, after, language):
            one.tail = " "


def apply_corrections(tree: Any) -> None:
    """Leave out what is marked as deleted, where a page shows how it was corrected."""
    for one in list(tree.iter("del")):
        if one.tail and _before(one)[-1:].isspace():
            one.tail = one.tail.lstrip()
        one.drop_tree()


def unwrap_words(tree: Any) -> None:
    """Unwrap elements inside sentences that trafilatura drops with their words: "begins on <time>14 May</time>"."""
    for one in list(tree.iter("time", "ins", "label", "output", "q", "button")):
        if one.tag == "button" and not _goes_on_behind(one):
            continue
        block = next(one.iterancestors("p", "li", "td", "blockquote", "dd", "h2", "h3", "h4"), None)
        if block is not None and len(block.text_content().split()) - len(one.text_content().split()) >= _MIN_AROUND:
            one.drop_tag()


def _goes_on_behind(element: Any) -> bool:
    """Whether a sentence that stands in front of an element goes on behind it, as around a word that is explained."""
    before, after = _before(element).rstrip(), (element.tail or "").lstrip()
    return before[-1:].isalpha() and (after[:1].islower() or after[:1] in tuple(_CLOSING))


def _before(element: Any) -> str:
    """Return the text right in front of an element."""
    before = element.getprevious()
    return (before.tail if before is not None else element.getparent().text) or ""


def _run_together(one: Any, other: Any, language: str) -> bool:
    left, right = str(one.text_content()), str(other.text_content())
    if len(left.strip()) < 2 or not right or left[-1].isspace():
        return False
    end, start = left[-1], right[0]
    if end in _CLOSING:
        return (start.isalpha() or left[-2].isalpha()) and (start.isupper() or end not in ".)")
    if not (end.isalnum() and start.isalnum()) or {one.tag, other.tag} <= _TYPOGRAPHIC:
        return False
    changes_case = not end.isupper() and start.isupper()
    return (
        changes_case
        or (end.islower() and start.isdigit())
        or one.get("class") != other.get("class")
        or one.tag != other.tag
        or one.get("href") != other.get("href")
        or _are_two_words(left, right, language)
    )


def _are_two_words(left: str, right: str, language: str) -> bool:
    """Whether two texts that meet have a usual word each there, which together are no word."""
    from wordfreq import zipf_frequency

    first, second = _LAST_WORD.search(left[-_MAX_WORD:]), _FIRST_WORD.match(right)
    if first is None or second is None:
        return False
    try:
        part = min(zipf_frequency(first[0], language), zipf_frequency(second[0], language))
        return part > _USUAL and zipf_frequency(first[0] + second[0], language) < _NO_WORD
    except LookupError:  # a language that nobody has counted
        return False


def without_calls(text: str) -> str:
    """Return the text without the lines that only call for a subscription, an app or a network to follow."""
    return "\n".join(line for line in text.split("\n") if len(line) > _CALL_CHARS or not _CALL.search(line))


def _no_article(name: str) -> SourceError:
    return SourceError(f"No article was found in the page {name}.", hint="Save the article's words as .txt instead.")
