"""The scripted model says what it was given, one reply after the other."""

import pytest

from answering.writing.fakes import ScriptedModel
from domain.errors import ModelError
from domain.values import Message, Usage

ASKED = [Message("user", "Why?")]


def test_replies_come_in_order_in_pieces_and_the_last_one_stays() -> None:
    model = ScriptedModel("One two", lambda asked: asked[0].text, chars=4)

    assert [list(model.stream(ASKED)) for _ in range(3)] == [["One ", "two"], ["Why?"], ["Why?"]]
    assert model.asked == [tuple(ASKED)] * 3


def test_an_error_comes_behind_what_was_spoken() -> None:
    pieces = ScriptedModel(ModelError("broken", hint=""), spoken="So").stream(ASKED)

    assert next(pieces) == "So"
    with pytest.raises(ModelError):
        next(pieces)


def test_its_tokens_are_estimated() -> None:
    used: list[Usage] = []

    list(ScriptedModel("So it is.").stream(ASKED, on_usage=used.append))

    assert used[0].output_tokens > used[0].input_tokens > 0
