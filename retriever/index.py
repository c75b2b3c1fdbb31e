"""The vector index in Chroma: embedded in this process, or on a server. The only place with chromadb."""

import hashlib
import shutil
from collections.abc import Collection as Ids
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np
from filelock import FileLock

from domain.errors import IndexFailed, IndexMismatch, LibraryError
from domain.seams import Vectors
from domain.values import Scope
from retriever.gate import Gate

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where

LAYOUT = 1
REBUILD = "Make it anew with: python -m ingest --rebuild"

_CONFIGURATION: "CreateCollectionConfiguration" = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 600, "max_neighbors": 32}
}
"""On 55,745 passages of 1,979 news articles and 63 questions, the 300 nearest against an exact search: .996 are found
(the worst question .97), with 400 instead of 600 .991 (.92), with Chroma's defaults (100, 100, 16) .964 (.81); of the
10 nearest all. Where vectors lie closer together than those of news, .978 instead of .959. A question takes a tenth
longer; an index that is there keeps what it was made with."""

_EXACT_ARTICLES = 20
"""Within so few articles every vector is compared: Chroma's filtered search misses some (21 of 23 were found)."""

_PAGE = 5000


def import_chroma() -> None:
    """Import Chroma, half a second's work, so that the first call of an index need not."""
    import chromadb  # noqa: F401


class ChromaIndex:
    """Implements domain.seams.VectorIndex. Any thread may call anything; nothing is opened before the first call.

    Embedded, Chroma shows a process what another one has written only after ``reopen``; a server needs none.
    Raises IndexMismatch if the vectors are another embedder's.
    """

    def __init__(self, *, embedder: str, dim: int, folder: Path, url: str | None = None) -> None:
        """Keep the files in ``folder``, or use the server at ``url``, where the folder's path tells libraries apart."""
        self._made_by = {"embedder": embedder, "dim": dim, "layout": LAYOUT}
        self._folder = folder.resolve()  # Chroma keeps its clients by this path
        library = hashlib.sha256(str(self._folder).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._name = "passages" if url is None else f"passages-{library}"
        self._url = url
        self._gate = Gate()
        self._client: ClientAPI | None = None
        self._collection: Collection | None = None

    def upsert(self, ids: Sequence[str], vectors: Vectors, article_ids: Sequence[str]) -> None:
        """As the seam says; in batches, so a crash may leave a part."""
        with self._opened() as (client, collection):
            batch = client.get_max_batch_size()
            for first in range(0, len(ids), batch):
                part = slice(first, first + batch)
                collection.upsert(
                    ids=list(ids[part]),
                    embeddings=np.asarray(vectors[part], dtype=np.float32),
                    metadatas=[{"article_id": article_id} for article_id in article_ids[part]],
                )

    def delete(self, ids: Ids[str]) -> None:
        """As the seam says; in batches, so a crash may leave a part."""
        with self._opened() as (client, collection):
            ordered, batch = list(ids), client.get_max_batch_size()
            for first in range(0, len(ordered), batch):
                collection.delete(ids=ordered[first : first + batch])

    def ids(self, article_id: str | None = None) -> set[str]:
        """As the seam says; read page by page."""
        where: Where | None = None if article_id is None else {"article_id": article_id}
        found: set[str] = set()
        with self._opened() as (_, collection):
            page = [""] * _PAGE
            while len(page) == _PAGE:
                page = collection.get(where=where, include=[], limit=_PAGE, offset=len(found))["ids"]
                found.update(page)
        return found

    def count(self) -> int:
        """As the seam says."""
        with self._opened() as (_, collection):
            return collection.count()

    def search(self, vector: Vectors, *, limit: int, scope: Scope) -> list[tuple[str, float]]:
        """As the seam says; approximate, save within a few articles."""
        within, hidden = scope.ids()
        if limit <= 0 or (within is not None and not within - hidden):
            return []
        with self._opened() as (_, collection):
            if within is not None and len(within - hidden) <= _EXACT_ARTICLES:
                return _exact(collection, vector, limit, scope)
            found = collection.query(
                query_embeddings=np.asarray(vector, dtype=np.float32)[np.newaxis],
                n_results=limit,
                where=_where(scope),
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        return [
            (found_id, 1.0 - float(distance)) for found_id, distance in zip(found["ids"][0], distances, strict=True)
        ]

    def reopen(self) -> None:
        """As the seam says. Waits for calls under way; calls that begin meanwhile wait for it."""
        if self._url is None:
            self.close()

    def close(self) -> None:
        """Let go of the files or the server; the next call opens them again."""
        with self._gate.closed():
            self._close()

    def clear(self) -> None:
        """As the seam says; files that Chroma cannot open any more are removed."""
        with self._gate.closed(), _translated():
            try:
                self._client = self._client or self._connect()
                if self._name in [found.name for found in self._client.list_collections()]:
                    self._client.delete_collection(self._name)
            except Exception:
                if self._url is not None:
                    raise
                self._close()
                shutil.rmtree(self._folder)
            self._close()
            if self._url is None and self._folder.exists():
                for (
                    left_behind
                ) in self._folder.iterdir():  # Chroma forgets a collection's folder but does not remove it
                    if left_behind.is_dir():
                        shutil.rmtree(left_behind, ignore_errors=True)

    @contextmanager
    def _opened(self) -> Iterator[tuple["ClientAPI", "Collection"]]:
        """The client and its collection, which stay open until the block ends."""
        with self._gate.passing():
            with self._gate.alone():
                with _translated():
                    if self._client is None:
                        self._client = self._connect()
                    if self._collection is None:
                        with self._opening():
                            self._collection = self._own_collection(self._client)
                client, collection = self._client, self._collection
            with _translated():
                yield client, collection

    def _connect(self) -> "ClientAPI":
        import chromadb
        from chromadb.config import Settings

        settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]  # no stranger's .env
        if self._url is None:
            with self._opening():
                return chromadb.PersistentClient(path=str(self._folder), settings=settings)
        address = urlsplit(self._url if "//" in self._url else f"//{self._url}")
        secure = address.scheme == "https"
        port = address.port or (443 if secure else 8000)
        return chromadb.HttpClient(host=address.hostname or "localhost", port=port, ssl=secure, settings=settings)

    @contextmanager
    def _opening(self) -> Iterator[None]:
        """One process at a time: two that make Chroma's tables at the same moment get in each other's way."""
        if self._url is not None:
            yield
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / "open.lock"):
            yield

    def _own_collection(self, client: "ClientAPI") -> "Collection":
        """Return the collection, made when missing; one of another embedder is replaced only if it is empty."""
        for _ in range(2):
            collection = client.get_or_create_collection(
                self._name, metadata=self._made_by, configuration=_CONFIGURATION, embedding_function=None
            )
            made_by: Any = dict(collection.metadata or {})
            if made_by == self._made_by:
                return collection
            if collection.count():
                break
            client.delete_collection(self._name)
        raise IndexMismatch(
            f"The vector index was made with the embedding model {made_by.get('embedder')},"
            f" now set is {self._made_by['embedder']}.",
            hint=f"Set DATELINE_EMBEDDER back, or: {REBUILD}",
        )

    def _close(self) -> None:
        client, self._client, self._collection = self._client, None, None
        if client is not None:
            client.close()  # type: ignore[attr-defined]  # the last client on a folder lets go of its files


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


@contextmanager
def _translated() -> Iterator[None]:
    """Turn whatever Chroma raises into IndexFailed; ours pass."""
    try:
        yield
    except LibraryError:
        raise
    except OSError as error:  # the folder's, not Chroma's: making the index anew would meet it too
        hint = "Check that its folder can be written to and has space."
        raise IndexFailed(f"The vector index cannot be opened: {error}.", hint=hint) from error
    except Exception as error:
        raise IndexFailed(f"The vector index did not answer: {error}", hint=REBUILD) from error
