"""The conversation and, beside it, the article that a mark opens. One fragment, so that a click redraws only these."""

import json
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from domain.errors import DatelineError
from domain.values import Answer
from ui import components, reader, words
from ui.answer import answer_data
from ui.background import settle
from ui.data import Data
from ui.state import Opened, Session
from ui.talk import Exchange
from ui.tools import Tools
from ui.trouble import error_data, sentence, told

KEY = "conversation"
QUICK_S = 0.15
"""A quoted answer takes tens of milliseconds: worth waiting for, instead of drawing the page twice."""
ANSWERING_MS = 250
LOADING_MS = 1000

Digests = Mapping[str, str]
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
    digests = {entry.id: entry.digest for entry in session.program.entries()} if session.exchanges else {}
    return {
        "name": words.CONVERSATION,
        "conversation": session.talk.id or "",
        "asked": words.YOUR_QUESTION,
        "welcome": None if session.exchanges else _welcome(session),
        "status": "" if session.answering else loading,
        "turns": _turns(session.exchanges, loading, session.tools, digests),
        "opened": session.opened.address if session.opened else None,
    }


def turn_data(exchange: Exchange, key: str, loading: str, tools: Tools, digests: Digests) -> Data:
    """Return one exchange for the component: with its answer, with its error, or still waiting.

    ``digests`` are those of the library's articles as they are now, by id.
    """
    turn: Data = {"question": exchange.question, "waiting": "", "answer": None, "follow_ups": None}
    waiting = words.WAITING_FOR_MODEL if loading else words.SEARCHING
    if not exchange.answer.done():
        return turn | {"waiting": waiting}
    error = exchange.answer.exception()
    if error:
        return turn | {"answer": error_data(error)}
    answer = exchange.answer.result()
    changed = words.CHANGED_SINCE if has_changed(answer, digests) else ""
    return turn | {"answer": answer_data(answer, key, tools) | {"changed": changed}}


def has_changed(answer: Answer, digests: Digests) -> bool:
    """Whether an article that is quoted has other words now, or has been removed."""
    cited = [citation.article for citation in (*answer.citations, *answer.nearest)]
    return any(digests.get(article.id) != article.digest for article in cited)


def _turns(exchanges: Sequence[Exchange], loading: str, tools: Tools, digests: Digests) -> list[Data]:
    """Return every turn; only the last one suggests what to ask next."""
    turns = [turn_data(exchange, str(place), loading, tools, digests) for place, exchange in enumerate(exchanges)]
    if not exchanges or not exchanges[-1].answer.done():
        return turns
    last = exchanges[-1]
    if not last.succeeded:
        turns[-1]["follow_ups"] = {"title": words.ASK_AGAIN, "questions": [last.question]}
    elif questions := last.answer.result().suggestions:
        turns[-1]["follow_ups"] = {"title": words.FOLLOW_UPS, "questions": list(questions)}
    return turns


def _welcome(session: Session) -> Data:
    if session.talk.unknown:
        return {"title": words.UNKNOWN_TITLE, "text": words.UNKNOWN_TEXT, "suggestions": "", "questions": []}
    questions = list(session.program.suggestions(session.scope))
    empty = not questions and not session.program.entries()
    return {
        "title": words.EMPTY_TITLE if empty else words.WELCOME_TITLE,
        "text": words.EMPTY_TEXT if empty else words.WELCOME_TEXT,
        "suggestions": words.SUGGESTIONS if questions else "",
        "questions": questions,
    }
