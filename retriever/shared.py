"""A vector index that other processes write too: reopened when the library has moved."""

from threading import Lock

from domain.protocols import VectorIndex


class FreshIndex:
    """Implements domain.writing.SharedIndex: knows up to which generation of the library its index has seen.

    A reader calls ``at(snapshot.generation)`` for each question. An index may be ahead of a snapshot, never
    behind; vectors that the snapshot does not know are left out by ``Snapshot.passages_of_vectors``.
    """

    def __init__(self, index: VectorIndex, *, generation: int = 0) -> None:
        """``index`` has not been opened before the library reached ``generation``."""
        self._index = index
        self._seen = generation
        self._lock = Lock()

    def at(self, generation: int) -> VectorIndex:
        """Return the index, reopened first if the library has moved past what it has seen."""
        with self._lock:
            if generation > self._seen:
                self._index.reopen()
                self._seen = generation
        return self._index

    def reopened(self, generation: int) -> VectorIndex:
        """Return the index, reopened in any case."""
        with self._lock:
            self._index.reopen()
            self._seen = max(self._seen, generation)
        return self._index

    def close(self) -> None:
        """Let go of the files or the server; the next call opens them again."""
        with self._lock:
            self._index.close()

    def wrote(self, generation: int) -> None:
        """Note that this process itself, fresh and holding the lock, moved the library to ``generation``."""
        with self._lock:
            self._seen = max(self._seen, generation)
