"""What the tests of writing share: a library in a folder, an article in one line, and what must always hold."""

from collections.abc import Callable, Sequence
from pathlib import Path

from domain.keys import vector_id
from domain.protocols import VectorIndex, Vectors
from domain.values import EVERYTHING, ArticleEntry, Material, Media
from ingest.pipeline import Ingest
from ingest.repair import check_embedder, repair
from retriever.fakes import ExactIndex, HashingEmbedder
from retriever.index import ChromaIndex
from retriever.shared import FreshIndex
from store import SqliteLibrary

open_library: Callable[..., SqliteLibrary] = SqliteLibrary
"""In which form a desk opens its library; the fixture ``stores`` sets another one."""


class CountingEmbedder(HashingEmbedder):
    """Remembers every string that it was asked to embed."""

    def __init__(self, dim: int = 64) -> None:
        super().__init__(dim)
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return super().embed_passages(texts)


class Desk:
    """A library, its index and the way in, as assembly.py puts them together."""

    def __init__(self, folder: Path, index: VectorIndex | None = None, embedder: HashingEmbedder | None = None) -> None:
        self.embedder = embedder or CountingEmbedder()
        self.library = open_library(folder, lock_timeout_s=20)
        self.raw_index: VectorIndex = ExactIndex() if index is None else index
        self.index = FreshIndex(self.raw_index)
        self.ingest = Ingest(library=self.library, index=self.index, embedder=self.embedder)

    def open(self) -> "Desk":
        """As a reader opens it: checked and repaired."""
        check_embedder(self.library, self.embedder.name)
        repair(self.library, self.index)
        return self

    def take_in(self, *materials: Material) -> list[str]:
        return [outcome.status for outcome in self.ingest.take_in(materials)]

    def find(self, words: str, limit: int = 10) -> list[str]:
        """Article ids by vector search, the nearest first, as a question goes."""
        with self.library.snapshot() as snapshot:
            index = self.index.at(snapshot.generation)
            found = index.search(self.embedder.embed_questions([words])[0], limit=limit, scope=EVERYTHING)
            places = snapshot.passages_of_vectors([identifier for identifier, _ in found])
        return list(dict.fromkeys(places[identifier][0][0] for identifier, _ in found if identifier in places))

    def entries(self) -> list[ArticleEntry]:
        with self.library.snapshot() as snapshot:
            return snapshot.entries()

    def titles(self) -> list[str]:
        return [entry.source.title for entry in self.entries()]

    def texts(self) -> dict[str, str]:
        """The name of each upload -> its text, as a reader sees it."""
        with self.library.snapshot() as snapshot:
            listed = snapshot.entries()
            return {entry.identity.removeprefix("upload:"): snapshot.article(entry.id).text for entry in listed}

    def close(self) -> None:
        """Let go of the files, as the end of a process does."""
        if isinstance(self.raw_index, ChromaIndex):
            self.raw_index.close()
        self.library.close()


def chroma_desk(folder: Path) -> Desk:
    embedder = CountingEmbedder()
    return Desk(folder, ChromaIndex(embedder=embedder.name, dim=embedder.dim, folder=folder / "chroma"), embedder)


def text(words: str, name: str = "a.txt", *, media: Media = "text", title: str | None = None) -> Material:
    """A file of that name; one name is one article."""
    return Material(name=name, data=words.encode(), media=media, identity=f"upload:{name}", title=title)


def long_text(topic: str, sentences: int = 30) -> str:
    return "\n\n".join(
        f"{topic} sentence {number} tells of {topic} and {number * 7} more things." for number in range(sentences)
    )


def rewritten(topic: str, other: str) -> str:
    """A version of ``long_text(topic)`` of which half the sentences tell of something else."""
    return f"{long_text(topic, 15)}\n\n{long_text(other, 15)}"


def assert_whole(desk: Desk) -> None:
    """Whatever happened before, nothing is half: text, passages, keywords, vectors and index agree."""
    library = desk.library
    assert library.unfinished() == []
    wanted: set[str] = set()
    keys: set[str] = set()
    with library.snapshot() as snapshot:
        for entry in snapshot.entries():
            article, passages = snapshot.article(entry.id), snapshot.passages(entry.id)
            assert len(passages) == entry.passages
            if entry.duplicate_of is not None:
                assert passages == []
                assert snapshot.article(entry.duplicate_of).text == article.text
                continue
            assert "".join(passage.text for passage in passages) == article.text
            assert [(p.start, p.end) for p in passages] == [(p.start, p.start + len(p.text)) for p in passages], (
                "a passage is not an exact slice"
            )
            keys |= set(library.vector_keys(entry.id))
            wanted |= {vector_id(entry.id, key) for key in library.vector_keys(entry.id)}
            word = max(article.text.split(), key=len)
            found = [row[0] for row in snapshot.match_articles([word], limit=1000, scope=EVERYTHING)]
            assert entry.id in found
        generation = snapshot.generation
    assert library.vector_ids() == wanted
    assert desk.index.at(generation).ids() == wanted
    assert set(library.vectors(keys)) == keys
    assert desk.index.at(generation).count() == len(wanted)
