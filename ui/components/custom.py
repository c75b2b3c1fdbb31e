"""The parts of the page that are components of our own. Their JavaScript sets text as text, never as HTML.

What the user does in one goes into its outbox and is reported by the trigger ``actions`` (see ``ui.state.actions``);
the trigger ``look`` asks for the data as they are by now, and ``back`` for the whole page.

Why each is not a widget of Streamlit:
masthead: a heading of Streamlit's would stand before the one of the page.
conversation: st.chat_message draws Markdown, has no marks within the text, and is drawn anew as a whole.
asking: st.chat_input loses a text whose report meets a redraw, and forgets it when the page is loaded again.
reader: marks, steps and search in a text; st.dialog would lie over the conversation.
history, library, shelf: st.dataframe cannot ask before it removes, nor unfold a row; reports of its own are lost.
checked: words underlined within a text.
notice: st.status stands in the flow of the page and is drawn by the server that is away.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import streamlit as st

from ui import labels
from ui.scripts import ASSETS, loader
from ui.streamlit_internals import with_selectors


class Component(Protocol):
    """A part of the page, drawn where it is called."""

    def __call__(self, *, key: str, data: Mapping[str, object], **callbacks: Callable[[], None]) -> object:
        """Draw it with ``data``; a callback ``on_<trigger>_change`` hears of a trigger."""
        ...


def _component(name: str, *styles: str, html: str = "") -> Component:
    """Register the component of the module ``<name>.js``, which is given the data as a list of one.

    In a mapping Streamlit would look for tables, and load pandas and pyarrow for that: a third of a second at the first
    drawing, and sixty megabytes.

    Args:
        name: of the component, of its module, and of the class of its element.
        styles: its style sheets, after the one that all components share.
        html: what it consists of before it is drawn, in place of an empty element.
    """
    css = "\n".join((ASSETS / f"{style}.css").read_text(encoding="utf-8") for style in ("base", *styles))
    html = html or f'<div class="{name}"></div>'
    mount = st.components.v2.component(f"dateline.{name}", html=html, css=css, js=loader(f"{name}.js"))

    def draw(*, key: str, data: Mapping[str, object], **callbacks: Any) -> object:
        return mount(key=key, data=[data], **callbacks)

    return draw


masthead = _component("masthead", "masthead")
conversation = _component("conversation", "conversation", "draft", "tools", "card")
asking = _component("asking", "asking", html='<form class="asking"></form>')
reader = _component("reader", "reader", html='<div class="frame"></div>')
history = _component("history", "find", "history")
library = _component("library", "find", "news", "library")
shelf = _component("shelf", "find", "news", "shelf")
checked = _component("checked", "checked")
notice = _component(
    "notice",
    "notice",
    html='<div class="busy" aria-hidden="true" hidden></div><div class="away" role="status"></div>',
)


def page_style() -> None:
    """Lay the page out: what only the whole page can say, such as where the article stands beside the chat."""
    st.html(f"<style>{with_selectors((ASSETS / 'page.css').read_text(encoding='utf-8'))}</style>")
    with st.container(key="above"):
        notice(key="notice", data={"away": labels.AWAY}, on_back_change=lambda: None)
