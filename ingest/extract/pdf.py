"""A PDF to its text, by PDFium (Chromium's reader of PDF files)."""

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from domain.errors import PicturesOnly, SourceError
from domain.values import Source
from ingest.extract.decode import clean
from ingest.extract.pdf_layout import Glyph, Line, Page, paragraphs_of
from ingest.extract.word_count import count_words, is_unspaced

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MAX_PAGES = 200
_RECOGNISE = "Set DATELINE_OCR=yes to have its text recognised (OCR), or save its words as .txt."
_WORDS_A_PAGE = 8
"""Fewer, and the pages are pictures: a page number or a stamp is all the text that a scanner adds."""
_MAX_UNREADABLE = 0.2
"""Share of characters that the file's fonts give no letter for."""
_HYPHEN = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-\u2010\u00ad]$")
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:[-\u2010][^\W\d_]++)++")
_WORD = re.compile(r"[^\W\d_]+")
_JUMP = re.compile(
    r"\b(pages?|p\.|seiten?|s\.|página|pág\.|pagina|pag\.|стр(?:аниц\w*|\.))\s*[A-Z]?-?\d{1,3}[)\]>▶►→]*$",
    re.IGNORECASE,
)
"""How a line ends that says on which page an article goes on, or where it comes from."""
_MAX_JUMP_WORDS = 8
_MAX_CATCHWORDS = 4
"""Of the line above "from page 1" at the head of a column: the article that goes on there."""
_HYPHENATING = ("en", "fr", "es", "it", "pt")
"""Languages with compounds that keep a hyphen before a small letter; German and its like write them in one."""
_USUAL_SHARE = 0.25

# Zipf scale of wordfreq: 6 is a word in a thousand, 3 one in a million.
_VERY_USUAL = 6.0
_USUAL = 2.5
_RARE = 3.0
_NO_WORD = 1.9
_MORE_USUAL = 2.45
"""Fitted to 50 compounds and words: long-term and full-time, but fairground and wheelbarrow."""
_SAME_PLACE = 0.1
"""In heights of the font; letters are drawn twice, a hair apart, where a font has no bold ones."""


def read_pdf(data: bytes, name: str) -> tuple[Source, str]:
    """Return the document's title, if it prints it too, and its words in paragraphs.

    Columns are read one after the other. Running heads, page numbers, lines that only lead to another page and words
    that stand across are left out. Nothing else is taken from the file's properties, which tell of the file.
    Raises SourceError for what is encrypted, scanned, broken, longer than MAX_PAGES, or set in fonts without letters.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            count = len(document)
            if count > MAX_PAGES:
                raise SourceError(
                    f"{name} has {count} pages; an article has at most {MAX_PAGES}.",
                    hint="Save the article's own pages.",
                )
            title = " ".join(clean(document.get_metadata_value("Title")).split())
            pages = [Page(glyphs, number) for number, glyphs in enumerate(_glyphs(document, name))]
        drop_running_heads(pages)
        lines = without_jumps([line for page in pages for line in page.lines()])
        text = clean("\n\n".join(joined(paragraphs_of(lines))))
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # a PDF can be broken in more ways than PDFium foresees
        if isinstance(error, pypdfium2.PdfiumError) and error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise SourceError(f"{name} is protected by a password.", hint="Save it without one.") from error
        raise SourceError(f"{name} is no PDF that can be read.", hint="Save or print it as PDF once more.") from error
    if count_words(text) < _WORDS_A_PAGE * count:
        raise PicturesOnly(f"{name} holds pictures of pages and no text.", hint=_RECOGNISE)
    return Source(title=title if title and title.casefold() in " ".join(text.split()).casefold() else ""), text


def drop_running_heads(pages: Sequence[Page]) -> None:
    """Leave out the rows at the edges of pages that stand, but for numbers, on most pages, and page numbers."""
    edges = [page.edges() for page in pages]
    often = Counter(plain for edge in edges for plain in {plain_row(row) for row in edge})
    repeated = {plain for plain, times in often.items() if times > max(1, len(pages) / 2)}
    for page, edge in zip(pages, edges, strict=True):
        page.drop_edges([*page.number_rows(), *(row for row in edge if plain_row(row) in repeated)])


def joined(paragraphs: Sequence[Sequence[Line]]) -> list[str]:
    """Return each paragraph in one line; words that are parted at a line's end are whole again."""
    return joined_lines([[line.text for line in paragraph] for paragraph in paragraphs])


def joined_lines(paragraphs: Sequence[Sequence[str]]) -> list[str]:
    """As ``joined``, for lines without a place on the page."""
    spelling = _Spelling([line for paragraph in paragraphs for line in paragraph])
    found = []
    for paragraph in paragraphs:
        text = paragraph[0]
        for line in paragraph[1:]:
            text = spelling.join(text, line)
        found.append(text)
    return found


class _Spelling:
    """Decides whether a hyphen at a line's end belongs to the word, by the document's spelling and English words."""

    def __init__(self, lines: Sequence[str]) -> None:
        text = "\n".join(lines).casefold()
        self._hyphenated = {word.replace("\u2010", "-") for word in _HYPHENATED.findall(text)}
        self._words = Counter(_WORD.findall(text))

    def join(self, text: str, line: str) -> str:
        """Return the text with the next line behind it."""
        first, second = _HYPHEN.search(text), _WORD.match(line)
        if first is None or second is None:
            return text + ("" if is_unspaced(text[-1]) and is_unspaced(line[0]) else " ") + line
        if not line[0].islower() or self._keeps_hyphen(first[1].casefold(), second[0].casefold()):
            return text + line
        return text[:-1] + line

    def _keeps_hyphen(self, first: str, second: str) -> bool:
        if f"{first}-{second}" in self._hyphenated:
            return True
        return first + second not in self._words and self._is_compound(first, second)

    def _is_compound(self, first: str, second: str) -> bool:
        """Whether two parts are usual words, and together at best a very rare one."""
        from wordfreq import zipf_frequency

        language = self._language
        if language is None:
            return False
        part = min(zipf_frequency(first, language), zipf_frequency(second, language))
        whole = zipf_frequency(first + second, language)
        return part > _USUAL and (whole < _NO_WORD or (whole < _RARE and part - whole > _MORE_USUAL))

    @cached_property
    def _language(self) -> str | None:
        """The language whose most usual words make up enough of the text, of those that write compounds apart."""
        from wordfreq import zipf_frequency

        def share(language: str) -> float:
            usual = (times for word, times in self._words.items() if zipf_frequency(word, language) > _VERY_USUAL)
            return sum(usual) / max(1, self._words.total())

        best = max(_HYPHENATING, key=share)
        return best if share(best) > _USUAL_SHARE else None


def _glyphs(document: "PdfDocument", name: str) -> Iterator[list[Glyph]]:
    """Yield the characters of each page. Raises SourceError if too many of them are no letters."""
    read = unreadable = 0
    for page in document:
        glyphs, missing = _glyphs_of(page)
        read, unreadable = read + len(glyphs), unreadable + missing
        if unreadable > _MAX_UNREADABLE * max(read, _WORDS_A_PAGE):
            raise PicturesOnly(
                f"The letters of {name} cannot be read: its fonts draw them without saying which they are.",
                hint=_RECOGNISE,
            )
        yield glyphs


def _glyphs_of(page: "PdfPage") -> tuple[list[Glyph], int]:
    """Return the characters of a page in the order in which they are drawn, and how many are no letters.

    The page is turned so that most of its text is upright. Characters that are drawn twice count once. Invisible ones
    are left out, unless they are most of the page: then they are the recognised text of a scan.
    """
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    found: dict[int, list[tuple[Glyph, bool]]] = {}
    missing = 0
    printed = _Printed()
    last: Glyph | None = None
    for place in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, place)
        if code == 0 or pdfium.FPDFText_IsGenerated(text, place) == 1:
            continue
        if not pdfium.FPDFText_GetCharOrigin(text, place, x, y) or not pdfium.FPDFText_GetLooseCharBox(
            text, place, box
        ):
            continue
        letter = "-" if pdfium.FPDFText_IsHyphen(text, place) == 1 else _letter(code)
        missing += letter == "\ufffd" or pdfium.FPDFText_HasUnicodeMapError(text, place) == 1
        turn = round(pdfium.FPDFText_GetCharAngle(text, place) / (math.pi / 2)) % 4
        glyph = _turned(letter, turn, (x.value, y.value), (box.left, box.bottom, box.right, box.top))
        if last is not None and (last.x0, last.x1, last.y) == (glyph.x0, glyph.x1, glyph.y) and not letter.isspace():
            last = replace(last, text=last.text + letter)  # the next letter of a ligature
            found[turn][-1] = last, found[turn][-1][1]
            continue
        last = glyph
        if letter.isspace() or printed.is_new(glyph):
            mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text, place))
            found.setdefault(turn, []).append((glyph, mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE))
    every = [is_invisible for own in found.values() for _, is_invisible in own]
    is_scan = 2 * sum(every) > len(every)
    kept = ([glyph for glyph, is_invisible in own if is_scan or not is_invisible] for own in found.values())
    return max(kept, key=len, default=[]), missing


class _Printed:
    """Knows which characters stand where on a page, by squares of _SAME_PLACE."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int, int], tuple[float, float]] = {}

    def is_new(self, glyph: Glyph) -> bool:
        """Note a character; return False if the same one stands within _SAME_PLACE of it already."""
        x, y = glyph.x0 / glyph.size / _SAME_PLACE, glyph.y / glyph.size / _SAME_PLACE
        column, row = math.floor(x), math.floor(y)
        for place in ((glyph.text, column + right, row + up) for right in (-1, 0, 1) for up in (-1, 0, 1)):
            other = self._places.get(place)
            if other is not None and abs(x - other[0]) <= 1 and abs(y - other[1]) <= 1:
                return False
        self._places[glyph.text, column, row] = x, y
        return True


def _turned(letter: str, turn: int, origin: tuple[float, float], box: tuple[float, float, float, float]) -> Glyph:
    """Return a character as it is seen by whoever turns the page so that it stands upright."""
    left, bottom, right, top = box
    x, y = origin
    edges = {0: (left, right, y, top - bottom), 1: (-top, -bottom, x, right - left)}
    edges |= {2: (-right, -left, -y, top - bottom), 3: (bottom, top, -x, right - left)}
    x0, x1, baseline, size = edges[turn]
    return Glyph(letter, x0, x1, baseline, max(size, 0.1))


def _letter(code: int) -> str:
    """Return a character; ligatures as their letters, controls other than white space as "\ufffd"."""
    letter = chr(code)
    if 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", letter)
    if unicodedata.category(letter) in ("Cc", "Cn", "Cs") and not letter.isspace():
        return "\ufffd"
    return letter


def without_jumps(lines: Sequence[Line]) -> list[Line]:
    """Leave out lines that only say on which page an article goes on or where it comes from, with their catchwords."""
    kept: list[Line] = []
    for line in lines:
        if len(line.text.split()) > _MAX_JUMP_WORDS or not _JUMP.search(line.text):
            kept.append(line)
        elif kept and kept[-1].column == line.column and len(kept[-1].text.split()) <= _MAX_CATCHWORDS:
            is_first = len(kept) == 1 or kept[-2].column != line.column
            del kept[len(kept) - is_first :]
    return kept


def plain_row(row: str) -> str:
    """Return a row without what differs between the running heads of pages: numbers, signs and capitals."""
    return re.sub(r"[\W\d]+", " ", row).strip().casefold() or re.sub(r"\d+", "#", row)
