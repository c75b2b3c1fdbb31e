"""The page that checks a draft: the draft with its findings marked, and beside it the words of the articles."""

import json
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from domain.drafts import KeptDraft
from domain.values import EVERYTHING, Material, ModelOffer
from services.export import MEDIA_TYPES
from ui import labels
from ui.components import article_pane, custom, draft_judge, scope
from ui.components.adding import media_of
from ui.errors import sentence, showing_errors
from ui.markdown import as_printed
from ui.state.actions import Action, Handlers, take_report
from ui.state.draft_check import Check, DraftWork
from ui.state.session import Opened, Session
from ui.view_models.data import Data
from ui.view_models.draft import draft_data
from ui.view_models.sources import shortened

KEY = "checked"
TITLE_CHARS = 60
LOOK_MS = 500
FINDINGS_A_SECOND = 200
"""What the browser can draw again and again: of a draft with very many findings it is looked for more seldom."""
ENDINGS = [".txt", ".md", ".docx", ".odt", ".html", ".htm", ".pdf"]
FORMS = {
    "docx": (labels.DRAFT_WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": (labels.DRAFT_HTML, MEDIA_TYPES["html"]),
    "md": (labels.DRAFT_MARKDOWN, MEDIA_TYPES["markdown"]),
    "json": (labels.DRAFT_JSON, "application/json"),
    "bib": ("BibTeX", MEDIA_TYPES["bibtex"]),
    "ris": ("RIS", MEDIA_TYPES["ris"]),
    "csl.json": ("CSL-JSON", MEDIA_TYPES["csl-json"]),
}


def show(session: Session, offers: Sequence[ModelOffer]) -> None:
    """Draw the fields for the draft, and what was found in it; ``offers`` are the models that may judge."""
    with showing_errors():
        st.title(labels.DRAFT, anchor=False)
        st.fragment(_draw_fields)(session, offers)
        st.fragment(_draw_findings)(session)


def _draw_fields(session: Session, offers: Sequence[ModelOffer]) -> None:
    """Draw the fields; a draft that is being checked stands in them to be corrected."""
    work = session.draft_work
    with showing_errors():
        if work.check is None:
            st.text(labels.DRAFT_INTRO)
            _fields(session, offers)
            st.text(labels.DRAFT_PRIVATE)
            _kept(session)
        else:
            with st.expander(labels.DRAFT_TEXT, icon=":material/edit_note:"):
                _fields(session, offers)
            _controls(session)
    if session.stale:
        st.rerun()


def _fields(session: Session, offers: Sequence[ModelOffer]) -> None:
    work = session.draft_work
    work.drawn = place = work.times
    key = f"draft-text-{place}"
    if work.check is not None and key not in st.session_state:
        st.session_state[key] = work.check.text or ""
    st.text_area(labels.DRAFT_PASTE, key=key, height=220)
    st.file_uploader(
        labels.DRAFT_UPLOAD, type=ENDINGS, key=f"draft-file-{place}", on_change=lambda: _begin_file(session, place)
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(labels.DRAFT_CHECK, icon=":material/fact_check:", on_click=lambda: _begin(session, place))
        scope.show(session)
        draft_judge.show(work, offers)


def _controls(session: Session) -> None:
    """Draw what can be done with the draft as a whole."""
    work = session.draft_work
    with st.container(horizontal=True, vertical_alignment="center"):
        key = f"draft-kept-{work.times}-{work.kept}"
        st.toggle(labels.DRAFT_KEEP, value=work.kept is not None, key=key, on_change=lambda: _keep(session, key))
        st.button(labels.DRAFT_NEW, icon=":material/add:", on_click=lambda: _leave(session, work.leave))
        st.button(labels.DRAFT_DELETE, icon=":material/delete:", on_click=lambda: _leave(session, work.delete))
    st.text(labels.DRAFT_PRIVATE if work.kept is None else labels.DRAFT_KEPT)


def _kept(session: Session) -> None:
    """Draw the drafts that are kept; each is opened, or deleted, with one click."""
    work = session.draft_work
    kept = work.drafts()
    if kept:
        st.subheader(labels.DRAFTS_KEPT, anchor=False)
    for draft in kept:
        title = shortened(draft.text, TITLE_CHARS)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                as_printed(title),
                type="tertiary",
                key=f"draft-open-{draft.id}",
                on_click=partial(_open_kept, session, draft),
            )
            st.button(
                labels.DRAFT_DELETE,
                type="tertiary",
                icon=":material/delete:",
                key=f"draft-delete-{draft.id}",
                on_click=partial(_delete_kept, session, draft),
            )


def _open_kept(session: Session, draft: KeptDraft) -> None:
    session.draft_work.open(draft, session.scope)
    session.stale = True


def _delete_kept(session: Session, draft: KeptDraft) -> None:
    session.program.drafts.delete(draft.id, reader=session.reader)


def _keep(session: Session, key: str) -> None:
    session.draft_work.keep(kept=bool(st.session_state.get(key)))


def _begin(session: Session, place: int) -> None:
    text = st.session_state.get(f"draft-text-{place}", "")
    if text.strip():
        session.draft_work.begin(text, session.scope)
        session.stale = True


def _begin_file(session: Session, place: int) -> None:
    file = st.session_state.get(f"draft-file-{place}")
    work = session.draft_work
    if file is None or place != work.times:
        return
    work.begin_file(Material(name=file.name, data=file.getvalue(), media=media_of(file.name)), session.scope)
    session.stale = True


def _leave(session: Session, leave: Callable[[], None]) -> None:
    leave()
    session.opened = None
    session.stale = True


def _draw_findings(session: Session) -> None:
    work = session.draft_work
    work.look()
    running = work.running  # before the findings: one that comes between is looked for again
    if work.check is None:
        return
    if work.drawn != work.times:
        st.rerun()  # the text of a file has been read: it belongs into the fields
    with showing_errors():
        custom.checked(
            key=KEY,
            data=_data(session, work, work.check, running=running),
            on_look_change=lambda: None,
            on_actions_change=lambda: take_report(KEY, session.inbox, _handlers(session, work)),
        )
        if not running and work.check.report is not None:
            _exports(session)
        article_pane.show(session, work.citations(session.opened.address if session.opened else None))
    if session.stale:
        st.rerun()


def _data(session: Session, work: DraftWork, check: Check, *, running: bool) -> Data:
    done = len(check.findings)
    failed = sentence(work.error) if work.error is not None else work.trouble
    everywhere = check.scope == EVERYTHING
    missing = check.missing if session.may_edit else {}
    searched = "" if everywhere else scope.label(check.scope, session.program.library.entries())
    data = draft_data(check.so_far, session.program.drafts, work.aside, missing, searched=searched)
    return data | {
        "look_ms": max(LOOK_MS, 1000 * done // FINDINGS_A_SECOND) if running or work.fetching else 0,
        "fetching": labels.DRAFT_FETCHING if work.fetching else "",
        "progress": _progress(done, check.total) if running else None,
        "trouble": failed,
        "stopped": labels.DRAFT_STOPPED if check.stopped.is_set() and not running else "",
        "labels": labels.DRAFT_LABELS,
        "taken": session.inbox.data(),
    }


def _progress(done: int, total: int) -> Data:
    text = labels.DRAFT_PROGRESS.format(done=done, total=total) if total else labels.DRAFT_READING
    return {"text": text, "done": done, "total": total}


def _handlers(session: Session, work: DraftWork) -> Handlers:
    return {
        "open": lambda action: _open(session, work, action),
        "stop": lambda _: work.stop(),
        "fetch": lambda action: work.fetch(action.value),
        "aside": lambda action: work.put_aside(**json.loads(action.value)),
    }


def _open(session: Session, work: DraftWork, action: Action) -> None:
    citation = work.citations(action.value).get(action.value)
    if citation is not None:
        session.turn_to(Opened(citation.article.id, action.value), at_ms=action.at_ms)


def _exports(session: Session) -> None:
    """Draw the buttons that hand the checked draft on.

    Each file is made before: Streamlit loses the click on one that would only be made then, if it meets a redraw.
    """
    with showing_errors(), st.container(horizontal=True, key="draft-exports"):
        for form, (label, media_type) in FORMS.items():
            st.download_button(
                label,
                data=session.draft_work.export(form),
                file_name=f"{labels.DRAFT_FILE}.{form}",
                mime=media_type,
                key=f"draft-as-{form}",
                on_click="ignore",
            )
