"""The page of the library: every article in a table, and all that can be done to them."""

import json

import streamlit as st

from domain.values import ArticleEntry
from ui import adding, components, reader, words
from ui.data import Data
from ui.library import changes, look, look_ms
from ui.news import news_data
from ui.shelving import AT_ONCE, STATES, Order, table_data
from ui.state import Opened, Session
from ui.trouble import told

KEY = "shelf"


def show(session: Session) -> None:
    """Draw the ways to add, the news and the table, and the article that is open beside them."""
    with told("shelf"):
        st.title(words.SHELF, anchor=False)
        adding.show(session, folded=bool(session.program.entries()))
        st.fragment(_draw)(session)


def _draw(session: Session) -> None:
    order: Order = st.session_state.setdefault("shelf-order", Order())
    look(session)
    with told("shelf"):
        components.shelf(
            key=KEY,
            data=_data(session, session.program.entries(), order),
            on_look_change=lambda: None,
            on_open_change=lambda: _open(session),
            on_find_change=lambda: _find(order),
            on_sort_change=lambda: order.sort(_reported("sort")),
            on_state_change=lambda: _narrow(order),
            on_more_change=lambda: _show_more(order),
            on_refresh_change=lambda: session.work.refresh([one] if (one := _reported("refresh")) else ()),
            on_correct_change=lambda: _correct(session),
            on_remove_change=lambda: session.work.remove(_named(session, _reported("remove"))),
            on_unfollow_change=lambda: session.work.unfollow(_reported("unfollow")),
            on_changes_change=lambda: session.work.show_changes(_reported("changes")),
            on_dismiss_change=session.work.dismiss,
            on_stop_change=lambda: session.work.stop(int(_reported("stop"))),
        )
        reader.show(session)
    if session.stale:
        st.rerun()


def _reported(trigger: str) -> str:
    return components.triggered(KEY, trigger).value


def _named(session: Session, article_id: str) -> list[ArticleEntry]:
    return [entry for entry in session.program.entries() if entry.id == article_id]


def _open(session: Session) -> None:
    report = components.triggered(KEY, "open")
    session.turn_to(Opened(report.value), at_ms=report.at_ms)


def _find(order: Order) -> None:
    order.sought, order.shown = _reported("find").strip(), AT_ONCE


def _narrow(order: Order) -> None:
    wanted = _reported("state")
    order.state, order.shown = wanted if wanted in STATES else "", AT_ONCE


def _show_more(order: Order) -> None:
    order.shown += AT_ONCE


def _correct(session: Session) -> None:
    """Set what the reader has changed of an article's source, and nothing else: that counts for good."""
    wanted = json.loads(_reported("correct"))
    for entry in _named(session, wanted["id"]):
        had = {field: getattr(entry.source, field) or "" for field in wanted["fields"]}
        changed = {field: value.strip() for field, value in wanted["fields"].items() if value.strip() != had[field]}
        if changed:
            session.work.correct(entry, changed)


def _data(session: Session, entries: list[ArticleEntry], order: Order) -> Data:
    titles = {entry.id: entry.source.title for entry in entries}
    opened = changes(session)
    feeds = [{"url": feed.url, "title": feed.title} for feed in session.program.feeds()]
    return {
        "look_ms": look_ms(session),
        "news": news_data(session.work, titles, opened),
        "table": table_data(entries, order, opened),
        "feeds": feeds,
        "labels": words.SHELF_LABELS,
    }
