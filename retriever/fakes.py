"""Fakes of the vector index and the embedder for tests; they pass the same tests as the real ones."""

import hashlib
import re
from collections.abc import Collection, Sequence
from threading import RLock

import numpy as np

from domain.protocols import Vectors
from domain.values import Scope


class ExactIndex:
    """A VectorIndex in memory that compares every vector."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[str, Vectors]] = {}
        self._lock = RLock()

    def upsert(self, ids: Sequence[str], vectors: Vectors, article_ids: Sequence[str]) -> None:
        """Add vectors, or overwrite those with the same ids."""
        with self._lock:
            for row, (identifier, article_id) in enumerate(zip(ids, article_ids, strict=True)):
                self._rows[identifier] = (article_id, np.array(vectors[row], dtype=np.float32))

    def delete(self, ids: Collection[str]) -> None:
        """Remove vectors by their ids."""
        with self._lock:
            for identifier in ids:
                self._rows.pop(identifier, None)

    def ids(self, article_id: str | None = None) -> set[str]:
        """Return all ids, or those of one article."""
        with self._lock:
            return {row for row, (owner, _) in self._rows.items() if article_id in (None, owner)}

    def count(self) -> int:
        """Return the number of ids."""
        return len(self._rows)

    def search(self, vector: Vectors, *, limit: int, scope: Scope) -> list[tuple[str, float]]:
        """Return the nearest ids in the scope with their cosine; ties are in the order of insertion."""
        with self._lock:
            rows = [(row, other) for row, (article_id, other) in self._rows.items() if article_id in scope]
        if not rows or limit <= 0:
            return []
        vectors = np.stack([other for _, other in rows])
        cosines = vectors @ vector / np.maximum(np.linalg.norm(vectors, axis=1) * np.linalg.norm(vector), 1e-12)
        return [(rows[i][0], float(cosines[i])) for i in np.argsort(-cosines, kind="stable")[:limit]]

    def reopen(self) -> None:
        """Do nothing: there is no other process."""

    def close(self) -> None:
        """Do nothing: there is no file."""

    def clear(self) -> None:
        """Delete all vectors and the embedder's name."""
        with self._lock:
            self._rows.clear()


class HashingEmbedder:
    """An Embedder without a model: each word in lower case adds one of ``dim`` unit vectors, or its opposite.

    Texts that share words have similar vectors, which is enough to test everything around a model.
    """

    def __init__(self, dim: int = 64) -> None:
        self.name = f"hashing-{dim}"
        self.dim = dim

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages."""
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._directions(_words_of(text) or [""]).sum(axis=0)
        vectors[~vectors.any(axis=1), 0] = 1.0
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions; questions are treated like passages."""
        return self.embed_passages(texts)

    def align(self, question: str, texts: Sequence[str]) -> tuple[list[str], Vectors]:
        """Compare a question with each text by words; a word has the same vector in every context."""
        asked = _words_of(question)
        tokens = self._directions(asked)
        best = np.zeros((len(texts), len(asked)), dtype=np.float32)
        for row, text in enumerate(texts):
            if others := _words_of(text):
                best[row] = (tokens @ self._directions(others).T).max(axis=1)
        return asked, best

    def _directions(self, words: Sequence[str]) -> Vectors:
        rows = np.zeros((len(words), self.dim), dtype=np.float32)
        for row, word in enumerate(words):
            digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
            rows[row, int.from_bytes(digest[:4], "little") % self.dim] = 1.0 if digest[4] % 2 else -1.0
        return rows


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
