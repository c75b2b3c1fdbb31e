"""Errors on the page: one calm sentence each; what is not ours is logged in full for whoever runs the program."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from domain.errors import DatelineError
from ui import labels
from ui.markdown import as_printed
from ui.view_models.data import Data

log = logging.getLogger(__name__)


def sentence(error: BaseException) -> str:
    """Return our own errors in their own words, any other in one general sentence."""
    return str(error) if isinstance(error, DatelineError) else labels.UNEXPECTED


def error_data(error: BaseException) -> Data:
    """Return an error in the place of an answer."""
    return {
        "kind": "error",
        "label": labels.FAILED,
        "lead": sentence(error),
        "groups": [],
        "near_label": "",
        "nearest": [],
        "foot": "",
        "parts": [],
    }


@contextmanager
def showing_errors() -> Iterator[None]:
    """Show an error of the block in its place."""
    try:
        yield
    except Exception as error:
        if isinstance(error, DatelineError):
            log.warning("%s", error)
        else:
            log.exception("Unexpected error")
        st.error(as_printed(sentence(error)), icon=":material/error:")
