"""The conversations that are kept, in the sidebar: by day, searched, renamed, deleted after asking."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import streamlit as st

from domain.dates import spelled
from domain.errors import UnknownConversation
from domain.values import ConversationEntry
from ui import labels
from ui.clock import local
from ui.components import custom
from ui.errors import showing_errors
from ui.state.actions import Action, Handlers, take_report
from ui.state.session import Session
from ui.view_models.data import Data

KEY = "history"
SHOWN = 60
"""Conversations that are drawn; older ones are found by their words."""
FEW = 5
"""Conversations that are shown before the user asks for more; with more than these there is a field to search."""


def show(session: Session, *, parameter: str = "") -> None:
    """Draw the list in a fragment of its own.

    Args:
        session: what the page remembers.
        parameter: the parameter of the page's address that names the conversation; "" where none does.
    """
    st.fragment(_draw)(session, parameter)


def _draw(session: Session, parameter: str) -> None:
    with showing_errors():
        entries = session.conversations.entries(session.sought_talk)
        if not session.sought_talk:
            session.newest = entries[0].id if entries else None
        if entries or session.sought_talk or session.exchanges:
            custom.history(
                key=KEY,
                data=history_data(entries, session.talk.id, session.sought_talk, today=local(datetime.now(UTC)).date())
                | {"parameter": parameter, "taken": session.inbox.data()},
                on_actions_change=lambda: take_report(KEY, session.inbox, _handlers(session)),
            )
    if session.stale:
        st.rerun()  # the conversation stands outside this fragment


def _handlers(session: Session) -> Handlers:
    return {
        "open": lambda action: _turn_to(session, action.value),
        "new": lambda _: _turn_to(session, None),
        "address": lambda action: _follow(session, action),
        "find": lambda action: _find(session, action),
        "rename": lambda action: _rename(session, action),
        "delete": lambda action: _delete(session, action),
    }


def history_data(entries: Sequence[ConversationEntry], current: str | None, sought: str, *, today: date) -> Data:
    """Return the list for the component: the last changed first, grouped by their day."""
    groups = groupby(entries[:SHOWN], key=lambda entry: _day(entry, today))
    return {
        "title": labels.CONVERSATIONS,
        "new": labels.NEW_CONVERSATION,
        "sought": sought,
        "find": labels.FIND_CONVERSATION if sought or len(entries) > FEW else "",
        "none": labels.NO_CONVERSATION if sought and not entries else "",
        "few": len(entries) if sought else FEW,
        "more": labels.ALL_CONVERSATIONS.format(count=min(len(entries), SHOWN)),
        "groups": [{"day": day, "entries": [_line(entry, current) for entry in run]} for day, run in groups],
        "labels": {
            "title": labels.CONVERSATION_TITLE,
            "save": labels.SAVE_TITLE,
            "cancel": labels.VERDICT_CANCEL,
            "yes": labels.DELETE_YES,
            "no": labels.REMOVE_NO,
        },
    }


def _line(entry: ConversationEntry, current: str | None) -> Data:
    return {
        "id": entry.id,
        "title": entry.title,
        "current": entry.id == current,
        "rename": labels.RENAME.format(title=entry.title),
        "delete": labels.DELETE.format(title=entry.title),
        "confirm": labels.CONFIRM_DELETE.format(title=entry.title),
    }


def _day(entry: ConversationEntry, today: date) -> str:
    day = local(datetime.fromisoformat(entry.changed)).date()
    if day == today:
        return labels.TODAY
    return labels.YESTERDAY if day == today - timedelta(days=1) else spelled(day.isoformat())


def _turn_to(session: Session, conversation_id: str | None) -> None:
    session.turn_to_conversation(conversation_id)
    session.stale = True


def _follow(session: Session, action: Action) -> None:
    session.follow(action.value or None)
    session.stale = True


def _find(session: Session, action: Action) -> None:
    session.sought_talk = action.value.strip()


def _rename(session: Session, action: Action) -> None:
    wanted = json.loads(action.value)
    title = " ".join(wanted["title"].split())
    if title:
        with suppress(UnknownConversation):  # deleted on another page: the list that is drawn now says so
            session.conversations.rename(wanted["id"], title)


def _delete(session: Session, action: Action) -> None:
    session.delete_conversation(action.value)
    session.stale = True
