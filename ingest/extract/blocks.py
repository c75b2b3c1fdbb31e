"""Blocks of a web page that hold words where trafilatura looks for none, made into what it reads."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ingest.extract.metadata import stands_elsewhere
from ingest.extract.word_count import count_words

_CONTAINERS = frozenset({"div", "section", "center"})
_BLOCKS = frozenset(
    {*_CONTAINERS, *("p", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "blockquote", "pre", "form")}
    | {*("article", "main", "aside", "nav", "header", "footer", "figure", "figcaption", "address", "details", "hr")}
    | {*("h1", "h2", "h3", "h4", "h5", "h6", "fieldset", "summary")}
)
_MEDIA = ("img", "picture", "figure", "video", "audio", "iframe", "svg", "object", "canvas")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_MIN_PROSE_WORDS = 5
_ENDINGS = tuple(".!?…。！？।։؟\"'”’»“)")
"""What a sentence ends with, or a quotation behind it."""
_MAX_LINKED = 0.5
_MIN_ALIKE = 2
_LABEL_WORDS = 4
_MAX_LABELS = 4
_MIN_TITLE_WORDS = 3
_FOR_SCREEN_READERS = ("visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "sr-only")
"""How the usual frameworks' classes for such labels end, behind a prefix or the name of a block."""
_CLIPPING = ("clip:rect(", "clip-path:inset(50%", "clip-path:inset(100%", "left:-999", "left:-1000")


def name_paragraphs(tree: Any) -> None:
    """Turn blocks of running text into paragraphs where paragraphs, or blocks like them, stand beside them.

    In a page that has paragraphs, trafilatura takes no other block for one. Captions stand beside their pictures and
    labels hold no sentence, so they are left as they are.
    """
    found = [one for one in tree.iter() if _is_container(one) and _is_prose(one) and not stands_elsewhere(one)]
    prose: set[Any] = {*found, *(one for one in tree.iter("p") if count_words(_line(one)) >= _MIN_PROSE_WORDS)}
    outermost = [_outermost(one) for one in found]
    paragraphs = {one.getparent() for one in prose if one.tag == "p"}
    alike = Counter(one.getparent() for one in {*prose, *outermost})
    named = [one for one, outer in zip(found, outermost, strict=True) if _stands_among(outer, paragraphs, alike)]
    for one in named:
        one.tag = "p"


def wrap_loose_words(tree: Any) -> None:
    """Make a paragraph of the sentences with which a container begins outside any block, in front of blocks."""
    for one in [one for one in tree.iter(*_CONTAINERS, "article", "main") if not stands_elsewhere(one)]:
        run: list[Any] = []
        for child in one:
            if child.tag == "br" or not _is_inline(child):
                break
            run.append(child)
        if len(run) < len(one) and any(not _is_inline(child) for child in one[len(run) :]):
            _wrap(one, run)


def _wrap(container: Any, run: Sequence[Any]) -> None:
    words = " ".join("".join([container.text or "", *(f"{_line(one)}{one.tail or ''}" for one in run)]).split())
    if count_words(words) < _MIN_PROSE_WORDS or not words.endswith(_ENDINGS):
        return
    paragraph = container.makeelement("p")
    paragraph.text, container.text = container.text, None
    paragraph.extend(run)
    container.insert(0, paragraph)


def _is_inline(element: Any) -> bool:
    """Whether an element can stand in a sentence, and so can all that it holds; a comment can."""
    if not isinstance(element.tag, str):
        return True
    return not any(one.tag in _BLOCKS or one.tag in _MEDIA or _is_container(one) for one in element.iter("*"))


def drop_unprinted(tree: Any) -> None:
    """Drop templates for scripts, and what is marked as hidden or there for screen readers alone, unless it holds most
    of the page's prose.

    Some pages hide their story until a script has run.
    """
    unseen = _unseen_classes(tree)
    hidden = [one for one in tree.iter() if isinstance(one.tag, str) and (_is_hidden(one) or _is_unseen(one, unseen))]
    prose = sum(count_words(_line(one)) for one in tree.iter("p")) if hidden else 0
    for one in hidden:
        if one.tag == "template" or 2 * count_words(_line(one)) <= prose:
            one.drop_tree()


def part_items(tree: Any) -> None:
    """End the line behind a heading inside a list's item, so that it is no part of the sentence that follows."""
    for item in [one for one in tree.iter("li") if next(one.iterchildren(*_HEADINGS), None) is not None]:
        for block in list(item.iterchildren("p", *_HEADINGS)):
            block.tag = "span"
            if block.getnext() is not None or block.tail:
                ending = block.makeelement("br")
                ending.tail, block.tail = block.tail, None
                block.addnext(ending)


def open_cells(tree: Any) -> None:
    """Turn lists inside the cells of tables into plain words, a space behind each item."""
    for items in [one for one in tree.iter("ul", "ol") if next(one.iterancestors("td", "th"), None) is not None]:
        for item in items.iterchildren("li"):
            item.tail = " "
            item.tag = "span"
        items.tag = "span"


def open_quotations(tree: Any) -> None:
    """Turn a figure that is a quotation into a plain block, unless it repeats words of the paragraphs."""
    figures = [one for one in tree.iter("figure") if one.find(".//blockquote") is not None and not _has_media(one)]
    words = " ".join(_line(one) for one in tree.iter("p") if not _is_inside(one, figures)) if figures else ""
    for figure in figures:
        if _line(figure.find(".//blockquote")) not in words:
            figure.tag = "div"


def drop_teasers(tree: Any) -> None:
    """Drop paragraphs that hold nothing but links to other pages by their titles, behind a label ("See also: …")."""
    for one in [one for one in tree.iter("p") if _is_teaser(one)]:
        one.drop_tree()


def _is_hidden(element: Any) -> bool:
    hidden = element.get("hidden")
    return element.tag == "template" or (hidden is not None and hidden.lower() != "until-found")


def _is_unseen(element: Any, classes: Collection[str]) -> bool:
    """Whether an element is laid out so that nobody sees it, by its own style or by one of the classes."""
    if _clips(element.get("style") or ""):
        return True
    names = (element.get("class") or "").split()
    return any(name in classes or _says_unseen(name.replace("_", "-").lower()) for name in names)


def _says_unseen(name: str) -> bool:
    return name.endswith(_FOR_SCREEN_READERS) and "not-" not in name


def _unseen_classes(tree: Any) -> set[str]:
    """Return the classes that the page's own style sheets lay out so that nobody sees them.

    Only what a class alone decides is looked at: ".label", not ".story .label".
    """
    found: set[str] = set()
    for sheet in tree.iter("style"):
        for rule in (sheet.text or "").split("}"):
            selectors, _, declarations = rule.rpartition("{")
            if _clips(declarations):
                names = [one.strip().partition(":")[0] for one in selectors.rpartition("{")[2].split(",")]
                found |= {name[1:] for name in names if name[:1] == "." and not set(name[1:]) & set(" .>+~#[")}
    return found


def _clips(style: str) -> bool:
    """Whether declarations clip an element to nothing, or move it off the page, as for screen readers alone."""
    plain = "".join(style.lower().split())
    return "position:absolute" in plain and any(one in plain for one in _CLIPPING)


def _is_container(element: Any) -> bool:
    return isinstance(element.tag, str) and (element.tag in _CONTAINERS or "-" in element.tag)


def _is_prose(element: Any) -> bool:
    """Whether an element holds running text and no block of its own."""
    if any(one.tag in _BLOCKS or one.tag in _MEDIA or _is_container(one) for one in element.iterdescendants()):
        return False
    line = _line(element)
    if not line.endswith(_ENDINGS) or count_words(line) < _MIN_PROSE_WORDS:
        return False
    return sum(len(_line(link)) for link in element.iter("a")) <= _MAX_LINKED * len(line)


def _outermost(element: Any) -> Any:
    """Return the outermost container around an element that holds only labels beside it, and no picture."""
    words, outer = count_words(_line(element)), element
    while _is_container(above := outer.getparent()) and len(above) <= _MAX_LABELS:
        if count_words(_line(above)) - words >= _MIN_PROSE_WORDS or _has_media(above):
            break
        outer = above
    return outer


def _stands_among(element: Any, paragraphs: Collection[Any], alike: Mapping[Any, int]) -> bool:
    """Whether a paragraph, or two blocks of running text, stand beside an element."""
    above = element.getparent()
    return above in paragraphs or alike[above] > _MIN_ALIKE


def _has_media(element: Any) -> bool:
    return any(True for one in element.iterdescendants(*_MEDIA) if one.tag != "figure")


def _is_inside(element: Any, others: Sequence[Any]) -> bool:
    return any(one in others for one in element.iterancestors("figure"))


def _is_teaser(paragraph: Any) -> bool:
    links = [link for link in paragraph.iter("a") if _leads_away(link)]
    titles = [_line(link) for link in links]
    if not titles or min(map(count_words, titles)) < _MIN_TITLE_WORDS:
        return False
    label = " ".join(_outside(paragraph)).strip()
    return label.endswith((":", "：")) and count_words(label) <= _LABEL_WORDS


def _leads_away(link: Any) -> bool:
    return bool(link.get("href")) and not link.get("href").startswith("#")


def _outside(element: Any) -> Iterator[str]:
    """Yield the words of an element that stand in no link."""
    yield (element.text or "").strip()
    for one in element:
        if one.tag != "a" and isinstance(one.tag, str):
            yield from _outside(one)
        yield (one.tail or "").strip()


def _line(element: Any) -> str:
    return " ".join(element.text_content().split())
