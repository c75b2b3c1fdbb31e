"""Questions that are asked of new articles, what is new since last time, and the protocol to where it is stored."""

from dataclasses import dataclass
from typing import Protocol

from domain.events import Event
from domain.values import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingQuestion:
    """A question of one user that is asked of each article that comes in or changes. ``made`` is UTC, ISO 8601."""

    id: int
    question: str
    made: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAnswer:
    """An answer to a standing question, from articles that were new at the time ``asked``."""

    id: int
    question: str
    asked: str
    answer: Answer


class QuestionBook(Protocol):
    """The standing questions of one user, and up to when the user has seen what is new."""

    def questions(self) -> list[StandingQuestion]:
        """Return the questions, the oldest first."""
        ...

    def add(self, question: str) -> StandingQuestion:
        """Store a question, to be asked of articles that come in from now on; the same one is stored once."""
        ...

    def remove(self, question_id: int) -> bool:
        """Forget a question with its answers; return whether there was one."""
        ...

    def new_articles(self, question_id: int) -> dict[str, str]:
        """Return the ids of the articles that it has not been asked of, each with the digest of its text."""
        ...

    def note(self, question_id: int, asked_of: dict[str, str], answer: Answer | None) -> None:
        """Note that it has been asked of these articles (as ``new_articles``), with the answer, if there was one."""
        ...

    def answers(self, since: str) -> list[StandingAnswer]:
        """Return the answers that were given at that time (UTC, ISO 8601) or later, by question."""
        ...

    def seen(self) -> str | None:
        """Return up to when the user has seen what is new; None: never."""
        ...

    def mark_seen(self, moment: str) -> None:
        """Note up to when the user has seen what is new."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestQuote:
    """Words that an answer quotes: ``article.text[start:end] == quote`` in the version with ``digest``.

    ``link`` opens the page where it was published at the words; None if that has no address. ``removed``: the article
    has left the library since.
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
    """An article that came in, or ``changed``, at the time ``when``."""

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
    """A feed or an article that could not be looked at, since when and why; ``stopped``: it is not tried again."""

    name: str
    since: str | None
    reason: str
    stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is new for one user between two times (UTC, ISO 8601).

    ``questions`` counts the user's standing questions. ``events`` have articles that are new, among others;
    ``articles`` are the new ones of no event, sorted by outlet, then by time.
    """

    since: str
    made: str
    questions: int = 0
    answers: tuple[DigestAnswer, ...] = ()
    events: tuple[Event, ...] = ()
    articles: tuple[DigestArticle, ...] = ()
    failures: tuple[DigestFailure, ...] = ()
