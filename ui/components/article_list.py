"""The sidebar's list of articles, with what is being done to them; the whole library has a page of its own."""

from collections.abc import Callable, Sequence

import streamlit as st

from domain.values import ArticleEntry, Stretch
from ui import labels
from ui.components import adding, custom
from ui.errors import showing_errors
from ui.state.actions import Action, Handlers, take_report
from ui.state.session import Opened, Session
from ui.view_models.article_lines import list_data
from ui.view_models.data import Data
from ui.view_models.progress import news_data

KEY = "library"
WORKING_MS = 400
WAITING_MS = 3000
"""How often the list is refreshed while jobs run, and while all of them wait for another attempt."""


def show(session: Session) -> None:
    """Draw the forms that add articles, and the list, which refreshes itself while jobs run."""
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
            on_actions_change=lambda: take_report(KEY, session.inbox, _handlers(session)),
        )
    if session.stale:
        st.rerun()  # the welcome, the article pane and the forms stand outside this fragment


def look(session: Session) -> None:
    """Read the progress of the jobs; run the whole page again where one has ended that changes more than the list.

    That is the welcome, an open article, a form. Any other run would only interrupt a click that arrives with it. To be
    called before anything is drawn, so that nobody acts on what is about to be replaced.
    """
    session.work.look()
    if session.work.ended(of_a_form=bool(session.exchanges) and session.opened is None):
        st.rerun()


def look_ms(session: Session) -> int:
    """Return how often to look again, in milliseconds; 0 if there is no job."""
    jobs = session.work.open
    if not jobs:
        return 0
    return WAITING_MS if all(job.due is not None for job in jobs) else WORKING_MS


def changes(session: Session, entries: Sequence[ArticleEntry]) -> dict[str, tuple[Stretch, ...]]:
    """Return the words that changed of the articles, out of these, whose changes the user has opened."""
    there = {entry.id for entry in entries}
    return {one: session.program.library.changes(one) for one in session.work.changes_shown if one in there}


def shared_handlers(session: Session) -> dict[str, Callable[[Action], None]]:
    """Return the handlers for articles and the news about them, here and on the page of the library."""
    return {
        "open": lambda action: session.turn_to(Opened(action.value), at_ms=action.at_ms),
        "remove": lambda action: session.work.remove(named(session, action.value)),
        "dismiss": lambda _: session.work.dismiss(),
        "stop": lambda action: session.work.stop(int(action.value)),
        "changes": lambda action: session.work.show_changes(action.value),
    }


def named(session: Session, article_id: str) -> list[ArticleEntry]:
    """Return the article with this id; none if it has left the library meanwhile."""
    return [entry for entry in session.program.library.entries() if entry.id == article_id]


def _handlers(session: Session) -> Handlers:
    shared = shared_handlers(session)

    def open_beside(action: Action) -> None:
        shared["open"](action)
        session.stale = True  # the article pane stands outside the list's fragment

    return shared | {"open": open_beside, "find": lambda action: _find(session, action)}


def _find(session: Session, action: Action) -> None:
    session.sought = action.value.strip()


def _library(session: Session, entries: list[ArticleEntry]) -> Data:
    titles = {entry.id: entry.source.title for entry in entries}
    return {
        "name": labels.LIBRARY_LIST,
        "title": labels.LIBRARY,
        "list": list_data(entries, session.sought, may_edit=session.may_edit),
        "look_ms": look_ms(session),
        "news": news_data(session.work, titles, changes(session, entries)),
        "labels": {"confirm": labels.CONFIRM_REMOVE, "yes": labels.REMOVE_YES, "no": labels.REMOVE_NO},
        "taken": session.inbox.data(),
    }
