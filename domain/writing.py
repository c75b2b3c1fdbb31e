"""The protocols of writing: what ingest needs of the library and of the index, and what it hands over."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from domain.derived import Derived
from domain.protocols import Library, VectorIndex, Vectors
from domain.values import Article, ArticleEntry, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An article as the library holds it from now on.

    ``keys`` are the vector keys of ``passages``, one each, in order; both are empty for a duplicate. ``story`` is a
    label that articles of the same story in nearly the same words share, ``bands`` what they are recognised by;
    None and empty: as they were. ``corrected`` are the fields of the source that the reader has set (empty: taken
    away), which count from now on whatever the article says; None: those set before stay. ``found``: it was read where
    it is published, so that it is there (again). ``displaces`` is the id of the article that had the identity until
    now: it gives it up and keeps everything else. ``same_place``: that article was known to stand where this one was
    read, and not only to name that address. ``derived`` is what was derived from the text; None: it has not been
    examined, and what was derived from the same text stays.
    """

    article: Article
    identity: str
    passages: tuple[Passage, ...] = ()
    keys: tuple[str, ...] = ()
    duplicate_of: str | None = None
    story: str | None = None
    bands: tuple[int, ...] = ()
    corrected: Mapping[str, str] | None = None
    found: bool = False
    displaces: str | None = None
    same_place: bool = False
    derived: Derived | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one transaction makes visible: new versions of articles, and articles that go.

    ``notices`` are the first words of the notice that stands in the place of an article, by its id. ``user`` is
    the name of who asked for it; "": nobody, or nobody had logged in.
    """

    versions: tuple[Version, ...] = ()
    removed: tuple[str, ...] = ()
    user: str = ""
    notices: Mapping[str, str] = field(default_factory=dict)

    @property
    def article_ids(self) -> list[str]:
        """Every article that the change touches."""
        return [version.article.id for version in self.versions] + list(self.removed)


class WritableLibrary(Library, Protocol):
    """The library's writing side. ``begin``, ``commit`` and ``finish`` are called while holding ``lock``.

    A crash between ``begin`` and ``finish`` leaves the article ids in ``unfinished``.
    """

    def lock(self, *, wait: bool = True) -> AbstractContextManager[None]:
        """Keep every other writer out, also of other processes. Raises LibraryBusy."""
        ...

    def by_identity(self, identity: str) -> ArticleEntry | None:
        """Return the article known by this identity."""
        ...

    def formerly(self, identity: str) -> list[ArticleEntry]:
        """Return the articles that had this identity and gave it up to another text, the last to come in first."""
        ...

    def by_id(self, article_id: str) -> ArticleEntry | None:
        """Return the article with this id."""
        ...

    def by_digest(self, digest: str) -> list[ArticleEntry]:
        """All articles with that text, in the order they came in."""
        ...

    def duplicates(self, article_id: str) -> list[ArticleEntry]:
        """The articles that repeat this one, in the order they came in."""
        ...

    def alike(self, bands: Sequence[int]) -> list[tuple[str, str]]:
        """(id, label of its story) of articles with one of the bands at its place, in the order they came in."""
        ...

    def corrections(self, article_id: str) -> dict[str, str]:
        """The fields of an article's source that the reader has set; an empty value takes the field away."""
        ...

    def attached(self, article_id: str) -> dict[str, int]:
        """How much of what users and time have added to an article is removed with it, by what it is ("note")."""
        ...

    def vector_keys(self, article_id: str) -> list[str]:
        """The vector key of each passage, in order."""
        ...

    def vector_ids(self, article_id: str | None = None) -> set[str]:
        """The ids that the vector index must hold, of all articles or of one; see domain/keys.py."""
        ...

    def some_vector_ids(self, count: int) -> set[str]:
        """Return at most so many of ``vector_ids()``, chosen at random, without making them all."""
        ...

    def count_vector_ids(self) -> int:
        """Return the size of ``vector_ids()``, without making it."""
        ...

    def embedder(self) -> str | None:
        """The name of the embedder behind the stored vectors; None while there is no passage."""
        ...

    def unfinished(self) -> list[str]:
        """Article ids whose writing was begun and not finished; ``"*"`` stands for the whole index."""
        ...

    def begin(self, article_ids: Collection[str]) -> None:
        """Note, for after a crash, that these articles are being written."""
        ...

    def commit(self, change: Change, vectors: Mapping[str, Vectors], *, embedder: str) -> int:
        """Make the change visible in one transaction; return the new generation.

        ``vectors`` holds new ones by key; those that no passage refers to any more are dropped.
        """
        ...

    def finish(self, article_ids: Collection[str], *, swept: bool) -> int:
        """Forget that writing was begun; ``swept`` moves the generation on. Return the generation."""
        ...

    def keep_vectors(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors ahead of the passages that will refer to them, so that long work survives a crash."""
        ...

    def drop_vectors(self) -> None:
        """Drop every vector that nothing refers to."""
        ...


class SharedIndex(Protocol):
    """A vector index that other processes write too."""

    def at(self, generation: int) -> VectorIndex:
        """Return the index, reopened first if the library has moved past what it has seen."""
        ...

    def wrote(self, generation: int) -> None:
        """This process, fresh and holding the lock, moved the library to ``generation``."""
        ...

    def reopened(self, generation: int) -> VectorIndex:
        """Return the index, reopened in any case."""
        ...
