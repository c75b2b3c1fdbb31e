"""Open Chroma, embedded or on a server, and its collection; translate its errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from filelock import FileLock

from domain.commands import INGEST
from domain.errors import IndexBroken, IndexFailed, IndexMismatch, LibraryError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

REBUILD = f"Rebuild it with: {INGEST} --rebuild"

_PORT = 8000
"""The default port of ``chroma run``."""

_EF_SEARCH = 600
_CONFIGURATION: "CreateCollectionConfiguration" = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": _EF_SEARCH, "max_neighbors": 32}
}
"""Recall of the 300 nearest vectors against an exact search, on 55,745 passages of 1,979 news articles and 63
questions: .996 on average (.97 for the worst question); with ef_search 400, .991 (.92); with Chroma's defaults (100,
100, 16), .964 (.81). The 10 nearest are always found. Where vectors are more similar than those of news, the recall is
.978 instead of .959. A question takes a tenth longer."""


def import_chroma() -> None:
    """Import Chroma, which takes half a second, so that the first call of an index is not delayed by it."""
    import chromadb  # noqa: F401


def connect(folder: Path, url: str | None) -> "ClientAPI":
    """Open embedded Chroma in ``folder``, made when missing, or connect to the server at ``url``; without telemetry."""
    import chromadb
    from chromadb.config import Settings

    common = partial(Settings, _env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]  # ignore any .env file
    if url is None:
        with opening(folder, url):
            return chromadb.PersistentClient(path=str(folder), settings=common())
    from retriever.chroma_server import TimedClient

    address, secure = _address(url)
    settings = common(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=address.hostname or "localhost",
        chroma_server_http_port=address.port or (443 if secure else _PORT),
        chroma_server_ssl_enabled=secure,
    )
    return TimedClient(settings=settings)


@contextmanager
def opening(folder: Path, url: str | None) -> Iterator[None]:
    """Lock the folder for the length of the block: two processes that make Chroma's tables at once disturb each other.

    With a server (``url``), do nothing.
    """
    if url is not None:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "open.lock"):
        yield


def own_collection(client: "ClientAPI", name: str, made_by: Mapping[str, Any]) -> "Collection":
    """Return the collection, made when missing.

    A collection that an earlier version made is searched with the present ``ef_search``; the structure of its graph
    stays as it was until it is rebuilt.

    Args:
        client: an open client.
        name: of the collection.
        made_by: the metadata of the collection: embedder, dimension and layout.

    Raises:
        IndexMismatch: the collection has other metadata and is not empty.
    """
    for _ in range(2):
        collection = client.get_or_create_collection(
            name, metadata=dict(made_by), configuration=_CONFIGURATION, embedding_function=None
        )
        found: Any = dict(collection.metadata or {})
        if found == made_by:
            if collection.configuration_json["hnsw"]["ef_search"] != _EF_SEARCH:
                _search_with(collection, _EF_SEARCH)
            return collection
        if collection.count():
            break
        client.delete_collection(name)
    raise IndexMismatch(
        f"The vector index was made with the embedding model {found.get('embedder')},"
        f" now set is {made_by['embedder']}.",
        hint=f"Set DATELINE_EMBEDDER back, or: {REBUILD}",
    )


def _search_with(collection: "Collection", ef_search: int) -> None:
    """Set ``ef_search``; Chroma stores it, then may raise ValueError for a collection without embedding function."""
    with suppress(ValueError):
        collection.modify(configuration={"hnsw": {"ef_search": ef_search}})


@contextmanager
def translated(url: str | None) -> Iterator[None]:
    """Translate Chroma's exceptions into IndexFailed or IndexBroken; LibraryError passes unchanged."""
    try:
        yield
    except LibraryError:
        raise
    except Exception as error:
        if url is not None:
            raise IndexFailed(
                f"The Chroma server at {_address(url)[0].netloc.rpartition('@')[2]} did not answer: {error}",
                hint="See that it runs (chroma run --path FOLDER) and that DATELINE_CHROMA_URL is its address;"
                f" if its vectors are damaged, rebuild them with: {INGEST} --rebuild",
            ) from error
        if isinstance(error, OSError):  # a problem of the folder, which a rebuild would not solve
            hint = "Check that its folder can be written to and has space."
            raise IndexFailed(f"The vector index cannot be opened: {error}.", hint=hint) from error
        raise IndexBroken(f"The vector index did not answer: {error}", hint=REBUILD) from error


def _address(url: str) -> tuple[SplitResult, bool]:
    """Return the parsed address of a server, and whether it uses TLS."""
    address = urlsplit(url if "//" in url else f"//{url}")
    return address, address.scheme == "https"
