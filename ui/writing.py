"""How answers are made: quoted, or written by a language model that the reader chooses."""

from collections.abc import Sequence

import streamlit as st

from domain.values import ModelOffer
from ui import words
from ui.scope import as_printed
from ui.state import Session


def show(session: Session, offers: Sequence[ModelOffer]) -> None:
    """Draw the line that says how answers are made; it opens to change that. Without any model there is none."""
    if not offers and session.model is None:
        return
    here = {offer.name: offer.here for offer in offers}
    names = [None, *dict.fromkeys([*here, *([session.model] if session.model else [])])]
    with st.popover(as_printed(label(session.model)), icon=":material/edit_note:", type="tertiary"):
        key = f"model-{session.model_fields}"
        st.radio(
            words.MODE,
            names,
            index=names.index(session.model),
            format_func=lambda name: as_printed(label(name)),
            key=key,
            on_change=lambda: _take(session, key),
        )
        st.caption(as_printed(leaves(session.model, here.get(session.model or "", False))))


def label(model: str | None) -> str:
    """Return how answers are made, in a line."""
    return words.MODE_WRITE.format(model=model) if model else words.MODE_QUOTE


def leaves(model: str | None, here: bool) -> str:
    """Return what leaves this machine when answers are made so."""
    if model is None:
        return words.LEAVES_NOTHING
    return (words.LEAVES_NOT if here else words.LEAVES).format(model=model)


def _take(session: Session, key: str) -> None:
    if key in st.session_state:  # gone with the page that it stood on
        session.model = st.session_state[key]
