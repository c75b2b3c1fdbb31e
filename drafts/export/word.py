"""A checked draft as a Word file with a comment at each finding; in a draft that was one, all else stays as it was."""

import io
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from answering.phrases import Phrases
from domain.quotation_marks import in_quotation_marks
from drafts.export.findings import Described, described
from drafts.values import Report

if TYPE_CHECKING:
    from docx.document import Document

AUTHOR = "Dateline"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PASSED_OVER = {f"{_W}del", f"{_W}moveFrom", f"{_COMPATIBILITY}Fallback"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class _Letter:
    """Where a character that is no white space stands: character ``at`` of a text element."""

    element: Any
    at: int


def as_word(report: Report, phrases: Phrases, original: bytes | None = None) -> bytes:
    """Return the draft as a .docx with a comment at each finding.

    Args:
        report: the findings.
        phrases: what the comments say.
        original: the draft, if it was a .docx; it has been read in the sandbox before.
    """
    import docx

    document = docx.Document(io.BytesIO(original)) if original else _plain(report.text)
    items = described(report, phrases)
    places = _places(document, items) if items else []
    for one, place in zip(items, places, strict=True):
        runs = _runs(document, place)
        document.add_comment(runs, text=_comment(one), author=AUTHOR, initials=AUTHOR[0])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _plain(text: str) -> "Document":
    import docx

    document = docx.Document()
    for line in text.split("\n"):
        if line.strip():
            document.add_paragraph(line)
    return document


def _comment(one: Described) -> str:
    cited = [f"{in_quotation_marks(cited.words)} ({cited.source})" for cited in one.cited]
    return "\n".join([one.outcome, *one.notes, *cited])


def _places(document: "Document", items: Sequence[Described]) -> list[tuple[Any, Any]]:
    """Return the first and the last run of each finding's words; runs are split so that they begin and end there.

    Words of a footnote have the run of its number, and words that are not found the last run of the document.
    """
    letters = list(_letters(document.element.body))
    body = "".join(one.element.text[one.at] for one in letters)
    notes = list(_notes(document))
    spans: list[tuple[int, int] | Any] = []
    cursor = 0
    for one in items:
        words = "".join(one.words.split())
        start = body.find(words, cursor)
        reference = next((run for text, run in notes if words in text), None) if start < 0 else None
        if start < 0 and reference is None:
            start = body.find(words)
        spans.append((start, start + len(words)) if start >= 0 else reference)
        cursor = start + 1 if start >= 0 else cursor
    spanned = [span for span in spans if isinstance(span, tuple)]
    borders = {(start, 0) for start, _ in spanned} | {(end - 1, 1) for _, end in spanned}
    for index, behind in sorted(borders, reverse=True):  # what stands before keeps its place
        _split(letters[index].element, letters[index].at + behind)
    letters = list(_letters(document.element.body))
    last = _run_of(letters[-1].element) if letters else document.add_paragraph().add_run(" ")._r
    found: list[tuple[Any, Any]] = []
    for span in spans:
        if isinstance(span, tuple):
            found.append((_run_of(letters[span[0]].element), _run_of(letters[span[1] - 1].element)))
        else:
            found.append((last, last) if span is None else (span, span))
    return found


def _letters(parent: Any) -> Iterator[_Letter]:
    """Yield the characters of the runs in order, without white space and without what was deleted."""
    for one in parent.iterchildren("*"):
        if one.tag == f"{_W}t" and one.getparent().tag == f"{_W}r":
            text = one.text or ""
            yield from (_Letter(one, at) for at, sign in enumerate(text) if not sign.isspace())
        elif one.tag not in _PASSED_OVER:
            yield from _letters(one)


def _split(element: Any, at: int) -> None:
    """Split the run of a text element in front of character ``at``; both parts keep the run's form."""
    run = element.getparent()
    before, behind = element.text[:at], element.text[at:]
    begins_run = not before.strip() and not any(
        one.tag != f"{_W}rPr" for one in element.itersiblings("*", preceding=True)
    )
    if begins_run or not behind:
        return
    rest = run.makeelement(run.tag, dict(run.attrib))
    form = run.find(f"{_W}rPr")
    if form is not None:
        rest.append(deepcopy(form))
    text = deepcopy(element)
    following = list(element.itersiblings("*"))
    element.text, text.text = before, behind
    for one in (element, text):
        one.set(_SPACE, "preserve")
    for one in (text, *following):
        rest.append(one)
    run.addnext(rest)


def _run_of(element: Any) -> Any:
    """Return the run of an element; of a text box, where Word takes no comments, the run that the box hangs on."""
    run = element.getparent()
    while (box := next(run.iterancestors(f"{_W}txbxContent"), None)) is not None:
        run = next(box.iterancestors(f"{_W}r"))
    return run


def _runs(document: "Document", place: tuple[Any, Any]) -> list[Any]:
    from docx.text.run import Run

    return [Run(element, document._body) for element in place]


def _notes(document: "Document") -> Iterator[tuple[str, Any]]:
    """Yield the words of each footnote and endnote, without white space, with the run of its number in the text."""
    from docx.oxml import parse_xml

    for kind in ("footnote", "endnote"):
        numbers = {one.get(f"{_W}id"): one for one in document.element.body.iter(f"{_W}{kind}Reference")}
        for related in document.part.rels.values():
            if related.is_external or not related.reltype.endswith(f"/{kind}s"):
                continue
            for note in parse_xml(related.target_part.blob):
                number = numbers.get(note.get(f"{_W}id"))
                if number is not None:
                    yield "".join(one.element.text[one.at] for one in _letters(note)), _run_of(number)
