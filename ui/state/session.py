"""What one open page remembers: the conversation, the article that is open, and what it asked of the library."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Event

import streamlit as st

from assembly import Services
from domain.collected import CollectionBook
from domain.errors import LibraryAway, UnknownArticle, UnknownConversation
from domain.limits import MAX_QUESTION_CHARS
from domain.protocols import Conversations
from domain.roles import Role
from domain.values import EVERYTHING, Answer, Citation, CitedArticle, Turn, Verdict
from services.drafts import Elsewhere
from services.export import SavedForm
from ui.state.actions import Inbox
from ui.state.conversation import Exchange, Live, Talk, keep_answer, keep_draft, keep_question, opened
from ui.state.downloads import File, packed
from ui.state.draft_check import DraftWork, citation_of
from ui.state.library_orders import Work
from ui.state.partial_answer import Draft, chose, chosen
from ui.state.worker import Worker
from ui.view_models.answer import addresses, part_of
from ui.view_models.answer_details import Tools
from ui.view_models.event import by_address
from ui.view_models.turns import Turns
from ui.view_models.words_link import WordsLink

EXPECTING_S = 0.2
"""How often a waiting question checks whether the first article has arrived."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The article in the pane; ``address`` is that of the citation it was opened by, None from the list.

    ``now``: as it is now, where it has changed since it was quoted.
    """

    article_id: str
    address: str | None = None
    now: bool = False


LINKED = "linked"
"""Address of the words that the page was opened at."""


class Session:
    """The memory of one open page. Its questions have a thread of their own, which does not wait for the jobs."""

    def __init__(
        self,
        program: Services,
        live: Live | None = None,
        *,
        reader: str = "",
        role: Role = "administrator",
        user: str = "",
    ) -> None:
        """``live`` holds the conversations that pages of this server, of the same user (``reader``), have open."""
        self.program = program
        self.role = role
        self.reader = reader
        """The name under which conversations, collections and notes of the user are kept."""
        self.talk = Talk()
        self.address: str | None = None
        """The id in the page's address, as it was last seen or set."""
        self.address_held = ""
        """The id of a turn that stands in it: one that a single page holds until the database is back."""
        self.sought_talk = ""
        self.newest: str | None = None
        """The conversation that stands first in the list."""
        self.listed: dict[str, str] = {}
        """The digests of the articles that are listed, by id."""
        self._live = Live() if live is None else live
        self.opened: Opened | None = None
        self.inbox = Inbox()
        self.turns = Turns(program.library.language, program.export.footer_text)
        self.file: File | None = None
        """A file on its way to the browser."""
        self.work = Work(program, may_edit=self.may_edit, user=user)
        self.draft_work = DraftWork(program, reader=reader, may_edit=self.may_edit, user=user)
        self.sought = ""
        self.scope = EVERYTHING
        self.scope_fields = (0, EVERYTHING)
        self.further_citations: dict[str, Citation] = {}
        """Quotes that stand outside the conversation, by their addresses."""
        self.elsewhere: Elsewhere | None = None
        """Where other articles say what words say that were selected in one."""
        self.collection_trouble = ""
        """Why what is searched was not kept as a collection; empty if it was."""
        self.model = program.ask.model
        """The language model that writes the answers to come; None: they are quoted."""
        self.choosing = False
        """Whether the model chooses the quotes instead of writing."""
        self.model_fields = 0
        self.stale = False
        self._turned_ms = 0.0
        self._answering = Worker("answering")

    @property
    def may_edit(self) -> bool:
        """Whether the user may add, correct and remove articles."""
        return self.role != "user"

    @property
    def administers(self) -> bool:
        """Whether the user may make tokens and see what programs do."""
        return self.role == "administrator"

    @property
    def collections(self) -> CollectionBook:
        """The collections that the user sees."""
        return self.program.library.collections(self.reader)

    @property
    def conversations(self) -> Conversations:
        """The user's conversations that are kept."""
        return self.program.parts.conversations().of(self.reader)

    def ask(self, question: str, *, alone: bool = False, everywhere: bool = False, quoted: bool = False) -> Exchange:
        """Keep the question, then have it answered with the conversation before it, or ``alone``, without.

        It is answered from the scope that the page is set to, or ``everywhere`` from all articles; by the model that is
        chosen, or ``quoted``.
        """
        before = () if alone else tuple(self.exchanges)
        scope = EVERYTHING if everywhere else self.scope
        stopped, draft = Event(), Draft() if self.model and not quoted else None
        how = self.program.ask.quote if draft is None else self._written(draft)

        def look_up() -> Answer:
            while self.program.background.expecting and not stopped.wait(EXPECTING_S) and not (draft and draft.stopped):
                pass  # the first article is on its way: without it there would be nothing to answer from
            return how(question, _turns(before), scope=scope)

        readable = len(question) <= MAX_QUESTION_CHARS  # any other gets its error, and a place in no conversation
        kept = keep_question(self.conversations, self._live, self.talk, question, scope) if readable else None
        if kept is not None and draft is not None:
            draft.keep = partial(keep_draft, self.conversations, kept)
        answer = self._answering.do(look_up)
        if kept is not None:
            answer.add_done_callback(partial(keep_answer, self.conversations, kept, stopped))
        exchange = Exchange(question, answer, scope, stopped, draft)
        self.exchanges.append(exchange)
        self.stale |= self.address != self.talk.id or self.talk.id != self.newest or self.held != self.address_held
        return exchange

    @property
    def held(self) -> str:
        """The id of the last turn that only this page has, or that only another page had when it was asked."""
        if self.talk.id is None:
            return ""
        return self.conversations.held(self.talk.id) or self.talk.missing

    def _written(self, draft: Draft) -> Callable[..., Answer]:
        """Return the way to have an answer written by the model that is chosen now, or its quotes chosen."""
        ask = self.program.ask
        if self.choosing:
            return partial(ask.choose, model=self.model, stopped=lambda: draft.stopped, on_part=draft.note_part)
        return partial(
            ask.write,
            model=self.model,
            on_text=draft.show_text,
            stopped=lambda: draft.stopped,
            on_part=draft.note_part,
        )

    def stop(self) -> None:
        """Wait no longer for answers that are on their way."""
        for exchange in self.exchanges:
            exchange.stop()

    @property
    def exchanges(self) -> list[Exchange]:
        """The conversation that is open."""
        return self.talk.exchanges

    @property
    def tools(self) -> Tools:
        """What the user did with its answers."""
        return self.talk.tools

    def turn_to_conversation(self, conversation_id: str | None, last_turn: str = "") -> None:
        """Open a conversation that is kept, with the scope of its last question; None begins a new one.

        ``last_turn`` is the id of a turn that it should have.
        """
        self.talk = opened(self.conversations, self._live, conversation_id, last_turn) if conversation_id else Talk()
        self.opened = None
        self.turns.forget()
        scope = self.exchanges[-1].scope if self.exchanges else EVERYTHING
        self.scope, self.scope_fields = scope, (self.scope_fields[0] + 1, scope)
        answers = [exchange.answer.result() for exchange in self.exchanges if exchange.succeeded]
        self.model, self.model_fields = chosen(answers, self.program.ask.model), self.model_fields + 1
        self.choosing = chose(answers)

    def follow(self, named: str | None, last_turn: str = "") -> None:
        """Open the conversation that the page's address names."""
        self.address, self.address_held = named, last_turn
        if named != self.talk.id:
            self.turn_to_conversation(named, last_turn)

    def look_for_turns(self) -> None:
        """Open the conversation anew if it could not be opened, or lacked turns of another page, and now has them."""
        talk = self.talk
        if talk.away:
            found = opened(self.conversations, self._live, talk.away, self.address_held)
            if not found.away:
                self.turn_to_conversation(talk.away, self.address_held)
                self.stale = True
        elif talk.missing and talk.id and not self.answering:
            with suppress(UnknownConversation, LibraryAway):
                if any(turn.id == talk.missing for turn in self.conversations.read(talk.id).turns):
                    self._live.pop(talk.id, None)
                    self.turn_to_conversation(talk.id)
                    self.stale = True

    def delete_conversation(self, conversation_id: str) -> None:
        """Delete a conversation for good; if it is open, a new one begins."""
        with suppress(UnknownConversation):  # another page was quicker
            self.conversations.delete(conversation_id)
        self._live.pop(conversation_id, None)
        if self.talk.id == conversation_id:
            self.turn_to_conversation(None)

    def turn_to(self, opened: Opened | None, *, at_ms: float) -> None:
        """Open an article, or close it with None. Of clicks that arrive together the latest counts, in any order."""
        if at_ms >= self._turned_ms:
            self.opened, self._turned_ms = opened, at_ms

    def look_elsewhere(self, words: str) -> None:
        """Look in the other articles for what words of the open one say."""
        if self.opened is not None and words.strip():
            found = self.elsewhere = self.program.drafts.elsewhere(words, self.opened.article_id)
            for address, evidence in by_address(found).items():
                self.further_citations[address] = citation_of(evidence, 1)

    def explain(self, address: str) -> None:
        """Show how an answer was found, or no longer; ``address`` as in ``ui.view_models.answer.addresses``."""
        self.tools.explained ^= {address}

    def keep_asking(self, question: str) -> None:
        """Ask a question of every article that comes in from now on."""
        self.program.digests.keep_asking(question, reader=self.reader)
        self.tools.standing |= {question}

    def judge(self, address: str, verdict: Verdict, *, reason: str = "", answering: int | None = None) -> None:
        """Store the user's verdict on an answer; for one that is not there, nothing."""
        place = int(address.partition(".")[0])
        if address in self.tools.verdicts or not 0 <= place < len(self.exchanges):
            return
        exchange = self.exchanges[place]
        answer = part_of(exchange.answer.result(), str(place), address) if exchange.succeeded else None
        if answer is not None:
            self.program.export.judge(answer, verdict, reason=reason, answering=answering)
            self.tools.verdicts[address] = verdict

    def save(self, address: str, form: SavedForm, *, number: int) -> None:
        """Make a file of one answer, or of the whole conversation for the address "": a pack, or its quotes to cite."""
        asked = [one for place, one in enumerate(self.exchanges) if one.succeeded and address in ("", str(place))]
        if asked:
            text = self.program.export.save(_turns(asked), form)
            self.file = packed(asked[0].question, text, form, str(number))

    def open_link(self, link: WordsLink) -> None:
        """Open the article that the page's address names, at its words and as it was then, if that is still kept."""
        self.opened = Opened(link.article_id)
        library = self.program.library
        with suppress(UnknownArticle):
            now = library.article(link.article_id)
            article = library.as_it_was(now.id, link.version) if link.version else now
            if link.span is not None and (quote := article.text[slice(*link.span)]):
                cited = CitedArticle(id=article.id, source=article.source, digest=article.digest)
                start, end = link.span[0], link.span[0] + len(quote)
                self.further_citations[LINKED] = Citation(number=1, quote=quote, start=start, end=end, article=cited)
                self.opened = Opened(article.id, LINKED)

    def saved(self, file_id: str) -> None:
        """Forget a file that the browser has received."""
        if self.file and self.file.id == file_id:
            self.file = None

    def citations(self) -> dict[str, Citation]:
        """Return every citation of the conversation, by its address."""
        found: dict[str, Citation] = dict(self.further_citations)
        for place, exchange in enumerate(self.exchanges):
            if exchange.succeeded:
                found |= addresses(exchange.answer.result(), str(place))
        return found

    def drafts(self) -> dict[str, str]:
        """Return what is written so far of each pending answer, by its address."""
        return {
            str(place): exchange.draft.text
            for place, exchange in enumerate(self.exchanges)
            if exchange.draft and not exchange.answer.done()
        }

    @property
    def answering(self) -> bool:
        """Whether a question waits for its answer."""
        return any(not exchange.answer.done() for exchange in self.exchanges)


def session(
    program: Services,
    live: Live,
    *,
    named: str | None,
    reader: str,
    role: Role = "administrator",
    user: str = "",
    last_turn: str = "",
) -> Session:
    """Return this page's memory; made at its first look, with the conversation that the address names.

    Later the address follows the page; where the user changes it (back), the list of conversations reports that.
    Streamlit's own copy of it may be older than what the page has just set.
    """
    if "session" not in st.session_state:
        made = st.session_state["session"] = Session(program, live, reader=reader, role=role, user=user)
        made.follow(named, last_turn)
    kept: Session = st.session_state["session"]
    return kept


def _turns(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    return tuple(Turn(question=one.question, answer=one.answer.result()) for one in exchanges if one.succeeded)
