"""The sidebar: the articles, and the ways to add and remove them."""

from pathlib import PurePath

import streamlit as st

from domain.values import ArticleEntry, Material, Media
from ui import components, words
from ui.data import Data
from ui.listing import list_data, outcome_data
from ui.state import Job, Opened, Session
from ui.trouble import sentence, told

KEY = "library"
WORKING_S = 0.3
MEDIA: dict[str, Media] = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".jsonl": "jsonl",
}


def show(session: Session) -> None:
    """Draw the sidebar, again and again while work on the library goes on."""
    every_s = WORKING_S if session.keeping else None
    st.fragment(_draw, run_every=every_s)(session, every_s)


def _draw(session: Session, every_s: float | None) -> None:
    working = session.keeping
    with told("library"):
        entries = session.program.entries()
        _ways_to_add(session, expanded=not entries)
        components.library(
            key=KEY,
            data=_library(session, entries),
            on_open_change=lambda: _open(session),
            on_remove_change=lambda: session.remove(components.triggered(KEY, "remove").value),
            on_dismiss_change=session.dismiss,
            on_find_change=lambda: _find(session),
        )
    if working != (every_s is not None) or session.keeping != working or session.stale:
        st.rerun()  # what was drawn, or how often to look again, is no longer right


def _ways_to_add(session: Session, *, expanded: bool) -> None:
    with st.expander(words.ADD, icon=":material/add:", expanded=expanded):
        files, link, paste = st.tabs([words.UPLOAD_TAB, words.LINK_TAB, words.PASTE_TAB])
        with files:
            _upload(session)
        with link:
            _link(session)
        with paste:
            _paste(session)


def _upload(session: Session) -> None:
    place = session.uploads
    st.file_uploader(
        words.UPLOAD,
        type=list(MEDIA),
        accept_multiple_files=True,
        key=f"upload-{place}",
        on_change=lambda: _take_in_files(session, place),
    )


def _take_in_files(session: Session, place: int) -> None:
    """Hand the files over and leave an empty uploader behind.

    A browser that has not put the old uploader away yet sends its files once more with the next click.
    """
    files = st.session_state[f"upload-{place}"]
    if not files or place != session.uploads:
        return
    session.uploads += 1
    session.take_in(
        [
            Material(
                name=file.name,
                data=file.getvalue(),
                media=MEDIA.get(PurePath(file.name).suffix.lower(), "text"),
                identity=f"upload:{file.name}",
            )
            for file in files
        ]
    )


def _link(session: Session) -> None:
    """Draw the form; an address stays until its article is in the library."""
    place = session.linked
    with st.form(f"link-{place}", border=False, enter_to_submit=False):
        st.text_input(words.LINK, key=f"link-url-{place}", placeholder=words.LINK_HINT)
        st.form_submit_button(
            words.LINK_BUTTON,
            width="stretch",
            disabled=session.keeping,
            on_click=lambda: _visit(session, place),
        )
    st.button(
        words.REFRESH,
        help=words.REFRESH_HELP,
        width="stretch",
        disabled=session.keeping,
        on_click=session.refresh,
    )


def _visit(session: Session, place: int) -> None:
    urls = st.session_state[f"link-url-{place}"].split()
    if urls:
        session.visit([url if "://" in url else f"https://{url}" for url in urls])


def _paste(session: Session) -> None:
    """Draw the form; what was pasted stays until it is in the library."""
    place = session.pasted
    # The hint "Press Enter to submit form" comes and goes with the focus; it moved the button away under the click.
    with st.form(f"paste-{place}", border=False, enter_to_submit=False):
        st.text_input(words.PASTE_TITLE, key=f"paste-title-{place}")
        st.text_area(words.PASTE_TEXT, key=f"paste-text-{place}", height=160)
        st.form_submit_button(
            words.PASTE_BUTTON,
            width="stretch",
            disabled=session.keeping,
            on_click=lambda: _take_in_text(session, place),
        )


def _take_in_text(session: Session, place: int) -> None:
    text = st.session_state[f"paste-text-{place}"]
    title = st.session_state[f"paste-title-{place}"].strip()
    material = Material(name=words.PASTE_NAME, data=text.encode(), media="text", title=title or None)
    session.take_in([material], pasted=True)


def _open(session: Session) -> None:
    report = components.triggered(KEY, "open")
    session.turn_to(Opened(report.value), at_ms=report.at_ms)
    session.stale = True  # the reader stands outside the list's fragment


def _find(session: Session) -> None:
    session.sought = components.triggered(KEY, "find").value.strip()


def _library(session: Session, entries: list[ArticleEntry]) -> Data:
    titles = {entry.id: entry.source.title for entry in entries}
    return {
        "name": words.LIBRARY_LIST,
        "title": words.LIBRARY,
        "list": list_data(entries, session.sought),
        "job": next((_progress(job) for job in session.jobs if not job.outcomes.done()), None),
        "outcomes": _outcomes(session.jobs, titles),
        "labels": {
            "results": words.RESULTS,
            "dismiss": words.DISMISS,
            "confirm": words.CONFIRM_REMOVE,
            "yes": words.REMOVE_YES,
            "no": words.REMOVE_NO,
        },
    }


def _progress(job: Job) -> Data:
    if job.removing:
        return {"text": words.REMOVING, "done": 0, "total": 0}
    place = min(job.done + 1, job.total)
    text = words.WORKING_MANY if job.total > 1 else words.WORKING
    return {"text": text.format(name=job.name, place=place, total=job.total), "done": job.done, "total": job.total}


def _outcomes(jobs: list[Job], titles: dict[str, str]) -> list[Data]:
    """Return what came of the last job that is done."""
    for job in reversed(jobs):
        if job.outcomes.done():
            if job.dismissed:
                return []
            error = job.outcomes.exception()
            if error is None:
                return [outcome_data(outcome, titles) for outcome in job.outcomes.result()]
            return [{"title": "", "status": words.STATUS["failed"], "detail": sentence(error), "failed": True}]
    return []
