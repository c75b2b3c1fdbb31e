"""A small pool of threads for requests that need a model, so that other requests are not delayed."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from domain.errors import TooManyQuestions

AT_ONCE = 2
"""How many questions are answered at the same time; with more, each would only take longer."""
MAX_WAITING = 16

R = TypeVar("R")


class ModelThreads:
    """Runs the questions of one event loop in threads, and refuses them when too many are waiting."""

    def __init__(self, at_once: int = AT_ONCE, *, max_waiting: int = MAX_WAITING) -> None:
        self._threads = CapacityLimiter(at_once)
        self._most, self._max_waiting = at_once + max_waiting, max_waiting
        self._taken = 0

    async def run(self, work: Callable[[], R]) -> R:
        """Run the work in a thread and return its result. Raises TooManyQuestions if too many are waiting already."""
        if self._taken >= self._most:
            raise TooManyQuestions(f"More than {self._max_waiting} questions are waiting.", hint="Ask again later.")
        self._taken += 1  # counted at once: of those that come together the first ones are taken
        try:
            return await to_thread.run_sync(work, limiter=self._threads)
        finally:
            self._taken -= 1
