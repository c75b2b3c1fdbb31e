"""What the tests of drafts share: a checker over a library of a few articles, without models that have to be loaded."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from answering.checking.checker import Checker
from answering.phrases import Phrases, load_phrases
from drafts.candidates import IndexedArticle
from drafts.checker import DraftChecker
from drafts.values import Finding, Outcome, Report
from reader.fakes import OverlapReader
from retriever.search import HybridSearch
from tests.asking import article, material
from tests.drafts.samples import ARTICLES
from tests.making import Desk

PHRASES: Phrases = load_phrases(Path(__file__).parent.parent.parent / "prompts", "check.md")


def open_desk(folder: Path, *texts: tuple[str, dict[str, str]]) -> Desk:
    """A library of articles, each a text and the fields of its source; without any, of the two sample articles."""
    desk = Desk(folder)
    statuses = desk.take_in(*(material(text, **fields) for text, fields in texts or ARTICLES.values()))
    assert set(statuses) == {"new"}
    return desk


def checker_of(desk: Desk) -> DraftChecker:
    """A checker whose reader counts shared words; quotations are judged by code alone, as in the program."""
    reader = OverlapReader()
    return DraftChecker(desk.library, HybridSearch(desk.embedder, desk.index), Checker(reader, reader))


def check(desk: Desk, draft: str, **options: Any) -> Report:
    return checker_of(desk)(draft, **options)


def quotations(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.type == "quotation"]


def statements(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.type == "statement"]


def one_quotation(desk: Desk, draft: str, **options: Any) -> Finding:
    """The finding on the only quotation of a draft."""
    (finding,) = quotations(check(desk, draft, **options))
    return finding


def outcomes(findings: Iterable[Finding]) -> list[Outcome]:
    return [finding.outcome for finding in findings]


def notes(finding: Finding) -> list[str]:
    return [note.name for note in finding.notes]


def evidence(finding: Finding) -> list[str]:
    return [one.text for one in finding.evidence]


def indexed(text: str, *, name: str = "a1", **fields: str) -> IndexedArticle:
    return IndexedArticle(article(text, name=name, **fields))
