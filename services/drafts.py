"""Check drafts against the library, and export reports of the findings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from answering.export.citing import CitationForm, cite, reference
from answering.phrases import Phrases
from domain.drafts import KeptDraft
from domain.foreground import Foreground
from domain.lazy import Lazy
from domain.values import EVERYTHING, Material, Scope
from drafts.addresses import address_beside
from drafts.checker import DraftChecker
from drafts.differences import Span, changed_spans
from drafts.export.html import as_html
from drafts.export.markdown import as_markdown
from drafts.export.word import as_word
from drafts.report import as_json, as_text, note_text, summary
from drafts.tokens import Tokens
from drafts.values import FOUND, Evidence, Finding, ItemType, Outcome, Report
from ingest.extract.draft_file import draft_file, draft_text
from ingest.extract.sandbox import Sandboxes
from ingest.fetch.addresses import is_front_page, is_web_address, plain_address
from services.parts import Models
from store import SqliteLibrary

__all__ = ["CitationForm", "Drafts", "Elsewhere", "Evidence", "Finding", "Outcome", "Report"]

MAX_ELSEWHERE = 3
"""Articles that are named as saying the same; each is looked for by itself."""
MAX_SELECTED_CHARS = 1_000
"""Of words that are looked for in other articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Where other articles say what ``words`` of the article ``article_id`` say: one place of each article.

    ``same``: they do; else the places are the nearest there are.
    """

    article_id: str
    words: str
    same: bool
    places: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """Checks and stores drafts. Nothing of a draft is logged, and only ``keep`` stores one."""

    store: Lazy[SqliteLibrary]
    checker: Lazy[DraftChecker]
    phrases: Lazy[Phrases]
    sandbox: Lazy[Sandboxes]
    chat_models: Models
    foreground: Foreground

    def file(self, source: str, *, stdin: BinaryIO | None = None) -> Material:
        """Read the bytes of a draft from a file, or from standard input for "-". Raises SourceError."""
        return draft_file(source, stdin=stdin)

    def read(self, material: Material) -> str:
        """Extract the text of a draft; formats that need a parser are parsed in the sandbox. Raises SourceError."""
        return draft_text(material, self.sandbox())

    def check(
        self,
        text: str,
        *,
        scope: Scope = EVERYTHING,
        whole: ItemType | None = None,
        model: str | None = None,
        before: Report | None = None,
        on_count: Callable[[int], None] | None = None,
        on_finding: Callable[[Finding], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Report:
        """Compare each quotation and statement of a draft with the articles.

        Args:
            text: the draft.
            scope: the articles to compare with.
            whole: the whole text is one quotation (without quotation marks or a speaker), or one statement; None: it is
                a draft with any number of both.
            model: the language model that judges what the bundled reader leaves open; None: none does.
            before: an earlier report on this draft; findings for which neither the draft nor the library has changed
                are taken from it.
            on_count: called once, with the number of findings to come.
            on_finding: called with each finding when it is made: quotations first, then statements.
            stopped: called after each finding; once it returns True, the report has the findings so far.

        Raises:
            DraftTooLong: the draft has too many characters.
            ModelError: the model cannot be loaded or reached, or failed.
        """
        with self.foreground:
            return self.checker()(
                text,
                scope=scope,
                whole=whole,
                judge=self.chat_models.judging(model) if model else None,
                before=before,
                on_count=on_count,
                on_finding=on_finding,
                stopped=stopped,
            )

    def elsewhere(self, words: str, article_id: str) -> Elsewhere:
        """Return where other articles say what words of one say; its copies count as the same article."""
        words = " ".join(words.split())[:MAX_SELECTED_CHARS]
        same: list[Evidence] = []
        while len(same) < MAX_ELSEWHERE:
            hidden = frozenset({article_id, *(one.article.id for one in same)})
            (finding,) = self.check(words, whole="statement", scope=Scope(hidden=hidden)).findings
            if finding.outcome is not Outcome.SUPPORTED:
                break
            same.append(finding.evidence[0])
        nearest: dict[str, Evidence] = {}
        for one in finding.evidence:
            nearest.setdefault(one.article.id, one)
        places = tuple(same or nearest.values())
        return Elsewhere(article_id=article_id, words=words, same=bool(same), places=places)

    def keep(self, draft: KeptDraft, *, reader: str = "") -> None:
        """Store a draft until it is deleted, replacing its last version; ``reader`` is the user's id."""
        self.store().drafts.keep(reader, draft)

    def kept(self, *, reader: str = "") -> list[KeptDraft]:
        """Return the stored drafts of a user, the last stored first."""
        return self.store().drafts.drafts(reader)

    def delete(self, draft_id: str, *, reader: str = "") -> None:
        """Delete a stored draft."""
        self.store().drafts.delete(reader, draft_id)

    def summary(self, report: Report) -> list[str]:
        """Return lines that count quotations and statements by outcome."""
        return list(summary(report, self.phrases()))

    def outcome_name(self, outcome: Outcome) -> str:
        """Return an outcome in words."""
        return self.phrases()(f"outcome.{outcome.value}")

    def notes(self, finding: Finding) -> list[str]:
        """Return sentences that say why a quotation or statement has its outcome."""
        return [note_text(note, self.phrases()) for note in finding.notes]

    def differences(self, finding: Finding, text: str) -> tuple[list[Span], list[Span]] | None:
        """Return where an altered quotation and the article differ.

        Args:
            finding: what was found about the quotation.
            text: the draft.

        Returns:
            The differing spans of the quotation, in code points from ``finding.start``, and those of the evidence, from
            its start; None for any other finding, and for a quotation whose pieces are at several places.
        """
        if finding.outcome is not Outcome.ALTERED or len(finding.evidence) != 1:
            return None
        return changed_spans(Tokens(text[finding.start : finding.end]), finding.evidence[0].text)

    def missing_addresses(self, report: Report) -> dict[str, str]:
        """Return the addresses beside quotations whose articles are not in the library, by the finding's id."""
        beside = {finding.id: address_beside(report.text, finding) for finding in report.findings}
        named = {name: url for name, url in beside.items() if url and is_web_address(url) and not is_front_page(url)}
        if not named:
            return {}
        store = self.store()
        with store.snapshot() as snapshot:
            own = {
                plain_address(entry.source.url)
                for entry in snapshot.entries()
                if entry.source.url and is_web_address(entry.source.url)
            }
        return {
            name: url
            for name, url in named.items()
            if plain_address(url) not in own and store.addresses.visited(plain_address(url)) is None
        }

    def citations(self, report: Report, form: CitationForm) -> str:
        """Return the evidence of findings, each passage once, as citations for reference managers.

        The nearest words to a quotation or statement that was not found are left out.
        """
        found = [one for finding in report.findings if finding.outcome in FOUND for one in finding.evidence]
        places = {(one.article.id, one.start, one.end): one for one in found}
        return cite([reference(one.article, (one.start, one.end)) for one in places.values()], form)

    def as_json(self, report: Report) -> dict[str, Any]:
        """Return a report as a JSON object."""
        return as_json(report, self.phrases())

    def as_text(self, report: Report) -> str:
        """Return a report as text for a terminal."""
        return as_text(report, self.phrases())

    def as_html(self, report: Report) -> str:
        """Return the draft with its findings as one HTML file without scripts."""
        return as_html(report, self.phrases())

    def as_markdown(self, report: Report) -> str:
        """Return the draft as Markdown with a footnote at each finding."""
        return as_markdown(report, self.phrases())

    def as_word(self, report: Report, material: Material | None = None) -> bytes:
        """Return the draft as a .docx with a comment at each finding.

        Args:
            report: the findings.
            material: the file that was checked; if it is a .docx, all else in it stays as it was.
        """
        return as_word(report, self.phrases(), material.data if material and material.media == "docx" else None)
