"""Vectors for a library that would take hours to embed: real ones as far as they go, then some that lie like them."""

from collections.abc import Sequence

import numpy as np

from domain.protocols import Vectors
from evaluation.vectors import KeptVectors

_NEIGHBOURS, _SHARE, _NOISE = 2000, 0.6, 0.45


class StandIns:
    """An Embedder: what is kept is taken from there, so many passages more are embedded and kept, each later one is a
    stand-in, between a real one and one near that, a little off. Questions are embedded as ever.
    """

    def __init__(self, kept: KeptVectors, *, embed: int) -> None:
        self._kept, self._left = kept, embed
        self.name, self.dim = kept.name, kept.dim
        self.align, self.embed_questions = kept.align, kept.embed_questions
        self.real = self.drawn = 0
        self._pool: list[Vectors] = []
        self._chance = np.random.default_rng(0)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As the protocol says, but for what the class says."""
        known = np.array(self._kept.knows(texts), dtype=bool)
        new = np.flatnonzero(~known)[: self._left]
        known[new], self._left = True, self._left - len(new)
        real = self._kept.embed_passages([text for text, real in zip(texts, known, strict=True) if real])
        self._pool.extend(real)
        self.real += len(real)
        self.drawn += len(texts) - len(real)
        made = np.empty((len(texts), self.dim), dtype=np.float32)
        made[known] = real
        made[~known] = self._between(len(texts) - len(real))
        return made

    def _between(self, count: int) -> Vectors:
        pool = np.stack([self._pool[i] for i in self._chance.integers(len(self._pool), size=_NEIGHBOURS + count)])
        others, ones = pool[:_NEIGHBOURS], pool[_NEIGHBOURS:]
        alike = ones @ others.T
        alike[alike > 1 - 1e-4] = -1  # itself
        noise = self._chance.standard_normal(ones.shape, dtype=np.float32)
        noise *= _NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
        mixed = _SHARE * ones + (1 - _SHARE) * others[alike.argmax(axis=1)] + noise
        unit: Vectors = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
        return unit
