"""The page of tokens, by which other programs use the library: made, shown once, revoked; and of the extension."""

import io
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import cast

import streamlit as st

from domain.dates import spelled
from domain.limits import MAX_FIELD_CHARS
from domain.tokens import RIGHTS, Right, Token
from server.guard import API_PATH, PORT
from server.tokens import CODE_VALID_S, make_code, make_token
from ui import labels
from ui.clock import local
from ui.errors import showing_errors
from ui.state.session import Session

MADE = "token-made"
CODE = "code-made"

_EXTENSION = Path(__file__).parents[2] / "extension"


def show(session: Session) -> None:
    """Draw the user's tokens, and the form that makes one."""
    with showing_errors():
        st.title(labels.PROGRAMS, anchor=False)
        if not session.administers:
            st.text(labels.ADMINISTRATORS_ONLY)
            return
        st.caption(labels.PROGRAMS_ABOUT)
        _made()
        _form(session)
        for token in _own(session):
            _line(session, token)
        _extension(session)


def _made() -> None:
    """Draw the token that was just made; the next click anywhere makes it vanish for good."""
    made = st.session_state.pop(MADE, None)
    if made:
        st.text(labels.TOKEN_ONCE)
        st.code(made, language=None)


def _form(session: Session) -> None:
    with st.form("make-token", clear_on_submit=True, enter_to_submit=False):
        st.text_input(labels.TOKEN_NAME, max_chars=MAX_FIELD_CHARS, key="token-name")
        st.selectbox(
            labels.TOKEN_RIGHT, RIGHTS, format_func=lambda right: labels.TOKEN_RIGHTS[right], key="token-right"
        )
        st.form_submit_button(labels.TOKEN_MAKE, on_click=lambda: _make(session))


def _make(session: Session) -> None:
    if not session.administers:
        return
    right = cast(Right, st.session_state.get("token-right", "read"))
    name = " ".join(st.session_state.get("token-name", "").split())
    book = session.program.parts.store().tokens
    st.session_state[MADE] = make_token(book, right, name=name, user=session.reader)


def _extension(session: Session) -> None:
    """Draw how to get the browser extension, and the code that connects it."""
    st.subheader(labels.EXTENSION, anchor=False)
    st.caption(labels.EXTENSION_ABOUT)
    st.download_button(
        labels.EXTENSION_DOWNLOAD, packed_extension, "dateline-extension.zip", "application/zip", on_click="ignore"
    )
    st.button(labels.CODE_MAKE, on_click=lambda: _make_code(session))
    made = st.session_state.pop(CODE, None)
    if made:
        page = (st.context.url or "").partition("?")[0].rpartition("/")[0]
        address = f"{page}{API_PATH}" if session.program.settings.api else f"http://127.0.0.1:{PORT}"
        st.text(labels.CODE_ONCE.format(minutes=CODE_VALID_S // 60, address=address))
        st.code(made, language=None)


def _make_code(session: Session) -> None:
    if not session.administers:
        return
    st.session_state[CODE] = make_code(session.program.parts.store().tokens, user=session.reader)


@cache
def packed_extension() -> bytes:
    """Return the browser extension as a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(_EXTENSION.iterdir()):
            archive.write(file, f"dateline-extension/{file.name}")
    return packed.getvalue()


def _own(session: Session) -> list[Token]:
    return [one for one in session.program.parts.store().tokens.tokens() if one.user == session.reader]


def _line(session: Session, token: Token) -> None:
    day = spelled(local(datetime.fromisoformat(token.made)).date().isoformat())
    about = labels.TOKEN_LINE.format(name=token.name or token.id, right=labels.TOKEN_RIGHTS[token.right], day=day)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.text(about)
        st.button(labels.TOKEN_REVOKE, key=f"revoke-{token.id}", on_click=lambda: _revoke(session, token))


def _revoke(session: Session, token: Token) -> None:
    """Revoke a token of the user's own."""
    if token in _own(session):
        session.program.parts.store().tokens.revoke(token.id)
