"""Checking drafts, as the command lines and the page call it."""

from collections.abc import Callable
from typing import Any

from answering.phrases import Phrases
from domain.values import EVERYTHING, Scope
from drafts.checker import DraftChecker
from drafts.report import as_json, as_text
from drafts.values import Finding, Report


class Drafts:
    """Checks drafts and prints reports on them."""

    def __init__(self, checker: DraftChecker, phrases: Phrases) -> None:
        self._checker = checker
        self._phrases = phrases

    def check(
        self,
        text: str,
        *,
        scope: Scope = EVERYTHING,
        on_finding: Callable[[Finding], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Report:
        """Check a draft; see ``DraftChecker``. Raises DraftTooLong."""
        return self._checker(text, scope=scope, on_finding=on_finding, stopped=stopped)

    def as_json(self, report: Report) -> dict[str, Any]:
        """Return a report as the JSON object that programs read."""
        return as_json(report, self._phrases)

    def as_text(self, report: Report) -> str:
        """Return a report as text for a terminal."""
        return as_text(report, self._phrases)
