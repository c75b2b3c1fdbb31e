"""The forms that add articles: files, an address, a pasted text. In the sidebar, and on the page of the library."""

from collections.abc import Iterator, Sequence
from itertools import chain, count
from pathlib import PurePath

import streamlit as st

from domain.limits import MAX_FIELD_CHARS
from domain.values import MEDIA, Material, Media
from ui import labels
from ui.errors import showing_errors
from ui.state.session import Session

LISTS = (".csv", ".zip", ".json")
"""Endings of the exports of reading lists; a browser's bookmarks are recognised by how they begin."""
FEEDS = ".opml"
"""Ending of a list of feeds."""
_BOOKMARKS = b"<!doctype netscape-bookmark-file-1"


def show(session: Session) -> None:
    """Draw the forms, in a fragment that running jobs do not draw again: nothing moves while the user types.

    They are unfolded where there was no article when the page was opened, and then not folded by the first one.
    """
    if not session.may_edit:
        return
    folded = st.session_state.setdefault("adding-folded", bool(session.program.library.entries()))
    st.fragment(_draw)(session, folded=folded)


def _draw(session: Session, *, folded: bool) -> None:
    with showing_errors(), st.expander(labels.ADD, icon=":material/add:", expanded=not folded):
        files, link, paste = st.tabs([labels.UPLOAD_TAB, labels.LINK_TAB, labels.PASTE_TAB])
        with files:
            _upload(session)
        with link:
            _link(session)
        with paste:
            _paste(session)
    if session.stale:
        st.rerun()  # the work stands outside this fragment


def _upload(session: Session) -> None:
    place = session.work.uploads
    st.file_uploader(
        labels.UPLOAD,
        type=[*MEDIA, *LISTS, FEEDS],
        accept_multiple_files=True,
        key=f"upload-{place}",
        on_change=lambda: _take_in_files(session, place),
    )


def _take_in_files(session: Session, place: int) -> None:
    """Have the files taken in, and draw an empty uploader.

    A browser that has not put the old uploader away yet sends its files once more with the next click.
    """
    files = st.session_state.get(f"upload-{place}")  # gone with the page that it stood on
    if not files or place != session.work.uploads:
        return
    session.work.uploads += 1
    sent = [(file.name, file.getvalue()) for file in files]
    feeds = [(name, data) for name, data in sent if PurePath(name).suffix.lower() == FEEDS]
    lists = [(name, data) for name, data in sent if is_list(name, data)]
    if articles := uploads([one for one in sent if one not in (*feeds, *lists)]):
        session.work.take_in(articles)
    for name, data in lists:
        session.work.import_list(name, data, reader=session.reader)
    for _, data in feeds:
        session.work.follow_list(data)
    session.stale = True


def is_list(name: str, data: bytes) -> bool:
    """Whether a file is the export of a reading list, which names articles and is none."""
    return PurePath(name).suffix.lower() in LISTS or data[:200].lstrip().lower().startswith(_BOOKMARKS)


def uploads(files: Sequence[tuple[str, bytes]]) -> list[Material]:
    """Return the materials of files (name, bytes) that were chosen together.

    An upload is known by its name; two files of one name, which come from two folders, are two articles all the same.
    """
    materials: dict[str, Material] = {}
    for name, data in files:
        known = next(one for one in _numbered(name) if one not in materials or materials[one].data == data)
        materials[known] = Material(name=known, data=data, media=media_of(name), identity=f"upload:{known}")
    return [*materials.values()]


def media_of(name: str) -> Media:
    """Return what a file of this name is read as."""
    return MEDIA.get(PurePath(name).suffix.lower(), "text")


def _numbered(name: str) -> Iterator[str]:
    return chain([name], (f"{name} ({number})" for number in count(2)))


def _link(session: Session) -> None:
    """Draw the form; an address stays until its article is in the library."""
    place = session.work.forms["link"].times
    with st.form(f"link-{place}", border=False, enter_to_submit=False):
        st.text_input(labels.LINK, key=f"link-url-{place}", placeholder=labels.LINK_HINT)
        st.form_submit_button(
            labels.LINK_BUTTON,
            width="stretch",
            disabled=session.work.waiting("link"),
            on_click=lambda: _visit(session, place),
        )
    st.button(
        labels.REFRESH,
        help=labels.REFRESH_HELP,
        width="stretch",
        on_click=lambda: _refresh(session),
    )


def _visit(session: Session, place: int) -> None:
    urls = st.session_state.get(f"link-url-{place}", "").split()
    if urls:
        session.work.visit(urls)
        session.stale = True


def _refresh(session: Session) -> None:
    session.work.refresh()
    session.stale = True


def _paste(session: Session) -> None:
    """Draw the form; what was pasted stays until it is in the library."""
    place = session.work.forms["paste"].times
    # The hint "Press Enter to submit form" comes and goes with the focus; it moved the button away under the click.
    with st.form(f"paste-{place}", border=False, enter_to_submit=False):
        st.text_input(labels.PASTE_TITLE, max_chars=MAX_FIELD_CHARS, key=f"paste-title-{place}")
        st.text_area(labels.PASTE_TEXT, key=f"paste-text-{place}", height=160)
        st.form_submit_button(
            labels.PASTE_BUTTON,
            width="stretch",
            disabled=session.work.waiting("paste"),
            on_click=lambda: _take_in_text(session, place),
        )


def _take_in_text(session: Session, place: int) -> None:
    text = st.session_state.get(f"paste-text-{place}", "")
    title = st.session_state.get(f"paste-title-{place}", "").strip()
    material = Material(name=labels.PASTE_NAME, data=text.encode(), media="text", title=title or None)
    session.work.take_in([material], form="paste")
    session.stale = True
