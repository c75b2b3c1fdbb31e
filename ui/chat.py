"""The conversation and, beside it, the article that a mark opens. One fragment, so that a click redraws only these."""

import json
from collections.abc import Callable, Sequence

import streamlit as st

from domain.errors import DatelineError
from ui import components, reader, words
from ui.answer import answer_data
from ui.background import settle
from ui.data import Data
from ui.state import Exchange, Opened, Session
from ui.tools import Tools
from ui.trouble import error_data, sentence, told

KEY = "conversation"
QUICK_S = 0.15
"""A quoted answer takes tens of milliseconds: worth waiting for, instead of drawing the page twice."""
ANSWERING_MS = 250
LOADING_MS = 1000

Loading = Callable[[], str]
"""Says what the program is still loading; empty when it has everything."""


def show(session: Session, loading: Loading) -> None:
    """Draw the conversation and the reader.

    While an answer or the model is on its way, the component looks again by itself. (A fragment's ``run_every`` would
    have to be changed by running the whole page anew, and then the browser builds the conversation anew: what is being
    written there is lost.)
    """
    st.fragment(_draw)(session, loading)


def _look_ms(session: Session, loading: Loading) -> int:
    """Return how often the component looks again, in milliseconds; 0 if nothing is on its way."""
    if session.answering:
        return ANSWERING_MS
    return LOADING_MS if loading() == words.LOADING_MODEL else 0


def _draw(session: Session, loading: Loading) -> None:
    if session.exchanges:
        settle(session.exchanges[-1].answer, within_s=QUICK_S)
    look = {"look_ms": _look_ms(session, loading)}  # before the turns: an answer that comes between is looked for again
    with told("chat"):
        components.conversation(
            key=KEY,
            data=_conversation(session, loading()) | look,
            on_look_change=lambda: None,
            on_open_change=lambda: _open(session),
            on_ask_change=lambda: _ask(session, "ask"),
            on_explain_change=lambda: session.explain(components.triggered(KEY, "explain").value),
            on_judge_change=lambda: _judge(session),
            on_alone_change=lambda: _ask(session, "alone", alone=True),
            on_everywhere_change=lambda: _ask(session, "everywhere", everywhere=True),
        )
        reader.show(session)
    if session.stale:
        st.rerun()  # what stands outside this fragment is no longer right


def _open(session: Session) -> None:
    report = components.triggered(KEY, "open")
    article_id = session.citations()[report.value].article.id
    session.turn_to(Opened(article_id, report.value), at_ms=report.at_ms)


def _ask(session: Session, trigger: str, *, alone: bool = False, everywhere: bool = False) -> None:
    session.ask(components.triggered(KEY, trigger).value, alone=alone, everywhere=everywhere)


def _judge(session: Session) -> None:
    said = json.loads(components.triggered(KEY, "judge").value)
    answering = int(said["answering"]) if said["answering"] else None
    try:
        session.judge(said["key"], said["verdict"], reason=said["reason"].strip(), answering=answering)
    except DatelineError as error:
        session.tools.failed[said["key"]] = sentence(error)


def _conversation(session: Session, loading: str) -> Data:
    return {
        "name": words.CONVERSATION,
        "asked": words.YOUR_QUESTION,
        "welcome": None if session.exchanges else _welcome(session),
        "status": "" if session.answering else loading,
        "turns": _turns(session.exchanges, loading, session.tools),
        "opened": session.opened.address if session.opened else None,
    }


def turn_data(exchange: Exchange, key: str, loading: str, tools: Tools) -> Data:
    """Return one exchange for the component: with its answer, with its error, or still waiting."""
    turn: Data = {"question": exchange.question, "waiting": "", "answer": None, "follow_ups": None}
    waiting = words.WAITING_FOR_MODEL if loading else words.SEARCHING
    if not exchange.answer.done():
        return turn | {"waiting": waiting}
    error = exchange.answer.exception()
    answer = error_data(error) if error else answer_data(exchange.answer.result(), key, tools)
    return turn | {"answer": answer}


def _turns(exchanges: Sequence[Exchange], loading: str, tools: Tools) -> list[Data]:
    """Return every turn; only the last one suggests what to ask next."""
    turns = [turn_data(exchange, str(place), loading, tools) for place, exchange in enumerate(exchanges)]
    if exchanges and exchanges[-1].succeeded and (questions := exchanges[-1].answer.result().suggestions):
        turns[-1]["follow_ups"] = {"title": words.FOLLOW_UPS, "questions": list(questions)}
    return turns


def _welcome(session: Session) -> Data:
    questions = list(session.program.suggestions(session.scope))
    empty = not questions and not session.program.entries()
    return {
        "title": words.EMPTY_TITLE if empty else words.WELCOME_TITLE,
        "text": words.EMPTY_TEXT if empty else words.WELCOME_TEXT,
        "suggestions": words.SUGGESTIONS if questions else "",
        "questions": questions,
    }
