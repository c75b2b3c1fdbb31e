"""The request that the present thread works for: its id in the logs, for whom it is, the time that its parts take."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

OnPart = Callable[[str, float], None]
"""Called with the name of a part and the seconds that it took, as often as the part is done."""

_ID: ContextVar[str] = ContextVar("request_id", default="")
_USER: ContextVar[str] = ContextVar("acting_user", default="")
_ON_PART: ContextVar[OnPart | None] = ContextVar("on_part", default=None)


def request_id() -> str:
    """Return the id of the request that is being answered; "" outside of one."""
    return _ID.get()


@contextmanager
def request(named: str = "") -> Iterator[str]:
    """Make the block part of a request, and yield the request's id.

    Args:
        named: the id of a request that begins here; "": a new id. Inside another request, that one's id stays.
    """
    chosen = _ID.get() or named or uuid4().hex
    token = _ID.set(chosen)
    try:
        yield chosen
    finally:
        _ID.reset(token)


def acting_user() -> str:
    """Return the name of the user that the work is done for; "" where nobody has logged in or asked."""
    return _USER.get()


@contextmanager
def acting_for(user: str) -> Iterator[None]:
    """Let the block be work for a user, by name."""
    token = _USER.set(user)
    try:
        yield
    finally:
        _USER.reset(token)


@contextmanager
def observed(on_part: OnPart) -> Iterator[None]:
    """Call ``on_part`` for each part that ``timed`` measures in the block, in this thread."""
    token = _ON_PART.set(on_part)
    try:
        yield
    finally:
        _ON_PART.reset(token)


@contextmanager
def timed(part: str) -> Iterator[None]:
    """Measure the block, also one that raises, and report it under the name ``part`` to ``observed``."""
    on_part = _ON_PART.get()
    if on_part is None:
        yield
        return
    started_s = time.perf_counter()
    try:
        yield
    finally:
        on_part(part, time.perf_counter() - started_s)
