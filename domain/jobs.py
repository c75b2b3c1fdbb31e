"""Jobs: work on the library that is stored until it is done, and the protocol to where it is stored."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, cast

from domain.values import Format, Material, Media, Outcome, Status

TaskKind = Literal[
    "add", "remove", "correct", "visit", "follow", "entry", "refresh", "recognise", "saved", "bring_back"
]
"""What a task does.

``add`` takes in bytes, ``recognise`` a scanned PDF by OCR; ``remove``, ``correct`` and ``bring_back`` change an
article. ``visit`` fetches a page, ``follow`` a feed, ``entry`` an entry of a feed, ``refresh`` an article's page again;
``saved`` takes in an entry of an exported reading list: its address, else the bytes of the page that was saved.
"""

Lane = Literal["here", "web", "ocr"]
"""A queue whose tasks a process works off one after the other, so that slow ones do not hold up the others.

``here``: work on files and the library; ``web``: what waits for web servers; ``ocr``: scans, which take seconds a page.
"""

LANES: Mapping[TaskKind, Lane] = {
    "add": "here",
    "remove": "here",
    "correct": "here",
    "bring_back": "here",
    "visit": "web",
    "follow": "web",
    "entry": "web",
    "refresh": "web",
    "recognise": "ocr",
    "saved": "web",
}


FILING = "filing"
"""The field of an order that says where its articles belong (``Filing.as_json``)."""
BY = "by"
"""The field of an order with the name of the user who asked for it; left out where nobody had logged in."""
MOST_ATTEMPTS = 5
"""How often a task is begun that fails for a reason that may pass."""
LONGEST_WAIT_S = 3600.0
"""The longest time until a task's next attempt. One due later was stored before the clock was set back."""

BRINGING: tuple[TaskKind, ...] = ("add", "visit", "follow", "entry", "recognise", "saved")
"""The kinds of tasks that can bring new articles in."""


IN_LIBRARY: tuple[Status, ...] = ("new", "updated", "unchanged", "duplicate")
"""The outcomes after which an article is in the library, and still where it was published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing that is to be done. ``name`` is shown to the user; ``fields`` and ``data`` are the task's input."""

    kind: TaskKind
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)
    data: bytes | None = None
    later: bool = False
    """Whether it is done after all others of its job: the rest of a collection, once its first part is taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An order that has been begun, part of the job with the number ``job``; ``attempts`` includes this one."""

    number: int
    job: int
    order: Order
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The tasks that were asked for at once, as a list shows them.

    ``asked`` is the time when (UTC, ISO 8601). ``done`` of ``total`` tasks are finished; ``name`` is what is being
    worked on, "" if nothing is. ``due`` (seconds since 1970) is the time of the next attempt if every unfinished task
    waits for one, and ``waits_for`` says why the last attempt failed. ``kind`` is that of the tasks (of a job with
    feeds and articles, that of the articles); None for a job without tasks.
    """

    number: int
    asked: str
    total: int
    done: int
    name: str = ""
    due: float | None = None
    waits_for: str = ""
    kind: TaskKind | None = None
    dismissed: bool = False

    @property
    def open(self) -> bool:
        """Whether some of its tasks are unfinished."""
        return self.done < self.total

    @property
    def brings(self) -> bool:
        """Whether it is bringing new articles in now, and does not only wait for another attempt."""
        return self.open and self.due is None and self.kind in BRINGING


def is_tried_again(task: Task, outcome: Outcome) -> bool:
    """Return whether a task is attempted again after this outcome: its failure may pass, and soon enough."""
    after_s = outcome.again_after_s
    return after_s is not None and after_s <= LONGEST_WAIT_S and task.attempts < MOST_ATTEMPTS


def asked_by(orders: Sequence[Order], user: str) -> list[Order]:
    """Return the orders with the name of the user who asks for them; "" leaves them as they are."""
    return [replace(order, fields={**order.fields, BY: user}) for order in orders] if user else [*orders]


class JobBook(Protocol):
    """Storage of jobs, for any number of threads and processes.

    Calls about a task that no longer exists (its job was stopped, or a backup was restored) change nothing.
    """

    def add(self, orders: Sequence[Order], *, seen: bool = False) -> int:
        """Store a job; return its number.

        Args:
            orders: what is to be done.
            seen: whether its results are not shown by themselves, since no user has asked for it.

        Raises:
            LibraryError: too much is waiting already.
        """
        ...

    def jobs(self) -> list[Job]:
        """Return the stored jobs, the newest first."""
        ...

    def outcomes(self, number: int) -> list[Outcome]:
        """Return the outcomes of a job so far, in the order of its orders; of a very large job only the first ones."""
        ...

    def stop(self, number: int) -> None:
        """Cancel a job's tasks that have not begun or wait for another attempt; the latter keep their last outcome."""
        ...

    def dismiss(self) -> None:
        """Mark the results of all finished jobs as seen."""
        ...

    def turn(self, lane: Lane) -> AbstractContextManager[bool]:
        """Become a worker of a lane for the length of the block; yield False if no more workers are allowed.

        A library of one file has one worker for each lane. A shared one has several, on any machines: ``next`` never
        gives two of them the same task, nor two tasks of the same article at the same time.
        """
        ...

    def next(self, lane: Lane, *, now: float) -> Task | None:
        """Return the next task, marked as begun; None if none is due. Called by workers of the lane only.

        Args:
            lane: in ``web``, jobs take turns; in the other lanes, tasks come in the order in which they were added.
            now: the time, in seconds since 1970.
        """
        ...

    def report(self, task: Task, name: str) -> bool:
        """Store what a task is working on now, for the user; return False if the task no longer exists."""
        ...

    def finish(self, task: Task, outcome: Outcome) -> None:
        """Store the outcome of a task, and delete its bytes."""
        ...

    def give_back(self, task: Task) -> None:
        """Mark a task as not begun, since the process is being stopped; this does not count as an attempt."""
        ...

    def replace(self, task: Task, orders: Sequence[Order]) -> None:
        """Replace a task by several new ones of the same job."""
        ...

    def wait(self, task: Task, outcome: Outcome, *, due: float) -> None:
        """Store the outcome of a failed attempt, and when the next one is due (seconds since 1970)."""
        ...


def order_of(material: Material) -> Order:
    """Return the order that takes in some material."""
    stated = {name: getattr(material, name) for name in ("media", "identity", "title", "url", "charset", "origin")}
    fields = {name: value for name, value in stated.items() if value is not None}
    if material.first_line > 1:
        fields["first_line"] = str(material.first_line)
    return Order(kind="add", name=material.name, fields=fields, data=material.data)


def material_of(order: Order) -> Material:
    """Return the material of an order of the kind ``add``; the inverse of ``order_of``."""
    stated = {name: order.fields.get(name) for name in ("identity", "title", "url", "charset")}
    return Material(
        name=order.name,
        data=order.data or b"",
        media=cast(Media, order.fields["media"]),
        first_line=int(order.fields.get("first_line", 1)),
        origin=cast(Format | None, order.fields.get("origin")),
        **stated,
    )
