"""Requests to a model: ended by the user, by length or by silence; their tokens added up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Event

import pytest

from answering.writing.fakes import ScriptedModel
from answering.writing.requests import Requests
from domain.errors import ModelError, ModelTooSlow
from domain.values import Message, Usage

ASKED = [Message("user", "Why?")]
MANY = 10_000


class Silent:
    """A ChatModel that says one word and then nothing until it is let go."""

    name = "silent"

    def __init__(self) -> None:
        self.let_go = Event()
        self.closed = Event()

    def stream(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        on_usage: Callable[[Usage], None] | None = None,
    ) -> Iterator[str]:
        try:
            yield "So"
            self.let_go.wait(30)
            yield "on"
        finally:
            self.closed.set()


def test_a_reply_comes_whole_with_its_tokens_and_grows_on_the_way() -> None:
    requests = Requests(ScriptedModel("It is so.", chars=3), patience_s=30, stopped=None)
    heard: list[str] = []

    reply, usage = requests(ASKED, most_chars=MANY, progress=heard.append)

    assert (reply, heard) == ("It is so.", ["It ", "It is ", "It is so."])
    assert usage.output_tokens > 0


def test_the_tokens_of_all_requests_are_added_up_once() -> None:
    requests = Requests(ScriptedModel("It is so."), patience_s=30, stopped=None)
    (_, first), (_, second) = (requests(ASKED, most_chars=MANY) for _ in range(2))

    assert requests.take_usage() == first + second
    assert requests.take_usage() == Usage()


def test_a_reply_that_is_too_long_is_cut_thoughts_do_not_count() -> None:
    requests = Requests(
        ScriptedModel("<think>" + "x" * 90 + "</think>" + "y" * 90, chars=10), patience_s=30, stopped=None
    )

    reply, _ = requests(ASKED, most_chars=20)

    assert 20 < reply.count("y") < 40
    assert reply.count("x") == 90


def test_a_model_that_falls_silent_is_not_waited_for_and_is_closed() -> None:
    model = Silent()
    requests = Requests(model, patience_s=0.1, stopped=None)

    with pytest.raises(ModelTooSlow):
        requests(ASKED, most_chars=MANY)

    model.let_go.set()
    assert model.closed.wait(30)


def test_the_user_stops_a_reply_while_nothing_comes() -> None:
    model = Silent()
    heard: list[str] = []
    requests = Requests(model, patience_s=30, stopped=lambda: bool(heard))

    reply, _ = requests(ASKED, most_chars=MANY, progress=heard.append)

    model.let_go.set()
    assert reply == "So"


def test_an_error_of_the_model_is_raised() -> None:
    with pytest.raises(ModelError, match="out of order"):
        Requests(ScriptedModel(ModelError("out of order", hint="")), patience_s=30, stopped=None)(
            ASKED, most_chars=MANY
        )
