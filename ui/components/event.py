"""An event: its name, its outlets, its articles in the order of their publication, where they disagree."""

from collections.abc import Mapping

import streamlit as st

from domain.dates import spelled
from domain.events import Event, EventArticle, EventQuote
from domain.values import Citation, CitedArticle, Source
from ui import labels
from ui.components.scope import as_printed
from ui.state.session import Opened, Session


def show_event(session: Session, event: Event) -> None:
    """Draw an event; a click on an article opens it, on a quote at its words."""
    st.subheader(as_printed(event.name), anchor=False)
    st.caption(as_printed(_summary(event)))
    for one in event.articles:
        st.button(
            as_printed(_line(one)),
            key=f"event-article-{event.id}-{one.id}",
            type="tertiary",
            on_click=_open,
            args=(session, Opened(one.id)),
        )
    by_id = {one.id: one for one in event.articles}
    for place, one in enumerate(event.disagreements or ()):
        st.text(labels.EVENT_DISAGREE)
        _quote(session, one.one, by_id, f"event.{event.id}.{place}.one")
        _quote(session, one.other, by_id, f"event.{event.id}.{place}.other")


def _quote(session: Session, quote: EventQuote, articles: Mapping[str, EventArticle], address: str) -> None:
    article = articles[quote.article_id]
    source = Source(title=article.title, outlet=article.outlet, published=article.published)
    cited = CitedArticle(id=article.id, source=source, digest=quote.digest)
    session.further_citations[address] = Citation(
        number=1, quote=quote.quote, start=quote.start, end=quote.end, article=cited
    )
    st.button(
        as_printed(f"“{' '.join(quote.quote.split())}” ({article.outlet or article.title})"),
        key=address,
        type="tertiary",
        on_click=_open,
        args=(session, Opened(article.id, address)),
    )


def _summary(event: Event) -> str:
    first = event.first
    count = len(event.outlets)
    outlets = labels.EVENT_OUTLET if count == 1 else labels.EVENT_OUTLETS.format(count=count)
    day = spelled(event.first_day or "")
    if first is None:
        return labels.EVENT_ORDER_UNKNOWN.format(outlets=outlets, day=day)
    return labels.EVENT_FIRST.format(outlets=outlets, day=day, first=first.outlet or first.title)


def _line(article: EventArticle) -> str:
    day = spelled(article.published) if article.published else ""
    return ", ".join(filter(None, (day, article.outlet, article.title)))


def _open(session: Session, opened: Opened) -> None:
    """Open an article; clicks on this page come one after the other, so each counts."""
    session.opened = opened
