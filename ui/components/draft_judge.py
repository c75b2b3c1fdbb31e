"""Which language model judges the statements of a draft that the bundled reader leaves open; none does by itself."""

from collections.abc import Sequence

import streamlit as st

from domain.values import ModelOffer
from ui import labels
from ui.markdown import as_printed
from ui.state.draft_check import DraftWork


def show(work: DraftWork, offers: Sequence[ModelOffer]) -> None:
    """Draw the line that says who judges; it opens to change that. Without any model there is none."""
    here = {offer.name: offer.here for offer in offers}
    if not here and work.model is None:
        return
    names = [None, *dict.fromkeys([*here, *([work.model] if work.model else [])])]
    key = f"draft-judge-{work.times}"
    with st.popover(as_printed(label(work.model)), icon=":material/balance:", type="tertiary"):
        st.radio(
            labels.DRAFT_JUDGE,
            names,
            index=names.index(work.model),
            format_func=lambda name: as_printed(label(name)),
            key=key,
            on_change=lambda: _take(work, key),
        )
        st.caption(as_printed(leaves(work.model, here.get(work.model or "", False))))


def label(model: str | None) -> str:
    """Return who judges, in a line."""
    return labels.DRAFT_JUDGE_NONE if model is None else labels.DRAFT_JUDGE_MODEL.format(model=model)


def leaves(model: str | None, here: bool) -> str:
    """Return what leaves this machine when a draft is checked so."""
    if model is None:
        return labels.DRAFT_LEAVES_NOTHING
    return (labels.DRAFT_LEAVES_NOT if here else labels.DRAFT_LEAVES).format(model=model)


def _take(work: DraftWork, key: str) -> None:
    if key in st.session_state:  # gone with the page that it stood on
        work.model = st.session_state[key]
