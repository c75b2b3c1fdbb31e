"""What the user did in a component: taken once and in order, however often the browser has to report it.

Streamlit can lose a report: one that meets a redraw is thrown away with the run that it began. So the browser keeps
each action (assets/outbox.js) and reports it again until the number of the last one taken comes back with the data.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import streamlit as st

from ui.view_models.data import Data


@dataclass(frozen=True, slots=True)
class Action:
    """``number`` counts the actions in one component of one loaded page; ``at_ms`` is the browser's clock."""

    number: int
    name: str
    value: str
    at_ms: float


Handlers = Mapping[str, Callable[[Action], None]]
"""What each action does, by its name."""


@dataclass(slots=True)
class Inbox:
    """The number of the last action taken from each component of the page that is loaded."""

    page: str = ""
    drawing: int = 0
    """The last drawing of the conversation that the browser names; see ``ui.view_models.turns``."""
    taken: dict[str, int] = field(default_factory=dict)

    def take(self, key: str, report: str, handlers: Handlers) -> None:
        """Handle the actions that the component ``key`` reports, but for those that were handled before."""
        message = json.loads(report)
        if message["page"] != self.page:
            self.page, self.taken = str(message["page"]), {}
        self.drawing = int(message["drawing"])
        for one in message["actions"]:
            action = Action(int(one["number"]), str(one["name"]), str(one["value"]), float(one["at"]))
            if action.number > self.taken.get(key, 0):
                self.taken[key] = action.number
                handlers[action.name](action)

    def data(self) -> Data:
        """Return the number of the last action taken from each component; a closed one cannot receive its own."""
        return {"page": self.page, "numbers": dict(self.taken)}


def take_report(key: str, inbox: Inbox, handlers: Handlers) -> None:
    """Take what the component ``key`` has just reported. Only inside the callback of its trigger ``actions``."""
    if key in st.session_state:  # one that was closed meanwhile may report its last action again
        inbox.take(key, str(st.session_state[key]["actions"]), handlers)
