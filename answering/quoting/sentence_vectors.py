"""Sentence vectors: computed once, kept in the library until their article changes."""

from collections.abc import Sequence

import numpy as np

from domain.keys import vector_key
from domain.protocols import Embedder, Library, Vectors


def sentence_vectors(library: Library, embedder: Embedder, texts: Sequence[tuple[str, str]]) -> Vectors:
    """Return shape ``(len(texts), dim)`` for pairs of (article id, sentence); unknown vectors are computed and kept."""
    keys = [vector_key(embedder.name, text) for _, text in texts]
    known = library.vectors(set(keys))
    missing = {key: (article_id, text) for key, (article_id, text) in zip(keys, texts, strict=True) if key not in known}
    if missing:
        made = dict(zip(missing, embedder.embed_passages([text for _, text in missing.values()]), strict=True))
        for article_id in {article_id for article_id, _ in missing.values()}:
            library.keep_sentence_vectors(article_id, {key: made[key] for key in made if missing[key][0] == article_id})
        known = {**known, **made}
    if not keys:
        return np.zeros((0, embedder.dim), dtype=np.float32)
    return np.stack([known[key] for key in keys])
