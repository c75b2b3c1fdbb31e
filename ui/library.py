"""The sidebar's list of articles, with what is being done to them. The whole library has a page: ui/shelf.py."""

import streamlit as st

from domain.values import ArticleEntry, Stretch
from ui import adding, components, words
from ui.data import Data
from ui.listing import list_data
from ui.news import news_data
from ui.state import Opened, Session
from ui.trouble import told

KEY = "library"
WORKING_MS = 400
WAITING_MS = 3000
"""So often the list is looked at anew while work goes on, and while all of it waits for another attempt."""


def show(session: Session) -> None:
    """Draw the ways to add, and the list; it looks again by itself while work goes on."""
    with told("library"):
        adding.show(session, folded=bool(session.program.entries()))
        st.fragment(_draw)(session)


def _draw(session: Session) -> None:
    look(session)
    with told("library"):
        entries = session.program.entries()
        components.library(
            key=KEY,
            data=_library(session, entries),
            on_look_change=lambda: None,
            on_open_change=lambda: _open(session),
            on_remove_change=lambda: _remove(session),
            on_dismiss_change=session.work.dismiss,
            on_stop_change=lambda: session.work.stop(int(components.triggered(KEY, "stop").value)),
            on_changes_change=lambda: session.work.show_changes(components.triggered(KEY, "changes").value),
            on_find_change=lambda: _find(session),
        )
    if session.stale:
        st.rerun()  # the welcome, the reader and the ways to add stand outside this fragment


def look(session: Session) -> None:
    """See how far the jobs are; draw the page anew where one has ended that changes more than the list.

    That is the welcome, an open article, a form. Else whoever clicks just then would be interrupted for nothing.
    It happens before anything is drawn, so that nobody acts on what is about to be drawn anew.
    """
    session.work.look()
    if session.work.ended(of_a_form=bool(session.exchanges) and session.opened is None):
        st.rerun()


def look_ms(session: Session) -> int:
    """Return how often to look again, in milliseconds; 0 if nothing is under way."""
    jobs = session.work.open
    if not jobs:
        return 0
    return WAITING_MS if all(job.due is not None for job in jobs) else WORKING_MS


def changes(session: Session) -> dict[str, tuple[Stretch, ...]]:
    """Return the words that changed of the articles whose changes the reader has opened."""
    there = {entry.id for entry in session.program.entries()}
    return {one: session.program.changes(one) for one in session.work.changes_shown if one in there}


def _open(session: Session) -> None:
    report = components.triggered(KEY, "open")
    session.turn_to(Opened(report.value), at_ms=report.at_ms)
    session.stale = True  # the reader stands outside the list's fragment


def _remove(session: Session) -> None:
    wanted = components.triggered(KEY, "remove").value
    session.work.remove([entry for entry in session.program.entries() if entry.id == wanted])


def _find(session: Session) -> None:
    session.sought = components.triggered(KEY, "find").value.strip()


def _library(session: Session, entries: list[ArticleEntry]) -> Data:
    titles = {entry.id: entry.source.title for entry in entries}
    return {
        "name": words.LIBRARY_LIST,
        "title": words.LIBRARY,
        "list": list_data(entries, session.sought, session.program.suspicious),
        "look_ms": look_ms(session),
        "news": news_data(session.work, titles, changes(session)),
        "labels": {"confirm": words.CONFIRM_REMOVE, "yes": words.REMOVE_YES, "no": words.REMOVE_NO},
    }
