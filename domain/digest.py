"""Standing questions and the digest of what is new since last time, and the protocol to where they are stored."""

from dataclasses import dataclass
from typing import Protocol

from domain.events import Event
from domain.values import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingQuestion:
    """A question that is answered from each article that comes in or changes. ``made`` is in UTC, ISO 8601."""

    id: int
    question: str
    made: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAnswer:
    """An answer to a standing question, from articles that were new at the time ``asked`` (UTC, ISO 8601)."""

    id: int
    question: str
    asked: str
    answer: Answer


class QuestionBook(Protocol):
    """The standing questions of one user, their answers, and the time up to which the user has seen the digest."""

    def questions(self) -> list[StandingQuestion]:
        """Return the questions, the oldest first."""
        ...

    def add(self, question: str) -> StandingQuestion:
        """Store a question for the articles that come in from now on; one that is stored already is returned."""
        ...

    def remove(self, question_id: int) -> bool:
        """Delete a question and its answers; return whether there was one."""
        ...

    def new_articles(self, question_id: int) -> dict[str, str]:
        """Return the articles that the question has not been asked of yet: article id -> digest of its text."""
        ...

    def note(self, question_id: int, asked_of: dict[str, str], answer: Answer | None) -> None:
        """Record that a question has been asked of some articles.

        Args:
            question_id: the question.
            asked_of: the articles, as ``new_articles`` returned them.
            answer: to be stored; None: these articles do not answer the question.
        """
        ...

    def answers(self, since: str) -> list[StandingAnswer]:
        """Return the answers that were given at the time ``since`` (UTC, ISO 8601) or later, sorted by question."""
        ...

    def seen(self) -> str | None:
        """Return the time (UTC, ISO 8601) up to which the user has seen the digest; None: never."""
        ...

    def mark_seen(self, moment: str) -> None:
        """Store the time (UTC, ISO 8601) up to which the user has seen the digest."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestQuote:
    """Words that an answer quotes: ``article.text[start:end] == quote`` in the version with ``digest``.

    ``start`` and ``end`` are None for a quoted field of the source. ``link`` opens the published page at the words;
    None if the article has no web address. ``removed``: the article is no longer in the library.
    """

    quote: str
    article_id: str
    digest: str
    start: int | None
    end: int | None
    title: str
    outlet: str | None
    published: str | None
    link: str | None
    removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestAnswer:
    """A new answer to a standing question."""

    id: int
    question: str
    asked: str
    lead: str
    quotes: tuple[DigestQuote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestArticle:
    """An article that came in, or ``changed``, at the time ``when`` (UTC, ISO 8601)."""

    id: str
    digest: str
    title: str
    outlet: str | None
    published: str | None
    link: str | None
    when: str
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFailure:
    """A feed or an article that could not be fetched, since when and why; ``stopped``: it is not tried again."""

    name: str
    since: str | None
    reason: str
    stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is new for one user between two times (UTC, ISO 8601).

    ``questions`` counts the user's standing questions. ``events`` are those with at least one new article; ``articles``
    are the new ones that belong to no event, sorted by outlet, then by time.
    """

    since: str
    made: str
    questions: int = 0
    answers: tuple[DigestAnswer, ...] = ()
    events: tuple[Event, ...] = ()
    articles: tuple[DigestArticle, ...] = ()
    failures: tuple[DigestFailure, ...] = ()
