"""Sentence vectors: computed once, kept until their article changes."""

from pathlib import Path

import numpy as np
import pytest

from answering.quoting.reading import sentence_vectors
from tests.making import CountingEmbedder, Desk, text

SAID = ["The harbour closed.", "Boats left.", "The harbour closed."]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.take_in(text("Shut\n\n" + " ".join(SAID)))
    return made


def vectors_of(desk: Desk, *sentences: str) -> tuple[np.ndarray, list[str]]:  # type: ignore[type-arg]
    """The vectors, and what had to be embedded for them."""
    assert isinstance(desk.embedder, CountingEmbedder)
    desk.embedder.embedded.clear()
    owner = desk.entries()[0].id
    made = sentence_vectors(desk.library, desk.embedder, [(owner, sentence) for sentence in sentences])
    return made, list(desk.embedder.embedded)


def test_each_sentence_has_its_own_vector_in_order(desk: Desk) -> None:
    made, _ = vectors_of(desk, *SAID)

    assert made == pytest.approx(desk.embedder.embed_passages(SAID))


def test_a_sentence_is_embedded_once_for_good(desk: Desk) -> None:
    first, embedded = vectors_of(desk, *SAID)

    again, nothing = vectors_of(desk, *SAID)

    assert sorted(embedded) == sorted(set(SAID))
    assert nothing == []
    assert again == pytest.approx(first)


def test_only_new_sentences_are_embedded(desk: Desk) -> None:
    vectors_of(desk, *SAID)

    _, embedded = vectors_of(desk, "Gulls nest.", *SAID)

    assert embedded == ["Gulls nest."]


def test_no_sentences_have_no_vectors(desk: Desk) -> None:
    made, _ = vectors_of(desk)

    assert made.shape == (0, desk.embedder.dim)
