"""A checked draft as one HTML file: no script, nothing loaded from anywhere, everything escaped."""

from bisect import bisect_right
from html import escape
from itertools import pairwise

from answering.export.digest import html_page
from answering.phrases import Phrases
from domain.quotation_marks import in_quotation_marks
from drafts.export.findings import Cited, Described, by_place, described
from drafts.report import summary
from drafts.values import Report

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; }
h2 { margin-top: 2.5rem; font-size: 1.25rem; }
.draft { white-space: pre-wrap; }
mark { background: none; color: inherit; text-decoration: underline; text-underline-offset: 0.2em; }
mark.altered, mark.differs, mark.stitched, mark.misattributed { text-decoration-style: wavy; }
mark.not_found { text-decoration-style: double; }
mark.not_checked { text-decoration-style: dotted; }
sup a { padding: 0 0.125rem; }
blockquote { margin: 0.5rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid currentColor; }
.where { font-size: 0.875rem; opacity: 0.8; }
li { margin-bottom: 1.25rem; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } li, blockquote { break-inside: avoid; } }
"""


def as_html(report: Report, phrases: Phrases) -> str:
    """Return the draft with each finding underlined and numbered, and the findings below."""
    items = described(report, phrases)
    title = phrases("export.title")
    counts = "".join(f"<p>{escape(line)}</p>\n" for line in summary(report, phrases))
    listed = "\n".join(map(_finding, items))
    return html_page(
        title,
        STYLE,
        f"<h1>{escape(title)}</h1>",
        f'{counts}<div class="draft" dir="auto">{_draft(report, items)}</div>',
        f"<h2>{escape(phrases('export.findings'))}</h2>\n<ol>\n{listed}\n</ol>",
    )


def _draft(report: Report, items: list[Described]) -> str:
    """Return the text in pieces, each marked with the outcome of the innermost finding that holds it."""
    text = report.text
    references = dict(by_place(items, text))
    ends = {place for one in items for place in (one.finding.start, one.finding.end)}
    borders = sorted({0, len(text), *ends, *references})
    outcomes = _innermost(items, borders)
    pieces: list[str] = []
    for number, (start, end) in enumerate(pairwise(borders)):
        words = escape(text[start:end])
        outcome = outcomes[number]
        pieces.append(f'<mark class="{outcome}">{words}</mark>' if outcome else words)
        pieces += [
            f'<sup><a id="at-{one.number}" href="#finding-{one.number}">{one.number}</a></sup>'
            for one in references.get(end, ())
        ]
    return "".join(pieces)


def _innermost(items: list[Described], borders: list[int]) -> list[str]:
    """Return, for each piece between two borders, the outcome of the shortest finding that holds it, else ""."""
    outcomes = [""] * len(borders)
    for one in sorted(items, key=lambda one: one.finding.start - one.finding.end):
        first = bisect_right(borders, one.finding.start) - 1
        for number in range(first, bisect_right(borders, one.finding.end) - 1):
            outcomes[number] = one.finding.outcome.value
    return outcomes


def _finding(one: Described) -> str:
    notes = "".join(f'<p dir="auto">{escape(note)}</p>' for note in one.notes)
    return (
        f'<li id="finding-{one.number}" value="{one.number}"><p dir="auto"><strong>{escape(one.outcome)}</strong> '
        f'{escape(in_quotation_marks(" ".join(one.words.split())))} <a href="#at-{one.number}">↑</a></p>'
        f"{notes}{''.join(map(_cited, one.cited))}</li>"
    )


def _cited(cited: Cited) -> str:
    link = f' <a href="{escape(cited.link)}" rel="noopener noreferrer">↗</a>' if cited.link else ""
    return (
        f'<blockquote dir="auto">{escape(cited.words)}<br><span class="where"><bdi>{escape(cited.source)}</bdi>'
        f"{link}</span></blockquote>"
    )
