"""The parts of the page that Streamlit has no widget for. Their JavaScript sets text as text, never as HTML.

What the reader did in one goes into its outbox and is reported by the trigger ``did`` (see ``ui.state.actions``); the
trigger ``look`` asks for the data as they are by now, and ``back`` for the whole page.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import streamlit as st

from ui import labels

ASSETS = Path(__file__).parents[1] / "assets"


class Component(Protocol):
    """A part of the page, drawn where it is called."""

    def __call__(self, *, key: str, data: Mapping[str, object], **callbacks: Callable[[], None]) -> object:
        """Draw it with ``data``; a callback ``on_<trigger>_change`` hears of a trigger."""
        ...


def _component(name: str, *, html: str, css: str, js: str) -> Component:
    """Register a component. Its JavaScript is given the data as a list of one.

    In a mapping Streamlit would look for tables, and load pandas and pyarrow for that: a third of a second at the first
    drawing, and sixty megabytes.
    """
    mount = st.components.v2.component(name, html=html, css=css, js=js)

    def draw(*, key: str, data: Mapping[str, object], **callbacks: Any) -> object:
        return mount(key=key, data=[data], **callbacks)

    return draw


def _assets(*names: str) -> str:
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in names)


masthead = _component(
    "dateline.masthead",
    html='<div class="masthead"></div>',
    css=_assets("base.css", "masthead.css"),
    js=_assets("dom.js", "masthead.js"),
)
conversation = _component(
    "dateline.conversation",
    html='<div class="conversation"></div>',
    css=_assets("base.css", "conversation.css", "draft.css", "tools.css", "card.css"),
    js=_assets(
        "dom.js",
        "outbox.js",
        "looking.js",
        "sidebar.js",
        "clipboard.js",
        "keep.js",
        "tools.js",
        "answer.js",
        "card.js",
        "draft.js",
        "turns.js",
        "conversation.js",
    ),
)
asking = _component(
    "dateline.asking",
    html='<form class="asking"></form>',
    css=_assets("base.css", "asking.css"),
    js=_assets("dom.js", "outbox.js", "keys.js", "asking.js"),
)
reader = _component(
    "dateline.reader",
    html='<div class="frame"></div>',
    css=_assets("base.css", "reader.css"),
    js=_assets("dom.js", "outbox.js", "clipboard.js", "quotes.js", "seek.js", "reader.js"),
)
history = _component(
    "dateline.history",
    html='<div class="history"></div>',
    css=_assets("base.css", "find.css", "history.css"),
    js=_assets("dom.js", "outbox.js", "sidebar.js", "find.js", "instead.js", "history.js"),
)
library = _component(
    "dateline.library",
    html='<div class="library"></div>',
    css=_assets("base.css", "find.css", "news.css", "library.css"),
    js=_assets("dom.js", "outbox.js", "looking.js", "find.js", "instead.js", "news.js", "library.js"),
)
shelf = _component(
    "dateline.shelf",
    html='<div class="shelf"></div>',
    css=_assets("base.css", "find.css", "news.css", "shelf.css"),
    js=_assets("dom.js", "outbox.js", "looking.js", "find.js", "news.js", "shelf.js"),
)
checked = _component(
    "dateline.checked",
    html='<div class="checked"></div>',
    css=_assets("base.css", "checked.css"),
    js=_assets("dom.js", "outbox.js", "looking.js", "checked.js"),
)
notice = _component(
    "dateline.notice",
    html='<div class="busy" aria-hidden="true" hidden></div><div class="away" role="status"></div>',
    css=_assets("base.css", "notice.css"),
    js=_assets("outbox.js", "sidebar.js", "notice.js"),
)


def page_style() -> None:
    """Lay the page out: what only the whole page can say, such as where the reader stands beside the chat."""
    st.html(ASSETS / "page.css")
    with st.container(key="above"):
        notice(key="notice", data={"away": labels.AWAY}, on_back_change=lambda: None)
