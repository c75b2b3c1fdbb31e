"""How sentences are cut into the windows that a reader reads."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.reading import WINDOW_WORDS, cut_windows

LENGTHS = st.lists(st.integers(0, 2 * WINDOW_WORDS), max_size=40)
FIRST = st.integers(0, WINDOW_WORDS)


def test_nothing_gives_no_window() -> None:
    assert cut_windows([]) == []


def test_a_window_is_full_with_exactly_its_limit_of_words() -> None:
    assert cut_windows([WINDOW_WORDS - 5, 5]) == [range(2)]
    assert cut_windows([WINDOW_WORDS - 5, 6]) == [range(1), range(1, 2)]
    assert cut_windows([WINDOW_WORDS, WINDOW_WORDS - 5, 5, 1]) == [range(1), range(1, 3), range(3, 4)]


def test_each_window_counts_its_own_words_alone() -> None:
    assert cut_windows([50, 30, 50, 30, 50]) == [range(2), range(2, 4), range(4, 5)]


def test_a_sentence_longer_than_a_window_stands_alone() -> None:
    long = WINDOW_WORDS + 1

    assert cut_windows([long]) == [range(1)]
    assert cut_windows([5, long, 5]) == [range(1), range(1, 2), range(2, 3)]


def test_the_first_window_alone_has_the_smaller_limit() -> None:
    assert cut_windows([20, 20, 20, 20, 20], first_words=40) == [range(2), range(2, 5)]
    assert cut_windows([20, 20, 20, 20, 20], first_words=39) == [range(1), range(1, 5)]


def test_a_sentence_without_words_belongs_to_the_window_that_is_open() -> None:
    assert cut_windows([WINDOW_WORDS, 0, 1]) == [range(2), range(2, 3)]


@given(LENGTHS, FIRST)
def test_windows_are_as_long_as_their_limit_allows_and_cover_each_sentence_once(lengths: list[int], first: int) -> None:
    windows = cut_windows(lengths, first_words=first)

    assert [index for window in windows for index in window] == list(range(len(lengths)))
    for number, window in enumerate(windows):
        assert len(window) == 1 or sum(lengths[i] for i in window) <= (WINDOW_WORDS if number else first)
    for number, (window, following) in enumerate(pairwise(windows)):
        limit = WINDOW_WORDS if number else first
        assert sum(lengths[i] for i in window) + lengths[following.start] > limit
