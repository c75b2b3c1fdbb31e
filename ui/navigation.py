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


BESIDE_CHAT = {
    "library": (labels.SHELF, labels.TO_SHELF, ":material/newsstand:"),
    "draft": (labels.DRAFT, labels.DRAFT, ":material/fact_check:"),
    "digest": (labels.DIGEST, labels.DIGEST, ":material/today:"),
    "events": (labels.EVENTS, labels.EVENTS, ":material/layers:"),
    "programs": (labels.PROGRAMS, labels.PROGRAMS, ":material/key:"),
}
"""Title, label of the link and icon of every page but the conversation's, by its path."""
_FROM_THE_LIBRARY = {"programs": ("library", "programs")}
"""Pages with a link only on these."""
_FOR_ADMINISTRATORS = ("programs",)


def chat_page() -> st.Page:
    """Return the page of the conversation, which is the first one."""
    return st.Page(_show_conversation, title=labels.NAME, default=True)


def page_beside_chat(path: str) -> st.Page:
    """Return another page, by its path."""

    def show() -> None:
        from ui.pages import layout

        layout.show_beside_chat(path)

    return st.Page(show, title=BESIDE_CHAT[path][0], url_path=path)


def head(here: str) -> None:
    """Draw what stands at the top of the sidebar: the name, and the links to the pages; that of this one is marked.

    Args:
        here: the path of the page that is drawn; "" is the conversation's.
    """
    custom.page_style()
    memory: Session | None = st.session_state.get("session")
    with st.sidebar:
        custom.masthead(key="masthead", data={"name": labels.NAME, "tagline": labels.TAGLINE})
        if here != "":
            open_id = memory.talk.id if memory else None
            named = {ADDRESS: open_id} if open_id else None
            st.page_link(chat_page(), label=labels.TO_CHAT, icon=":material/arrow_back:", query_params=named)
        administers = memory is None or memory.administers
        for path, (_, label, icon) in BESIDE_CHAT.items():
            if here in _FROM_THE_LIBRARY.get(path, (here,)) and (administers or path not in _FOR_ADMINISTRATORS):
                st.page_link(page_beside_chat(path), label=label, icon=icon)


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
