"""The page of events: what two articles or more are about, the newest first."""

import streamlit as st

from ui import labels
from ui.components import article_pane
from ui.components.event import show_event
from ui.errors import showing_errors
from ui.state.session import Session

AT_ONCE = 50


def show(session: Session) -> None:
    """Draw the events, and the article that is open beside them."""
    with showing_errors():
        st.title(labels.EVENTS, anchor=False)
        st.caption(labels.EVENTS_WHAT)
        st.fragment(_draw)(session)


def _draw(session: Session) -> None:
    with showing_errors():
        events = session.program.events.events(limit=AT_ONCE)
        if not events:
            st.text(labels.EVENTS_NONE)
        for event in events:
            show_event(session, event)
        article_pane.show(session)
    if session.stale:
        st.rerun()
