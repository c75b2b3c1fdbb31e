"""PDF, Word and JSON Lines: what goes in, and what fails alone with its reason."""

import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import SourceError
from domain.values import Material, Media, Source
from ingest.extract.article_collections import unrolled
from ingest.extract.formats import extract
from ingest.extract.pdf import MAX_PAGES
from tests.papers import DOCX_PARTS, draw_lines, drawn, pdf, repacked, word, word_xml
from tests.web import SENTENCES

LINES = [
    "Crane falls into harbour",
    "The harbour of Larkhaven was closed on Monday after a crane had",
    "fallen into the basin at night. Nobody was hurt, said the har-",
    "bour master.",
    "Two ferries wait outside, and their passengers were taken ashore",
    "in the boats of the pilots.",
]


def read(data: bytes, media: Media, name: str = "the file") -> tuple[Source, str]:
    return extract(Material(name=name, data=data, media=media))


def test_a_pdf_gives_its_words_in_paragraphs() -> None:
    source, text = read(pdf([LINES], title="Crane falls into harbour"), "pdf")

    assert source == Source(title="Crane falls into harbour")
    assert text == (
        "Crane falls into harbour\n\n"
        "The harbour of Larkhaven was closed on Monday after a crane had fallen into the basin at night. "
        "Nobody was hurt, said the harbour master.\n\n"
        "Two ferries wait outside, and their passengers were taken ashore in the boats of the pilots."
    )


def test_a_title_that_the_pdf_does_not_print_is_not_the_articles() -> None:
    assert read(pdf([LINES], title="Microsoft Word - final2.doc"), "pdf")[0].title == "Crane falls into harbour"


@pytest.mark.parametrize("count", [2, 3, 4])
def test_running_heads_and_page_numbers_are_left_out(count: int) -> None:
    pages = [[f"{line[: -number - 1]}." for line in SENTENCES] for number in range(4)]

    _, text = read(pdf(pages[:count], head="The Coast Herald, page"), "pdf")

    assert "Coast Herald" not in text
    assert text.count("The harbour of Larkhaven was closed") == text.count("the quay stays shut") == count


def encrypted(password: str) -> bytes:
    return drawn(lambda canvas: draw_lines(canvas, LINES) and None, password=password)


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert "Larkhaven" in read(encrypted(""), "pdf")[1]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (encrypted("secret"), "protected by a password"),
        (pdf([[""], [""]]), "pictures of pages"),
        (pdf([["3"]] * 5), "pictures of pages"),
        (pdf([["A page of many"]] * (MAX_PAGES + 1)), f"has {MAX_PAGES + 1} pages"),
        (pdf([LINES])[:400], "no PDF that can be read"),
        (b"%PDF-1.7\n", "no PDF that can be read"),
        (b"words", "no PDF that can be read"),
    ],
    ids=["encrypted", "empty", "scanned", "long", "cut", "head", "text"],
)
def test_a_pdf_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(data, "pdf")


def test_a_word_file_gives_its_title_paragraphs_and_tables() -> None:
    source, text = read(word(), "docx")

    assert source == Source(title="Crane falls into harbour")
    assert text.split("\n\n")[1:3] == SENTENCES[:2]
    assert text.endswith("Built\t1974")


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def deleted(words: str) -> str:
    return f'<w:del w:id="1"><w:r><w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>'


def inserted(inside: str) -> str:
    return f'<w:ins w:id="2">{inside}</w:ins>'


def par(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


BOX = f"<w:txbxContent>{par(run('Built in 1974.'))}</w:txbxContent>"
NOTE = f"<w:footnote w:id='7'>{par('<w:r><w:footnoteRef/></w:r>', run(' As the port counts.'))}</w:footnote>"
ENDNOTE = f"<w:endnote w:id='7'>{par(run('Said in May.'))}</w:endnote>"
ROW_END = "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>{}</w:tc></w:tr>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (par(run("They came on "), deleted("Monday"), inserted(run("Tuesday")), run(".")), "They came on Tuesday."),
        (par(inserted(run("All of this is new."))), "All of this is new."),
        (par(run("One "), f"<w:hyperlink>{inserted(run('linked'))}</w:hyperlink>", run(" word")), "One linked word"),
        (
            par(
                run("A"),
                f"<w:moveFrom>{run(' moved')}</w:moveFrom>",
                run(" word"),
                f"<w:moveTo>{run(' moved')}</w:moveTo>",
            ),
            "A word moved",
        ),
        (
            par("<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>", run("Joined ")) + par(run("again.")),
            "Joined again.",
        ),
        (
            f"<w:tbl><w:tr><w:tc>{par(run('4'))}</w:tc><w:tc>{par(run('4'))}</w:tc></w:tr>{ROW_END.format(par(run('7')))}</w:tbl>",
            "4\t4",
        ),
        (f"<w:sdt><w:sdtContent>{par(run('In a control.'))}</w:sdtContent></w:sdt>", "In a control."),
        (par(f"<w:sdt><w:sdtContent>{run('Inside')}</w:sdtContent></w:sdt>", run(" a line.")), "Inside a line."),
        (
            par(
                run("The crane."),
                f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing>"
                f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r>",
                run(" It fell."),
            ),
            "The crane. It fell.\n\nBuilt in 1974.",
        ),
        (
            par(run("The crane."), f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>"),
            "The crane.\n\nBuilt in 1974.",
        ),
        (
            par(run("Forty sacks"), "<w:r><w:footnoteReference w:id='7'/></w:r>", run(" came."))
            + par(run("Then none.")),
            "Forty sacks came.\n\nAs the port counts.\n\nThen none.",
        ),
        (par(run("Four"), "<w:r><w:endnoteReference w:id='7'/></w:r>"), "Four\n\nSaid in May."),
        (par("<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>", run("No tab.")), "No tab."),
        (par(run("Open"), "<w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r>", run(" words.")), "Open words."),
        (par("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>Shown.</w:t></w:r>"), "Shown."),
        (par(run("A"), "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"), "A\tb\nc"),
    ],
)
def test_a_word_file_is_read_as_it_is_printed_with_its_changes_accepted(body: str, text: str) -> None:
    header = par(run("The Herald, page 1"))

    assert read(word_xml(body, footnotes=NOTE, endnotes=ENDNOTE, header=header), "docx")[1] == text


def test_a_word_file_without_a_title_is_called_by_its_first_words() -> None:
    assert read(word_xml(par(run("Ferry strike ends"))), "docx")[0] == Source(title="Ferry strike ends")


BOMB = b"<w:document>" + b" " * 150_000_000 + b"</w:document>"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><w:p>&lol2;</w:p>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY secret SYSTEM "file:///etc/passwd">]><w:p>&secret;</w:p>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (repacked(word(), word__document_xml=BOMB), "unpacks to more"),
        (repacked(word(), **{f"word__media__{number}_png": b"" for number in range(2001)}), "unpacks to more"),
        (repacked(word(), word__document_xml=LAUGHS), "defines entities"),
        (repacked(word(), word__document_xml=OUTSIDE), "defines entities"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 500, "password"),
        (word()[:2000], "no Word file"),
        (repacked(word(), word__document_xml=b"<w:document"), "no Word file"),
        (b"PK\x03\x04", "no Word file"),
    ],
    ids=["zip bomb", "many parts", "XML bomb", "external entity", "encrypted", "cut", "broken", "head"],
)
def test_a_word_file_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read(data, "docx")


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil", "word/../../../evil", "C:/evil", "..\\evil"])
def test_path_traversal_in_an_archive_is_refused(name: str) -> None:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, "evil")

    with pytest.raises(SourceError, match="a place outside itself"):
        read(out.getvalue(), "docx")


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    data = bytearray(repacked(word(), word__document_xml=BOMB[:50_000_000]))
    for at in (data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02")):
        data[at + 24 : at + 28] = (100).to_bytes(4, "little")

    with pytest.raises(SourceError):
        read(bytes(data), "docx")


def jsonl(*articles: object, name: str = "news.jsonl") -> list[Material]:
    data = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in articles).encode()
    return list(unrolled(Material(name=name, data=data, media="jsonl", identity=f"file:/{name}")))


def test_a_line_of_a_collection_is_an_article() -> None:
    [one, two] = jsonl(
        {"title": "Fox", "url": "https://x.example/fox", "published": "3 November 2025", "text": "A fox.\r\nQuick."},
        "",
        {"text": "An owl."},
    )

    assert extract(one) == (Source(title="Fox", url="https://x.example/fox", published="2025-11-03"), "A fox.\nQuick.")
    assert extract(two) == (Source(title="An owl."), "An owl.")
    assert (one.name, two.name) == ("news.jsonl, line 1", "news.jsonl, line 3")
    assert (one.identity, two.identity) == ("entry:file:/news.jsonl#Fox", None)


def test_half_a_character_in_a_title_is_left_out_of_what_the_line_is_known_by() -> None:
    [line] = jsonl({"title": "T\ud800", "text": "Words."})

    assert line.identity == "entry:file:/news.jsonl#T"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "line 1 is no JSON object"),
        ("[1]", "no JSON object"),
        ({"title": "Fox"}, "no “text”"),
        ({"text": 7}, "no “text”"),
        ({"text": "  "}, "no words"),
        ({"text": "A fox.", "published": "soon"}, "not a date"),
        ({"text": "A fox.", "url": "javascript:alert(1)"}, "not a web address"),
        ({"text": "A fox.", "title": {"a": 1}}, "not plain text"),
        ("[" * 100_000, "no JSON object"),
    ],
)
def test_a_line_that_is_no_article_fails_alone(line: object, reason: str) -> None:
    bad, good = jsonl(line, {"text": "An owl."})

    with pytest.raises(SourceError, match=reason):
        extract(bad)
    assert extract(good)[1] == "An owl."


def test_an_empty_collection_is_an_error() -> None:
    with pytest.raises(SourceError, match="empty"):
        extract(*unrolled(Material(name="a.jsonl", data=b"\n\n", media="jsonl")))


@settings(max_examples=40)
@given(st.sampled_from(["pdf", "docx"]), st.integers(0, 5000), st.binary(max_size=40), st.booleans())
def test_a_mutated_file_is_an_article_or_a_clear_error(media: Media, at: int, junk: bytes, cut: bool) -> None:
    whole = {"pdf": pdf([LINES]), "docx": word()}[media]
    at %= len(whole)
    data = whole[:at] + junk + (b"" if cut else whole[at + len(junk) :])

    try:
        source, text = read(data, media)
    except SourceError:
        return
    assert source.title
    assert text.strip()


def test_the_part_that_is_attacked_is_the_one_that_is_read() -> None:
    assert DOCX_PARTS in zipfile.ZipFile(io.BytesIO(word())).namelist()
