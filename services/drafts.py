"""Check drafts against the library, and hand on what was found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from answering.phrases import Phrases
from domain.attention import Attention
from domain.lazy import Lazy
from domain.values import EVERYTHING, Material, Scope
from drafts.checker import DraftChecker
from drafts.export.html import as_html
from drafts.export.markdown import as_markdown
from drafts.export.word import as_word
from drafts.report import as_json, as_text
from drafts.values import Finding, ItemType, Report
from ingest.cage import Cages
from ingest.draft import draft_file, draft_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """Drafts, from a file to a report. Nothing of a draft is stored or logged."""

    checker: Lazy[DraftChecker]
    phrases: Lazy[Phrases]
    cage: Lazy[Cages]
    attention: Attention

    def file(self, source: str, *, stdin: BinaryIO | None = None) -> Material:
        """Return the bytes of a draft: a file, or "-" for standard input. Raises SourceError."""
        return draft_file(source, stdin=stdin)

    def read(self, material: Material) -> str:
        """Return the text of a draft; what has to be parsed is read in a process of its own. Raises SourceError."""
        return draft_text(material, self.cage())

    def check(
        self,
        text: str,
        *,
        scope: Scope = EVERYTHING,
        whole: ItemType | None = None,
        on_finding: Callable[[Finding], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Report:
        """Compare each quotation and statement of a draft with the articles.

        Args:
            text: the draft.
            scope: the articles.
            whole: the text is one quotation, without anybody who says it, or one statement.
            on_finding: called with each finding as soon as there is one: quotations first, then statements.
            stopped: asked after each finding; once it is true, the report holds what was found so far.

        Raises:
            DraftTooLong: the draft has more characters than are checked.
        """
        with self.attention:
            return self.checker()(text, scope=scope, whole=whole, on_finding=on_finding, stopped=stopped)

    def as_json(self, report: Report) -> dict[str, Any]:
        """Return a report as the JSON object that programs read."""
        return as_json(report, self.phrases())

    def as_text(self, report: Report) -> str:
        """Return a report as text for a terminal."""
        return as_text(report, self.phrases())

    def as_html(self, report: Report) -> str:
        """Return the draft with its findings as one page that opens anywhere."""
        return as_html(report, self.phrases())

    def as_markdown(self, report: Report) -> str:
        """Return the draft with a footnote at each finding."""
        return as_markdown(report, self.phrases())

    def as_word(self, report: Report, material: Material | None = None) -> bytes:
        """Return the draft as a .docx with a comment at each finding.

        Args:
            report: the findings.
            material: the file that was checked; if it is a .docx, all else in it stays as it was.
        """
        return as_word(report, self.phrases(), material.data if material and material.media == "docx" else None)
