"""What each form of a checked draft says of a finding."""

from collections.abc import Sequence
from dataclasses import dataclass

from answering.phrases import Phrases
from domain.dates import spelled
from domain.links import link_to_words
from domain.values import Source
from drafts.report import note_text
from drafts.values import Evidence, Finding, Outcome, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Words of an article; ``link`` opens the article where it was published, at these words."""

    words: str
    source: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A finding in words. ``number`` counts from 1 in the order of the draft, ``words`` are the draft's."""

    number: int
    finding: Finding
    outcome: str
    words: str
    notes: tuple[str, ...]
    cited: tuple[Cited, ...]


def described(report: Report, phrases: Phrases) -> list[Described]:
    """Return the findings in words, in the order of the draft; sentences that state nothing are left out."""
    shown = [finding for finding in report.findings if finding.outcome is not Outcome.NO_STATEMENT]
    return [
        Described(
            number=number,
            finding=finding,
            outcome=phrases(f"outcome.{finding.outcome.value}"),
            words=report.text[finding.start : finding.end],
            notes=tuple(note_text(note, phrases) for note in finding.notes),
            cited=tuple(_cited(one) for one in finding.evidence),
        )
        for number, finding in enumerate(shown, start=1)
    ]


def behind_punctuation(text: str, end: int) -> int:
    """Return where a reference to words that end at ``end`` stands: behind the marks that follow them."""
    while end < len(text) and not text[end].isalnum() and not text[end].isspace():
        end += 1
    return end


def by_place(items: Sequence[Described], text: str) -> list[tuple[int, list[Described]]]:
    """Return the findings by the place of their references, in order."""
    places: dict[int, list[Described]] = {}
    for one in items:
        places.setdefault(behind_punctuation(text, one.finding.end), []).append(one)
    return sorted(places.items())


def _cited(evidence: Evidence) -> Cited:
    article = evidence.article
    return Cited(
        words=" ".join(evidence.text.split()),
        source=_source(article.source),
        link=link_to_words(article.source.url, article.text, evidence.start, evidence.end),
    )


def _source(source: Source) -> str:
    published = spelled(source.published) if source.published else None
    return " · ".join(filter(None, (source.title, source.outlet, source.author, published)))
