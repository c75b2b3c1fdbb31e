"""What tests say about growth: quadratic cost is found out, however quick the call and busy the machine."""

from collections.abc import Callable
from itertools import cycle

import pytest

from tests.growth import MOST_GROWTH, Call, growth, growth_of


def linear(text: str) -> int:
    return sum(letter == "b" for letter in text for _ in range(40))


def quadratic(text: str) -> int:
    return sum(sum(map(ord, text[start:])) for start in range(0, len(text), 40))


def quadratic_in_places(text: str) -> int:
    """With a text of a thousand letters, most of the cost is in proportion."""
    return linear(text) + quadratic(text)


def letters(length: int) -> str:
    return "a" * length


@pytest.mark.parametrize("call", [quadratic, quadratic_in_places])
def test_h1_h2_quadratic_cost_is_found_out(call: Callable[[str], object]) -> None:
    assert growth(call, letters) > MOST_GROWTH


def test_h1_h2_cost_in_proportion_passes() -> None:
    assert 0 < growth(linear, letters) <= MOST_GROWTH


def test_h1_h2_quadratic_cost_is_found_out_at_the_length_that_is_asked_for() -> None:
    def prepare(length: int) -> Call:
        text = letters(length)
        return lambda: quadratic(text)

    assert growth_of(prepare, n=3_000, longest=12_000) > MOST_GROWTH


def test_h1_h2_calls_that_a_busy_machine_makes_longer_now_and_then_pass() -> None:
    def prepare(length: int) -> Call:
        text, extra = letters(length), letters(10 * length)
        disturbed = cycle([True, True, True, False, True])

        def call() -> None:
            linear(text)
            if next(disturbed) and length > 4_000:
                linear(extra[:length])

        return call

    assert growth_of(prepare) <= MOST_GROWTH
