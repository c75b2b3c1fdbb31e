"""Work that can be done at any time waits while somebody waits for the program."""

import pytest

from domain.foreground import Foreground


def test_somebody_waits_for_the_length_of_a_call() -> None:
    foreground = Foreground(pause_s=0)
    waited: list[bool] = []

    def call(number: int) -> int:
        before = foreground._waiting
        waited.append(before == 1)
        return number + 1

    assert foreground.during(call)(1) == 2
    assert waited == [True]
    foreground.wait_until_free()  # returns: nobody waits any more


def test_a_call_that_fails_ends_the_waiting_too() -> None:
    foreground = Foreground(pause_s=0)

    def fail(_: int) -> int:
        raise OSError("no disk")

    with pytest.raises(OSError, match="no disk"):
        foreground.during(fail)(1)
    foreground.wait_until_free()
