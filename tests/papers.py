"""PDF and Word files for the tests, made by other libraries than those that read them where there is one."""

import io
import zipfile
from collections.abc import Sequence

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.web import SENTENCES

DOCX_PARTS = "word/document.xml"


def pdf(pages: Sequence[Sequence[str]], *, title: str = "", head: str = "") -> bytes:
    """Lines on pages, each page with a running head and its number."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setTitle(title)
    for number, lines in enumerate(pages, 1):
        height = 800
        for line in [*([f"{head} {number}"] if head else []), *lines]:
            canvas.drawString(60, height, line)
            height -= 18
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def word(*paragraphs: str, title: str = "Crane falls into harbour") -> bytes:
    document = docx.Document()
    if title:
        document.add_heading(title, level=0)
    for paragraph in paragraphs or SENTENCES:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Built", "1974"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """An archive with these parts put in, or in the place of its own; ``__`` stands for a slash, ``_`` for a dot."""
    new = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in old.infolist():
            if part.filename not in new:
                made.writestr(part.filename, old.read(part))
        for name, content in new.items():
            made.writestr(name, content)
    return out.getvalue()
