"""Examines a library: what is wrong with it, what of that can be mended, and mends it."""

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from domain.care import Checkup, Finding
from domain.errors import DatelineError, IndexFailed
from domain.protocols import Embedder
from domain.writing import SharedIndex, WritableLibrary
from ingest.repair import WHOLE_INDEX, check_embedder, lost_ids, said, settle, take_out
from ingest.write_plan import strings_of, version_of, with_duplicate_group

_ASKED = 2_000
"""Vectors that are searched for, each by itself: some milliseconds each."""
_FREE = 500_000_000
"""Bytes that should be free: a backup and some articles."""


class Doctor:
    """Examines one library, under its lock where it mends."""

    def __init__(
        self, *, library: WritableLibrary, checkup: Checkup, index: SharedIndex, embedder: Embedder, folder: Path
    ) -> None:
        self._library = library
        self._checkup = checkup
        self._index = index
        self._embedder = embedder
        self._folder = folder

    def examine(self) -> list[Finding]:
        """Look at everything; one finding each. What cannot be looked at because of an earlier one is left out."""
        if damage := self._checkup.damage():
            what = "; ".join(damage)
            return [Finding(check="file", state="wrong", detail=f"{what}. Restore a backup: --restore FILE")]
        found = [Finding(check="file", state="fine", detail="sound")]
        try:
            check_embedder(self._library, self._embedder.name)
        except DatelineError as error:
            return [*found, Finding(check="embedder", state="wrong", detail=str(error))]
        found.append(Finding(check="embedder", state="fine", detail=self._embedder.name))
        with self._library.lock():
            checks: list[Callable[[], Finding]] = [self._passages, self._vectors, self._keywords, self._chroma]
            found += [check() for check in (*checks, self._stories)]
        return [*found, self._articles(), self._space()]

    def _passages(self) -> Finding:
        ids = self._checkup.misread()
        if not ids:
            return Finding(check="passages", state="fine", detail="each article's are its text")
        what = f"those of {', '.join(ids)} are not the article's text. Remove them and take them in again"
        return Finding(check="passages", state="wrong", detail=what)

    def _vectors(self) -> Finding:
        ids = self._checkup.without_vectors()
        for article_id in ids:
            strings = strings_of([version_of(self._library, article_id, self._embedder.name)])
            known = self._library.vectors(list(strings))
            lost = {key: string for key, string in strings.items() if key not in known}
            vectors = self._embedder.embed_passages(list(lost.values()))
            self._library.keep_vectors(dict(zip(lost, vectors, strict=True)))
        detail = f"articles whose vectors were missing and are embedded again: {len(ids)}" if ids else "none is missing"
        return Finding(check="vectors", state="mended" if ids else "fine", detail=detail)

    def _keywords(self) -> Finding:
        if not self._checkup.keywords_differ():
            return Finding(check="keywords", state="fine", detail="agree with the articles")
        self._checkup.remake_keywords()
        return Finding(check="keywords", state="mended", detail="did not agree with the articles; made anew")

    def _chroma(self) -> Finding:
        with self._library.snapshot() as snapshot:
            generation = snapshot.generation
        wanted = self._library.vector_ids()
        try:
            held = self._index.reopened(generation).ids()
        except IndexFailed:
            self._index.at(generation).clear()
            held = set()
        unfinished = self._library.unfinished()
        asked = random.sample(sorted(wanted & held), min(_ASKED, len(wanted & held)))
        lost = lost_ids(self._library, self._index.at(generation), asked)
        if held == wanted and not lost and not unfinished:
            return Finding(check="Chroma", state="fine", detail=f"vectors: {len(wanted)}; searched for: {len(asked)}")
        self._library.begin([WHOLE_INDEX])
        anew = bool(lost) and take_out(self._index.at(generation), lost, len(asked))
        settle(self._library, self._index.reopened(generation), None)
        self._index.wrote(self._library.finish([*unfinished, WHOLE_INDEX], swept=True))
        detail = f"missing and put back: {len(wanted - held)}; too many and taken out: {len(held - wanted)}"
        if lost:
            detail = f"held and not found: {len(lost)} of {len(asked)} that were searched for; {said(anew)}. {detail}"
        return Finding(check="Chroma", state="mended", detail=detail)

    def _stories(self) -> Finding:
        ids = self._checkup.unlabelled()
        for article_id in ids:
            version = with_duplicate_group(self._library, version_of(self._library, article_id, self._embedder.name))
            self._checkup.label(article_id, version.story or article_id, version.bands)
        with self._library.snapshot() as snapshot:
            stories = Counter(snapshot.stories().values())
        detail = f"told more than once in nearly the same words: {len(stories)} (articles: {stories.total()})"
        return Finding(check="stories", state="mended" if ids else "fine", detail=detail)

    def _articles(self) -> Finding:
        with self._library.snapshot() as snapshot:
            entries = snapshot.entries()
        counts = {
            "articles": len(entries),
            "duplicates": sum(entry.duplicate_of is not None for entry in entries),
            "gone where they came from": sum(entry.gone for entry in entries),
            "undated": sum(entry.source.published is None for entry in entries),
        }
        stated = "; ".join(f"{name}: {count}" for name, count in counts.items())
        return Finding(check="articles", state="fine", detail=stated)

    def _space(self) -> Finding:
        used = sum(file.stat().st_size for file in self._folder.rglob("*") if file.is_file())
        free = shutil.disk_usage(self._folder).free
        detail = f"used: {used / 1e6:.1f} MB; free on its disk: {free / 1e9:.1f} GB"
        return Finding(check="space", state="fine" if free > _FREE else "wrong", detail=detail)
