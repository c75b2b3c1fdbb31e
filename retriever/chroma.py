"""Chroma itself: in a folder of this process, or on a server; its collection, and its errors told as ours."""

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

REBUILD = f"Make it anew with: {INGEST} --rebuild"

_PORT = 8000
"""Where `chroma run` listens if it is not told."""

_EF_SEARCH = 600
_CONFIGURATION: "CreateCollectionConfiguration" = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": _EF_SEARCH, "max_neighbors": 32}
}
"""On 55,745 passages of 1,979 news articles and 63 questions, the 300 nearest against an exact search: .996 are found
(the worst question .97), with 400 instead of 600 .991 (.92), with Chroma's defaults (100, 100, 16) .964 (.81); of the
10 nearest all. Where vectors lie closer together than those of news, .978 instead of .959. A question takes a tenth
longer."""


def import_chroma() -> None:
    """Import Chroma, half a second's work, so that the first call of an index need not."""
    import chromadb  # noqa: F401


def connect(folder: Path, url: str | None) -> "ClientAPI":
    """Open the Chroma in ``folder``, made when missing, or the server at ``url``, without any telemetry."""
    import chromadb
    from chromadb.config import Settings

    common = partial(Settings, _env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]  # no stranger's .env
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
    """One process at a time: two that make Chroma's tables at the same moment get in each other's way."""
    if url is not None:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "open.lock"):
        yield


def own_collection(client: "ClientAPI", name: str, made_by: Mapping[str, Any]) -> "Collection":
    """Return the collection, made when missing; one of another embedder is replaced only if it is empty.

    One that an earlier version made is searched as a new one is. How many neighbours it keeps stays as it was until it
    is rebuilt.
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
    """Chroma keeps it, then may stumble over a collection that has no embedding function of Chroma's."""
    with suppress(ValueError):
        collection.modify(configuration={"hnsw": {"ef_search": ef_search}})


@contextmanager
def translated(url: str | None) -> Iterator[None]:
    """Turn whatever Chroma raises into IndexFailed; ours pass."""
    try:
        yield
    except LibraryError:
        raise
    except Exception as error:
        if url is not None:
            raise IndexFailed(
                f"The Chroma server at {_address(url)[0].netloc.rpartition('@')[2]} did not answer: {error}",
                hint="See that it runs (chroma run --path FOLDER) and that DATELINE_CHROMA_URL is its address;"
                f" if its vectors are broken, make them anew with: {INGEST} --rebuild",
            ) from error
        if isinstance(error, OSError):  # the folder's, not Chroma's: making the index anew would meet it too
            hint = "Check that its folder can be written to and has space."
            raise IndexFailed(f"The vector index cannot be opened: {error}.", hint=hint) from error
        raise IndexBroken(f"The vector index did not answer: {error}", hint=REBUILD) from error


def _address(url: str) -> tuple[SplitResult, bool]:
    """The address, and whether it is spoken to in secret."""
    address = urlsplit(url if "//" in url else f"//{url}")
    return address, address.scheme == "https"
