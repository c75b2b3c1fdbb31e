"""The page of what is new: answers to standing questions, events, articles by outlet, what could not be looked at."""

from itertools import groupby

import streamlit as st

from domain.dates import spelled
from domain.digest import Digest, DigestArticle, DigestQuote
from domain.limits import MAX_QUESTION_CHARS
from domain.quotation_marks import in_quotation_marks
from domain.values import Citation, CitedArticle, Source
from ui import labels
from ui.clock import zone
from ui.components import article_pane
from ui.components.event import show_event
from ui.errors import showing_errors
from ui.markdown import as_printed
from ui.state.session import Opened, Session
from ui.view_models.sources import moment

KEY = "digest"
AT_ONCE = 100
"""Articles that are drawn; the file has all of them."""


def show(session: Session) -> None:
    """Draw what is new, and the article that is open beside it."""
    with showing_errors():
        st.title(labels.DIGEST, anchor=False)
        digest = _digest(session)
        _actions(session, digest)
        st.fragment(_draw)(session, digest)


def _digest(session: Session) -> Digest:
    """Return what was new when the page was opened: nothing moves while it is read."""
    if KEY not in st.session_state:
        with st.spinner(labels.DIGEST_MAKING):
            st.session_state[KEY] = session.program.digests.digest(reader=session.reader)
    digest: Digest = st.session_state[KEY]
    return digest


def _actions(session: Session, digest: Digest) -> None:
    st.caption(labels.DIGEST_SINCE.format(since=moment(digest.since)))
    with st.container(horizontal=True):
        st.button(labels.DIGEST_SEEN, on_click=lambda: _mark_seen(session, digest))
        st.button(labels.DIGEST_AGAIN, on_click=lambda: st.session_state.pop(KEY, None))
        digests = session.program.digests
        st.download_button(labels.DIGEST_HTML, digests.as_html(digest, zone()), "dateline-digest.html", "text/html")
        st.download_button(labels.DIGEST_ATOM, digests.as_atom(digest), "dateline-digest.xml", "application/atom+xml")


def _draw(session: Session, digest: Digest) -> None:
    with showing_errors():
        if not digest.answers and not digest.events and not digest.articles:
            st.text(labels.DIGEST_NOTHING)
        for question, answers in groupby(digest.answers, key=lambda one: one.question):
            st.subheader(as_printed(question), anchor=False)
            for answer in answers:
                for place, quote in enumerate(answer.quotes):
                    _quote(session, quote, f"digest.{answer.id}.{place}")
        for event in digest.events[:AT_ONCE]:
            show_event(session, event)
        for outlet, articles in groupby(digest.articles[:AT_ONCE], key=lambda one: one.outlet or labels.NO_OUTLET):
            st.subheader(as_printed(outlet), anchor=False)
            for one in articles:
                _article(session, one)
        if (more := len(digest.articles) - AT_ONCE) > 0:
            st.text(labels.DIGEST_MORE.format(count=more))
        if digest.failures:
            st.subheader(labels.DIGEST_FAILED, anchor=False)
            for failure in digest.failures:
                given_up = labels.DIGEST_STOPPED if failure.stopped else ""
                since = moment(failure.since)
                st.text(labels.DIGEST_FAILURE.format(name=failure.name, since=since, reason=failure.reason) + given_up)
        _questions(session)
        article_pane.show(session)
    if session.stale:
        st.rerun()


def _quote(session: Session, quote: DigestQuote, address: str) -> None:
    """Draw a quote; a click opens the article at its words."""
    session.further_citations[address] = _citation(quote)
    day = spelled(quote.published) if quote.published else ""
    removed = labels.DIGEST_REMOVED if quote.removed else ""
    st.button(
        as_printed(in_quotation_marks(" ".join(quote.quote.split()))),
        key=address,
        type="tertiary",
        on_click=lambda: _open(session, Opened(quote.article_id, address)),
    )
    st.caption(as_printed(", ".join(filter(None, (quote.title, quote.outlet, day, removed)))))


def _article(session: Session, article: DigestArticle) -> None:
    changed = labels.DIGEST_CHANGED if article.changed else ""
    st.button(
        as_printed(f"{article.title}{changed}"),
        key=f"digest-article-{article.id}",
        type="tertiary",
        on_click=lambda: _open(session, Opened(article.id)),
    )


def _open(session: Session, opened: Opened) -> None:
    """Open an article; clicks on this page come one after the other, so each counts."""
    session.opened = opened


def _questions(session: Session) -> None:
    """Draw the standing questions, each with the way to end it, and the form for another one."""
    st.subheader(labels.STANDING_QUESTIONS, anchor=False)
    book = session.program.digests.questions(session.reader)
    for one in book.questions():
        words, stop = st.columns([5, 1], vertical_alignment="center")
        words.text(one.question)
        stop.button(labels.STOP_ASKING, key=f"stop-asking-{one.id}", on_click=_stop_asking, args=(session, one.id))
    with st.form("keep-asking", border=False, clear_on_submit=True):
        st.text_input(labels.STANDING_QUESTION, max_chars=MAX_QUESTION_CHARS, key="standing-question")
        st.form_submit_button(labels.KEEP_ASKING, on_click=lambda: _keep_asking(session))


def _stop_asking(session: Session, number: int) -> None:
    session.program.digests.questions(session.reader).remove(number)


def _keep_asking(session: Session) -> None:
    if question := st.session_state.get("standing-question", "").strip():
        session.program.digests.keep_asking(question, reader=session.reader)


def _mark_seen(session: Session, digest: Digest) -> None:
    session.program.digests.mark_seen(digest, reader=session.reader)
    st.session_state.pop(KEY, None)


def _citation(quote: DigestQuote) -> Citation:
    source = Source(title=quote.title, outlet=quote.outlet, published=quote.published)
    cited = CitedArticle(id=quote.article_id, source=source, digest=quote.digest)
    return Citation(number=1, quote=quote.quote, start=quote.start, end=quote.end, article=cited)
