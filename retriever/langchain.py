"""A LangChain retriever over the library."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from domain.protocols import Library, Search
from domain.values import EVERYTHING, Article, Hit, Scope


class DatelineRetriever(BaseRetriever):
    """Finds passages by Dateline's search. Made by ``services.ask.Ask.langchain_retriever``.

    Each LangChain document is a passage with its higher-scoring neighbour, exactly as in the article:
    ``page_content == article.text[metadata["start"]:metadata["end"]]``. Its metadata also hold ``article_id``,
    ``digest``, ``score`` (that of the hybrid search; higher is better) and those of ``title``, ``url``, ``outlet``,
    ``author``, ``published`` and ``updated`` that the article states. Raises DatelineError.
    """

    library: Any  # domain.protocols.Library; LangChain's base class cannot check a Protocol
    search: Any  # domain.protocols.Search
    limit: int = 5
    scope: Scope = EVERYTHING

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it
    ) -> list[Document]:
        """Return at most ``limit`` documents, best first."""
        library: Library = self.library
        search: Search = self.search
        with library.snapshot() as snapshot:
            hits = search(snapshot, query, scope=self.scope).hits[: self.limit]
            return [_document(hit, snapshot.article(hit.passage.article_id)) for hit in hits]


def _document(hit: Hit, article: Article) -> Document:
    start, end = hit.window
    stated = {
        name: value
        for name in ("title", "url", "outlet", "author", "published", "updated")
        if (value := getattr(article.source, name)) is not None
    }
    found = {"article_id": article.id, "digest": article.digest, "start": start, "end": end, "score": hit.score}
    return Document(page_content=article.text[start:end], metadata=found | stated)
