"""The vector index in Chroma: embedded in this process, or on a server."""

import hashlib
import shutil
from collections.abc import Collection as Ids
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from domain.protocols import Vectors
from domain.values import Scope
from retriever.chroma import connect, opening, own_collection, translated
from retriever.gate import Gate

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where

LAYOUT = 1

_EXACT_ARTICLES = 20
"""In scopes of at most so many articles the search is exact, since Chroma's filtered search missed 2 of 23 vectors."""

_PAGE = 5000
_SERVER_MOST = 300
"""How many vectors are written to or returned by a server in one call: the limit of a hosted Chroma."""


class ChromaIndex:
    """Implements domain.protocols.VectorIndex. Safe to use from any thread; nothing is opened before the first call.

    With embedded Chroma, a process sees what another one has written only after ``reopen``; a server needs none.
    Methods raise IndexMismatch if the stored vectors are another embedder's.
    """

    def __init__(
        self, *, embedder: str, dim: int, folder: Path, url: str | None = None, library: str | None = None
    ) -> None:
        """Configure the index; nothing is opened yet.

        Args:
            embedder: the embedder's name, which is stored with the vectors.
            dim: the length of its vectors.
            folder: of embedded Chroma's files.
            url: of a Chroma server to use instead; None: embedded Chroma.
            library: the id of the library on a server that serves several; None: a hash of the folder's path.
        """
        self._made_by = {"embedder": embedder, "dim": dim, "layout": LAYOUT}
        self._folder = folder.resolve()  # Chroma keeps its clients by this path
        library = library or hashlib.sha256(str(self._folder).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._name = "passages" if url is None else f"passages-{library}"
        self._url = url
        self._gate = Gate()
        self._client: ClientAPI | None = None
        self._collection: Collection | None = None

    def upsert(self, ids: Sequence[str], vectors: Vectors, article_ids: Sequence[str]) -> None:
        """Add vectors, or overwrite those with the same ids; in batches, so a crash may leave a part."""
        with self._opened() as (client, collection):
            batch = self._at_once(client)
            for first in range(0, len(ids), batch):
                part = slice(first, first + batch)
                collection.upsert(
                    ids=list(ids[part]),
                    embeddings=np.asarray(vectors[part], dtype=np.float32),
                    metadatas=[{"article_id": article_id} for article_id in article_ids[part]],
                )

    def delete(self, ids: Ids[str]) -> None:
        """Remove vectors by their ids; in batches, so a crash may leave a part."""
        with self._opened() as (client, collection):
            ordered, batch = list(ids), self._at_once(client)
            for first in range(0, len(ordered), batch):
                collection.delete(ids=ordered[first : first + batch])

    def ids(self, article_id: str | None = None) -> set[str]:
        """Return all ids, or those of one article; read page by page."""
        where: Where | None = None if article_id is None else {"article_id": article_id}
        found: set[str] = set()
        with self._opened() as (_, collection):
            size = _PAGE if self._url is None else _SERVER_MOST
            page = [""] * size
            while len(page) == size:
                page = collection.get(where=where, include=[], limit=size, offset=len(found))["ids"]
                found.update(page)
        return found

    def count(self) -> int:
        """Return the number of ids."""
        with self._opened() as (_, collection):
            return collection.count()

    def search(self, vector: Vectors, *, limit: int, scope: Scope) -> list[tuple[str, float]]:
        """Return the nearest ids in the scope with their cosine; approximate, except in scopes of few articles."""
        within, hidden = scope.ids()
        if limit <= 0 or (within is not None and not within - hidden):
            return []
        with self._opened() as (_, collection):
            if within is not None and len(within - hidden) <= _EXACT_ARTICLES:
                return _exact(collection, vector, limit, scope)
            found = collection.query(
                query_embeddings=np.asarray(vector, dtype=np.float32)[np.newaxis],
                n_results=limit if self._url is None else min(limit, _SERVER_MOST),
                where=_where(scope),
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        return [
            (found_id, 1.0 - float(distance)) for found_id, distance in zip(found["ids"][0], distances, strict=True)
        ]

    def reopen(self) -> None:
        """Read again what other processes have written. Waits for calls in progress; new calls wait for it."""
        if self._url is None:
            self.close()

    def close(self) -> None:
        """Release the files or the connection."""
        with self._gate.closed():
            self._close()

    def clear(self) -> None:
        """Delete all vectors and the embedder's name; files that Chroma cannot open any more are deleted."""
        with self._gate.closed(), translated(self._url):
            try:
                self._client = self._client or connect(self._folder, self._url)
                if self._name in [found.name for found in self._client.list_collections()]:
                    self._client.delete_collection(self._name)
            except Exception:
                if self._url is not None:
                    raise
                self._close()
                shutil.rmtree(self._folder)
            self._close()
            if self._url is None and self._folder.exists():
                # Chroma forgets a collection's folder but does not remove it
                for left_behind in self._folder.iterdir():
                    if left_behind.is_dir():
                        shutil.rmtree(left_behind, ignore_errors=True)

    @contextmanager
    def _opened(self) -> Iterator[tuple["ClientAPI", "Collection"]]:
        """Open the client and its collection, and keep them open until the block ends."""
        with self._gate.passing():
            with self._gate.alone():
                with translated(self._url):
                    if self._client is None:
                        self._client = connect(self._folder, self._url)
                    if self._collection is None:
                        with opening(self._folder, self._url):
                            self._collection = own_collection(self._client, self._name, self._made_by)
                client, collection = self._client, self._collection
            with translated(self._url):
                yield client, collection

    def _at_once(self, client: "ClientAPI") -> int:
        """Return the largest number of vectors to write in one call."""
        most = client.get_max_batch_size()
        return most if self._url is None else min(most, _SERVER_MOST)

    def _close(self) -> None:
        client, self._client, self._collection = self._client, None, None
        if client is not None:
            client.close()  # type: ignore[attr-defined]  # the last client on a folder closes its files


def _exact(collection: "Collection", vector: Vectors, limit: int, scope: Scope) -> list[tuple[str, float]]:
    found = collection.get(where=_where(scope), include=["embeddings"])
    if not found["ids"]:
        return []
    vectors = np.asarray(found["embeddings"], dtype=np.float32)
    cosines = vectors @ vector / np.maximum(np.linalg.norm(vectors, axis=1) * np.linalg.norm(vector), 1e-12)
    best = np.argsort(-cosines, kind="stable")[:limit]
    return [(found["ids"][i], float(cosines[i])) for i in best]


def _where(scope: Scope) -> "Where | None":
    within, hidden = scope.ids()
    if within is None and not hidden:
        return None
    chosen = {"$nin": sorted(hidden)} if within is None else {"$in": sorted(within - hidden)}
    where: Any = {"article_id": chosen}
    return cast("Where", where)
