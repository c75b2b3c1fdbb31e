"""PDFs whose pages are pictures: known texts are set, drawn as a scanner would, and put into a PDF as pictures."""

import io
import textwrap
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.extract.frontmatter import split_front_matter
from tests.papers import draw_lines, drawn

SCANNED_AT = 200
FONTS = ("Times-Roman", "Helvetica", "Times-Roman", "Courier", "Times-Bold")
SIZES = (11, 10, 12, 10, 9)
_PARAGRAPHS = 4


def scanned(pages: Sequence[Sequence[str]], *, font: str = "Times-Roman", size: float = 11) -> bytes:
    """A PDF of pictures of pages, drawn at 200 dpi, in shades of grey; each page is a list of paragraphs."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    with pypdfium2.PdfDocument(drawn(*(_setting(page, font, size) for page in pages))) as document:
        for page in document:
            image = page.render(scale=SCANNED_AT / 72, grayscale=True).to_pil()
            canvas.drawImage(ImageReader(image), 0, 0, *A4)
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def _setting(page: Sequence[str], font: str, size: float):  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        height = 780.0
        for paragraph in page:
            height = draw_lines(canvas, textwrap.wrap(paragraph, 80), y=height, font=font, size=size) - size

    return draw


def known_pages() -> list[list[str]]:
    """Ten pages of the project's own articles, in the letters that every font has."""
    pages = []
    for file in sorted((Path(__file__).parent.parent / "articles").glob("*.md")):
        _, text = split_front_matter(file.read_text(encoding="utf-8"), file.name)
        plain = text.replace("“", '"').replace("”", '"').replace("’", "'").replace("–", "-").replace("—", "-")
        paragraphs = [" ".join(one.split()) for one in plain.split("\n\n") if one.strip()]
        pages += [paragraphs[:_PARAGRAPHS], paragraphs[_PARAGRAPHS : 2 * _PARAGRAPHS]]
    return pages


def wrong_letters(read: str, known: str) -> float:
    """Return the share of letters to change, add or take out; white space counts as one space."""
    one, other = " ".join(read.split()), " ".join(known.split())
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    wrong = sum(max(end - start, to - begin) for kind, start, end, begin, to in steps if kind != "equal")
    return wrong / len(other)
