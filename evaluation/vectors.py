"""Vectors kept in a folder, so that a second run embeds nothing again."""

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from domain.keys import vector_key
from domain.protocols import Embedder, Vectors

_KEPT_AT_ONCE = 2048
"""Vectors in one file; fewer would make thousands of files of a large library."""


class KeptVectors:
    """An Embedder that looks passages up in a folder before it asks the real one. Call ``keep`` at the end.

    Each pair of files, ``<name>.keys`` and ``<name>.npy``, appears whole and is never changed; so several processes may
    share a folder. Questions and alignments are few and go to the real embedder.
    """

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self._folder = folder
        self._new: dict[str, Vectors] = {}
        self._known: dict[str, Vectors] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for keys in sorted(folder.glob("*.keys")):
            vectors = np.load(keys.with_suffix(".npy"), mmap_mode="r")
            self._known.update(zip(keys.read_text("ascii").split(), vectors, strict=True))

    @property
    def name(self) -> str:
        """The real embedder's."""
        return self._embedder.name

    @property
    def dim(self) -> int:
        """The real embedder's."""
        return self._embedder.dim

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As the protocol says."""
        keys = [vector_key(self.name, text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        new = list(missing)
        for first in range(0, len(new), _KEPT_AT_ONCE):
            batch = new[first : first + _KEPT_AT_ONCE]
            self.add(dict(zip(batch, self._embedder.embed_passages([missing[key] for key in batch]), strict=True)))
        if not keys:
            return np.zeros((0, self.dim), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])

    def knows(self, texts: Sequence[str]) -> list[bool]:
        """Say of each passage whether it was embedded before."""
        return [vector_key(self.name, text) in self._known for text in texts]

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """As the protocol says."""
        return self._embedder.embed_questions(texts)

    def align(self, question: str, texts: Sequence[str]) -> tuple[list[str], Vectors]:
        """As the protocol says."""
        return self._embedder.align(question, texts)

    def add(self, vectors: Mapping[str, Vectors]) -> None:
        """Take vectors over by their keys (see domain/keys.py)."""
        self._known.update(vectors)
        self._new.update(vectors)
        if len(self._new) >= _KEPT_AT_ONCE:
            self.keep()

    def keep(self) -> None:
        """Write what is new."""
        if not self._new:
            return
        path = self._folder / f"{uuid.uuid4().hex}.npy"
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            np.save(file, np.stack(list(self._new.values())).astype(np.float32))
        unfinished.replace(path)
        unfinished.write_text("\n".join(self._new), "ascii")
        unfinished.replace(path.with_suffix(".keys"))
        self._new = {}
