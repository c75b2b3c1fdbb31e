"""How answers are made: quoted, or with a language model that chooses the quotes or writes."""

from collections.abc import Sequence

import streamlit as st

from domain.values import Answer, ModelOffer, Usage
from ui import labels
from ui.markdown import as_printed
from ui.state.session import Session

Way = tuple[str | None, bool]
"""The language model, None without one, and whether it chooses quotes instead of writing."""


def show(session: Session, offers: Sequence[ModelOffer]) -> None:
    """Draw the line that says how answers are made; it opens to change that. Without any model there is none."""
    if not offers and session.model is None:
        return
    here = {offer.name: offer.here for offer in offers}
    current = (session.model, session.choosing and session.model is not None)
    ways = offered(offers, session.model)
    with st.popover(as_printed(label(*current)), icon=":material/edit_note:", type="tertiary"):
        key = f"model-{session.model_fields}"
        st.radio(
            labels.MODE,
            ways,
            index=ways.index(current),
            format_func=lambda way: as_printed(label(*way)),
            key=key,
            on_change=lambda: _take(session, key),
        )
        st.caption(as_printed(leaves(session.model, here.get(session.model or "", False), choosing=current[1])))
        answers = [exchange.answer.result() for exchange in session.exchanges if exchange.succeeded]
        if total := tokens_total(answers):
            st.caption(total)


def tokens_total(answers: Sequence[Answer]) -> str:
    """Return the tokens of a conversation's answers in a line; "" if no model has reported any."""
    parts = [part for answer in answers for part in (answer.parts or (answer,))]
    usage = sum((part.written.usage for part in parts if part.written), Usage())
    if not usage.input_tokens:
        return ""
    return labels.TOKENS_TOTAL.format(read=f"{usage.input_tokens:,}", written=f"{usage.output_tokens:,}")


def offered(offers: Sequence[ModelOffer], model: str | None) -> list[Way]:
    """Return the ways to choose from: quoted, then two for each model; for one on this machine choosing comes first."""
    here = {offer.name: offer.here for offer in offers}
    names = dict.fromkeys([*here, *([model] if model else [])])
    return [(None, False), *((name, choosing is here.get(name, False)) for name in names for choosing in (True, False))]


def label(model: str | None, choosing: bool = False) -> str:
    """Return how answers are made, in a line."""
    if model is None:
        return labels.MODE_QUOTE
    return (labels.MODE_CHOOSE if choosing else labels.MODE_WRITE).format(model=model)


def leaves(model: str | None, here: bool, *, choosing: bool = False) -> str:
    """Return what leaves this machine when answers are made so."""
    if model is None:
        return labels.LEAVES_NOTHING
    if choosing:
        return (labels.CHOOSING_LEAVES_NOT if here else labels.CHOOSING_LEAVES).format(model=model)
    return (labels.LEAVES_NOT if here else labels.LEAVES).format(model=model)


def _take(session: Session, key: str) -> None:
    if key in st.session_state:  # gone with the page that it stood on
        session.model, session.choosing = st.session_state[key]
