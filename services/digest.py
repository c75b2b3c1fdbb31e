"""Standing questions, and what is new since last time."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from answering.export.digest import as_atom, as_html, as_text
from domain.digest import Digest, DigestAnswer, DigestArticle, DigestFailure, DigestQuote, QuestionBook, StandingAnswer
from domain.lazy import Lazy
from domain.limits import check_question
from domain.links import web_link
from domain.schedule import ARTICLE, FEED
from domain.values import ArticleEntry, Citation, Scope
from ingest.report import event_as_json
from services.ask import Ask
from services.events import Events
from services.library import Library
from store import SqliteLibrary

FIRST = timedelta(days=1)
"""How far the first digest of a user goes back."""
MAX_ARTICLES = 10_000
"""The largest number of new articles in a digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """Asks standing questions of new articles, and makes digests of what is new for a user."""

    store: Lazy[SqliteLibrary]
    library: Library
    ask: Ask
    events: Events

    def questions(self, reader: str = "") -> QuestionBook:
        """Return the standing questions of a user."""
        return self.store().questions(reader)

    def keep_asking(self, question: str, *, reader: str = "") -> int:
        """Ask a question of every article that comes in from now on; return its number. Raises QuestionTooLong."""
        check_question(question)
        return self.questions(reader).add(question).id

    def ask_new(self, *, reader: str = "") -> int:
        """Answer each standing question from the articles it has not been asked of; return the number of answers."""
        book = self.questions(reader)
        answered = 0
        for one in book.questions():
            new = book.new_articles(one.id)
            if not new:
                continue
            answer = self.ask.quote(one.question, scope=Scope(within=frozenset(new)))
            answers = answer.kind == "answer"
            book.note(one.id, new, answer if answers else None)
            answered += answers
        return answered

    def digest(self, *, reader: str = "", since: str | None = None) -> Digest:
        """Ask the standing questions of a user, then return what is new since a time. Does not call ``mark_seen``.

        Args:
            reader: the user's id.
            since: the time (UTC, ISO 8601); None: up to when the user has seen it, or a day ago.
        """
        self.ask_new(reader=reader)
        book, now = self.questions(reader), datetime.now(UTC)
        since = since or book.seen() or (now - FIRST).isoformat(timespec="seconds")
        second = _whole_second(since)  # the times of articles are stored in whole seconds
        entries, _, _ = self.library.part(limit=MAX_ARTICLES, since=second)
        every = self.library.entries()
        known = {entry.id for entry in every}
        events = self.events.events(since=second)
        in_events = {one.id for event in events for one in event.articles}
        return Digest(
            since=since,
            made=now.isoformat(timespec="microseconds"),
            questions=len(book.questions()),
            answers=tuple(self._answer(one, known) for one in book.answers(since)),
            events=tuple(events),
            articles=_by_outlet([entry for entry in entries if entry.id not in in_events], second),
            failures=tuple(self._failures(every)),
        )

    def mark_seen(self, digest: Digest, *, reader: str = "") -> None:
        """Record that a user has seen a digest, so that the next one begins where it ends."""
        self.questions(reader).mark_seen(digest.made)

    def as_json(self, digest: Digest) -> dict[str, Any]:
        """Return a digest as a JSON object."""
        return asdict(digest) | {"events": [event_as_json(one) for one in digest.events]}

    def as_html(self, digest: Digest, zone: tzinfo | None = None) -> str:
        """Return a digest as one HTML file without scripts; its times are those of ``zone``, else of UTC."""
        return as_html(digest, zone or UTC)

    def as_atom(self, digest: Digest) -> bytes:
        """Return a digest as an Atom feed."""
        return as_atom(digest)

    def as_text(self, digest: Digest) -> str:
        """Return a digest as text for a terminal, with times in this machine's zone."""
        return as_text(digest, datetime.now().astimezone().tzinfo or UTC)

    def _answer(self, one: StandingAnswer, known: set[str]) -> DigestAnswer:
        quotes = tuple(self._quote(citation, known) for citation in one.answer.citations)
        return DigestAnswer(id=one.id, question=one.question, asked=one.asked, lead=one.answer.lead, quotes=quotes)

    def _quote(self, citation: Citation, known: set[str]) -> DigestQuote:
        source = citation.article.source
        return DigestQuote(
            quote=citation.quote,
            article_id=citation.article.id,
            digest=citation.article.digest,
            start=citation.start,
            end=citation.end,
            title=source.title,
            outlet=source.outlet,
            published=source.published,
            link=self.library.quoted(citation)[0],
            removed=citation.article.id not in known,
        )

    def _failures(self, entries: Sequence[ArticleEntry]) -> list[DigestFailure]:
        titles = {f"{ARTICLE}{entry.id}": entry.source.title for entry in entries}
        titles |= {f"{FEED}{feed.url}": feed.title for feed in self.library.feeds()}
        return [
            DigestFailure(name=titles[one.place], since=one.failing_since, reason=one.reason or "", stopped=one.stopped)
            for one in self.library.failing()
            if one.place in titles
        ]


def _whole_second(moment: str) -> str:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).isoformat(timespec="seconds")


def _by_outlet(entries: Sequence[ArticleEntry], since: str) -> tuple[DigestArticle, ...]:
    articles = [_article(entry, since) for entry in entries if entry.duplicate_of is None]
    return tuple(sorted(articles, key=lambda one: ((one.outlet or "~").casefold(), one.when)))


def _article(entry: ArticleEntry, since: str) -> DigestArticle:
    came_in = entry.added is not None and entry.added >= since
    return DigestArticle(
        id=entry.id,
        digest=entry.digest,
        title=entry.source.title,
        outlet=entry.source.outlet,
        published=entry.source.published,
        link=web_link(entry.source.url),
        when=(entry.added if came_in else entry.changed) or since,
        changed=not came_in,
    )
