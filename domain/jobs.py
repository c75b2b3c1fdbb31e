"""Work on the library that is kept until it is done, and the protocol to where it is kept."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, cast

from domain.values import Format, Material, Media, Outcome, Status

TaskKind = Literal[
    "add", "remove", "correct", "visit", "follow", "entry", "refresh", "recognise", "saved", "bring_back"
]
"""What is to be done with one thing: bytes, an article's id, or an address (of a page, a feed, an entry of one).

``saved`` is an entry of a reading list: its address, else the bytes of the page that was saved.
"""

Lane = Literal["here", "web", "ocr"]
"""A process does the work of a lane one piece after the other; what waits for the web holds up nothing else.

Pictures of pages take seconds each and are recognised in a lane of their own.
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
"""Of a task that fails for a reason that may pass."""
LONGEST_WAIT_S = 3600.0
"""Until the next attempt of a task. One that is due later was noted by a clock that has been set back since."""

BRINGING: tuple[TaskKind, ...] = ("add", "visit", "follow", "entry", "recognise", "saved")
"""What brings articles in, whatever is there already."""


IN_LIBRARY: tuple[Status, ...] = ("new", "updated", "unchanged", "duplicate")
"""What is said of an article that is in the library and where it came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing that is to be done. ``name`` is what the reader knows it by; ``fields`` and ``data`` are the task's."""

    kind: TaskKind
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)
    data: bytes | None = None
    later: bool = False
    """Whether it comes after whatever else there is to do in its job: the rest of a collection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An order on its way, part of the job of that number. ``attempts`` counts those begun, this one included."""

    number: int
    job: int
    order: Order
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was asked for at once, as a list shows it.

    ``asked`` is a time in UTC, ISO 8601. ``done`` of ``total`` tasks are; ``name`` is what is being worked on, "" if
    nothing is. ``due`` (seconds since 1970) is when the next attempt comes if everything open waits for one, and
    ``waits_for`` says what went wrong the last time. ``kind`` is that of its tasks; where feeds were looked at beside
    articles, that of the latter. None if there was nothing to do.
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
        """Whether something of it is still to be done."""
        return self.done < self.total

    @property
    def brings(self) -> bool:
        """Whether it is bringing articles in: not one that waits for another attempt, nor one about articles there."""
        return self.open and self.due is None and self.kind in BRINGING


def is_tried_again(task: Task, outcome: Outcome) -> bool:
    """Return whether a task is attempted again after this outcome: its failure may pass, and soon enough."""
    after_s = outcome.again_after_s
    return after_s is not None and after_s <= LONGEST_WAIT_S and task.attempts < MOST_ATTEMPTS


def asked_by(orders: Sequence[Order], user: str) -> list[Order]:
    """Return the orders with the name of the user who asks for them; "" leaves them as they are."""
    return [replace(order, fields={**order.fields, BY: user}) for order in orders] if user else [*orders]


class JobBook(Protocol):
    """Where jobs are kept. Any number of threads and processes may use it.

    Of a task that was taken away meanwhile (stopped, or a backup put in the library's place) nothing is noted.
    """

    def add(self, orders: Sequence[Order], *, seen: bool = False) -> int:
        """Keep a job; return its number. ``seen``: nobody has asked for it, so its results are not shown by themselves.

        Raises LibraryError if too much is waiting already.
        """
        ...

    def jobs(self) -> list[Job]:
        """Return the jobs that are kept, the newest first."""
        ...

    def outcomes(self, number: int) -> list[Outcome]:
        """Return what came of a job so far, in the order in which it was asked for; of a very large one the first."""
        ...

    def stop(self, number: int) -> None:
        """Drop what has not begun, and what waits for another attempt; the latter's last outcome stays."""
        ...

    def dismiss(self) -> None:
        """Note that the results of all jobs that are done have been seen."""
        ...

    def turn(self, lane: Lane) -> AbstractContextManager[bool]:
        """Work in a lane for the length of the block; False: another process does, and there is room for one only.

        Where several may work, ``next`` gives each of them other tasks, and those of one article one after the other.
        """
        ...

    def next(self, lane: Lane, *, now: float) -> Task | None:
        """Return what to do next, noted as begun; None if nothing is due. Only in one's turn.

        Here: in the order in which it was asked for. On the web, where order means nothing, jobs take turns.
        """
        ...

    def report(self, task: Task, name: str) -> bool:
        """Show another name for what is being worked on; return False if the task was stopped or taken away."""
        ...

    def finish(self, task: Task, outcome: Outcome) -> None:
        """Note what came of a task, and let go of its bytes."""
        ...

    def give_back(self, task: Task) -> None:
        """Note that a task was not done because the process is being stopped; that is no attempt."""
        ...

    def replace(self, task: Task, orders: Sequence[Order]) -> None:
        """Put several tasks in the place of one."""
        ...

    def wait(self, task: Task, outcome: Outcome, *, due: float) -> None:
        """Note that an attempt failed, and when the next one is due."""
        ...


def order_of(material: Material) -> Order:
    """Return the order to take in some material."""
    stated = {name: getattr(material, name) for name in ("media", "identity", "title", "url", "charset", "origin")}
    fields = {name: value for name, value in stated.items() if value is not None}
    if material.first_line > 1:
        fields["first_line"] = str(material.first_line)
    return Order(kind="add", name=material.name, fields=fields, data=material.data)


def material_of(order: Order) -> Material:
    """Return the material that an order takes in."""
    stated = {name: order.fields.get(name) for name in ("identity", "title", "url", "charset")}
    return Material(
        name=order.name,
        data=order.data or b"",
        media=cast(Media, order.fields["media"]),
        first_line=int(order.fields.get("first_line", 1)),
        origin=cast(Format | None, order.fields.get("origin")),
        **stated,
    )
