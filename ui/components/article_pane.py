"""The article that is open, beside what the page shows."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from domain.errors import NoteError, UnknownArticle, UnknownEvent, UnknownNote
from domain.values import EVERYTHING, Article, Citation, Scope
from ui import labels
from ui.components import custom, scope
from ui.state.actions import Action, Handlers, take_report
from ui.state.session import Opened, Session
from ui.view_models.article import article_data, gone_data
from ui.view_models.data import Data
from ui.view_models.event import line_of, said_elsewhere
from ui.view_models.notes import find_words, highlights, notes_data
from ui.view_models.sources import edit_line

KEY = "reader"
LABELS = {
    "name": labels.READER,
    "close": labels.CLOSE,
    "copy": labels.COPY,
    "copied": labels.COPIED,
    "refused": labels.COPY_FAILED,
    "original": labels.ORIGINAL,
    "original_words": labels.ORIGINAL_WORDS,
    "here": labels.LINK_HERE,
    "previous": labels.QUOTE_BEFORE,
    "next": labels.QUOTE_AFTER,
    "of": labels.QUOTE_OF,
    "find": labels.FIND_HERE,
    "found": labels.FOUND_HERE,
    "none": labels.FOUND_NOTHING,
    "notes": labels.NOTES,
    "note": labels.NOTE,
    "note_on": labels.NOTE_ON,
    "note_ask": labels.NOTE_ASK,
    "elsewhere": labels.ELSEWHERE,
    "elsewhere_ask": labels.ELSEWHERE_ASK,
    "elsewhere_none": labels.ELSEWHERE_NONE,
    "keep_note": labels.NOTE_KEEP,
    "delete_note": labels.NOTE_DELETE,
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
            data=_article(session, session.citations() if cited is None else {**session.further_citations, **cited}),
            on_actions_change=lambda: take_report(KEY, session.inbox, _handlers(session)),
        )


def _handlers(session: Session) -> Handlers:
    return {
        "close": lambda action: session.turn_to(None, at_ms=action.at_ms),
        "only": lambda _: _only(session),
        "now": lambda action: _show_now(session, at_ms=action.at_ms),
        "note": lambda action: _add_note(session, action),
        "elsewhere": lambda action: session.turn_to(Opened(action.value), at_ms=action.at_ms),
        "where": lambda action: session.look_elsewhere(action.value),
        "place": lambda action: _open_place(session, action),
        "unnote": lambda action: _delete_note(session, action),
    }


def _add_note(session: Session, action: Action) -> None:
    """Keep a note on the open article, on the words that were selected in it if they stand there."""
    said = json.loads(action.value)
    if session.opened is None or not (said["text"].strip() or said["quote"].strip()):
        return
    with suppress(UnknownArticle, NoteError):  # removed on another page; the field holds no more than is kept
        article = session.program.library.article(session.opened.article_id)
        span = find_words(article.text, said["quote"])
        session.program.library.notes(session.reader).add(article.id, said["text"], span=span)


def _delete_note(session: Session, action: Action) -> None:
    with suppress(UnknownNote):  # deleted on another page
        session.program.library.notes(session.reader).delete(int(action.value))


def _open_place(session: Session, action: Action) -> None:
    """Open an article at words that were found for those selected in another one."""
    if found := session.further_citations.get(action.value):
        session.turn_to(Opened(found.article.id, action.value), at_ms=action.at_ms)


def _show_now(session: Session, *, at_ms: float) -> None:
    if session.opened is not None:
        session.turn_to(replace(session.opened, now=True), at_ms=at_ms)


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
        notes = session.program.library.notes(session.reader).notes(article.id)
        cited = {**cited, **highlights(article, notes)}
        former = None if session.opened.now else _as_quoted(session, article, chosen)
        shown = article_data(former or article, list(cited.values()), chosen)
        if former:
            shown |= {"notice": labels.AS_QUOTED, "now": labels.SHOW_NOW}
        shown |= {"edits": [edit_line(one) for one in session.program.library.edits(article.id)]}
        only = labels.NOT_ONLY_THIS if _is_only(session) else labels.ONLY_THIS
        shown |= {"notes": notes_data(notes), "only": only, "elsewhere": _elsewhere(session, article)}
        shown |= {"said": said_elsewhere(session.elsewhere, article.id)}
        shown |= {"lang": session.program.library.language_of(former or article)}
    opened = session.opened.address or session.opened.article_id
    when = "now" if session.opened.now else ""
    return shown | {"labels": LABELS, "opened": f"{opened}{when}", "taken": session.inbox.data()}


def _elsewhere(session: Session, article: Article) -> list[Data]:
    """Return the other articles of the event, as a link shows them."""
    try:
        event = session.program.events.event_of(article.id)
    except (UnknownArticle, UnknownEvent):
        return []
    return [{"id": one.id, "line": line_of(one)} for one in event.articles if one.id != article.id]


def _as_quoted(session: Session, article: Article, chosen: Citation | None) -> Article | None:
    """Return the version of an article that a citation is from, if that is a former one which is still kept."""
    if chosen is None or chosen.article.id != article.id or chosen.article.digest == article.digest:
        return None
    with suppress(UnknownArticle):
        return session.program.library.as_it_was(article.id, chosen.article.digest)
    return None
