"""Makes the index hold what the library refers to, and nothing else: after each write, after a crash, after a loss."""

from contextlib import suppress

import numpy as np

from domain.commands import INGEST
from domain.errors import IndexMismatch, LibraryBusy
from domain.keys import split_vector_id
from domain.protocols import VectorIndex
from domain.writing import SharedIndex, WritableLibrary

WHOLE_INDEX = "*"
"""Stands for all articles at once in the library's list of unfinished ones."""

_BATCH = 5000


def repair(library: WritableLibrary, index: SharedIndex) -> None:
    """Finish or undo what a crash left, and fill the index from the library if its files were lost.

    Called when the index is opened; costs two counts if nothing is wrong. If another process is writing
    at this moment, it is left to that process.
    """
    generation = _generation(library)
    if not library.unfinished() and index.at(generation).count() == library.count_vector_ids():
        return
    with suppress(LibraryBusy), library.lock(wait=False):
        generation = _generation(library)
        if index.reopened(generation).count() != library.count_vector_ids():
            library.begin([WHOLE_INDEX])
        finish_unfinished(library, index)


def finish_unfinished(library: WritableLibrary, index: SharedIndex) -> VectorIndex:
    """Return the index, fresh and without anything half done. The lock is held."""
    generation = _generation(library)
    unfinished = library.unfinished()
    if not unfinished:
        return index.at(generation)
    reopened = index.reopened(generation)
    for article_id in unfinished:
        settle(library, reopened, None if article_id == WHOLE_INDEX else article_id)
    index.wrote(library.finish(unfinished, swept=True))
    return reopened


def settle(library: WritableLibrary, index: VectorIndex, article_id: str | None) -> bool:
    """Make the index hold the vectors that an article (None: any) refers to, no other; return whether it did not.

    What is too much and what is missing is computed from the two, whatever happened before.
    """
    wanted, held = library.vector_ids(article_id), index.ids(article_id)
    index.delete(held - wanted)
    missing = sorted(wanted - held)
    for first in range(0, len(missing), _BATCH):
        ids = missing[first : first + _BATCH]
        article_ids, keys = zip(*(split_vector_id(identifier) for identifier in ids), strict=True)
        vectors = library.vectors(set(keys))
        index.upsert(ids, np.stack([vectors[key] for key in keys]), article_ids)
    return held != wanted


def check_embedder(library: WritableLibrary, embedder: str) -> None:
    """Raise IndexMismatch if the library's vectors are another embedder's."""
    made_by = library.embedder()
    if made_by not in (None, embedder):
        raise IndexMismatch(
            f"The library was made with the embedding model {made_by}, now set is {embedder}.",
            hint=f"Set DATELINE_EMBEDDER back, or embed all articles anew with: {INGEST} --rebuild",
        )


def _generation(library: WritableLibrary) -> int:
    with library.snapshot() as snapshot:
        return snapshot.generation
