"""What the reader did in a component: taken once and in order, however often the browser has to report it.

Streamlit can lose a report: one that meets a redraw is thrown away with the run that it began. So the browser keeps
each act (assets/outbox.js) and reports it again until the number of the last one taken comes back with the data.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import streamlit as st

from ui.view_models.data import Data


@dataclass(frozen=True, slots=True)
class Act:
    """``number`` counts the acts in one component of one loaded page; ``at_ms`` is the browser's clock."""

    number: int
    name: str
    value: str
    at_ms: float


Doing = Mapping[str, Callable[[Act], None]]
"""What each act does, by its name."""


@dataclass(slots=True)
class Inbox:
    """The number of the last act taken from each component of the page that is loaded."""

    page: str = ""
    drawing: int = 0
    """The last drawing of the conversation that the browser names; see ``ui.view_models.turns``."""
    taken: dict[str, int] = field(default_factory=dict)

    def take(self, key: str, report: str, doing: Doing) -> None:
        """Do what a report of the component ``key`` says, but for what has been done already."""
        said = json.loads(report)
        if said["page"] != self.page:
            self.page, self.taken = str(said["page"]), {}
        self.drawing = int(said["drawing"])
        for one in said["acts"]:
            act = Act(int(one["number"]), str(one["name"]), str(one["value"]), float(one["at"]))
            if act.number > self.taken.get(key, 0):
                self.taken[key] = act.number
                doing[act.name](act)

    def data(self) -> Data:
        """Return what every component is told: one that is closed cannot hear of its last act itself."""
        return {"page": self.page, "taken": dict(self.taken)}


def reported(key: str, inbox: Inbox, doing: Doing) -> None:
    """Take what the component ``key`` has just reported. Only inside the callback of its trigger ``did``."""
    if key in st.session_state:  # one that was closed meanwhile may report its last act again
        inbox.take(key, str(st.session_state[key]["did"]), doing)
