"""The pages: what stands where, and the one program behind every open page."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Thread

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import settings
from assembly import Services, build
from domain.roles import role_of
from domain.values import ModelOffer
from ui import labels
from ui.components import answer_mode, article_list, collected, history, scope
from ui.errors import showing_errors
from ui.login import check_start, reader_of
from ui.navigation import ADDRESS, LAST_TURN, chat_page
from ui.pages import conversation, digest, draft, events, library, programs
from ui.state.conversation import Live
from ui.state.session import Session, session
from ui.view_models.words_link import FIELDS, read_link


@dataclass(slots=True)
class Running:
    """The program, and the thread that loads its model."""

    program: Services
    login: bool = False
    """Whether users have to log in."""
    live: defaultdict[str, Live] = field(default_factory=lambda: defaultdict(Live))
    """By user: nobody is shown a conversation of another."""
    warming: Thread | None = None
    _beginning: Lock = field(default_factory=Lock)

    @property
    def loading(self) -> str:
        """What the page says about the model; empty when there is nothing to say."""
        if self.program.ask.ready:
            return ""
        return labels.LOADING if self.warming is None or self.warming.is_alive() else labels.LOADING_FAILED

    def begin(self) -> None:
        """Start the background work once: jobs, loading the model, reading ahead. Returns at once.

        Called after a page is drawn, since the work would delay the first drawing by a second, or by the server where
        work is due without a page. A thread of its own starts it, so that no drawing lasts longer: if the user turns
        to another page meanwhile, Streamlit draws both, and the one that ends last drops the fragments of the other.
        """
        with self._beginning:
            if self.warming is None:
                self.warming = Thread(target=self._go_on, name="dateline-beginning", daemon=True)
                self.warming.start()

    def _go_on(self) -> None:
        self.program.background.start_work()
        warming = self.program.background.warm_up()
        self.program.background.read_ahead()
        warming.join()


_BEGUN: list[Running] = []
"""The program of this server, once it has been made."""


@st.cache_resource(show_spinner=False)
def running() -> Running:
    """Return the program of this server, made once."""
    loaded = settings.load()
    login = check_start(loaded, st.get_option("server.address"))
    begun = Running(build(loaded), login=login)
    _BEGUN.append(begun)
    return begun


def program() -> Services | None:
    """Return the program of this server; None before a page has been drawn."""
    return _BEGUN[-1].program if _BEGUN else None


def stop() -> None:
    """Stop the work in the background: the server is being ended."""
    for begun in _BEGUN:
        begun.program.background.stop_work()


@st.cache_data(ttl=15, show_spinner=False)
def offers() -> list[ModelOffer]:
    """Return the language models that can be asked, looked for again after some seconds."""
    return running().program.ask.models()


BESIDE_CHAT: dict[str, Callable[[Session], None]] = {
    "library": library.show,
    "draft": lambda page_session: draft.show(page_session, offers()),
    "digest": digest.show,
    "events": events.show,
    "programs": programs.show,
}
"""What draws each page but the conversation's, by its path."""


def show_beside_chat(path: str) -> None:
    """Draw the page with this path. A conversation that is chosen there leads back to the conversation's page."""
    with showing_errors():
        page_session = _entered(None)
        if page_session is not None:
            _draw_beside_chat(page_session)
            BESIDE_CHAT[path](page_session)
        running().begin()


def show(how: DeltaGenerator | None) -> None:
    """Draw the page of the conversation; ``how`` is the place for how to answer, None before somebody has logged in."""
    with showing_errors():
        page_session = _entered(st.query_params.get(ADDRESS))
        if page_session is not None:
            _open_link(page_session)
        if page_session is not None and how is not None:
            _draw_conversation(page_session, how)
        running().begin()


def _draw_beside_chat(page_session: Session) -> None:
    talk = st.session_state.setdefault("talk-left", page_session.talk)
    if page_session.talk is not talk:
        open_id = page_session.talk.id
        st.switch_page(chat_page(), query_params={ADDRESS: open_id} if open_id else None)
    page_session.address = talk.id
    with st.sidebar:
        history.show(page_session)


def _draw_conversation(page_session: Session, how: DeltaGenerator) -> None:
    st.session_state.pop("talk-left", None)
    with how:
        scope.show(page_session)
        answer_mode.show(page_session, offers())
    _set_address(page_session)
    with st.sidebar:
        history.show(page_session, parameter=ADDRESS)
        collected.show(page_session)
        article_list.show(page_session)
        if reader_of(st.user.to_dict()):
            st.button(labels.LOG_OUT, on_click=st.logout)
    conversation.show(page_session, lambda: running().loading)


def _entered(named: str | None) -> Session | None:
    """Return the memory of this page; None for whoever has to log in first, and is asked to."""
    now = running()
    reader = reader_of(st.user.to_dict(), login=now.login)
    if reader is None:
        _ask_to_log_in()
        return None
    loaded = now.program.settings
    role = role_of(
        st.user.to_dict(),
        editors=loaded.names_of("editors"),
        administrators=loaded.names_of("administrators"),
        claim=loaded.role_claim,
    )
    user = str(st.user.get("name") or st.user.get("email") or st.user.get("sub") or "")
    last_turn = st.query_params.get(LAST_TURN, "")
    page_session = session(
        now.program,
        now.live[reader],
        named=named,
        reader=reader,
        role=role,
        user=user,
        last_turn=last_turn,
    )
    page_session.stale, page_session.listed = False, now.program.library.digests()
    return page_session


def _ask_to_log_in() -> None:
    st.title(labels.NAME)
    st.text(labels.LOG_IN_FIRST)
    st.button(labels.LOG_IN, on_click=st.login, type="primary")


def _open_link(page_session: Session) -> None:
    """Open what the page's address names beside the conversation, once."""
    link = read_link(st.query_params)
    if link is not None:
        page_session.open_link(link)
        for name in FIELDS:
            st.query_params.pop(name, None)


def _set_address(page_session: Session) -> None:
    """Let the address name the conversation that is open, so that the page can be loaded again."""
    open_id, held = page_session.talk.id, page_session.held
    if page_session.talk.unknown or (open_id, held) == (page_session.address, page_session.address_held):
        return
    page_session.address, page_session.address_held = open_id, held
    named = {} if open_id is None else {ADDRESS: open_id}
    st.query_params.from_dict(named | ({LAST_TURN: held} if held else {}))
