"""Work that must finish, whatever the user clicks meanwhile: one thread per page, which never calls Streamlit."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from domain.errors import DatelineError

Result = TypeVar("Result")

log = logging.getLogger(__name__)


class Worker:
    """Does one piece of work after the other, in the order in which they were given."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def do(self, work: Callable[[], Result]) -> Future[Result]:
        """Start the work when what came before is done. An error that is unexpected is logged with its traceback."""
        future = self._executor.submit(work)
        future.add_done_callback(_log_surprise)
        return future


def settle(future: Future[Result], *, within_s: float) -> None:
    """Wait for the work, at most so long; its result and its error stay in the future."""
    wait([future], timeout=within_s)


def _log_surprise(future: Future[Result]) -> None:
    error = future.exception()
    if error is not None and not isinstance(error, DatelineError):
        log.error("Unexpected error", exc_info=error)
