"""Check drafts against the library, and hand on what was found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from answering.phrases import Phrases
from domain.attention import Attention
from domain.lazy import Lazy
from domain.values import EVERYTHING, Material, Scope
from drafts.checker import DraftChecker
from drafts.report import as_json, as_text
from drafts.values import Finding, Report
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
        on_finding: Callable[[Finding], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Report:
        """Compare each quotation and statement of a draft with the articles.

        Args:
            text: the draft.
            scope: the articles.
            on_finding: called with each finding as soon as there is one: quotations first, then statements.
            stopped: asked after each finding; once it is true, the report holds what was found so far.

        Raises:
            DraftTooLong: the draft has more characters than are checked.
        """
        with self.attention:
            return self.checker()(text, scope=scope, on_finding=on_finding, stopped=stopped)

    def as_json(self, report: Report) -> dict[str, Any]:
        """Return a report as the JSON object that programs read."""
        return as_json(report, self.phrases())

    def as_text(self, report: Report) -> str:
        """Return a report as text for a terminal."""
        return as_text(report, self.phrases())
