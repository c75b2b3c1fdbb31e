"""The page as a whole: what stands where, and the one program behind every open page."""

from dataclasses import dataclass, field
from threading import Thread

import streamlit as st

import settings
from assembly import Program
from ui import chat, components, history, library, scope, words
from ui.history import ADDRESS
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
    live: Live = field(default_factory=Live)

    @property
    def loading(self) -> str:
        """What the page says about the model; empty when there is nothing to say."""
        if self.program.ready:
            return ""
        return words.LOADING_MODEL if self.warming.is_alive() else words.MODEL_FAILED


@st.cache_resource(show_spinner=False)
def running() -> Running:
    """Return the program of this server, made once; its model loads in the background."""
    program = Program(settings.load())
    return Running(program, program.warm_up())


def show() -> None:
    """Draw the page."""
    components.page_style()
    with told("page"):
        now = running()
        page_session = session(now.program, now.live, named=st.query_params.get(ADDRESS))
        page_session.stale, page_session.listed = False, page_session.digests()
        with st.bottom:  # by name: put there by itself, it would have the page scroll to the end of every answer
            scope.show(page_session)
            components.asking(key="asking", data=ASKING)
        _set_address(page_session)
        with st.sidebar:
            components.masthead(key="masthead", data={"name": words.NAME, "tagline": words.TAGLINE})
            history.show(page_session)
            library.show(page_session)
        chat.show(page_session, lambda: now.loading)


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
