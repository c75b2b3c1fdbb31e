"""Few threads for what needs a model, so that other requests are answered meanwhile."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from domain.errors import TooManyQuestions

AT_ONCE = 2
"""Questions that are answered at once; more would only take longer each."""
MAX_WAITING = 16

R = TypeVar("R")


class ModelThreads:
    """Runs the questions of one event loop in threads of their own; those that come too many are refused."""

    def __init__(self, at_once: int = AT_ONCE, *, max_waiting: int = MAX_WAITING) -> None:
        self._threads = CapacityLimiter(at_once)
        self._most, self._max_waiting = at_once + max_waiting, max_waiting
        self._taken = 0

    async def run(self, work: Callable[[], R]) -> R:
        """Return what the work returns. Raises TooManyQuestions if too many are waiting already."""
        if self._taken >= self._most:
            raise TooManyQuestions(f"More than {self._max_waiting} questions are waiting.", hint="Ask again later.")
        self._taken += 1  # counted at once: of those that come together the first ones are taken
        try:
            return await to_thread.run_sync(work, limiter=self._threads)
        finally:
            self._taken -= 1
