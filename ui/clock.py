"""The user's clock: times are shown in the time zone of the browser in which the page is open."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def zone() -> ZoneInfo | None:
    """Return the browser's time zone; None if it names none that is known here, or there is no browser."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def local(moment: datetime) -> datetime:
    """Return a moment, which has a time zone, in the browser's; without one in that of this machine."""
    return moment.astimezone(zone())
