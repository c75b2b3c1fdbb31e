"""The protocols by which ingest writes to the library and the vector index, and the values that it passes."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from domain.derived import Derived
from domain.protocols import Library, VectorIndex, Vectors
from domain.values import Article, ArticleEntry, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A new version of an article, to be stored.

    ``keys`` are the vector keys of ``passages``, one each, in order; both are empty for a duplicate. ``story`` is the
    label of the article's near-duplicate group, ``bands`` are the MinHash bands by which near-duplicates are found;
    None and empty leave both unchanged. ``corrected`` are fields of the source that a user has set ("": removed), which
    override what the article says from now on; None leaves earlier corrections unchanged. ``found``: the article was
    read where it is published, so it is not gone. ``displaces`` is the id of the article that had the identity until
    now; it loses the identity and keeps everything else. ``same_place``: that article is known to have been published
    at the address where this one was read, and not only to give that address as its own. ``derived`` is the data
    derived from the text; None: there is none yet, and what was derived from an equal text stays.
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
    """The content of one transaction: new versions of articles, and the ids of articles to remove.

    ``notices`` are the first words of the notice that stands in the place of an article, by its id. ``user`` is
    the name of who asked for it; "": nobody, or nobody had logged in.
    """

    versions: tuple[Version, ...] = ()
    removed: tuple[str, ...] = ()
    user: str = ""
    notices: Mapping[str, str] = field(default_factory=dict)

    @property
    def article_ids(self) -> list[str]:
        """The ids of all articles that the change touches."""
        return [version.article.id for version in self.versions] + list(self.removed)


class WritableLibrary(Library, Protocol):
    """The library's writing side. ``begin``, ``commit`` and ``finish`` are called while holding ``lock``.

    A crash between ``begin`` and ``finish`` leaves the article ids in ``unfinished``.
    """

    def lock(self, *, wait: bool = True) -> AbstractContextManager[None]:
        """Exclude every other writer, also of other processes, for the length of the block.

        Args:
            wait: for another writer to finish, up to the configured timeout.

        Raises:
            LibraryBusy: another writer holds the lock.
        """
        ...

    def by_identity(self, identity: str) -> ArticleEntry | None:
        """Return the article with this identity; None if there is none."""
        ...

    def formerly(self, identity: str) -> list[ArticleEntry]:
        """Return the articles that lost this identity to another article, the last to come in first."""
        ...

    def by_id(self, article_id: str) -> ArticleEntry | None:
        """Return the article with this id; None if there is none."""
        ...

    def by_digest(self, digest: str) -> list[ArticleEntry]:
        """Return all articles whose text has this digest, in the order they came in."""
        ...

    def duplicates(self, article_id: str) -> list[ArticleEntry]:
        """Return the duplicates of an article, in the order they came in."""
        ...

    def alike(self, bands: Sequence[int]) -> list[tuple[str, str]]:
        """Return candidates for near-duplicates: the articles that share a MinHash band at the same position.

        Returns:
            (article id, label of its near-duplicate group), in the order they came in.
        """
        ...

    def corrections(self, article_id: str) -> dict[str, str]:
        """Return the fields of an article's source that a user has set; "" removes the field."""
        ...

    def attached(self, article_id: str) -> dict[str, int]:
        """Count what would be deleted with an article, by kind ("note"): what users and time have added to it."""
        ...

    def vector_keys(self, article_id: str) -> list[str]:
        """Return the vector key of each passage of an article, in order."""
        ...

    def vector_ids(self, article_id: str | None = None) -> set[str]:
        """Return the ids that the vector index must hold, of all articles or of one; see domain/keys.py."""
        ...

    def some_vector_ids(self, count: int) -> set[str]:
        """Return a random sample of at most ``count`` of ``vector_ids()``, without computing them all."""
        ...

    def count_vector_ids(self) -> int:
        """Return the number of ``vector_ids()``, without computing them."""
        ...

    def embedder(self) -> str | None:
        """Return the name of the embedder of the stored vectors; None while there are no passages."""
        ...

    def unfinished(self) -> list[str]:
        """Return the ids of articles whose write was begun and not finished; ``"*"`` stands for the whole index."""
        ...

    def begin(self, article_ids: Collection[str]) -> None:
        """Record that these articles are being written, so that a crash is noticed."""
        ...

    def commit(self, change: Change, vectors: Mapping[str, Vectors], *, embedder: str) -> int:
        """Apply a change in one transaction, and delete the vectors that nothing refers to any more.

        Args:
            change: what is stored and removed.
            vectors: new vectors, by key.
            embedder: the name of the embedder that made them.

        Returns:
            The new generation.
        """
        ...

    def finish(self, article_ids: Collection[str], *, swept: bool) -> int:
        """Delete the record that ``begin`` made.

        Args:
            article_ids: as in ``begin``.
            swept: whether the vector index was changed since ``commit``, so that other processes must reopen it.

        Returns:
            The generation, a new one if ``swept``.
        """
        ...

    def keep_vectors(self, vectors: Mapping[str, Vectors]) -> None:
        """Store vectors before the passages that will refer to them, so that a crash does not lose long work."""
        ...

    def drop_vectors(self) -> None:
        """Delete every vector that neither a passage nor a sentence refers to."""
        ...


class SharedIndex(Protocol):
    """A vector index that other processes write to as well, so that it has to be reopened after their changes."""

    def at(self, generation: int) -> VectorIndex:
        """Return the index, reopened first if it was opened before the library reached this generation."""
        ...

    def wrote(self, generation: int) -> None:
        """Record that this process itself moved the library to ``generation``, so that no reopening is needed.

        Called while holding the library's lock, with an index that was up to date.
        """
        ...

    def reopened(self, generation: int) -> VectorIndex:
        """Return the index, reopened in any case; it is up to date with ``generation`` then."""
        ...
