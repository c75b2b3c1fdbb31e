"""What the reader did is done once and in order, however often and in whatever portions the browser reports it."""

import json
from contextlib import suppress

from ui.state.actions import Action, Inbox


def report(page: str, *actions: tuple[int, str, str]) -> str:
    stated = [{"number": number, "name": name, "value": value, "at": 1.0} for number, name, value in actions]
    return json.dumps({"page": page, "drawing": 3, "actions": stated})


class Hand:
    """Notes what is done."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.handlers = {"ask": self._note, "open": self._note}

    def _note(self, action: Action) -> None:
        self.done.append(f"{action.name} {action.value}")


def test_a_report_that_comes_again_is_done_once() -> None:
    inbox, hand = Inbox(), Hand()

    inbox.take("conversation", report("p", (1, "ask", "one?")), hand.handlers)
    inbox.take("conversation", report("p", (1, "ask", "one?"), (2, "open", "0:1")), hand.handlers)
    inbox.take("conversation", report("p", (2, "open", "0:1")), hand.handlers)

    assert hand.done == ["ask one?", "open 0:1"]
    assert inbox.drawing == 3
    assert inbox.data() == {"page": "p", "numbers": {"conversation": 2}}


def test_an_act_that_fails_is_not_done_again_when_it_is_reported_again() -> None:
    inbox, tried = Inbox(), []

    def fail(action: Action) -> None:
        tried.append(action.value)
        raise ZeroDivisionError

    for _ in range(2):
        with suppress(ZeroDivisionError):
            inbox.take("conversation", report("p", (1, "ask", "one?")), {"ask": fail})

    assert tried == ["one?"]


def test_each_component_counts_by_itself() -> None:
    inbox, hand = Inbox(), Hand()

    inbox.take("conversation", report("p", (1, "ask", "one?")), hand.handlers)
    inbox.take("reader", report("p", (1, "open", "x")), hand.handlers)

    assert hand.done == ["ask one?", "open x"]
    assert inbox.data() == {"page": "p", "numbers": {"conversation": 1, "reader": 1}}


def test_a_page_that_is_loaded_again_begins_anew() -> None:
    inbox, hand = Inbox(), Hand()
    inbox.take("conversation", report("p", (7, "ask", "one?")), hand.handlers)

    inbox.take("conversation", report("q", (1, "ask", "two?")), hand.handlers)

    assert hand.done == ["ask one?", "ask two?"]
    assert inbox.data() == {"page": "q", "numbers": {"conversation": 1}}
