"""The article beside the chat."""

import streamlit as st

from domain.errors import UnknownArticle
from domain.values import Citation
from ui import components, words
from ui.answer import Data
from ui.reading import article_data, gone_data
from ui.state import Session

KEY = "reader"
LABELS = {
    "name": words.READER,
    "close": words.CLOSE,
    "copy": words.COPY,
    "copied": words.COPIED,
    "refused": words.COPY_FAILED,
}


def show(session: Session) -> None:
    """Draw the open article, if there is one."""
    if session.opened is None:
        return
    with st.container(key="article"):
        components.reader(key=KEY, data=_article(session), on_close_change=lambda: _close(session))


def _close(session: Session) -> None:
    session.turn_to(None, at_ms=components.triggered(KEY, "close").at_ms)


def _article(session: Session) -> Data:
    if session.opened is None:
        return {}
    cited = session.citations()
    chosen: Citation | None = cited.get(session.opened.address or "")
    try:
        article = session.program.article(session.opened.article_id)
    except UnknownArticle:
        shown = gone_data(chosen)
    else:
        shown = article_data(article, list(cited.values()), chosen)
    return shown | {"labels": LABELS, "opened": session.opened.address or session.opened.article_id}
