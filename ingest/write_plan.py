"""What one draft, or one removal, means for the library: decided here, before anything is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count

from domain.commands import INGEST
from domain.derived import Derived
from domain.errors import UnknownArticle
from domain.keys import embedded_string, vector_key
from domain.values import Article, ArticleEntry, Outcome, Passage, PassageChange, Source, Status
from domain.writing import Change, Version, WritableLibrary
from ingest.extract.formats import first_words
from ingest.identity import has_moved_from, id_of
from ingest.near_duplicates import bands, is_near_duplicate
from ingest.split import resplit
from ingest.versions import Relation, relation, without_title

_FORMER = 3
"""So many of the articles that had an identity before are compared with a text that comes under it."""
NOTICE_CHARS = 200
"""Of a notice are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article that was read and is not in the library yet.

    ``own`` is the identity that it has if that which it names belongs to another text; None: it named none.
    ``in_place``: it was read at a place that articles are known by, so that a notice there speaks of the article.
    ``id`` is the one that it had when it was removed; it has it again unless another article has it now.
    """

    identity: str
    source: Source
    text: str
    digest: str
    refreshes: str | None = None
    """As in Material."""
    own: str | None = None
    in_place: bool = False
    derived: Derived | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be written (None: nothing), what is said of it, and the strings to embed by vector key."""

    outcome: Outcome
    change: Change | None = None
    strings: dict[str, str] = field(default_factory=dict)


def plan_draft(library: WritableLibrary, draft: Draft, embedder: str) -> Plan:
    """Decide what taking in the draft means. Reads the library only; holds while nobody else writes."""
    if draft.refreshes is not None and library.by_id(draft.refreshes) is None:
        return Plan(outcome=Outcome(status="removed", id=draft.refreshes, title=draft.source.title))
    same_text = library.by_digest(draft.digest)
    place = _place(library, draft, same_text)
    if place.withdrawn is not None:
        return _withdrawn(place.withdrawn, without_title(draft.source.title, draft.text))
    draft, known, displaced = place.draft, place.known, place.displaced
    version = replace(
        _version(library, draft, known, same_text, embedder),
        found=True,
        displaces=displaced.id if displaced else None,
        same_place=draft.own is None,
        derived=draft.derived,
    )
    old_keys = library.vector_keys(known.id) if known else []
    outcome = Outcome(
        status=_status(known, version, old_keys),
        id=version.article.id,
        title=version.article.source.title,
        passages=count_change(old_keys, version.keys),
        of=version.duplicate_of,
        note=f"Until now “{displaced.source.title}” [{displaced.id}] was known by this name; it is kept."
        if displaced and known is None
        else None,
    )
    if known is not None and _same(known, version, old_keys):
        return Plan(outcome=outcome)
    text_goes = known is not None and known.duplicate_of is None and known.digest != draft.digest
    heirs = _heirs(library, known.id, embedder) if known is not None and text_goes else ()
    return _plan(outcome, (version, *heirs))


def _version(
    library: WritableLibrary,
    draft: Draft,
    known: ArticleEntry | None,
    same_text: Sequence[ArticleEntry],
    embedder: str,
) -> Version:
    """Return a draft as a version of ``known`` (None: as a new article); a duplicate if another has its text."""
    article = Article(
        id=known.id if known else _new_id(library, draft),
        source=corrected(draft.source, library.corrections(known.id)) if known else draft.source,
        text=draft.text,
        digest=draft.digest,
    )
    keeps_text = known is not None and known.duplicate_of is None and known.digest == draft.digest
    if keeps_text:
        return _whole(library, article, draft.identity, embedder)
    original = next((entry for entry in same_text if entry.duplicate_of is None), None)
    if original is not None:
        return Version(article=article, identity=draft.identity, duplicate_of=original.id)
    return with_duplicate_group(library, _whole(library, article, draft.identity, embedder))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a draft belongs. ``known`` is the article that it is a version of (None: of none).

    ``displaced`` is the article, no version of it, that has the draft's identity until now; ``withdrawn`` is the one
    in whose place the draft stands as a notice.
    """

    draft: Draft
    known: ArticleEntry | None = None
    displaced: ArticleEntry | None = None
    withdrawn: ArticleEntry | None = None


def _place(library: WritableLibrary, draft: Draft, same_text: Sequence[ArticleEntry]) -> _Place:
    """Decide, for every way in, whether a draft is a version of the article that is known by its identity.

    If it is none, a page that was found elsewhere is known by where it was found. Else it takes the identity, unless it
    is a notice; if an article had that identity before and the draft is a version of it, that article takes it back.
    """
    stored = library.by_identity(draft.identity)
    if stored is None:
        return _Place(draft=draft, known=_moved(draft, same_text))
    found = _relation(library, stored, draft)
    if found == "version":
        return _Place(draft=draft, known=stored)
    if draft.own is not None and draft.own != draft.identity:
        return _place(library, replace(draft, identity=draft.own, own=None), same_text)
    if found == "notice" and draft.in_place:
        return _Place(draft=draft, withdrawn=stored)
    former = library.formerly(draft.identity)
    former = [one for one in former if one.digest == draft.digest] or former[:_FORMER]
    known = next((one for one in former if _relation(library, one, draft) == "version"), None)
    return _Place(draft=draft, known=known, displaced=stored)


def _relation(library: WritableLibrary, stored: ArticleEntry, draft: Draft) -> Relation:
    if stored.digest == draft.digest:
        return "version"
    with library.snapshot() as snapshot:
        return relation(snapshot.article(stored.id), draft.source.title, draft.text)


def _withdrawn(entry: ArticleEntry, notice: str) -> Plan:
    said = first_words(notice, max_chars=NOTICE_CHARS)
    outcome = Outcome(
        status="gone",
        id=entry.id,
        title=entry.source.title,
        passages=PassageChange(kept=entry.passages),
        source=entry.source.url or entry.identity.removeprefix("file:"),
        note=f"There it says: “{said}”",
    )
    return Plan(outcome=outcome, change=Change(notices={entry.id: said}))


def plan_correction(library: WritableLibrary, article_id: str, fields: Mapping[str, str], embedder: str) -> Plan:
    """Decide what setting fields of an article's source means; empty takes one away. Raises UnknownArticle."""
    known = _known(library, article_id)
    with library.snapshot() as snapshot:
        article = snapshot.article(article_id)
    article = replace(article, source=corrected(article.source, fields))
    version = Version(article=article, identity=known.identity, duplicate_of=known.duplicate_of, corrected=fields)
    if known.duplicate_of is None:
        version = replace(_whole(library, article, known.identity, embedder), corrected=fields)
    passages = count_change(library.vector_keys(article_id), version.keys)
    return _plan(Outcome(status="updated", id=article_id, title=article.source.title, passages=passages), (version,))


def corrected(source: Source, fields: Mapping[str, str]) -> Source:
    """Return the source with the reader's fields in it; an empty one is taken away (a title never is empty)."""
    stated = {field: value or None for field, value in fields.items()}
    return replace(source, **stated)  # type: ignore[arg-type]


def plan_removal(library: WritableLibrary, article_id: str, embedder: str) -> Plan:
    """Decide what removing an article means. Raises UnknownArticle."""
    known = _known(library, article_id)
    with_it = ", ".join(f"{count} {name}{'s' * (count > 1)}" for name, count in library.attached(article_id).items())
    outcome = Outcome(
        status="removed",
        id=known.id,
        title=known.source.title,
        passages=PassageChange(removed=known.passages),
        note=f"Removed with it: {with_it}." if with_it else None,
    )
    return _plan(outcome, _heirs(library, article_id, embedder), (article_id,))


def _known(library: WritableLibrary, article_id: str) -> ArticleEntry:
    known = library.by_id(article_id)
    if known is None:
        raise UnknownArticle(f"There is no article {article_id}.", hint=f"See the ids with: {INGEST} --list")
    return known


def version_of(library: WritableLibrary, article_id: str, embedder: str) -> Version:
    """Return an article as it would be written now. Raises UnknownArticle."""
    known = _known(library, article_id)
    with library.snapshot() as snapshot:
        return _whole(library, snapshot.article(article_id), known.identity, embedder)


def plan_anew(library: WritableLibrary, entry: ArticleEntry, embedder: str) -> Version | None:
    """Return the version of an article that it has with this embedder and these passages, if it has another now."""
    version = version_of(library, entry.id, embedder)
    return None if list(version.keys) == library.vector_keys(entry.id) else version


def strings_of(versions: Sequence[Version]) -> dict[str, str]:
    """Return vector key -> the string that is embedded, for every passage."""
    return {
        key: embedded_string(version.article.source.title, passage.text)
        for version in versions
        for passage, key in zip(version.passages, version.keys, strict=True)
    }


def count_change(old: Sequence[str], new: Sequence[str]) -> PassageChange:
    """Count the passages kept, added and removed by their vector keys; the same words twice count twice."""
    kept = (Counter(old) & Counter(new)).total()
    return PassageChange(kept=kept, added=len(new) - kept, removed=len(old) - kept)


def _plan(outcome: Outcome, versions: tuple[Version, ...], removed: tuple[str, ...] = ()) -> Plan:
    return Plan(outcome=outcome, change=Change(versions=versions, removed=removed), strings=strings_of(versions))


def _whole(library: WritableLibrary, article: Article, identity: str, embedder: str) -> Version:
    old: list[Passage] = []
    if library.vector_keys(article.id):
        with library.snapshot() as snapshot:
            old = snapshot.passages(article.id)
    passages = resplit(article.id, article.text, old)
    keys = tuple(vector_key(embedder, embedded_string(article.source.title, passage.text)) for passage in passages)
    return Version(article=article, identity=identity, passages=passages, keys=keys)


def with_duplicate_group(library: WritableLibrary, version: Version) -> Version:
    """Return the version with the label of its story: that of an article in nearly the same words, or its own.

    A label of its own names the words as well, so that an article which is rewritten leaves its copies behind.
    """
    article = version.article
    found = bands(article.text)
    with library.snapshot() as snapshot:
        story = next(
            (
                story
                for article_id, story in library.alike(found)
                if article_id != article.id and is_near_duplicate(snapshot.article(article_id).text, article.text)
            ),
            f"{article.id}:{article.digest[:12]}",
        )
    return replace(version, story=story, bands=found)


def _heirs(library: WritableLibrary, article_id: str, embedder: str) -> tuple[Version, ...]:
    """Return new versions of the articles that repeat this one: the oldest takes its place, the others repeat that."""
    heirs = library.duplicates(article_id)
    versions: list[Version] = []
    with library.snapshot() as snapshot:
        for heir in heirs:
            article = snapshot.article(heir.id)
            if heir is heirs[0]:
                versions.append(with_duplicate_group(library, _whole(library, article, heir.identity, embedder)))
            else:
                versions.append(Version(article=article, identity=heir.identity, duplicate_of=heirs[0].id))
    return tuple(versions)


def _moved(draft: Draft, same_text: Sequence[ArticleEntry]) -> ArticleEntry | None:
    """Return the article of a file that is gone and had the draft's very text, if the draft is a file."""
    if not draft.identity.startswith("file:"):
        return None
    return next((entry for entry in same_text if has_moved_from(entry.identity)), None)


def _new_id(library: WritableLibrary, draft: Draft) -> str:
    ids = (id_of(draft.identity, attempt=attempt) for attempt in count())
    return next(one for one in chain([draft.id] if draft.id else (), ids) if library.by_id(one) is None)


def _same(known: ArticleEntry, version: Version, old_keys: list[str]) -> bool:
    made_from = (known.source.format, known.source.extractor)
    is_made_alike = made_from == (version.article.source.format, version.article.source.extractor)
    return known.identity == version.identity and is_made_alike and _says_the_same(known, version, old_keys)


def _says_the_same(known: ArticleEntry, version: Version, old_keys: list[str]) -> bool:
    return (known.digest, known.source, known.duplicate_of, old_keys) == (
        version.article.digest,
        version.article.source,
        version.duplicate_of,
        list(version.keys),
    )


def _status(known: ArticleEntry | None, version: Version, old_keys: list[str]) -> Status:
    if version.duplicate_of is not None:
        return "duplicate"
    if known is None:
        return "new"
    return "unchanged" if _says_the_same(known, version, old_keys) else "updated"
