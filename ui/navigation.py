"""What stands around every page, and the question box. It is drawn before the program is loaded.

For a component the browser fetches some scripts first, which takes as long as loading the program: the two go side by
side.
"""

from typing import TYPE_CHECKING

import streamlit as st

from domain.limits import MAX_QUESTION_CHARS
from ui import labels
from ui.components import custom
from ui.login import reader_of

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from ui.state.session import Session

LAST_TURN = "turn"
"""The parameter of the address that names a turn which a single page holds."""
ADDRESS = "conversation"
"""The parameter of the page's address that names the conversation."""
ASKING = {
    "ask": labels.ASK,
    "send": labels.SEND,
    "most": MAX_QUESTION_CHARS,
    "length": labels.QUESTION_LENGTH,
    "stop": labels.STOP,
    "shortcuts": labels.SHORTCUTS,
    "close": labels.SHORTCUTS_CLOSE,
    "keys": [{"keys": keys.split(), "does": does} for keys, does in labels.SHORTCUTS_LIST],
}


def chat_page() -> st.Page:
    """Return the page of the conversation, which is the first one."""
    return st.Page(_show_conversation, title=labels.NAME, default=True)


def library_page() -> st.Page:
    """Return the page of the library."""
    return st.Page(_show_library, title=labels.SHELF, url_path="library")


def draft_page() -> st.Page:
    """Return the page that checks a draft."""
    return st.Page(_show_draft, title=labels.DRAFT, url_path="draft")


def digest_page() -> st.Page:
    """Return the page of what is new."""
    return st.Page(_show_digest, title=labels.DIGEST, url_path="digest")


def events_page() -> st.Page:
    """Return the page of events."""
    return st.Page(_show_events, title=labels.EVENTS, url_path="events")


def programs_page() -> st.Page:
    """Return the page of tokens for other programs."""
    return st.Page(_show_programs, title=labels.PROGRAMS, url_path="programs")


def head(here: str) -> None:
    """Draw what stands at the top of the sidebar: the name, and the ways to the other pages.

    Args:
        here: the path of the page that is drawn; "" is the conversation's.
    """
    custom.page_style()
    with st.sidebar:
        custom.masthead(key="masthead", data={"name": labels.NAME, "tagline": labels.TAGLINE})
        if here != "":
            memory: Session | None = st.session_state.get("session")
            open_id = memory.talk.id if memory else None
            named = {ADDRESS: open_id} if open_id else None
            st.page_link(chat_page(), label=labels.TO_CHAT, icon=":material/arrow_back:", query_params=named)
        if here != "library":
            st.page_link(library_page(), label=labels.TO_SHELF, icon=":material/newsstand:")
        if here != "draft":
            st.page_link(draft_page(), label=labels.DRAFT, icon=":material/fact_check:")
        if here != "digest":
            st.page_link(digest_page(), label=labels.DIGEST, icon=":material/today:")
        if here != "events":
            st.page_link(events_page(), label=labels.EVENTS, icon=":material/event:")
        if here == "library":
            st.page_link(programs_page(), label=labels.PROGRAMS, icon=":material/key:")


def _show_conversation() -> None:
    how = None if reader_of(st.user.to_dict()) is None else _question_box()
    from ui.pages import layout

    layout.show(how)


def _question_box() -> "DeltaGenerator":
    """Draw the question box, which keeps what is asked until it can be answered; return the place for how to answer."""
    with st.bottom:  # by name: put there by itself, it would have the page scroll to the end of every answer
        how = st.container(horizontal=True, key="how")
        custom.asking(key="asking", data=ASKING)
    return how


def _show_library() -> None:
    from ui.pages import layout

    layout.show_library()


def _show_draft() -> None:
    from ui.pages import layout

    layout.show_draft()


def _show_digest() -> None:
    from ui.pages import layout

    layout.show_digest()


def _show_events() -> None:
    from ui.pages import layout

    layout.show_events()


def _show_programs() -> None:
    from ui.pages import layout

    layout.show_programs()
