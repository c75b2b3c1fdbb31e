"""The article beside the chat."""

from collections.abc import Mapping

import streamlit as st

from domain.errors import UnknownArticle
from domain.values import EVERYTHING, Citation, Scope
from ui import labels
from ui.components import custom, scope
from ui.state.actions import Doing, reported
from ui.state.session import Session
from ui.view_models.article import article_data, gone_data
from ui.view_models.data import Data

KEY = "reader"
LABELS = {
    "name": labels.READER,
    "close": labels.CLOSE,
    "copy": labels.COPY,
    "copied": labels.COPIED,
    "refused": labels.COPY_FAILED,
    "original": labels.ORIGINAL,
    "original_words": labels.ORIGINAL_WORDS,
    "previous": labels.QUOTE_BEFORE,
    "next": labels.QUOTE_AFTER,
    "of": labels.QUOTE_OF,
    "find": labels.FIND_HERE,
    "found": labels.FOUND_HERE,
    "none": labels.FOUND_NOTHING,
}


def show(session: Session, cited: Mapping[str, Citation] | None = None) -> None:
    """Draw the open article, if there is one.

    Args:
        session: what the page remembers.
        cited: the words that are marked, by their addresses; None: those that the conversation quotes.
    """
    if session.opened is None:
        return
    with st.container(key="article"):
        custom.reader(
            key=KEY,
            data=_article(session, session.citations() if cited is None else cited),
            on_did_change=lambda: reported(KEY, session.inbox, _doing(session)),
        )


def _doing(session: Session) -> Doing:
    return {
        "close": lambda act: session.turn_to(None, at_ms=act.at_ms),
        "only": lambda _: _only(session),
    }


def _only(session: Session) -> None:
    """Limit the questions to come to the open article, or no longer."""
    if session.opened is not None:
        article_id = session.opened.article_id
        scope.choose(session, EVERYTHING if _is_only(session) else Scope(within=frozenset({article_id})))


def _is_only(session: Session) -> bool:
    return session.opened is not None and session.scope.within == frozenset({session.opened.article_id})


def _article(session: Session, cited: Mapping[str, Citation]) -> Data:
    if session.opened is None:
        return {}
    chosen: Citation | None = cited.get(session.opened.address or "")
    try:
        article = session.program.library.article(session.opened.article_id)
    except UnknownArticle:
        shown = gone_data(chosen) | {"lang": session.program.library.language(chosen.quote) if chosen else ""}
    else:
        shown = article_data(article, list(cited.values()), chosen)
        only = labels.NOT_ONLY_THIS if _is_only(session) else labels.ONLY_THIS
        shown |= {"only": only, "lang": session.program.library.language(article.text)}
    opened = session.opened.address or session.opened.article_id
    return shown | {"labels": LABELS, "opened": opened, "taken": session.inbox.data()}
