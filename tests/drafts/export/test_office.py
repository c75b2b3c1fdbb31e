"""LibreOffice opens the Word file that an export makes: the comments are there, and all else is as it was."""

import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.drafts.export.test_word import BOLD, annotated, run
from tests.papers import word_xml

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
WEIGHT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}font-weight"
LINK = "{http://www.w3.org/1999/xlink}href"
LIMIT_S = 280
ANNOTATIONS = {f"{OFFICE}annotation", f"{OFFICE}annotation-end"}

DELETED = f'<w:del w:id="1" w:author="Ines"><w:r>{BOLD}<w:delText>not </w:delText></w:r></w:del>'
INSERTED = f'<w:ins w:id="2" w:author="Ines">{run("quite ")}</w:ins>'
LINKED = f'<w:hyperlink w:anchor="here">{run("safe today")}</w:hyperlink>'
NOTE = '<w:r><w:footnoteReference w:id="7"/></w:r>'
BODY = (
    f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:bookmarkStart w:id="3" w:name="here"/>{run("A wall", BOLD)}'
    f'<w:bookmarkEnd w:id="3"/></w:p><w:p>{run("She said: “The wall is ")}{DELETED}{INSERTED}{LINKED}'
    f"{run('.” It ')}{run('fell', BOLD)}{NOTE}{run(' in May.')}</w:p>"
)
FOOTNOTE = f'<w:footnote w:id="7"><w:p>{run("Nobody saw it, says she.")}</w:p></w:footnote>'


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> tuple[ElementTree.Element, ElementTree.Element]:
    """The draft before and after its export, as LibreOffice reads them."""
    folder = tmp_path_factory.mktemp("office")
    files = {
        "before": word_xml(BODY, footnotes=FOOTNOTE),
        "after": annotated(BODY, "A wal", "The wall is quite safe", "It fell", "Nobody saw it", footnotes=FOOTNOTE),
    }
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    before, after = to_open_document([folder / f"{name}.docx" for name in files])
    return before, after


def to_open_document(files: list[Path]) -> list[ElementTree.Element]:
    """Have LibreOffice open Word files and save them as its own; return the contents of these."""
    folder = files[0].parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", "odt", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=LIMIT_S)
    return [ElementTree.fromstring(zipfile.ZipFile(file.with_suffix(".odt")).read("content.xml")) for file in files]


def words(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def without_comments(element: ElementTree.Element) -> ElementTree.Element:
    """A copy of an element without the comments in it."""
    made = ElementTree.Element(element.tag, element.attrib)
    made.text, last = element.text, None
    for child in element:
        if child.tag not in ANNOTATIONS:
            last = without_comments(child)
            last.tail = child.tail
            made.append(last)
        elif last is not None:
            last.tail = (last.tail or "") + (child.tail or "")
        else:
            made.text = (made.text or "") + (child.tail or "")
    return made


def test_each_comment_is_there_with_what_it_says(
    converted: tuple[ElementTree.Element, ElementTree.Element],
) -> None:
    before, after = converted

    comments = list(after.iter(f"{OFFICE}annotation"))

    assert not list(before.iter(f"{OFFICE}annotation"))
    assert len(comments) == 4
    assert all("altered" in words(one) and "The wall is not safe." in words(one) for one in comments)
    ends = [one.get(f"{OFFICE}name") for one in after.iter(f"{OFFICE}annotation-end")]
    assert ends == [one.get(f"{OFFICE}name") for one in comments]


def test_all_else_is_as_it_was(converted: tuple[ElementTree.Element, ElementTree.Element]) -> None:
    before, after = converted

    def kept(content: ElementTree.Element) -> dict[str, list[str]]:
        body = without_comments(content)
        return {
            "paragraphs": [words(one) for one in body.iter(f"{TEXT}p")],
            "changes": [one.tag for region in body.iter(f"{TEXT}changed-region") for one in region],
            "links": [f"{one.get(LINK)} {words(one)}" for one in body.iter(f"{TEXT}a")],
            "footnotes": [words(one) for one in body.iter(f"{TEXT}note-body")],
            "bookmarks": [one.get(f"{TEXT}name", "") for one in body.iter(f"{TEXT}bookmark-start")],
            "bold": ["".join(words(one) for one in body.iter(f"{TEXT}span") if bold(content, one))],
        }

    assert kept(after) == kept(before)
    assert all(kept(before).values())


def bold(content: ElementTree.Element, span: ElementTree.Element) -> bool:
    name = span.get(f"{TEXT}style-name")
    style = next(one for one in content.iter(f"{STYLE}style") if one.get(f"{STYLE}name") == name)
    return any(one.get(WEIGHT) == "bold" for one in style)
