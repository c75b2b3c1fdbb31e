"""The page as a whole: what stands where, and the one program behind every open page."""

from collections import defaultdict
from dataclasses import dataclass, field
from threading import Thread

import streamlit as st

import settings
from assembly import Program
from ui import chat, components, history, library, scope, words
from ui.history import ADDRESS
from ui.sharing import check_address, reader_of
from ui.state import Session, session
from ui.talk import Live
from ui.trouble import told

ICON = components.ASSETS / "icon.svg"


ASKING = {
    "ask": words.ASK,
    "send": words.SEND,
    "stop": words.STOP,
    "shortcuts": words.SHORTCUTS,
    "close": words.SHORTCUTS_CLOSE,
    "keys": [{"keys": keys.split(), "does": does} for keys, does in words.SHORTCUTS_LIST],
}


@dataclass(frozen=True, slots=True)
class Running:
    """The program, and the thread that loads its model."""

    program: Program
    warming: Thread
    live: defaultdict[str, Live] = field(default_factory=lambda: defaultdict(Live))
    """By reader: nobody is shown a conversation of another."""

    @property
    def loading(self) -> str:
        """What the page says about the model; empty when there is nothing to say."""
        if self.program.ready:
            return ""
        return words.LOADING_MODEL if self.warming.is_alive() else words.MODEL_FAILED


@st.cache_resource(show_spinner=False)
def running() -> Running:
    """Return the program of this server, made once; its model loads in the background, and articles are read ahead."""
    loaded = settings.load()
    check_address(st.get_option("server.address"), shared=loaded.shared)
    program = Program(loaded)
    warming = program.warm_up()
    program.read_ahead()
    return Running(program, warming)


def show() -> None:
    """Draw the page."""
    components.page_style()
    with told("page"):
        now = running()
        reader = reader_of(st.user.to_dict())
        if reader is None:
            _ask_to_log_in()
            return
        page_session = session(now.program, now.live[reader], named=st.query_params.get(ADDRESS), reader=reader)
        page_session.stale, page_session.listed = False, page_session.digests()
        with st.bottom:  # by name: put there by itself, it would have the page scroll to the end of every answer
            scope.show(page_session)
            components.asking(key="asking", data=ASKING)
        _set_address(page_session)
        with st.sidebar:
            components.masthead(key="masthead", data={"name": words.NAME, "tagline": words.TAGLINE})
            history.show(page_session)
            library.show(page_session)
            if reader:
                st.button(words.LOG_OUT, on_click=st.logout)
        chat.show(page_session, lambda: now.loading)


def _ask_to_log_in() -> None:
    st.title(words.NAME)
    st.text(words.LOG_IN_FIRST)
    st.button(words.LOG_IN, on_click=st.login, type="primary")


def _set_address(page_session: Session) -> None:
    """Let the address name the conversation that is open, so that the page can be loaded again."""
    open_id = page_session.talk.id
    if open_id == page_session.address or page_session.talk.unknown:
        return
    page_session.address = open_id
    if open_id is None:
        st.query_params.clear()
    else:
        st.query_params[ADDRESS] = open_id
