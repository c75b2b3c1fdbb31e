"""The peers beside the program: plain BM25, cosine, the quick start, the program with a part switched off."""

from math import log
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.protocols import Snapshot
from domain.values import Source
from evaluation.baselines import PEERS, baselines, chunks_of, quick_start
from evaluation.bm25 import Bm25
from evaluation.data import Data
from evaluation.stock import Bench
from evaluation.suites import SUITES
from evaluation.without import Muted

SAMPLES = Path(__file__).parents[2] / "evaluation" / "samples"


def test_bm25_of_a_word_that_one_of_two_texts_holds_twice() -> None:
    scores = Bm25(["fire fire", "rain"]).scores("Fires?")

    idf = log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    assert scores.tolist() == [pytest.approx(idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 2 / 1.5))), 0]


@given(st.lists(st.text(alphabet="ab c"), max_size=6), st.text(alphabet="ab c"))
def test_bm25_gives_each_text_a_score_and_only_shared_words_count(texts: list[str], question: str) -> None:
    scores = Bm25(texts).scores(question)

    assert len(scores) == len(texts)
    for text, score in zip(texts, scores, strict=True):
        assert (score > 0) == bool(set(text.split()) & set(question.split()))


def test_the_quick_start_finds_the_nearest_chunk(bench: Bench) -> None:
    rows = Data(SAMPLES).rows("news-search/articles.jsonl")

    found = quick_start(bench, chunks_of(rows), ["Who mends clocks at the museum?", "Why is China waiting?"])

    assert [chunks[0].article for chunks in found] == ["clock-museum-night-school", "why-china-waits"]


@pytest.mark.parametrize("suite", ["cited-answers", "refusals-clapnq", "sentence-choice"])
def test_baselines_are_measured_by_the_suites_own_figures(bench: Bench, suite: str) -> None:
    data = Data(SAMPLES)

    made = {name: SUITES[suite].figures(items, data) for name, items in baselines(suite, bench, data).items()}

    assert len(made) >= 2
    for figures in made.values():
        assert all(0 <= figure.value <= 1 for figure in figures.values())


def test_every_suite_has_peers() -> None:
    assert set(PEERS) == set(SUITES)


class OneOfEach:
    """A snapshot that finds one of everything."""

    generation = 7

    def match_passages(self, *_: Any, **__: Any) -> list[Any]:
        return [("a", 0, 1.0)]

    def match_articles(self, *_: Any, **__: Any) -> list[Any]:
        return [("a", 1.0)]

    def passages_of_vectors(self, _: Any) -> dict[str, Any]:
        return {"a:1": [("a", 0)]}

    def sources(self, _: Any) -> dict[str, Source]:
        return {"a": Source(title="A", published="2022-06-01")}


def test_what_is_switched_off_finds_nothing_and_all_else_goes_on() -> None:
    snapshot = cast(Snapshot, OneOfEach())
    off = Muted(snapshot, frozenset({"passages", "vectors", "dates"}))

    assert off.match_passages(["x"], limit=1) == []
    assert off.passages_of_vectors(["a:1"]) == {}
    assert off.sources(["a"])["a"].published is None
    assert off.match_articles(["x"], limit=1) == [("a", 1.0)]
    assert off.generation == 7
    on = Muted(snapshot, frozenset())
    assert (on.match_passages([]), on.sources(["a"])["a"].published) == ([("a", 0, 1.0)], "2022-06-01")
