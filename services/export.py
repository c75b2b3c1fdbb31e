"""Export answers as evidence packs and citations, and store feedback on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

from answering.export.citing import MEDIA_TYPES as CITATION_TYPES
from answering.export.citing import CitationForm, Reference, cite
from answering.export.feedback import ANSWERED, UNANSWERED, judged
from answering.export.pack import Pack, as_html, as_markdown, blocks
from answering.export.report import footer_text
from answering.phrases import Phrases
from domain.lazy import Lazy
from domain.standing import with_standings
from domain.values import Answer, Citation, Footer, Turn, Verdict
from services.library import Library
from store import FeedbackItems, SqliteLibrary

Form = Literal["html", "markdown"]
"""The formats of an evidence pack: a page to print, or text to paste."""
SavedForm = Form | CitationForm
MEDIA_TYPES: Mapping[str, str] = {"html": "text/html", "markdown": "text/markdown", **CITATION_TYPES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Exports answers, and stores users' feedback on them."""

    store: Lazy[SqliteLibrary]
    library: Library
    phrases: Lazy[Phrases]
    lock_timeout_s: float
    version: str
    settings: Mapping[str, str]
    """The settings that answers depend on, by name, without any secret."""

    def judge(self, answer: Answer, verdict: Verdict, *, reason: str = "", answering: int | None = None) -> None:
        """Store a user's feedback on an answer as an item of an evaluation suite, in the library's folder ``judged``.

        Args:
            answer: the answer.
            verdict: whether the answer answers the question; for a refusal, whether it is right.
            reason: why, in the user's words.
            answering: the number of the citation among ``answer.nearest`` that does answer, for a wrong refusal.
        """
        with self.store().snapshot() as snapshot:
            feedback = judged(snapshot, answer, verdict, reason=reason, answering=answering)
        folder = self.store().file.parent
        FeedbackItems(folder, files=(ANSWERED, UNANSWERED), lock_timeout_s=self.lock_timeout_s).add(
            feedback.file, feedback.item
        )

    def pack(self, turns: Sequence[Turn], form: Form, *, title: str | None = None) -> str:
        """Return turns as an evidence pack: one file with the answers and all that supports them."""
        with self.store().snapshot() as snapshot:
            standings = snapshot.standings()
        pack = Pack(
            title=title or " ".join(turns[0].question.split()),
            turns=tuple(replace(turn, answer=with_standings(turn.answer, standings)) for turn in turns),
            made=date.today().isoformat(),
            version=self.version,
            settings=dict(self.settings),
        )
        render = as_html if form == "html" else as_markdown
        return render(blocks(self.phrases(), pack))

    def cite(self, answers: Sequence[Answer], form: CitationForm) -> str:
        """Return the quotes of answers, each once, as citations for reference managers."""
        quoted = [one for answer in answers for part in (answer, *answer.parts) for one in part.citations]
        references = [self._reference(one) for one in quoted]
        return cite([*dict.fromkeys(references)], form)

    def save(self, turns: Sequence[Turn], form: SavedForm) -> str:
        """Return turns as an evidence pack, or their quotes as citations for reference managers."""
        if form in ("html", "markdown"):
            return self.pack(turns, form)
        return self.cite([turn.answer for turn in turns], cast(CitationForm, form))

    def _reference(self, citation: Citation) -> Reference:
        """Return a citation as a reference; one to a fact of the source refers to the article, without a quote."""
        cited = citation.article
        link, accessed = self.library.quoted(citation)
        quote = "" if citation.start is None else citation.quote
        return Reference(article_id=cited.id, source=cited.source, accessed=accessed, link=link, quote=quote)

    def footer_text(self, footer: Footer | None) -> str:
        """Return an answer's footer in words; "" for None."""
        return footer_text(self.phrases(), footer)
