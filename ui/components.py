"""The parts of the page that Streamlit has no widget for. Their JavaScript sets text as text, never as HTML.

Each reports what the reader did by a trigger; ``triggered`` reads it inside a callback.
"""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).with_name("assets")


def _assets(*names: str) -> str:
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in names)


masthead = st.components.v2.component(
    "dateline.masthead",
    html='<div class="masthead"></div>',
    css=_assets("base.css", "masthead.css"),
    js=_assets("dom.js", "masthead.js"),
)
conversation = st.components.v2.component(
    "dateline.conversation",
    html='<div class="conversation"></div>',
    css=_assets("base.css", "conversation.css", "draft.css", "tools.css", "card.css"),
    js=_assets(
        "dom.js",
        "outbox.js",
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
asking = st.components.v2.component(
    "dateline.asking",
    html='<form class="asking"></form>',
    css=_assets("base.css", "asking.css"),
    js=_assets("dom.js", "outbox.js", "keys.js", "asking.js"),
)
reader = st.components.v2.component(
    "dateline.reader",
    html='<div class="frame"></div>',
    css=_assets("base.css", "reader.css"),
    js=_assets("dom.js", "outbox.js", "clipboard.js", "quotes.js", "seek.js", "reader.js"),
)
history = st.components.v2.component(
    "dateline.history",
    html='<div class="history"></div>',
    css=_assets("base.css", "find.css", "history.css"),
    js=_assets("dom.js", "find.js", "history.js"),
)
library = st.components.v2.component(
    "dateline.library",
    html='<div class="library"></div>',
    css=_assets("base.css", "find.css", "news.css", "library.css"),
    js=_assets("dom.js", "find.js", "news.js", "library.js"),
)
shelf = st.components.v2.component(
    "dateline.shelf",
    html='<div class="shelf"></div>',
    css=_assets("base.css", "find.css", "news.css", "shelf.css"),
    js=_assets("dom.js", "find.js", "news.js", "shelf.js"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What the reader did in a component, and when: milliseconds of the browser's clock."""

    value: str
    at_ms: float


def triggered(key: str, trigger: str) -> Report:
    """Return what the component ``key`` has just reported under ``trigger``. Only inside that trigger's callback."""
    reported = st.session_state[key][trigger]
    return Report(value=str(reported["value"]), at_ms=float(reported["at"]))


def page_style() -> None:
    """Lay the page out: what only the whole page can say, such as where the reader stands beside the chat."""
    st.html(ASSETS / "page.css")
