"""What is searched: all articles, chosen ones, a range of days. Kept until changed, for questions and for drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from domain.collected import MAX_NAME_CHARS
from domain.dates import spelled
from domain.errors import DatelineError
from domain.values import EVERYTHING, ArticleEntry, Scope
from ui import labels
from ui.markdown import as_printed
from ui.state.session import Session
from ui.view_models.sources import reference, shortened

FIRST_DAY, LAST_DAY = date(1600, 1, 1), date(2999, 12, 31)
TITLE_CHARS = 48


def show(session: Session) -> None:
    """Draw the line that says what is searched; it opens to change that."""
    entries = session.program.library.entries()
    if not entries:
        return
    with st.popover(as_printed(label(session.scope, entries)), icon=":material/filter_list:", type="tertiary"):
        _fields(session, {entry.id: reference(entry.source) for entry in entries})
        _group_field(session, entries)
        st.caption(labels.SCOPE_UNDATED)
        everything = session.scope == EVERYTHING
        st.button(labels.SCOPE_CLEAR, disabled=everything, on_click=lambda: choose(session, EVERYTHING))
        if session.scope.within is not None:
            _keep_form(session)


def _keep_form(session: Session) -> None:
    """Draw the form that keeps the articles that are searched as a collection."""
    with st.form("keep-collection", border=False, clear_on_submit=True, enter_to_submit=False):
        st.text_input(labels.KEEP_AS, max_chars=MAX_NAME_CHARS, key="collection-name")
        st.form_submit_button(labels.KEEP_BUTTON, on_click=lambda: _keep(session))
    if session.collection_trouble:
        st.text(session.collection_trouble)


def _keep(session: Session) -> None:
    session.collection_trouble = ""
    try:
        session.collections.add(st.session_state.get("collection-name", ""), session.scope.within or ())
    except DatelineError as error:
        session.collection_trouble = str(error)


def choose(session: Session, scope: Scope) -> None:
    """Search in ``scope`` from now on. To be called in a callback.

    The fields are drawn anew, under other keys: of a popover that is closed the browser keeps the old ones, and would
    send their values with the next click.
    """
    session.scope = scope
    session.scope_fields = (session.scope_fields[0] + 1, scope)
    session.stale = True  # the line above the question box stands outside the other parts' fragments


def label(scope: Scope, entries: Sequence[ArticleEntry]) -> str:
    """Return what is searched, in a line."""
    return _which(scope, {entry.id: entry.source.title for entry in entries}) + _when(scope)


def _which(scope: Scope, titles: Mapping[str, str]) -> str:
    if scope.within is None:
        return labels.SCOPE_ALL
    if len(scope.within) > 1:
        return labels.SCOPE_MANY.format(count=len(scope.within))
    (article_id,) = scope.within
    return labels.SCOPE_ONE.format(title=shortened(titles.get(article_id, labels.SCOPE_GONE), TITLE_CHARS))


def _when(scope: Scope) -> str:
    since, until = (spelled(day) if day else "" for day in (scope.since, scope.until))
    if since and until:
        return labels.SCOPE_BETWEEN.format(since=since, until=until)
    if since:
        return labels.SCOPE_SINCE.format(since=since)
    return labels.SCOPE_UNTIL.format(until=until) if until else ""


def _fields(session: Session, references: Mapping[str, str]) -> None:
    place, first = session.scope_fields
    gone = ((session.scope.within or frozenset()) | (first.within or frozenset())) - references.keys()
    st.multiselect(
        labels.SCOPE_WITHIN,
        [*references, *sorted(gone)],
        default=sorted(first.within or ()),
        format_func=lambda article_id: references.get(article_id, labels.SCOPE_GONE),
        key=f"scope-within-{place}",
        placeholder=labels.SCOPE_ANY,
        on_change=lambda: _take(session),
    )
    left, right = st.columns(2)
    with left:
        _day(session, labels.SCOPE_FROM, first.since, f"scope-since-{place}")
    with right:
        _day(session, labels.SCOPE_TO, first.until, f"scope-until-{place}")


def _group_field(session: Session, entries: Sequence[ArticleEntry]) -> None:
    """Draw the list from which the articles of a whole collection or outlet are added to those that are searched."""
    groups = _groups(session, entries)
    if not groups:
        return
    place, _ = session.scope_fields
    key = f"scope-group-{place}"
    st.selectbox(
        labels.SCOPE_GROUP,
        [*groups],
        index=None,
        key=key,
        placeholder=labels.SCOPE_GROUP_NONE,
        on_change=lambda: _add(session, groups.get(st.session_state.get(key, ""), frozenset())),
    )


def _groups(session: Session, entries: Sequence[ArticleEntry]) -> dict[str, frozenset[str]]:
    """Return the ids of the articles of each collection that has some, and of each outlet, by what the list says."""
    collections = {one.name: session.collections.articles(one.name) for one in session.collections.collections()}
    outlets: dict[str, list[str]] = {}
    for entry in entries:
        if entry.source.outlet:
            outlets.setdefault(entry.source.outlet, []).append(entry.id)
    return {
        form.format(name=name, count=len(ids)): frozenset(ids)
        for form, groups in ((labels.SCOPE_COLLECTION, collections), (labels.SCOPE_OUTLET, outlets))
        for name, ids in sorted(groups.items())
        if ids
    }


def _add(session: Session, article_ids: frozenset[str]) -> None:
    choose(session, replace(session.scope, within=(session.scope.within or frozenset()) | article_ids))


def _day(session: Session, name: str, first: str | None, key: str) -> None:
    st.date_input(
        name,
        value=date.fromisoformat(first) if first else None,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
        on_change=lambda: _take(session),
    )


def _take(session: Session) -> None:
    place, _ = session.scope_fields
    keys = [f"scope-{field}-{place}" for field in ("within", "since", "until")]
    if any(key not in st.session_state for key in keys):
        return  # gone with the page that they stood on, or drawn anew since under other keys
    within, since, until = (st.session_state[key] for key in keys)
    session.scope = Scope(
        within=frozenset(within) if within else None,
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
    )
