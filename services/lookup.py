"""Find passages, and look up quotations and statements in the articles."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.attention import Attention
from domain.lazy import Lazy
from domain.limits import check_question
from domain.values import EVERYTHING, Article, Hit, Scope

if TYPE_CHECKING:
    from answering.checking.checker import Checker, Verdict
    from answering.checking.verify import QuoteFinding
    from answering.pipeline import QuoteAnswerer
    from store import SqliteLibrary


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Looks up without answering. Work in the background yields meanwhile."""

    store: "Lazy[SqliteLibrary]"
    answerer: "Lazy[QuoteAnswerer]"
    checker: "Lazy[Checker]"
    attention: Attention
    asked: Attention

    def search(
        self, query: str, *, limit: int, scope: Scope = EVERYTHING
    ) -> tuple[list[tuple[Hit, Article]], list[Article]]:
        """Return the passages that were found, each with its article, and the articles, both best first."""
        check_question(query)
        with self.attention, self.asked, self.store().snapshot() as snapshot:
            found = self.answerer().search(snapshot, query, scope=scope)
            hits = [(hit, snapshot.article(hit.passage.article_id)) for hit in found.hits[:limit]]
            return hits, [snapshot.article(article_id) for article_id in found.articles]

    def quote(self, quote: str, *, scope: Scope = EVERYTHING) -> "QuoteFinding":
        """Return where a quotation stands in the articles, or the nearest words. Needs no model."""
        from answering.checking.verify import verify_quote

        check_question(quote)
        with self.store().snapshot() as snapshot:
            return verify_quote(snapshot, quote, scope)

    def statement(self, statement: str, *, scope: Scope = EVERYTHING) -> "Verdict":
        """Return whether the articles support a statement, and by which sentences."""
        from answering.checking.verify import verify_statement

        check_question(statement)
        search, check = self.answerer().search, self.checker()
        with self.attention, self.asked, self.store().snapshot() as snapshot:
            return verify_statement(snapshot, statement, search=search, check=check, scope=scope)
