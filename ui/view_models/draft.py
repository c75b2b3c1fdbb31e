"""A checked draft as plain data: its text in pieces, and what was found about each."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from domain.drafts import Aside
from services.drafts import Drafts, Finding, Outcome, Report
from ui import labels
from ui.state.draft_check import aside_key
from ui.view_models.data import Data
from ui.view_models.sources import reference, shortened

UNSHOWN = Outcome.NO_STATEMENT
"""Sentences that state nothing are not marked."""
WORDS_CHARS = 280
"""Of a finding's own words in its panel: they stand in the draft too."""
EVIDENCE_CHARS = 900


def draft_data(report: Report, drafts: Drafts, aside: Aside, missing: Mapping[str, str], *, searched: str = "") -> Data:
    """Return the draft with its findings.

    Args:
        report: what was found so far.
        drafts: says it in words.
        aside: the reasons of the findings that are put aside.
        missing: the addresses beside quotations whose articles are not in the library, by the finding's id.
        searched: what was searched, if that is not every article.
    """
    shown = [finding for finding in report.findings if finding.outcome is not UNSHOWN]
    counts = Counter(finding.outcome for finding in shown)
    lines = drafts.summary(report) if report.findings else []
    reasons = {finding.id: aside.get(aside_key(finding, report.text), "") for finding in shown}
    return {
        "segments": segments(report.text, shown, {name for name, reason in reasons.items() if reason}),
        "findings": [
            finding_data(finding, number, report, drafts)
            | {"aside": reasons[finding.id], "missing": missing.get(finding.id, "")}
            for number, finding in enumerate(shown, start=1)
        ],
        "summary": [f"{line}." for line in (*lines, searched) if line],
        "filters": [
            {"outcome": one.value, "label": drafts.outcome_name(one), "count": counts[one]}
            for one in Outcome
            if counts[one]
        ],
    }


def finding_data(finding: Finding, number: int, report: Report, drafts: Drafts) -> Data:
    """Return what the panel shows of one finding."""
    written = report.text[finding.start : finding.end]
    differing = drafts.differences(finding, report.text)
    sides = None
    if differing is not None:
        sides = {"draft": _pieces(written, differing[0]), "article": _pieces(finding.evidence[0].text, differing[1])}
    return {
        "id": finding.id,
        "number": number,
        "type": labels.DRAFT_TYPES[finding.type],
        "outcome": finding.outcome.value,
        "label": drafts.outcome_name(finding.outcome),
        "words": shortened(written, WORDS_CHARS),
        "notes": drafts.notes(finding),
        "by": labels.DRAFT_DECIDED[finding.decided_by],
        "sides": sides,
        "evidence": [
            {
                "address": f"{finding.id}.{place}",
                "words": "" if sides else shortened(one.text, EVIDENCE_CHARS),
                "source": reference(one.article.source),
                "open": labels.DRAFT_OPEN.format(title=one.article.source.title),
            }
            for place, one in enumerate(finding.evidence)
        ],
    }


def segments(text: str, findings: Sequence[Finding], aside: Collection[str] = ()) -> list[Data]:
    """Return the text in pieces, cut where a finding begins or ends; joined, they are the text.

    Each piece of a finding has its id and outcome; where one stands within another, those of the inner one. Takes time
    in proportion to the pieces of all findings.
    """
    borders = sorted({0, len(text), *(edge for one in findings for edge in (one.start, one.end))})
    inner: list[Finding | None] = [None] * len(borders)
    for finding in sorted(findings, key=lambda one: one.start - one.end):
        for place in range(bisect_left(borders, finding.start), bisect_left(borders, finding.end)):
            inner[place] = finding
    return [
        {
            "text": text[start:end],
            "id": owner.id if owner else "",
            "outcome": owner.outcome.value if owner else "",
            "aside": owner is not None and owner.id in aside,
        }
        for (start, end), owner in zip(pairwise(borders), inner, strict=False)
    ]


def _pieces(text: str, differing: Sequence[tuple[int, int]]) -> list[Data]:
    """Return a wording in pieces, of which those that differ are marked."""
    borders = sorted({0, len(text), *(edge for span in differing for edge in span)})
    starts = {start for start, _ in differing}
    return [{"text": text[start:end], "differs": start in starts} for start, end in pairwise(borders)]
