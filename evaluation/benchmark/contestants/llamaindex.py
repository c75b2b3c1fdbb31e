"""LlamaIndex's own quick start with a local model: its vector index, kept in a folder; the same weights."""

from collections.abc import Sequence
from pathlib import Path

from llama_index.core import Document, Settings, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from domain.bundled import bundled_folder
from evaluation.benchmark.contestants.serving import serve


class QuickStart:
    """https://developers.llamaindex.ai/python/framework/getting_started/starter_example_local, up to the search."""

    def open(self, folder: Path) -> None:
        """Load the model, and the index if it has been kept."""
        self._folder = folder
        Settings.embed_model = HuggingFaceEmbedding(model_name=str(bundled_folder()))
        self._index: VectorStoreIndex | None = None
        if (folder / "docstore.json").exists():
            self._index = load_index_from_storage(StorageContext.from_defaults(persist_dir=str(folder)))

    def take_in(self, articles: Sequence[dict[str, str]]) -> None:
        """Add to the index and keep it."""
        documents = [Document(text=one["text"], metadata={"title": one["title"]}, doc_id=one["id"]) for one in articles]
        if self._index is None:
            self._index = VectorStoreIndex.from_documents(documents)
        else:
            for document in documents:
                self._index.insert(document)
        self._index.storage_context.persist(persist_dir=str(self._folder))

    def settle(self) -> None:
        """Nothing is left to do."""

    def ask(self, question: str) -> list[str]:
        """Return the nearest nodes; no language model is asked."""
        assert self._index is not None
        return [found.get_content() for found in self._index.as_retriever().retrieve(question)]


if __name__ == "__main__":
    serve(QuickStart())
