"""A conversation that is open: its exchanges, shared by every page that shows it, and kept as it goes on."""

import logging
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Event
from weakref import WeakValueDictionary

from domain.errors import DatelineError, LibraryAway, UnknownConversation
from domain.protocols import Conversations
from domain.values import EVERYTHING, Answer, Conversation, KeptTurn, Scope
from ui import labels
from ui.state.partial_answer import Draft
from ui.view_models.answer_details import Tools

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Exchange:
    """A question and its answer to come."""

    question: str
    answer: Future[Answer]
    scope: Scope = EVERYTHING
    stopped: Event = field(default_factory=Event)
    """Set when the user no longer waits for the answer."""
    draft: Draft | None = None
    """What a language model has written so far; None where the answer is quoted."""

    def stop(self) -> None:
        """Wait no longer for the answer; one that is there stays, and of one that is being written what there is."""
        if self.answer.done():
            return
        if self.draft:
            self.draft.stop()
        else:
            self.stopped.set()
            self.answer = failed(labels.STOPPED)

    @property
    def succeeded(self) -> bool:
        """Whether the answer is there; False while it is on its way, and if asking failed."""
        return self.answer.done() and self.answer.exception() is None


@dataclass(slots=True, weakref_slot=True)
class Talk:
    """``id`` is None until the first question."""

    id: str | None = None
    exchanges: list[Exchange] = field(default_factory=list)
    tools: Tools = field(default_factory=Tools)
    unknown: bool = False
    """The address named a conversation that there is not, or that cannot be opened just now."""
    away: str = ""
    """The id of one that cannot be opened, because the database is away."""
    missing: str = ""
    """The id of its last turn, if only another page has that."""


Live = WeakValueDictionary[str, Talk]
"""The conversations that this server has open, by id: a page that is loaded again goes on with the very same one. One
that no page shows any more, and that waits for no answer, is let go: it is read again from where it is kept."""


def opened(conversations: Conversations, live: Live, conversation_id: str, last_turn: str = "") -> Talk:
    """Return a conversation: the one that is live, else as it was kept; an unknown id is an empty one that says so.

    ``last_turn`` is the id of a turn that another page held back when it was asked; "": none was.
    """
    if (talk := live.get(conversation_id)) is not None:
        return talk
    try:
        conversation = conversations.read(conversation_id)
    except UnknownConversation:
        return Talk(unknown=True)
    except LibraryAway:
        return Talk(unknown=True, away=conversation_id)
    talk = live.setdefault(conversation_id, restored(conversation))
    talk.missing = "" if any(turn.id == last_turn for turn in conversation.turns) else last_turn
    return talk


def restored(conversation: Conversation) -> Talk:
    """Return a conversation as it was kept; a question without an answer was interrupted, and says so."""
    return Talk(id=conversation.id, exchanges=[_restored(turn) for turn in conversation.turns])


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a question is kept. It holds the talk: one that waits for an answer stays open without a page."""

    talk: Talk
    talk_id: str
    place: int


def keep_question(conversations: Conversations, live: Live, talk: Talk, question: str, scope: Scope) -> Kept | None:
    """Keep a question before it is answered; return where, or None if it cannot be kept: it is answered anyway."""
    try:
        if talk.id is not None:
            try:
                return Kept(talk, talk.id, conversations.ask(talk.id, question, scope))
            except UnknownConversation:  # deleted on another page; what is asked from now on is a new one
                live.pop(talk.id, None)
        talk.id, talk.unknown, talk.away = conversations.begin(question), False, ""
        live[talk.id] = talk
        return Kept(talk, talk.id, conversations.ask(talk.id, question, scope))
    except DatelineError as error:
        log.warning(labels.LOG_NOT_KEPT, error)
        return None


def keep_draft(conversations: Conversations, kept: Kept, text: str) -> None:
    """Keep what a model has written so far, in the place of the answer to come. For the thread that answers."""
    try:
        conversations.answer(kept.talk_id, kept.place, labels.INTERRUPTED_AFTER.format(text=text))
    except DatelineError as problem:
        log.warning(labels.LOG_NOT_KEPT, problem)


def keep_answer(conversations: Conversations, kept: Kept, stopped: Event, future: Future[Answer]) -> None:
    """Keep what became of a question. For the thread that answered it, behind the answer."""
    error = DatelineError(labels.STOPPED, hint=labels.ASK_IT_AGAIN) if stopped.is_set() else future.exception()
    stated = (
        future.result() if error is None else error.args[0] if isinstance(error, DatelineError) else labels.UNEXPECTED
    )
    try:
        conversations.answer(kept.talk_id, kept.place, stated)
    except DatelineError as problem:
        log.warning(labels.LOG_NOT_KEPT, problem)


def _restored(turn: KeptTurn) -> Exchange:
    if turn.answer is None:
        return Exchange(turn.question, failed(turn.error or labels.INTERRUPTED), turn.scope)
    future: Future[Answer] = Future()
    future.set_result(turn.answer)
    return Exchange(turn.question, future, turn.scope)


def failed(why: str) -> Future[Answer]:
    """Return what stands for an answer that does not come."""
    future: Future[Answer] = Future()
    future.set_exception(DatelineError(why, hint=labels.ASK_IT_AGAIN))
    return future
