"""A checked draft as Markdown: the draft as it is, with a footnote at each finding."""

from answering.phrases import Phrases
from domain.markdown import escaped
from domain.quotation_marks import in_quotation_marks
from drafts.export.findings import Cited, Described, by_place, described
from drafts.report import summary
from drafts.values import Report


def as_markdown(report: Report, phrases: Phrases) -> str:
    """Return the draft, with references behind what was checked, and the footnotes below."""
    items = described(report, phrases)
    pieces: list[str] = []
    start = 0
    for place, own in by_place(items, report.text):
        pieces += [report.text[start:place], *(f"[^{_label(one)}]" for one in own)]
        start = place
    body = "".join([*pieces, report.text[start:]]).rstrip()
    notes = "\n".join(f"[^{_label(one)}]: {_note(one)}" for one in items)
    return f"{body}\n\n---\n\n{escaped('. '.join(summary(report, phrases)))}\n\n{notes}\n"


def _label(one: Described) -> str:
    """The label of a footnote, which no footnote of the draft itself has."""
    return f"check-{one.number}"


def _note(one: Described) -> str:
    parts = [f"**{escaped(one.outcome)}**", *map(escaped, one.notes), *map(_cited, one.cited)]
    return " — ".join(parts)


def _cited(cited: Cited) -> str:
    link = f" [↗](<{cited.link}>)" if cited.link and not set(cited.link) & set("<>") else ""
    return f"{in_quotation_marks(escaped(cited.words))} ({escaped(cited.source)}){link}"
