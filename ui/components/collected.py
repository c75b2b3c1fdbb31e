"""The collections in the sidebar: a click searches one. What is searched is kept as one where that is set."""

from collections.abc import Mapping

import streamlit as st

from domain.collected import Collection
from domain.values import EVERYTHING, Scope
from ui import labels
from ui.components import scope
from ui.errors import showing_errors
from ui.markdown import as_printed
from ui.state.session import Session

KEY = "collections"
FEW = 8
"""Collections that have a line each; of more, the others are chosen from a list."""


def show(session: Session) -> None:
    """Draw the collections that the user sees, in a fragment of their own; nothing where there are none."""
    if session.collections.collections():
        st.fragment(_draw)(session)


def _draw(session: Session) -> None:
    with showing_errors(), st.container(key=KEY):
        st.subheader(labels.COLLECTIONS, anchor=False)
        found = session.collections.collections()
        for one in [*found[:FEW], *(one for one in found[FEW:] if _is_searched(session, one))]:
            _line(session, one)
        if others := {one.name: one for one in found[FEW:]}:
            st.selectbox(
                labels.OTHER_COLLECTIONS,
                [*others],
                index=None,
                key="other-collection",
                placeholder=labels.OTHER_COLLECTIONS,
                label_visibility="collapsed",
                on_change=lambda: _search_chosen(session, others),
            )
    if session.stale:
        st.rerun()  # the line above the question box stands outside this fragment


def _line(session: Session, one: Collection) -> None:
    """Draw a collection; of the one that is searched also what its owner can do with it."""
    searched = _is_searched(session, one)
    st.button(
        labels.COLLECTION_LINE.format(name=as_printed(one.name), count=one.count),
        help=labels.COLLECTION_SHARED if one.shared else None,
        key=f"collection-{one.id}",
        type="primary" if searched else "secondary",
        width="stretch",
        on_click=lambda: _search(session, one, searched=searched),
    )
    if searched and one.own:
        share = labels.UNSHARE_COLLECTION if one.shared else labels.SHARE_COLLECTION
        st.button(share, key=f"share-{one.id}", type="tertiary", on_click=lambda: _share(session, one))
        st.button(
            labels.DELETE_COLLECTION, key=f"delete-{one.id}", type="tertiary", on_click=lambda: _delete(session, one)
        )


def _is_searched(session: Session, one: Collection) -> bool:
    within = session.scope.within
    if within is None or len(within) != one.count:
        return False
    return within == frozenset(session.collections.articles(one.name))


def _search_chosen(session: Session, others: Mapping[str, Collection]) -> None:
    name = str(st.session_state.get("other-collection"))
    if name in others:
        _search(session, others[name], searched=False)


def _search(session: Session, one: Collection, *, searched: bool) -> None:
    """Limit the questions to come to a collection, or no longer."""
    ids = frozenset(session.collections.articles(one.name))
    scope.choose(session, EVERYTHING if searched else Scope(within=ids))


def _share(session: Session, one: Collection) -> None:
    with showing_errors():
        session.collections.change(one.name, shared=not one.shared)


def _delete(session: Session, one: Collection) -> None:
    with showing_errors():
        session.collections.delete(one.name)
        session.stale = True
