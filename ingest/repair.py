"""Makes the index hold what the library refers to, and nothing else: after each write, after a crash, after a loss."""

import logging
from collections.abc import Collection
from contextlib import suppress

import numpy as np

from domain.commands import INGEST
from domain.errors import IndexBroken, IndexMismatch, LibraryBusy
from domain.keys import split_vector_id
from domain.protocols import VectorIndex, Vectors
from domain.values import EVERYTHING
from domain.writing import SharedIndex, WritableLibrary

WHOLE_INDEX = "*"
"""Stands for all articles at once in the library's list of unfinished ones."""

_BATCH = 5000
_ASKED_AT_START = 32
"""Vectors that are searched for when an index is opened."""
_LIMITS = 10, 300
"""Neighbours that are asked for: an approximate search that misses a vector among ten has it among more."""
_SAME = 0.9999
_FEW = 1 / 50
"""Of the vectors that were searched for. A sound graph of thousands may hold one or two that no other one links to
(in 5 of 24 graphs of 2,236 vectors made anew); one that a crash left behind its list lacks many."""

log = logging.getLogger(__name__)


def repair(library: WritableLibrary, index: SharedIndex) -> None:
    """Finish or undo what a crash left, and fill the index from the library if its files were lost.

    Called when the index is opened; costs two counts and a few searches if nothing is wrong. If another process is
    writing at this moment, it is left to that process.
    """
    held = index.at(_generation(library))
    lost: set[str] = set()
    if not library.unfinished() and held.count() == library.count_vector_ids():
        lost = lost_ids(library, held, library.some_vector_ids(_ASKED_AT_START))
        if not lost:
            return
    with suppress(LibraryBusy), library.lock(wait=False):
        reopened = index.reopened(_generation(library))
        if lost and (lost := lost_ids(library, reopened, lost)):
            library.begin([WHOLE_INDEX])
            anew = take_out(reopened, lost, _ASKED_AT_START)
            log.warning("The vector index does not find %d vectors that it holds; it is %s.", len(lost), said(anew))
        elif reopened.count() != library.count_vector_ids():
            library.begin([WHOLE_INDEX])
        finish_unfinished(library, index)


def lost_ids(library: WritableLibrary, index: VectorIndex, ids: Collection[str]) -> set[str]:
    """Return which of these ids the index does not find by their own vectors; all of them if it cannot be searched.

    An index may still count and list what its graph has lost. Ids that were removed meanwhile are passed over.
    """
    held = {identifier: split_vector_id(identifier) for identifier in ids}
    referred = {article_id: set(library.vector_keys(article_id)) for article_id, _ in held.values()}
    vectors = library.vectors({key for _, key in held.values()})
    asked = {
        one: vectors[key] for one, (article_id, key) in held.items() if key in vectors and key in referred[article_id]
    }
    try:
        return {one for one, vector in asked.items() if not _finds(index, one, vector)}
    except IndexBroken:
        return set(asked)


def take_out(index: VectorIndex, lost: Collection[str], asked: int) -> bool:
    """Take out what the index holds and does not find, or all if that is more than a few, for ``settle`` to put back.

    Args:
        index: Written to under the library's lock.
        lost: At least one, from ``lost_ids``.
        asked: How many were searched for.

    Returns:
        Whether all was taken out.
    """
    if anew := len(lost) > max(1, asked * _FEW):
        index.clear()
    else:
        index.delete(lost)
    return anew


def said(anew: bool) -> str:
    """Return what becomes of an index from which ``take_out`` took all, or a few."""
    return "made anew" if anew else "given them again"


def _finds(index: VectorIndex, identifier: str, vector: Vectors) -> bool:
    """Whether a vector's own id is among the nearest, or so many others are just as near that it need not be."""
    if not vector.any():
        return True
    for limit in _LIMITS:
        found = index.search(vector, limit=limit, scope=EVERYTHING)
        if identifier in (one for one, _ in found) or (len(found) == limit and found[-1][1] > _SAME):
            return True
    return False


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
