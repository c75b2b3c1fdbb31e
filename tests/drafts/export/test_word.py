"""A checked draft as a Word file: a comment at each finding, and all else as it was."""

import io
import zipfile
from collections import defaultdict
from typing import Any

import docx

from drafts.export.word import as_word
from drafts.values import Evidence, Finding, Note, Outcome, Report
from ingest.extract.docx_file import read_word
from tests.asking import article
from tests.drafts.checking import PHRASES
from tests.papers import word_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ARTICLE = article("The wall is not safe. It fell in May.", title="The wall", outlet="The Gazette")
BOLD = "<w:rPr><w:b/></w:rPr>"


def run(words: str, form: str = "") -> str:
    return f'<w:r>{form}<w:t xml:space="preserve">{words}</w:t></w:r>'


def report(text: str, *marked: str) -> Report:
    """A report with one altered quotation for each of these words, in order."""
    findings, start = [], 0
    for number, words in enumerate(marked, start=1):
        start = text.index(words, start)
        findings.append(
            Finding(
                id=f"q{number}",
                start=start,
                end=start + len(words),
                type="quotation",
                outcome=Outcome.ALTERED,
                decided_by="code",
                score=0.9,
                evidence=(Evidence(article=ARTICLE, start=0, end=21),),
                notes=(Note("altered.lost_negation", "", "not"),),
            )
        )
        start += 1
    return Report(text=text, generation=1, findings=tuple(findings))


def commented(data: bytes) -> list[str]:
    """The words that each comment stands at, in the order of the comments."""
    open_ranges: set[str] = set()
    words: defaultdict[str, str] = defaultdict(str)
    body: Any = docx.Document(io.BytesIO(data)).element.body
    for one in body.iter():
        name = one.get(f"{W}id")
        if one.tag == f"{W}commentRangeStart":
            open_ranges.add(name)
        elif one.tag == f"{W}commentRangeEnd":
            open_ranges.remove(name)
        elif one.tag == f"{W}t":
            for name in open_ranges:
                words[name] += one.text
    return [words[str(comment.comment_id)] for comment in docx.Document(io.BytesIO(data)).comments]


def annotated(body: str, *marked: str, **parts: str) -> bytes:
    data = word_xml(body, **parts)
    return as_word(report(read_word(data, "draft.docx")[1], *marked), PHRASES, data)


def test_a_text_becomes_a_word_file_with_comments() -> None:
    text = "She said: “The wall is safe.”\n\nIt fell in May.\nNobody saw it."

    data = as_word(report(text, "The wall is safe.", "It fell in May."), PHRASES)

    document = docx.Document(io.BytesIO(data))
    assert [one.text for one in document.paragraphs] == [line for line in text.split("\n") if line]
    assert commented(data) == ["The wall is safe.", "It fell in May."]
    assert next(iter(document.comments)).text.split("\n") == [
        "altered",
        "The article has a negation that your draft has not: not",
        "“The wall is not safe.” (The wall · The Gazette)",
    ]


def test_a_comment_begins_and_ends_within_runs_that_keep_their_form() -> None:
    body = f"<w:p>{run('She said: “The ')}{run('wall', BOLD)}{run(' is safe” in May, ')}{run('twice.', BOLD)}</w:p>"

    data = annotated(body, "The wall is safe", "in May, tw")

    paragraph = docx.Document(io.BytesIO(data)).paragraphs[0]
    assert commented(data) == ["The wall is safe", "in May, tw"]
    assert paragraph.text == "She said: “The wall is safe” in May, twice."
    assert "".join(one.text for one in paragraph.runs if one.bold) == "walltwice."


def test_tracked_changes_and_links_stay() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>not </w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="A">{run("quite ")}</w:ins>'
    linked = f'<w:hyperlink w:anchor="a">{run("safe today")}</w:hyperlink>'

    data = annotated(f"<w:p>{run('The wall is ')}{deleted}{inserted}{linked}{run('.')}</w:p>", "wall is quite safe")

    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert commented(data) == ["wall is quite safe"]
    assert all(sign in xml for sign in ("<w:delText>not </w:delText>", 'w:author="A"', 'w:anchor="a"'))
    assert read_word(data, "draft.docx")[1] == "The wall is quite safe today."


def test_a_finding_in_a_footnote_has_its_comment_at_the_number() -> None:
    note = f'<w:footnote w:id="7"><w:p>{run("It fell in May, says she.")}</w:p></w:footnote>'
    body = f'<w:p>{run("The wall fell.")}<w:r><w:footnoteReference w:id="7"/></w:r>{run(" So it did.")}</w:p>'

    data = annotated(body, "It fell in May", footnotes=note)

    starts = docx.Document(io.BytesIO(data)).element.body.findall(f".//{W}commentRangeStart")
    assert [one.getnext().find(f"{W}footnoteReference") is not None for one in starts] == [True]


def test_a_finding_in_a_text_box_has_its_comment_at_the_box() -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('It fell in May.')}</w:p></w:txbxContent></w:pict></w:r>"

    data = annotated(f"<w:p>{run('The wall fell.')}{box}</w:p>", "It fell in May.")

    assert commented(data) == ["It fell in May."]
    starts = docx.Document(io.BytesIO(data)).element.body.findall(f".//{W}commentRangeStart")
    assert [one.getnext().find(f"{W}pict") is not None for one in starts] == [True]


def test_words_that_are_not_found_have_their_comment_at_the_end() -> None:
    text = "The wall fell. It is gone."
    data = word_xml(f"<w:p>{run('The wall fell.')}</w:p>")

    assert commented(as_word(report(text, "It is gone."), PHRASES, data)) == ["The wall fell."]


def test_an_empty_draft_is_an_empty_file() -> None:
    assert docx.Document(io.BytesIO(as_word(Report(text="", generation=0, findings=()), PHRASES))).paragraphs == []
