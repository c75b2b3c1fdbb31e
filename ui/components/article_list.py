"""The sidebar's list of articles, with what is being done to them; the whole library has a page of its own."""

from collections.abc import Callable, Sequence

import streamlit as st

from domain.values import ArticleEntry, Stretch
from ui import labels
from ui.components import adding, custom
from ui.errors import showing_errors
from ui.state.actions import Act, Doing, reported
from ui.state.session import Opened, Session
from ui.view_models.article_lines import list_data
from ui.view_models.data import Data
from ui.view_models.progress import news_data

KEY = "library"
WORKING_MS = 400
WAITING_MS = 3000
"""So often the list is looked at anew while work goes on, and while all of it waits for another attempt."""


def show(session: Session) -> None:
    """Draw the ways to add, and the list; it looks again by itself while work goes on."""
    with showing_errors():
        adding.show(session)
        st.fragment(_draw)(session)


def _draw(session: Session) -> None:
    look(session)
    with showing_errors():
        entries = session.program.library.entries()
        custom.library(
            key=KEY,
            data=_library(session, entries),
            on_look_change=lambda: None,
            on_did_change=lambda: reported(KEY, session.inbox, _doing(session)),
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


def changes(session: Session, entries: Sequence[ArticleEntry]) -> dict[str, tuple[Stretch, ...]]:
    """Return the words that changed of the articles, out of these, whose changes the reader has opened."""
    there = {entry.id for entry in entries}
    return {one: session.program.library.changes(one) for one in session.work.changes_shown if one in there}


def shared_doing(session: Session) -> dict[str, Callable[[Act], None]]:
    """Return what is done to articles and the news about them, here and on the page of the library."""
    return {
        "open": lambda act: session.turn_to(Opened(act.value), at_ms=act.at_ms),
        "remove": lambda act: session.work.remove(named(session, act.value)),
        "dismiss": lambda _: session.work.dismiss(),
        "stop": lambda act: session.work.stop(int(act.value)),
        "changes": lambda act: session.work.show_changes(act.value),
    }


def named(session: Session, article_id: str) -> list[ArticleEntry]:
    """Return the article with this id; none if it has left the library meanwhile."""
    return [entry for entry in session.program.library.entries() if entry.id == article_id]


def _doing(session: Session) -> Doing:
    shared = shared_doing(session)

    def open_beside(act: Act) -> None:
        shared["open"](act)
        session.stale = True  # the reader stands outside the list's fragment

    return shared | {"open": open_beside, "find": lambda act: _find(session, act)}


def _find(session: Session, act: Act) -> None:
    session.sought = act.value.strip()


def _library(session: Session, entries: list[ArticleEntry]) -> Data:
    titles = {entry.id: entry.source.title for entry in entries}
    return {
        "name": labels.LIBRARY_LIST,
        "title": labels.LIBRARY,
        "list": list_data(entries, session.sought),
        "look_ms": look_ms(session),
        "news": news_data(session.work, titles, changes(session, entries)),
        "labels": {"confirm": labels.CONFIRM_REMOVE, "yes": labels.REMOVE_YES, "no": labels.REMOVE_NO},
        "taken": session.inbox.data(),
    }
