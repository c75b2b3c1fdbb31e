"""The conversation and, beside it, the article that a mark opens. One fragment, so that a click redraws only these."""

import json
from collections.abc import Callable
from dataclasses import asdict

import streamlit as st

from domain.errors import DatelineError
from ui import labels
from ui.components import article_pane, custom
from ui.errors import sentence, showing_errors
from ui.state.actions import Action, Handlers, take_report
from ui.state.session import Opened, Session
from ui.state.worker import settle
from ui.view_models.data import Data

KEY = "conversation"
QUICK_S = 0.15
"""A quoted answer takes tens of milliseconds: worth waiting for, instead of drawing the page twice."""
ANSWERING_MS = 250
WRITING_MS = 200
"""Words that are being written look as if they flowed; before the first one, looking often would only take its time."""
LOADING_MS = 1000
AWAY_MS = 3000
"""Turns that another page holds come when it runs again."""

Loading = Callable[[], str]
"""Says what the program is still loading; empty when it has everything."""


def show(session: Session, loading: Loading) -> None:
    """Draw the conversation and the open article.

    While an answer or the model is on its way, the component looks again by itself. (A fragment's ``run_every`` would
    have to be changed by running the whole page anew, and then the browser builds the conversation anew: what is being
    written there is lost.)
    """
    st.fragment(_draw)(session, loading)


def _look_ms(session: Session, loading: Loading) -> int:
    """Return how often the component looks again, in milliseconds; 0 if nothing is on its way."""
    if session.answering:
        return WRITING_MS if any(session.drafts().values()) else ANSWERING_MS
    if session.talk.away or session.talk.missing:
        return AWAY_MS
    return LOADING_MS if loading() == labels.LOADING else 0


def _draw(session: Session, loading: Loading) -> None:
    session.look_for_turns()
    if session.exchanges and not any(session.drafts().values()):
        settle(session.exchanges[-1].answer, within_s=QUICK_S)
    look = {"look_ms": _look_ms(session, loading)}  # before the turns: an answer that comes between is looked for again
    with showing_errors():
        custom.conversation(
            key=KEY,
            data=_conversation(session, loading()) | look,
            on_look_change=lambda: _look(session),
            on_actions_change=lambda: take_report(KEY, session.inbox, _handlers(session)),
        )
        article_pane.show(session)
    if session.stale:
        st.rerun()  # what stands outside this fragment is no longer right


def _look(session: Session) -> None:
    if KEY in st.session_state:  # else the look was on its way when the page was left for another one
        session.inbox.drawing = int(st.session_state[KEY]["look"])


def _handlers(session: Session) -> Handlers:
    return {
        "ask": lambda action: _ask(session, action),
        "alone": lambda action: _ask(session, action, alone=True),
        "everywhere": lambda action: _ask(session, action, everywhere=True),
        "open": lambda action: _open(session, action),
        "explain": lambda action: session.explain(action.value),
        "judge": lambda action: _judge(session, action),
        "pack": lambda action: _save(session, action),
        "saved": lambda action: session.saved(action.value),
        "standing": lambda action: session.keep_asking(action.value),
        "stop": lambda _: session.stop(),
        "quoted": lambda action: _ask(session, action, quoted=True),
        "lack": lambda _: session.turns.forget(),
    }


def _ask(
    session: Session, action: Action, *, alone: bool = False, everywhere: bool = False, quoted: bool = False
) -> None:
    if action.value.strip():
        session.ask(action.value, alone=alone, everywhere=everywhere, quoted=quoted)


def _open(session: Session, action: Action) -> None:
    citation = session.citations().get(action.value)
    if citation:
        session.turn_to(Opened(citation.article.id, action.value), at_ms=action.at_ms)


def _save(session: Session, action: Action) -> None:
    wanted = json.loads(action.value)
    session.save(wanted["key"], wanted["form"], number=action.number)


def _judge(session: Session, action: Action) -> None:
    said = json.loads(action.value)
    answering = int(said["answering"]) if said["answering"] else None
    try:
        session.judge(said["key"], said["verdict"], reason=said["reason"].strip(), answering=answering)
    except DatelineError as error:
        session.tools.failed[said["key"]] = sentence(error)


def _conversation(session: Session, loading: str) -> Data:
    digests = session.program.library.digests() if session.exchanges else {}
    session.stale |= bool(session.exchanges) and digests != session.listed  # another program has changed the library
    return {
        "name": labels.CONVERSATION,
        "conversation": session.talk.id or "",
        "asked": labels.YOUR_QUESTION,
        "answering": session.answering,
        "sending": labels.SENDING,
        "away": labels.SERVER_AWAY,
        "welcome": None if session.exchanges else _welcome(session),
        "status": "" if session.answering else labels.TURNS_ELSEWHERE if session.talk.missing else loading,
        "turns": session.turns.data(
            session.exchanges,
            session.tools,
            waits=_waits(session, loading),
            digests=digests,
            standings=session.program.library.standings() if session.exchanges else {},
            seen=session.inbox.drawing,
        ),
        "drawing": session.turns.drawing,
        "drafts": session.drafts(),
        "opened": session.opened.address if session.opened else None,
        "file": asdict(session.file) if session.file else None,
        "taken": session.inbox.data(),
    }


def _waits(session: Session, loading: str) -> str:
    """Return what a question on its way has to wait for before it can be looked up, in a sentence; mostly nothing."""
    if session.answering and session.program.background.expecting:
        return labels.WAITING_FOR_FIRST
    return labels.WAITING_FOR_LOADING if loading else ""


def _welcome(session: Session) -> Data:
    if session.talk.away:
        return {"title": labels.AWAY_TITLE, "text": labels.AWAY_TEXT, "suggestions": "", "questions": []}
    if session.talk.unknown:
        return {"title": labels.UNKNOWN_TITLE, "text": labels.UNKNOWN_TEXT, "suggestions": "", "questions": []}
    questions = list(session.program.ask.suggestions(session.scope))
    empty = not questions and not session.program.library.entries()
    return {
        "title": labels.EMPTY_TITLE if empty else labels.WELCOME_TITLE,
        "text": labels.EMPTY_TEXT if empty else labels.WELCOME_TEXT,
        "suggestions": labels.SUGGESTIONS if questions else "",
        "questions": questions,
    }
