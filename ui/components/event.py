"""An event: its name, its outlets, its articles in the order of their publication, where they disagree."""

from collections.abc import Mapping

import streamlit as st

from domain.events import Event, EventArticle, EventQuote
from domain.quotation_marks import in_quotation_marks
from domain.values import Citation, CitedArticle, Source
from ui import labels
from ui.markdown import as_printed
from ui.state.session import Opened, Session
from ui.view_models.event import line_of, summary_of


def show_event(session: Session, event: Event) -> None:
    """Draw an event; a click on an article opens it, on a quote at its words."""
    st.subheader(as_printed(event.name), anchor=False)
    st.caption(as_printed(summary_of(event)))
    for one in event.articles:
        st.button(
            as_printed(line_of(one)),
            key=f"event-article-{event.id}-{one.id}",
            type="tertiary",
            on_click=_open,
            args=(session, Opened(one.id)),
        )
    by_id = {one.id: one for one in event.articles}
    for place, sides in enumerate(event.disagreements or ()):
        st.text(labels.EVENT_DISAGREE)
        _quote(session, sides.one, by_id, f"event.{event.id}.{place}.one")
        _quote(session, sides.other, by_id, f"event.{event.id}.{place}.other")


def _quote(session: Session, quote: EventQuote, articles: Mapping[str, EventArticle], address: str) -> None:
    article = articles[quote.article_id]
    source = Source(title=article.title, outlet=article.outlet, published=article.published)
    cited = CitedArticle(id=article.id, source=source, digest=quote.digest)
    session.further_citations[address] = Citation(
        number=1, quote=quote.quote, start=quote.start, end=quote.end, article=cited
    )
    st.button(
        as_printed(
            labels.EVENT_QUOTE.format(
                quote=in_quotation_marks(" ".join(quote.quote.split())), source=article.outlet or article.title
            )
        ),
        key=address,
        type="tertiary",
        on_click=_open,
        args=(session, Opened(article.id, address)),
    )


def _open(session: Session, opened: Opened) -> None:
    """Open an article; clicks on this page come one after the other, so each counts."""
    session.opened = opened
