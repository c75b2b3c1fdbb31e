"""The operations for other programs, which HTTP and MCP call; each returns a JSON value."""

import json
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any, Literal

from answering.export.citing import CitationForm, Reference, cite, reference
from answering.export.report import as_json, trace_as_json
from assembly import Services
from domain.digest import Digest
from domain.errors import SourceError, UnknownJob, UnknownQuestion
from domain.jobs import Job, Order
from domain.values import EVERYTHING, Article, ArticleEntry, Mode, Scope
from ingest.fetch.opml import write_opml
from ingest.report import (
    article_as_json,
    collection_as_json,
    entry_as_json,
    event_as_json,
    feed_as_json,
    note_as_json,
    source_as_json,
    version_as_json,
)
from ingest.report import as_json as outcome_as_json

PAGE_ARTICLES = 100
MAX_PAGE_ARTICLES = 10_000
MAX_HITS = 24
SECTION_CHARS = 6_000
"""The length of a part of an article that is returned at once: some 1,500 tokens."""

Json = dict[str, Any]
DigestForm = Literal["json", "html", "atom"]
Verified = Literal["quotation", "statement", "draft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An article, or a slice of its text: ``article.text[start:end]``."""

    article_id: str
    start: int | None = None
    end: int | None = None


class Operations:
    """The operations. Safe to call from any thread; models are loaded by the first call that needs one."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def scope(self, within: Collection[str] | None, since: str | None, until: str | None, *, user: str = "") -> Scope:
        """Build a scope from articles and days (ISO 8601); ``within`` may name collections of the user.

        Raises UnknownArticle, UnknownCollection; SourceError for a day that is none.
        """
        for day in filter(None, (since, until)):
            try:
                date.fromisoformat(day)
            except ValueError as error:
                raise SourceError(f"{day!r} is no day.", hint="Write it as 2025-11-03.") from error
        if since and until and since > until:
            raise SourceError("“since” is later than “until”.", hint="Exchange them.")
        return self._services.ask.scope(within=within, since=since, until=until, reader=user)

    def ask(
        self,
        question: str,
        *,
        mode: Mode | None = None,
        scope: Scope = EVERYTHING,
        form: CitationForm | None = None,
        trace: bool = False,
    ) -> Json:
        """Answer a question; return what ``python -m answering --json`` prints.

        Args:
            question: the question.
            mode: how it is answered; None: written if a language model is set, else quoted.
            scope: the articles to search.
            form: add the answer's quotes, in this form, as ``cited``.
            trace: add what was found, as ``--trace`` does.
        """
        started = time.monotonic()
        answer = self._services.ask.answer(question, mode=mode, scope=scope)
        report = as_json(answer, time.monotonic() - started, self._services.export.footer_text)
        if form is not None:
            report["cited"] = self._services.export.cite([answer], form)
        if trace:
            report["trace"] = trace_as_json(answer)
        return report

    def search(self, query: str, *, limit: int = 10, scope: Scope = EVERYTHING) -> Json:
        """Search for passages; return them best first, each together with its higher-scoring neighbour."""
        started = time.monotonic()
        hits, articles = self._services.ask.search(query, limit=limit, scope=scope)
        return {
            "query": query,
            "hits": [_place(article, *hit.window) | {"score": round(hit.score, 4)} for hit, article in hits],
            "articles": [{"id": article.id, "title": article.source.title} for article in articles],
            "seconds": round(time.monotonic() - started, 3),
        }

    def verify(self, text: str, kind: Verified, *, scope: Scope = EVERYTHING, form: CitationForm | None = None) -> Json:
        """Check words against the articles; return what ``python -m answering.checking --json`` prints.

        Args:
            text: a quotation, a statement, or a draft with several of both.
            kind: which of them it is; a quotation is looked up without a model.
            scope: the articles.
            form: add what was found in the articles, in this form, as ``cited``.

        Returns:
            The report; each item also has ``places``, the words of its evidence with their articles.

        Raises:
            DraftTooLong: the text has more characters than are checked.
        """
        drafts = self._services.drafts
        report = drafts.check(text, scope=scope, whole=None if kind == "draft" else kind)
        shown = drafts.as_json(report)
        for item, finding in zip(shown["items"], report.findings, strict=True):
            item["places"] = [_place(one.article, one.start, one.end) for one in finding.evidence]
        if form is not None:
            shown["cited"] = drafts.citations(report, form)
        return shown

    def articles(self, *, after: int = 0, limit: int = PAGE_ARTICLES, since: str | None = None) -> Json:
        """Return a page of the list of articles.

        Args:
            after: ``next`` of the part before; 0 for the first one.
            limit: the number of articles at most.
            since: only articles that came in, or whose text changed, at that time (ISO 8601) or later.
        """
        entries, end, total = self._services.library.part(after=after, limit=limit, since=_utc(since))
        return {"articles": [_entry(entry) for entry in entries], "total": total, "next": end}

    def article(self, article_id: str, *, version: str | None = None) -> Json:
        """Return an article as ``python -m ingest --show ID --json`` prints it. Raises UnknownArticle.

        With the digest of a former ``version`` its text is that one, which has no passages.
        """
        if version is not None:
            former = self._services.library.as_it_was(article_id, version)
            return article_as_json(former, []) | {"digest": former.digest}
        library = self._services.library
        article, passages = library.passages(article_id)
        return article_as_json(article, passages, library.edits(article_id)) | {"digest": article.digest}

    def versions(self, article_id: str) -> Json:
        """Return what changed in an article, and when, as ``--versions ID --json`` prints it. Raises UnknownArticle."""
        history = self._services.library.history(article_id)
        return {"id": article_id, "versions": [version_as_json(one, changes) for one, changes in history]}

    def collections(self, user: str) -> Json:
        """Return the collections that a user sees."""
        found = self._services.library.collections(user).collections()
        return {"collections": [collection_as_json(one) for one in found]}

    def collection(self, name: str, user: str) -> Json:
        """Return a collection with the ids of its articles. Raises UnknownCollection."""
        book = self._services.library.collections(user)
        return collection_as_json(book.named(name)) | {"articles": book.articles(name)}

    def change_collection(
        self,
        name: str,
        user: str,
        *,
        add: Collection[str] = (),
        remove: Collection[str] = (),
        new_name: str | None = None,
        shared: bool | None = None,
    ) -> Json:
        """Add articles to a collection (made when missing), remove others, rename or share it; return it.

        Raises UnknownArticle, CollectionError.
        """
        library = self._services.library
        library.collect(name, add, reader=user)
        book = library.collections(user)
        book.take_out(name, remove)
        if new_name is not None or shared is not None:
            name = book.change(name, new_name=new_name, shared=shared).name
        return self.collection(name, user)

    def delete_collection(self, name: str, user: str) -> None:
        """Delete a collection of a user's own; its articles stay. Raises CollectionError."""
        self._services.library.collections(user).delete(name)

    def questions(self, user: str) -> Json:
        """Return the standing questions of a user."""
        return {"questions": [asdict(one) for one in self._services.digests.questions(user).questions()]}

    def keep_asking(self, user: str, question: str) -> Json:
        """Ask a question of every article that comes in from now on. Raises QuestionTooLong."""
        return {"id": self._services.digests.keep_asking(question, reader=user)}

    def stop_asking(self, user: str, question_id: int) -> None:
        """Delete a standing question and its answers. Raises UnknownQuestion."""
        if not self._services.digests.questions(user).remove(question_id):
            raise UnknownQuestion(f"There is no standing question {question_id}.", hint="See GET /questions.")

    def digest(self, user: str, since: str | None = None) -> Digest:
        """Ask the standing questions of a user, then return what is new."""
        return self._services.digests.digest(reader=user, since=_utc(since))

    def digest_as(self, digest: Digest, form: DigestForm) -> bytes:
        """Return a digest as JSON, as an HTML file or as an Atom feed."""
        if form == "json":
            return json.dumps(self._services.digests.as_json(digest), ensure_ascii=False).encode()
        digests = self._services.digests
        return digests.as_atom(digest) if form == "atom" else digests.as_html(digest).encode()

    def mark_seen(self, user: str, moment: str) -> None:
        """Store up to when a user has seen what is new: the ``made`` of a digest. Raises SourceError."""
        self._services.digests.questions(user).mark_seen(_utc(moment, timespec="microseconds") or moment)

    def notes(self, user: str, article_id: str | None = None) -> Json:
        """Return the notes and highlights of a user, on one article or all. Raises UnknownArticle."""
        if article_id is not None:
            self._services.library.article(article_id)
        return {"notes": [note_as_json(one) for one in self._services.library.notes(user).notes(article_id)]}

    def add_note(self, user: str, article_id: str, text: str, span: tuple[int, int] | None) -> Json:
        """Store a note, or a highlight of a span; return it. Raises UnknownArticle, NoteError."""
        return note_as_json(self._services.library.notes(user).add(article_id, text, span=span))

    def change_note(self, user: str, note_id: int, text: str) -> Json:
        """Replace the text of a note; return the note. Raises NoteError, also its subclass UnknownNote."""
        return note_as_json(self._services.library.notes(user).change(note_id, text))

    def delete_note(self, user: str, note_id: int) -> None:
        """Delete a note. Raises UnknownNote."""
        self._services.library.notes(user).delete(note_id)

    def import_list(self, data: bytes, name: str, user: str, *, by: str = "") -> Json:
        """Store a job that takes in the export of a reading list; return it, and which parts of the list are not used.

        Raises:
            SourceError: the export is of no known format.
        """
        found = self._services.ingest.read_list(data, name)
        number = self._services.background.order_list(found, reader=user, by=by)
        return self.job(number) | {"service": found.service, "ignored": list(found.ignored)}

    def section(self, article_id: str, number: int = 1) -> Json:
        """Return one section of an article, cut between passages; ``number`` counts from 1."""
        article, passages = self._services.library.passages(article_id)
        length = len(article.text)  # a duplicate has no passages
        ends = [passage.end for passage in passages] or [*range(SECTION_CHARS, length, SECTION_CHARS), length]
        borders = [0]
        for before, end in pairwise(ends):
            if end - borders[-1] > SECTION_CHARS:
                borders.append(before)
        borders.append(length)
        count = len(borders) - 1
        if not 1 <= number <= count:
            raise SourceError(f"The article has no section {number}.", hint=f"It has sections 1 to {count}.")
        start, end = borders[number - 1 : number + 1]
        source = source_as_json(article.source)
        return {"id": article.id, "source": source, "section": number, "sections": count, **_span(article, start, end)}

    def whats_new(self, since: str, *, limit: int = PAGE_ARTICLES) -> Json:
        """Return the articles that came in, or changed, since a time (ISO 8601), the newest first."""
        moment = _utc(since)
        entries, _, _ = self._services.library.part(limit=MAX_PAGE_ARTICLES, since=moment)
        entries.sort(key=lambda entry: entry.changed or entry.added or "", reverse=True)
        events = self.events(since, limit=limit)["events"]
        articles = [_entry(entry) for entry in entries[:limit]]
        return {"since": moment, "count": len(entries), "events": events, "articles": articles}

    def events(self, since: str | None = None, *, limit: int = PAGE_ARTICLES) -> Json:
        """Return the events, or those with an article that came in or changed since a time, the newest first."""
        events = self._services.events
        return events.as_json(events.events(since=_utc(since), limit=limit))

    def event_of(self, article_id: str) -> Json:
        """Return the event of an article. Raises UnknownArticle, UnknownEvent."""
        return event_as_json(self._services.events.event_of(article_id))

    def cite(self, parts: Sequence[Part], form: CitationForm) -> str:
        """Return articles and quotes in a form that reference managers read. Raises UnknownArticle, SourceError."""
        return cite([self._reference(part) for part in parts], form)

    def order(self, orders: Sequence[Order], *, by: str = "") -> int:
        """Store a job; return its number. Raises LibraryError if too much is waiting already."""
        return self._services.background.order(orders, by=by)

    def jobs(self) -> Json:
        """Return the jobs, the newest first."""
        return {"jobs": [_job(job) for job in self._services.background.jobs.jobs()]}

    def job(self, number: int) -> Json:
        """Return one job with its outcomes so far. Raises UnknownJob."""
        job = next((one for one in self._services.background.jobs.jobs() if one.number == number), None)
        if job is None:
            raise UnknownJob(f"There is no job {number}.", hint="Jobs that are done are forgotten after a while.")
        return _job(job) | {
            "articles": [outcome_as_json(one) for one in self._services.background.jobs.outcomes(number)]
        }

    def stop_job(self, number: int) -> Json:
        """Begin nothing more of a job. Raises UnknownJob."""
        self.job(number)
        self._services.background.jobs.stop(number)
        return self.job(number)

    def feeds(self) -> Json:
        """Return the feeds that are followed, and since when and why one cannot be looked at."""
        failing = self._services.library.failing_feeds()
        return {"feeds": [feed_as_json(feed, failing.get(feed.url)) for feed in self._services.library.feeds()]}

    def follow(self, urls: Sequence[str], *, by: str = "") -> int:
        """Store the job of following feeds; return its number."""
        return self._services.background.follow(urls, by=by)

    def unfollow(self, url: str) -> None:
        """Forget a feed; its articles stay. Raises SourceError if it is not followed."""
        self._services.library.unfollow(url)

    def opml(self) -> bytes:
        """Return the feeds that are followed as an OPML list."""
        return write_opml(self._services.library.feeds(), title="Dateline")

    def follow_opml(self, data: bytes, *, by: str = "") -> int:
        """Store the job of following the feeds of an OPML list; return its number. Raises SourceError."""
        return self._services.background.follow_list(data, by=by)

    def _reference(self, part: Part) -> Reference:
        article = self._services.library.article(part.article_id)
        if part.start is None or part.end is None:
            return reference(article)
        if not 0 <= part.start < part.end <= len(article.text):
            raise SourceError(
                f"The article {article.id} has no characters {part.start} to {part.end}.",
                hint=f"It has {len(article.text)}; count code points from 0.",
            )
        return reference(article, (part.start, part.end))


def _place(article: Article, start: int, end: int) -> Json:
    about = {"id": article.id, **source_as_json(article.source), "digest": article.digest}
    return {"quote": article.text[start:end], "start": start, "end": end, "article": about}


def _span(article: Article, start: int, end: int) -> Json:
    return {"start": start, "end": end, "text": article.text[start:end]}


def _entry(entry: ArticleEntry) -> Mapping[str, object]:
    return entry_as_json(entry) | {"added": entry.added, "changed": entry.changed}


def _job(job: Job) -> Json:
    state: Literal["open", "done"] = "open" if job.open else "done"
    return {
        "number": job.number,
        "state": state,
        "asked": job.asked,
        "total": job.total,
        "done": job.done,
        "working_on": job.name,
        "waits_for": job.waits_for,
    }


def _utc(moment: str | None, *, timespec: str = "seconds") -> str | None:
    """Return a time or a day in ISO 8601 as the library stores times; without an offset it is in UTC."""
    if moment is None:
        return None
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError as error:
        raise SourceError(f"{moment!r} is no time.", hint="Write it as 2025-11-03T08:00:00+01:00.") from error
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec=timespec)
