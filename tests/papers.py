"""PDF and Word files for the tests, made by other libraries than those that read them where there is one."""

import io
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.web import SENTENCES

Draw = Callable[[Canvas], None]

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


def drawn(*pages: Draw, password: str | None = None) -> bytes:
    """A PDF whose pages these functions draw; encrypted with a password, which may be empty."""
    out = io.BytesIO()
    encrypted = None if password is None else StandardEncryption(password, ownerPassword="owner")
    canvas = Canvas(out, pagesize=A4, encrypt=encrypted)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def draw_lines(
    canvas: Canvas, lines: Sequence[str], *, x: float = 60, y: float = 780, size: float = 11, font: str = "Times-Roman"
) -> float:
    """Draw lines from a place down; return the height of the one that would follow."""
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= size * 1.25
    return y


def raw_pdf(content: str, font: str) -> bytes:
    """A PDF of one page with this content, in which the font /F1 is this object."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        font,
        "<< /Length 26 >>\nstream\n10 0 d0 0 0 8 8 re f      \nendstream",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def message(html: str = "", plain: str = "", **head: str) -> bytes:
    """An e-mail with these bodies and fields of its head; ``_`` in the name of a field stands for a hyphen."""
    made = EmailMessage()
    for field, value in head.items():
        made[field.replace("_", "-")] = value
    if plain or not html:
        made.set_content(plain)
    if html and plain:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return made.as_bytes()


def epub(*chapters: str, contents: str = "", metadata: str = "", **parts: str) -> bytes:
    """A book of chapters c1.xhtml, c2.xhtml …, which are bodies in HTML, and further parts by their path.

    ``contents`` is the body of the table of contents, ``metadata`` what the package says of the book.
    """
    files = {f"c{number}.xhtml": body for number, body in enumerate(chapters, 1)} | {"nav.xhtml": contents}
    items = "".join(
        f'<item id="{name}" href="text/{name}" media-type="application/xhtml+xml"'
        f"{' properties=' + repr('nav') if name == 'nav.xhtml' else ''}/>"
        for name in files
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in files)
    page = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head>{}</head>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        archive.writestr(
            "OPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for name, body in files.items():
            archive.writestr(f"OPS/text/{name}", f"{page.format('<title/>')}<body>{body}</body></html>")
        for path, content in parts.items():
            archive.writestr(path, content)
    return out.getvalue()


_SCHEMAS = "http://schemas.openxmlformats.org"
_NAMESPACES = (
    f'xmlns:w="{_SCHEMAS}/wordprocessingml/2006/main" xmlns:mc="{_SCHEMAS}/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {"footnotes": "footnotes", "endnotes": "endnotes", "header": "hdr", "comments": "comments"}


def word_xml(body: str, **parts: str) -> bytes:
    """A Word file of this body, written by hand, with further parts by their kind: footnotes, endnotes, header."""
    files = {"word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"}
    files |= {
        f"word/{kind}.xml": f"<w:{_PARTS[kind]} {_NAMESPACES}>{inside}</w:{_PARTS[kind]}>"
        for kind, inside in parts.items()
    }
    relations = f"{_SCHEMAS}/officeDocument/2006/relationships"
    linked = "".join(f'<Relationship Id="r{kind}" Type="{relations}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    types = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>' for kind in parts)
    package = f'xmlns="{_SCHEMAS}/package/2006/relationships"'
    main = f'<Relationship Id="r1" Type="{relations}/officeDocument" Target="word/document.xml"/>'
    files |= {
        "[Content_Types].xml": f'<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f"<Relationships {package}>{main}</Relationships>",
        "word/_rels/document.xml.rels": f"<Relationships {package}>{linked}</Relationships>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
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


ODT = "application/vnd.oasis.opendocument.text"
_ODT_BEGIN = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
)


def opendocument(body: str, **parts: str) -> bytes:
    """An OpenDocument text: ``body`` is what stands in its element office:text; further parts as name=XML."""
    content = f"{_ODT_BEGIN}<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", ODT)
        for name, part in {"content": content, **parts}.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", part)
    return out.getvalue()
