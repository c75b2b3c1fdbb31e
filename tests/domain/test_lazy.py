"""A part is built once, by whichever caller comes first, and again only after a build that failed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from domain.lazy import Lazy


def test_nothing_is_built_before_the_first_call_and_then_once() -> None:
    built: list[int] = []

    def build() -> list[int]:
        built.append(1)
        return built

    lazy = Lazy(build)
    assert (lazy.built, built) == (False, [])
    assert lazy() is lazy()
    assert (lazy.built, built) == (True, [1])


def test_callers_at_once_get_the_same_value() -> None:
    callers = 8
    at_once, built = Barrier(callers), []

    def build() -> object:
        built.append(1)
        return object()

    lazy = Lazy(build)

    def call(_: int) -> object:
        at_once.wait()
        return lazy()

    with ThreadPoolExecutor(callers) as pool:
        values = list(pool.map(call, range(callers)))

    assert len(set(map(id, values))) == len(built) == 1


def test_a_build_that_failed_is_tried_again() -> None:
    results = iter([OSError("no disk"), None])

    def build() -> str:
        if error := next(results):
            raise error
        return "there"

    lazy = Lazy(build)
    with pytest.raises(OSError, match="no disk"):
        lazy()
    assert not lazy.built
    assert lazy() == "there"


def test_a_part_that_needs_itself_fails_instead_of_waiting() -> None:
    lazy: Lazy[object] = Lazy(lambda: lazy())  # noqa: PLW0108 - the name is bound later

    with pytest.raises(RecursionError):
        lazy()
