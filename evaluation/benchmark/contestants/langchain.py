"""LangChain's own quick start for search: Chroma, chunks of 1,000 characters with 200 overlapping; the same weights."""

from collections.abc import Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from domain.bundled import bundled_folder
from evaluation.benchmark.contestants.serving import serve

_AT_ONCE = 5000
"""Chroma takes no more in one call."""


class QuickStart:
    """https://docs.langchain.com/oss/python/langchain/knowledge-base, with the weights read from their folder."""

    def open(self, folder: Path) -> None:
        """Load the model and open the store."""
        embeddings = HuggingFaceEmbeddings(model_name=str(bundled_folder()))
        self._store = Chroma(
            collection_name="example_collection", embedding_function=embeddings, persist_directory=str(folder)
        )

    def take_in(self, articles: Sequence[dict[str, str]]) -> None:
        """Split and add; nothing is looked up first, so the same again costs the same again."""
        documents = [Document(page_content=one["text"], metadata={"source": one["id"]}) for one in articles]
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
        chunks = splitter.split_documents(documents)
        for first in range(0, len(chunks), _AT_ONCE):
            self._store.add_documents(documents=chunks[first : first + _AT_ONCE])

    def settle(self) -> None:
        """Nothing is left to do."""

    def ask(self, question: str) -> list[str]:
        """Return the nearest chunks; no language model is asked."""
        return [document.page_content for document in self._store.similarity_search(question)]


if __name__ == "__main__":
    serve(QuickStart())
