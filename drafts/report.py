"""Reports on a draft as JSON and as text for a terminal."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from answering.phrases import Phrases
from drafts.values import Finding, Note, Outcome, Report

_SHOWN = 160
"""Characters of a finding's words that a line of the text report shows."""
_UNREPORTED = frozenset({Outcome.NO_STATEMENT})


def as_json(report: Report, phrases: Phrases) -> dict[str, Any]:
    """Return a report as the JSON object that the command prints; offsets count code points of ``text``."""
    return {
        "text": report.text,
        "generation": report.generation,
        "items": [_item(finding, phrases) for finding in report.findings],
        "left_alone": [[one.start, one.end, one.kind] for one in report.left_alone],
        "articles": {
            name: {**asdict(article.source), "digest": article.digest} for name, article in report.articles.items()
        },
    }


def as_text(report: Report, phrases: Phrases) -> str:
    """Return a report as lines: a summary, then each finding with its words, notes and evidence."""
    lines = list(summary(report, phrases))
    for finding in report.findings:
        if finding.outcome in _UNREPORTED:
            continue
        words = _short(report.text[finding.start : finding.end])
        lines += ["", f"{phrases(f'outcome.{finding.outcome.value}').upper()}  {words}"]
        lines += [f"    {note_text(note, phrases)}" for note in finding.notes]
        lines += [
            f"    {one.article.source.title} ({one.article.id} {one.start}-{one.end}): {_short(one.text)}"
            for one in finding.evidence
        ]
    return "\n".join(lines)


def note_text(note: Note, phrases: Phrases) -> str:
    """Return a note in words."""
    return phrases(note.name, words=_short(note.words), other=_short(note.other))


def summary(report: Report, phrases: Phrases) -> Iterator[str]:
    """Yield how many quotations and statements there are, by outcome, a line each."""
    if not report.findings:
        yield phrases("summary.none")
    for kind in ("quotation", "statement"):
        counts = Counter(finding.outcome for finding in report.findings if finding.type == kind)
        if counts:
            pieces = (f"{counts[one]} {phrases(f'outcome.{one.value}')}" for one in Outcome if counts[one])
            name, listed = f"summary.{kind}s", ", ".join(pieces)
            total = counts.total()
            yield (
                phrases(f"{name}.one", piece=listed)
                if total == 1
                else phrases(f"{name}.many", count=total, piece=listed)
            )


def _item(finding: Finding, phrases: Phrases) -> dict[str, Any]:
    return {
        "id": finding.id,
        "start": finding.start,
        "end": finding.end,
        "type": finding.type,
        "outcome": finding.outcome.value,
        "decided_by": finding.decided_by,
        "speaker_checked": finding.speaker_checked,
        "score": finding.score,
        "evidence": [[one.article.id, one.start, one.end] for one in finding.evidence],
        "note": "; ".join(note_text(note, phrases) for note in finding.notes),
    }


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
