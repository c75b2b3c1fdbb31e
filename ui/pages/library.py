"""The page of the library: every article in a table, and all that can be done to them."""

import json
from datetime import datetime

import streamlit as st

from domain.dates import spelled
from domain.values import KEPT_DAYS, ArticleEntry
from ui import labels
from ui.clock import local
from ui.components import adding, article_pane, custom
from ui.components.article_list import changes, look, look_ms, named, shared_handlers
from ui.errors import showing_errors
from ui.state.actions import Action, Handlers, take_report
from ui.state.session import Session
from ui.view_models.data import Data
from ui.view_models.library_table import Order, feed_data, table_data
from ui.view_models.progress import news_data

KEY = "shelf"
EDITING = ("refresh_all", "correct", "remove", "unfollow")
"""Labels of what only editors are shown."""


def show(session: Session) -> None:
    """Draw the forms that add articles, the news, the table, and the article that is open beside it."""
    with showing_errors():
        st.title(labels.SHELF, anchor=False)
        if warning := session.program.maintenance.drive_warning():
            st.warning(warning)
        adding.show(session)
        st.fragment(_draw)(session)
        if session.may_edit:
            _removed(session)


def _removed(session: Session) -> None:
    """Draw the articles that can be brought back, if there are any."""
    removed = session.program.library.removed()
    if not removed:
        return
    with st.expander(labels.REMOVED_LATELY.format(days=KEPT_DAYS)):
        for one in removed:
            about, back = st.columns([5, 1], vertical_alignment="center")
            by = labels.REMOVED_BY.format(name=one.removed_by) if one.removed_by else ""
            about.text(
                labels.REMOVED_LINE.format(
                    title=one.source.title,
                    day=spelled(local(datetime.fromisoformat(one.removed)).date().isoformat()),
                    by=by,
                )
            )
            back.button(labels.BRING_BACK, key=f"back-{one.id}", on_click=session.work.bring_back, args=(one,))


def _draw(session: Session) -> None:
    order: Order = st.session_state.setdefault("shelf-order", Order())
    look(session)
    with showing_errors():
        custom.shelf(
            key=KEY,
            data=_data(session, session.program.library.entries(), order),
            on_look_change=lambda: None,
            on_actions_change=lambda: take_report(KEY, session.inbox, _handlers(session, order)),
        )
        article_pane.show(session)
    if session.stale:
        st.rerun()


def _handlers(session: Session, order: Order) -> Handlers:
    return shared_handlers(session) | {
        "find": lambda action: order.find(action.value),
        "sort": lambda action: order.sort(action.value),
        "state": lambda action: order.narrow(action.value),
        "more": lambda _: order.show_more(),
        "refresh": lambda action: session.work.refresh([action.value] if action.value else ()),
        "correct": lambda action: _correct(session, action),
        "unfollow": lambda action: session.work.unfollow(action.value),
    }


def _correct(session: Session, action: Action) -> None:
    """Set what the user has changed of an article's source, and nothing else: that counts for good."""
    wanted = json.loads(action.value)
    for entry in named(session, wanted["id"]):
        had = {field: getattr(entry.source, field) or "" for field in wanted["fields"]}
        changed = {field: value.strip() for field, value in wanted["fields"].items() if value.strip() != had[field]}
        if changed:
            session.work.correct(entry, changed)


def _data(session: Session, entries: list[ArticleEntry], order: Order) -> Data:
    titles = {entry.id: entry.source.title for entry in entries}
    opened = changes(session, entries)
    failing = session.program.library.failing_feeds()
    feeds = [feed_data(feed, failing.get(feed.url)) for feed in session.program.library.feeds()]
    return {
        "look_ms": look_ms(session),
        "news": news_data(session.work, titles, opened),
        "sought": order.sought,
        "table": table_data(entries, order, opened, may_edit=session.may_edit),
        "feeds": feeds,
        "labels": labels.SHELF_LABELS if session.may_edit else labels.SHELF_LABELS | dict.fromkeys(EDITING, ""),
        "taken": session.inbox.data(),
    }
