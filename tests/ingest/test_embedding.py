"""Strings to vectors on an article's way in: the same as one by one, in steps, each of which gives way."""

from collections.abc import Sequence

import pytest

from domain.protocols import Embedder, Vectors
from ingest.embedding import embedded
from tests.making import CountingEmbedder

STRINGS = {
    f"key{number}": "The harbour is shut. " * (1 + number * 7 % 23) + f"Number {number}!" for number in range(41)
}


class Failing(CountingEmbedder):
    """Cannot embed what is longest, which is embedded first."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = super().embed_passages(texts)
        if max(STRINGS.values(), key=len) in texts:
            raise RuntimeError("no space for it")
        return vectors


def nobody() -> None:
    """Nobody waits."""


def test_the_vectors_are_those_that_each_string_gets_alone(embedder: Embedder) -> None:
    made = embedded(embedder, STRINGS, nobody)

    assert made.keys() == STRINGS.keys()
    for key, string in STRINGS.items():
        assert made[key] == pytest.approx(embedder.embed_passages([string])[0], abs=1e-5)


def test_each_string_is_embedded_once_and_each_step_gives_way() -> None:
    counting, asked = CountingEmbedder(), []

    embedded(counting, STRINGS, lambda: asked.append(1))

    assert sorted(counting.embedded) == sorted(STRINGS.values())
    assert len(asked) >= len(STRINGS) / 8


def test_an_error_of_the_model_is_passed_on_as_it_is() -> None:
    with pytest.raises(RuntimeError, match="no space"):
        embedded(Failing(), STRINGS, nobody)


def test_nothing_to_embed_gives_nothing() -> None:
    assert embedded(CountingEmbedder(), {}, nobody) == {}
