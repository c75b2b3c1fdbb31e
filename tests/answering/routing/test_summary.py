"""The sentences that stand for a whole article."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.routing.summary import choose_summary, summary_candidates
from tests.asking import article

LONG = "The council of Wexmouth closed the old harbour on Monday morning"


def test_only_sentences_that_stand_alone_are_candidates() -> None:
    stated = article(
        f"Harbour shut\n\n{LONG}. Too short. It then sent all of the boats away to Belmar. {LONG}, did it not?"
    )

    assert [sentence.text for sentence in summary_candidates(stated)] == [f"{LONG}."]


@pytest.mark.parametrize(
    ("text", "left"), [("Shut\n\nIt rained. They left.", ["It rained.", "They left."]), ("Shut", ["Shut"]), ("", [])]
)
def test_where_none_does_the_next_best_are(text: str, left: list[str]) -> None:
    assert [sentence.text for sentence in summary_candidates(article(text))] == left


def unit(*rows: tuple[float, ...]) -> np.ndarray:  # type: ignore[type-arg]
    made = np.array(rows, dtype=np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_central_sentences_are_taken_once_each_and_stay_in_order() -> None:
    candidates = summary_candidates(article(" ".join(f"{LONG}, said witness number {n}." for n in range(4))))
    vectors = unit((0, 1, 0), (1, 1, 0.1), (1, 1, 0.1), (0, 0, 1))

    chosen = choose_summary(candidates, vectors, count=2)

    assert [sentence.index for sentence in chosen] == sorted(sentence.index for sentence in chosen)
    assert {sentence.index for sentence in chosen} & {1, 2}
    assert {sentence.index for sentence in chosen} != {1, 2}


@given(st.integers(0, 6), st.integers(1, 5))
def test_there_are_as_many_as_asked_for_or_as_there_are(count: int, wanted: int) -> None:
    candidates = summary_candidates(article(" ".join(f"{LONG}, said witness number {n}." for n in range(count))))
    vectors = np.eye(8, dtype=np.float32)[:count]

    assert len(choose_summary(candidates, vectors, count=wanted)) == min(count, wanted)
