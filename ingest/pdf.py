"""A PDF to its text, by pypdf."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.errors import SourceError
from domain.values import Source
from ingest.decode import clean

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 200
_WORDS_A_PAGE = 8
"""Fewer, and the pages are pictures: a page number or a stamp is all the text that a scanner adds."""
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])-$")
_FULL_LINE = 0.8


def read_pdf(data: bytes, name: str) -> tuple[Source, str]:
    """Return the document's title, if it prints it too, and its words in paragraphs.

    Lines are joined to paragraphs, and lines that stand on most pages (running heads, page numbers) are left out.
    Nothing else is taken from the file's properties: they tell of the file, not of the article.
    Raises SourceError for what is encrypted, scanned, broken or longer than MAX_PAGES.
    """
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _encrypted(name)
        count = len(reader.pages)
        if count > MAX_PAGES:
            raise SourceError(
                f"{name} has {count} pages; an article has at most {MAX_PAGES}.", hint="Save the article's own pages."
            )
        pages = [clean(page.extract_text()).split("\n") for page in reader.pages]
        title = _title(reader)
    except (SourceError, MemoryError):
        raise
    except pypdf.errors.DependencyError as error:
        raise _encrypted(name) from error
    except Exception as error:  # a PDF can be broken in more ways than pypdf foresees
        raise SourceError(f"{name} is no PDF that can be read.", hint="Save or print it as PDF once more.") from error
    if sum(len(line.split()) for page in pages for line in page) < _WORDS_A_PAGE * count:
        raise SourceError(f"{name} holds pictures of pages and no text.", hint="Have its text recognised (OCR) first.")
    text = "\n\n".join(paragraphs(without_running_heads(pages)))
    return Source(title=title if title and title.casefold() in " ".join(text.split()).casefold() else ""), text


def without_running_heads(pages: Sequence[Sequence[str]]) -> list[str]:
    """Return all lines but those of a page's first and last two that stand, but for numbers, on most pages."""
    edges = [{_plain(line) for line in _edges(page)} for page in pages]
    often = Counter(line for edge in edges for line in edge)
    repeated = {line for line, times in often.items() if times > max(1, len(pages) / 2)}
    lines: list[str] = []
    for page in pages:
        margin = {id(line) for line in _edges(page) if _plain(line) in repeated}
        lines.extend(line for line in page if id(line) not in margin)
    return lines


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Join printed lines: a paragraph ends at an empty line, and at a sentence's end in a line that is not full."""
    full = sorted(len(line.strip()) for line in lines)[int(len(lines) * 0.9)] * _FULL_LINE if lines else 0
    found: list[str] = [""]
    for line in (" ".join(line.split()) for line in lines):
        if not line:
            found.append("")
            continue
        if _HYPHEN.search(found[-1]):
            found[-1] = (found[-1][:-1] if line[0].islower() else found[-1]) + line
        else:
            found[-1] = f"{found[-1]} {line}".strip()
        if len(line) < full and (_SENTENCE_END.search(line) or len(found[-1]) == len(line)):
            found.append("")
    return [paragraph for paragraph in found if paragraph]


def _edges(page: Sequence[str]) -> list[str]:
    printed = [line for line in page if line.strip()]
    return [*printed[:2], *printed[-2:]]


def _plain(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _title(reader: "PdfReader") -> str:
    title = reader.metadata.title if reader.metadata else None
    return " ".join(title.split()) if isinstance(title, str) else ""


def _encrypted(name: str) -> SourceError:
    return SourceError(f"{name} is protected by a password.", hint="Save it without one.")
