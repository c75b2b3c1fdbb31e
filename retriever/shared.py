"""A vector index that other processes write to as well: it is reopened when the library has changed."""

from threading import Lock

from domain.protocols import VectorIndex


class FreshIndex:
    """Implements domain.writing.SharedIndex: knows with which generation of the library its index is up to date.

    Each question calls ``at(snapshot.generation)``. The index can be ahead of a snapshot, but never behind; vectors
    that the snapshot does not know are left out by ``Snapshot.passages_of_vectors``.
    """

    def __init__(self, index: VectorIndex, *, generation: int = 0) -> None:
        """Wrap an index that is opened after the library has reached ``generation``."""
        self._index = index
        self._seen = generation
        self._lock = Lock()

    def at(self, generation: int) -> VectorIndex:
        """Return the index, reopened first if it was opened before the library reached this generation."""
        with self._lock:
            if generation > self._seen:
                self._index.reopen()
                self._seen = generation
        return self._index

    def reopened(self, generation: int) -> VectorIndex:
        """Return the index, reopened in any case, so that it is up to date with this generation."""
        with self._lock:
            self._index.reopen()
            self._seen = max(self._seen, generation)
        return self._index

    def close(self) -> None:
        """Release the files or the connection; the next call opens them again."""
        with self._lock:
            self._index.close()

    def wrote(self, generation: int) -> None:
        """Record that this process, holding the library's lock, moved the library to ``generation`` itself."""
        with self._lock:
            self._seen = max(self._seen, generation)
