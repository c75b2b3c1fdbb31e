"""Everything of Streamlit that the page uses although Streamlit does not document it, as seen in version 1.67.0.

Scripts and styles name these parts by the keys of ``SELECTORS``; tests/browser/test_streamlit_internals.py looks for
each of them in the real page, so that a new version of Streamlit cannot take one away unnoticed.
"""

import json
from collections.abc import Mapping
from string import Template

import streamlit as st
from starlette.formparsers import MultiPartParser
from streamlit import net_util, runtime
from streamlit.web.server.server_util import AUTH_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

SEEN_WITH = "1.67.0"
SELECTORS = {
    "app": "[data-test-connection-state]",
    "away": '[data-test-connection-state]:not([data-test-connection-state="CONNECTED"])',
    "running": '[data-test-script-state="running"]',
    "stale": "[data-stale]",
    "main": ".stMain",
    "bottom": '[data-testid="stBottomBlockContainer"]',
    "status": '[data-testid="stStatusWidget"]',
    "dialog": '[data-testid="stDialog"]',
    "popover": '[data-testid="stPopover"]',
    "tertiary": '[data-testid="stBaseButton-tertiary"]',
    "foldSidebar": '[data-testid="stSidebar"][data-collapsed="false"] [data-testid="stSidebarCollapseButton"] button',
    "unfoldSidebar": 'button[data-testid="stExpandSidebarButton"]',
    "sidebarLink": '[data-testid="stSidebar"] a[href]',
}
UPLOAD_PATH = "/_stcore/upload_file/"
AGENT_PATH = "/_stcore/agent/"
"""Streamlit's interface for programs, which Dateline does not serve."""


def selectors_module() -> str:
    """Return the JavaScript module ``streamlit.js``, which exports SELECTORS."""
    return f"export const SELECTORS = {json.dumps(SELECTORS)};\n"


def with_selectors(style: str) -> str:
    """Return a style sheet with the names of SELECTORS, each after a "$", replaced by them."""
    return Template(style).substitute(SELECTORS)


def stay_on_this_machine() -> None:
    """Patch two functions: no look-up of this machine's public address, and no upload written to a file."""
    net_util.get_external_ip = lambda: None
    MultiPartParser.spool_max_size = st.get_option("server.maxUploadSize") * 1024 * 1024


def signed_login(cookies: Mapping[str, str]) -> bytes | None:
    """Return what a login has signed, as Streamlit itself reads it from the cookies when a page is opened."""
    return _get_signed_cookie_with_chunks(dict(cookies), AUTH_COOKIE_NAME)


def is_open_here(session_id: str) -> bool:
    """Return whether this process serves the page that has this number in the addresses of its uploads."""
    return runtime.exists() and runtime.get_instance().is_active_session(session_id)
