"""An article's way in: extract, split, embed, write. Also its way out, and the index made anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

import numpy as np

from domain.errors import PicturesOnly, SourceError, UnknownArticle
from domain.keys import vector_id
from domain.protocols import Embedder, VectorIndex, Vectors
from domain.request import acting_user
from domain.values import Material, Outcome, RemovedArticle, Source
from domain.writing import Change, SharedIndex, Version, WritableLibrary
from ingest.embedding import embedded
from ingest.extract.article_collections import line_count, unrolled
from ingest.extract.examine import Examine
from ingest.extract.formats import PARSED, Extract, extract
from ingest.extract.frontmatter import known_field
from ingest.identity import digest_of, identity_of, own_identity
from ingest.repair import WHOLE_INDEX, check_embedder, finish_unfinished, repair, settle
from ingest.write_plan import Draft, Plan, plan_anew, plan_correction, plan_draft, plan_removal, strings_of
from text.derived import derive

Progress = Callable[[int, int, str], None]
"""Told (done, total, what is being worked on)."""

OnPage = Callable[[int, int], None]
"""Called with (page, pages) before each page that is recognised, counted from 1; what it raises ends the work."""

Recognise = Callable[[Material, OnPage], tuple[Source, str]]
"""From pictures of pages to their source and text. Raises SourceError."""

_STRINGS_AT_ONCE = 64
"""Passages of several short articles are embedded together; more at once is no faster, and a crash loses more."""


class Ingest:
    """Writes articles. Any number of threads and processes may do so at once; they take turns article by article.

    Who asked for a change is stored with it: the user of ``domain.request.acting_for``.
    """

    def __init__(
        self,
        *,
        library: WritableLibrary,
        index: SharedIndex,
        embedder: Embedder,
        sandbox: Extract = extract,
        examine: Examine = derive,
        give_way: Callable[[], None] = lambda: None,
        recognise: Recognise | None = None,
    ) -> None:
        """Let ``sandbox`` read what has to be parsed, and ``examine`` every text; both may do so in another process.

        ``recognise`` reads PDFs whose pages are pictures; None: they fail.
        ``give_way`` is called before each step, a tenth of a second long, and returns when it may begin.
        """
        self._sandbox = sandbox
        self._examine = examine
        self._give_way = give_way
        self._recognise = recognise
        self._library = library
        self._index = index
        self._embedder = embedder

    def take_in(self, materials: Sequence[Material], *, progress: Progress | None = None) -> list[Outcome]:
        """Take articles in; one outcome each, in order, also for each of a collection or a book.

        What cannot be read fails alone. Each article is written by itself, so what was done before an interruption
        stays. Raises LibraryError and EmbedderError, which concern all of them.
        """
        self._prepare()
        materials = [self.chapters(material) for material in materials]
        total = sum(map(line_count, materials))
        outcomes: list[Outcome] = []

        def on_page(name: str, page: int, pages: int) -> None:
            if progress is not None:
                progress(len(outcomes), total, f"{name}, page {page} of {pages}")

        unrolled_materials = (one for material in materials for one in unrolled(material))
        for drafts, vectors in self._embedded_batches(unrolled_materials, on_page):
            for name, draft in drafts:
                if progress is not None:
                    progress(len(outcomes), total, name)
                outcomes.append(draft if isinstance(draft, Outcome) else self._write_draft(draft, vectors))
        if progress is not None:
            progress(total, total, "")
        return outcomes

    def needs_ocr(self, material: Material) -> bool:
        """Whether a material is a PDF of pictures, which ``take_in`` has recognised page by page."""
        if material.media != "pdf" or self._recognise is None:
            return False
        try:
            self._sandbox(material)
        except PicturesOnly:
            return True
        except SourceError:  # taking it in says why
            return False
        return False

    def chapters(self, material: Material) -> Material:
        """Return a book as a collection of its chapters; any other material, and a broken book, as it is."""
        if material.media == "epub":
            with suppress(SourceError):  # taking it in says why
                return replace(material, data=self._sandbox(material)[1].encode(), media="jsonl", origin="epub")
        return material

    def remove(self, article_ids: Sequence[str]) -> list[Outcome]:
        """Remove articles; one outcome each, in order; an unknown id is ``failed``."""
        self._prepare()
        return [
            self._changed(one, partial(plan_removal, self._library, one, self._embedder.name)) for one in article_ids
        ]

    def bring_back(self, article: RemovedArticle) -> Outcome:
        """Take an article in again with the very text and source that it had when it was removed."""
        self._prepare()
        draft = Draft(
            identity=article.identity,
            source=article.source,
            text=article.text,
            digest=digest_of(article.text),
            derived=self._examine(article.text),
            id=article.id,
        )
        plan = partial(plan_draft, self._library, draft, self._embedder.name)
        return self._write(plan, self._embed(self._unknown(plan().strings)))

    def correct(self, article_id: str, fields: Mapping[str, str]) -> Outcome:
        """Set fields of an article's source, for good; an empty value takes a field away. Raises SourceError.

        A title is never empty, and a date is one.
        """
        self._prepare()
        stated = {field: known_field(field, value) for field, value in fields.items()}
        plan = partial(plan_correction, self._library, article_id, stated, self._embedder.name)
        return self._changed(article_id, plan)

    def restore(self, put_back: Callable[[], int]) -> int:
        """Let ``put_back`` put a backup in the library's place, then fill the index from it; return what it returns.

        Nothing is embedded. Raises LibraryError.
        """
        with self._library.lock():
            count = put_back()
            finish_unfinished(self._library, self._index)
        check_embedder(self._library, self._embedder.name)
        return count

    def rebuild(self, *, progress: Progress | None = None) -> int:
        """Make the index anew from the library; return the number of its vectors.

        Embeds only what this embedder has not embedded before: nothing, unless the setting has changed.
        """
        self._embed_all(progress)
        with self._library.lock():
            versions = self._versions_anew()
            vectors = self._vectors_for(strings_of(versions))
            self._library.begin([WHOLE_INDEX])
            if versions:
                self._library.commit(Change(versions=tuple(versions)), vectors, embedder=self._embedder.name)
            index = self._index.reopened(0)
            index.clear()
            settle(self._library, index, None)
            self._library.drop_vectors()
            self._index.wrote(self._library.finish([*self._library.unfinished()], swept=True))
            return index.count()

    def _prepare(self) -> None:
        check_embedder(self._library, self._embedder.name)
        repair(self._library, self._index)

    def _embedded_batches(
        self, materials: Iterable[Material], on_page: Callable[[str, int, int], None]
    ) -> Iterator[tuple[list[tuple[str, Draft | Outcome]], Mapping[str, Vectors]]]:
        """Yield articles read, a few at a time, by name, with the vectors that they need and the library has not."""
        drafts: list[tuple[str, Draft | Outcome]] = []
        strings: dict[str, str] = {}
        for material in materials:
            draft = self._read(material, partial(on_page, material.name))
            drafts.append((material.name, draft))
            if isinstance(draft, Draft):
                strings |= self._unknown(plan_draft(self._library, draft, self._embedder.name).strings)
            if len(strings) >= _STRINGS_AT_ONCE or len(drafts) >= _STRINGS_AT_ONCE:
                yield drafts, self._embed(strings)
                drafts, strings = [], {}
        yield drafts, self._embed(strings)

    def _read(self, material: Material, on_page: OnPage) -> Draft | Outcome:
        """Return the article in some material, or the outcome ``failed``."""
        self._give_way()
        try:
            source, text = self._read_material(material, on_page)
            derived = self._examine(text)
        except SourceError as error:
            return Outcome(status="failed", id=None, title=material.title or "", error=str(error), source=material.name)
        digest = digest_of(text)
        identity = identity_of(material, source, digest)
        return Draft(
            identity=identity,
            source=source,
            text=text,
            digest=digest,
            refreshes=material.refreshes,
            own=own_identity(material, digest),
            in_place=material.url is not None or identity.startswith("file:"),
            derived=derived,
        )

    def _read_material(self, material: Material, on_page: OnPage) -> tuple[Source, str]:
        try:
            return (self._sandbox if material.media in PARSED else extract)(material)
        except PicturesOnly:
            if self._recognise is None:
                raise
            return self._recognise(material, on_page)

    def _write_draft(self, draft: Draft, vectors: Mapping[str, Vectors]) -> Outcome:
        return self._write(lambda: plan_draft(self._library, draft, self._embedder.name), vectors)

    def _changed(self, article_id: str, make_plan: Callable[[], Plan]) -> Outcome:
        """Carry out a plan for an article that is there; an unknown id is an outcome ``failed``."""
        try:
            return self._write(make_plan, self._embed(self._unknown(make_plan().strings)))
        except UnknownArticle as error:
            return Outcome(status="failed", id=None, title="", error=str(error), source=article_id)

    def _write(self, make_plan: Callable[[], Plan], vectors: Mapping[str, Vectors]) -> Outcome:
        """Plan again under the lock, since another process may have written meanwhile; then make it so."""
        with self._library.lock():
            check_embedder(self._library, self._embedder.name)
            index = finish_unfinished(self._library, self._index)
            plan = make_plan()
            if plan.change is not None:
                new = {key: vectors[key] for key in plan.strings if key in vectors}
                rest = {key: string for key, string in plan.strings.items() if key not in new}
                change = replace(plan.change, user=acting_user())
                self._apply(change, new | self._vectors_for(rest), index)
            return plan.outcome

    def _apply(self, change: Change, vectors: Mapping[str, Vectors], index: VectorIndex) -> None:
        """Write: intent, vectors to the index, tables in one transaction, sweep. A crash between is repaired later."""
        article_ids = change.article_ids
        self._library.begin(article_ids)
        for version in change.versions:
            _upsert(index, version, vectors)
        self._index.wrote(self._library.commit(change, vectors, embedder=self._embedder.name))
        swept = [settle(self._library, index, article_id) for article_id in article_ids]
        self._index.wrote(self._library.finish(article_ids, swept=any(swept)))

    def _vectors_for(self, strings: Mapping[str, str]) -> dict[str, Vectors]:
        """Return the vectors of these strings: the library's own, the rest embedded now."""
        return self._library.vectors(list(strings)) | self._embed(self._unknown(strings))

    def _unknown(self, strings: Mapping[str, str]) -> dict[str, str]:
        known = self._library.vectors(list(strings))
        return {key: string for key, string in strings.items() if key not in known}

    def _embed(self, strings: Mapping[str, str]) -> dict[str, Vectors]:
        return embedded(self._embedder, strings, self._give_way)

    def _versions_anew(self) -> list[Version]:
        with self._library.snapshot() as snapshot:
            entries = [entry for entry in snapshot.entries() if entry.duplicate_of is None]
        versions = (plan_anew(self._library, entry, self._embedder.name) for entry in entries)
        return [version for version in versions if version is not None]

    def _embed_all(self, progress: Progress | None) -> None:
        """Embed what is missing, batch by batch, each kept at once: long work that may be interrupted."""
        strings = list(self._unknown(strings_of(self._versions_anew())).items())
        for first in range(0, len(strings), _STRINGS_AT_ONCE):
            if progress is not None:
                progress(first, len(strings), "embedding")
            self._library.keep_vectors(self._embed(dict(strings[first : first + _STRINGS_AT_ONCE])))


def _upsert(index: VectorIndex, version: Version, vectors: Mapping[str, Vectors]) -> None:
    """Put the vectors of a version into the index, but for those that it holds already."""
    article_id = version.article.id
    held = index.ids(article_id)
    missing = [key for key in dict.fromkeys(version.keys) if vector_id(article_id, key) not in held]
    if missing:
        ids = [vector_id(article_id, key) for key in missing]
        index.upsert(ids, np.stack([vectors[key] for key in missing]), [article_id] * len(missing))
