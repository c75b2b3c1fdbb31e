"""Works off the jobs, lane by lane, whatever happens to the page, this process or the web."""

import logging
import threading
import time
from collections.abc import Callable, Mapping

from domain.errors import DatelineError, IndexBroken, IndexFailed, LibraryBusy, Stopping, TryLater
from domain.jobs import LANES, MOST_ATTEMPTS, JobBook, Lane, Task, is_tried_again
from domain.values import Outcome
from ingest.tasks import Came

PAUSE_S = 10.0
"""Before the second attempt; each further pause is three times as long: 10, 30, 90 and 270 seconds."""
LOOK_AGAIN_S = 1.0
"""So often a lane looks for what another process has asked for, or left undone."""

log = logging.getLogger(__name__)


class Runner:
    """Does what the book holds. Threads of this process and of others may all try: in each lane one thread of a process
    works, and of a library of one file one of all processes.
    """

    def __init__(self, book: JobBook, do: Callable[[Task], Came], *, now: Callable[[], float] = time.time) -> None:
        self._book = book
        self._do = do
        self._now = now
        self._calls: Mapping[Lane, threading.Event] = {lane: threading.Event() for lane in set(LANES.values())}
        self._ended = threading.Event()
        self._at_hand: dict[Lane, Task] = {}

    def start(self) -> None:
        """Work in the background, for as long as this process lives or until ``end``."""
        for lane in self._calls:
            threading.Thread(target=self._work, args=(lane,), name=f"dateline-jobs-{lane}", daemon=True).start()

    def call(self) -> None:
        """Say that there is something new to do."""
        for call in self._calls.values():
            call.set()

    def end(self) -> None:
        """Begin nothing more, and give back what is at hand: being stopped is no attempt that failed."""
        self._ended.set()
        for task in [*self._at_hand.values()]:
            self._book.give_back(task)
        self.call()

    def drain(self, lane: Lane) -> None:
        """Do all that is due in a lane, unless somebody else is at it."""
        with self._book.turn(lane) as ours:
            while ours and not self._ended.is_set():
                task = self._book.next(lane, now=self._now())
                if task is None:
                    return
                self._at_hand[lane] = task
                try:
                    self._attempt(task)
                finally:
                    self._at_hand.pop(lane, None)

    def _work(self, lane: Lane) -> None:
        logged: type[DatelineError] | None = None
        while not self._ended.is_set():
            try:
                self.drain(lane)
                logged = None
            except Stopping:
                return
            except DatelineError as error:  # the library cannot be used just now: a full disk, a server that is away
                if type(error) is not logged:
                    log.warning("%s", error)
                logged = type(error)
            self._calls[lane].wait(LOOK_AGAIN_S)
            self._calls[lane].clear()

    def _attempt(self, task: Task) -> None:
        if task.attempts > MOST_ATTEMPTS:  # it never got so far as to fail: each time the process went down with it
            self._book.finish(task, _failed(task, f"Begun {MOST_ATTEMPTS} times and never finished. Add it by itself."))
            return
        came = self._tried(task)
        if isinstance(came, list):
            self._book.replace(task, came)
        elif is_tried_again(task, came):
            pause_s = max(PAUSE_S * 3 ** (task.attempts - 1), came.again_after_s or 0.0)
            self._book.wait(task, came, due=self._now() + pause_s)
        else:
            self._book.finish(task, came)

    def _tried(self, task: Task) -> Came:
        try:
            return self._do(task)
        except Stopping:  # no fault of the task: the next process does it
            self._book.give_back(task)
            raise
        except IndexBroken as error:
            return _failed(task, str(error))
        except (TryLater, LibraryBusy, IndexFailed) as error:  # what was away comes back
            return _failed(task, str(error), again_after_s=0.0)
        except DatelineError as error:
            return _failed(task, str(error))
        except Exception:
            log.exception("Unexpected error in “%s”", task.order.name)
            return _failed(task, "Something went wrong inside Dateline; the terminal that runs it shows the details.")


def _failed(task: Task, error: str, *, again_after_s: float | None = None) -> Outcome:
    name = task.order.name
    return Outcome(status="failed", id=None, title="", error=error, source=name, again_after_s=again_after_s)
