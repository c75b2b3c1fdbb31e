"""What was made lately is not made again, and no more than so much of it is kept."""

from retriever.recent import Recent


def made_by(calls: list[list[str]], *, most: int) -> Recent[str, str]:
    def shout(keys: list[str]) -> list[str]:
        calls.append(keys)
        return [key.upper() for key in keys]

    return Recent(shout, most=most)


def test_only_what_is_lacking_is_made_all_of_it_at_once_and_the_same_only_once() -> None:
    calls: list[list[str]] = []
    recent = made_by(calls, most=9)
    recent(["a", "b"])

    values = recent(["c", "a", "d", "c"])

    assert values == ["C", "A", "D", "C"]
    assert calls == [["a", "b"], ["c", "d"]]


def test_what_was_asked_for_least_lately_is_let_go_first() -> None:
    calls: list[list[str]] = []
    recent = made_by(calls, most=2)
    recent(["a", "b"])
    recent(["a"])
    recent(["c"])

    recent(["a"])
    recent(["b"])

    assert calls == [["a", "b"], ["c"], ["b"]]


def test_more_than_is_kept_can_be_asked_for() -> None:
    assert made_by([], most=1)(["a", "b", "a"]) == ["A", "B", "A"]


def test_nothing_is_made_of_nothing() -> None:
    calls: list[list[str]] = []

    assert made_by(calls, most=1)([]) == []
    assert calls == []
