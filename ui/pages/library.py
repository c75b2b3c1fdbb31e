"""The page of the library: every article in a table, and all that can be done to them."""

import json

import streamlit as st

from domain.values import ArticleEntry
from ui import labels
from ui.components import adding, article_pane, custom
from ui.components.article_list import changes, look, look_ms, named, shared_doing
from ui.errors import showing_errors
from ui.state.actions import Act, Doing, reported
from ui.state.session import Session
from ui.view_models.data import Data
from ui.view_models.library_table import Order, feed_data, table_data
from ui.view_models.progress import news_data

KEY = "shelf"


def show(session: Session) -> None:
    """Draw the ways to add, the news and the table, and the article that is open beside them."""
    with showing_errors("shelf"):
        st.title(labels.SHELF, anchor=False)
        if warning := session.program.maintenance.drive_warning():
            st.warning(warning)
        adding.show(session)
        st.fragment(_draw)(session)


def _draw(session: Session) -> None:
    order: Order = st.session_state.setdefault("shelf-order", Order())
    look(session)
    with showing_errors("shelf"):
        custom.shelf(
            key=KEY,
            data=_data(session, session.program.library.entries(), order),
            on_look_change=lambda: None,
            on_did_change=lambda: reported(KEY, session.inbox, _doing(session, order)),
        )
        article_pane.show(session)
    if session.stale:
        st.rerun()


def _doing(session: Session, order: Order) -> Doing:
    return shared_doing(session) | {
        "find": lambda act: order.find(act.value),
        "sort": lambda act: order.sort(act.value),
        "state": lambda act: order.narrow(act.value),
        "more": lambda _: order.show_more(),
        "refresh": lambda act: session.work.refresh([act.value] if act.value else ()),
        "correct": lambda act: _correct(session, act),
        "unfollow": lambda act: session.work.unfollow(act.value),
    }


def _correct(session: Session, act: Act) -> None:
    """Set what the reader has changed of an article's source, and nothing else: that counts for good."""
    wanted = json.loads(act.value)
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
        "table": table_data(entries, order, opened),
        "feeds": feeds,
        "labels": labels.SHELF_LABELS,
        "taken": session.inbox.data(),
    }
