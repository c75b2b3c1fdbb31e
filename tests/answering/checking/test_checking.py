"""The check over many statements: a small model's own, labelled by hand, and generated ones, true and false.

Of the false at most 10 % may pass, of the true at most 15 % fail. docs/evaluation.md has the
counts by kind.
"""

import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from answering.checking.check import Checker, Offered
from domain.protocols import Embedder, Vectors
from domain.values import Article
from evaluation.corruptions import made
from retriever.recent import Recent
from tests.transcript import FOLDERS, article, transcript

NAMES = sorted(path.stem for folder in FOLDERS for path in folder.glob("*.md"))
OF_EACH = 30
"""Generated statements of each article, of about a hundred, that are looked at."""
PASSING, FAILING = 0.10, 0.15


@pytest.fixture(scope="module")
def check(embedder: Embedder) -> Checker:
    recent: Recent[str, Vectors] = Recent(lambda texts: list(embedder.embed_passages(texts)), most=10_000)
    return Checker(embedder, vectors=lambda pairs: np.stack(recent([text for _, text in pairs])))


def whole(one: Article) -> list[Offered]:
    return [Offered(number=1, article=one, start=0, end=len(one.text))]


def shares(told: list[tuple[str, bool, bool]]) -> tuple[float, float]:
    """The share of the false that pass and of the true that fail; printed by kind."""
    counts = Counter((kind, true, true == passed) for kind, true, passed in told)
    for kind, true in sorted({(kind, true) for kind, true, _ in told}):
        right, wrong = counts[kind, true, True], counts[kind, true, False]
        print(f"{kind}, {'true' if true else 'false'}: {wrong} of {right + wrong} wrong")
    false, right = ([passed for _, true, passed in told if true == side] for side in (False, True))
    return sum(false) / len(false), sum(not passed for passed in right) / len(right)


def test_what_a_small_model_wrote_is_told_apart(check: Checker) -> None:
    told = [("written", one.true, check(one.text, one.offered).support != "unsupported") for one in transcript()]

    passing, failing = shares(told)

    assert len(told) > 80
    assert passing <= PASSING
    assert failing <= FAILING


def test_generated_statements_are_told_apart(check: Checker) -> None:
    told = [
        (one.kind, one.true, check(one.text, whole(of)).support != "unsupported")
        for of in map(article, NAMES)
        for one in random.Random(of.id).sample(list(made(of.text)), OF_EACH)
    ]

    passing, failing = shares(told)

    assert len({kind for kind, true, _ in told if not true}) == 8
    assert passing <= PASSING
    assert failing <= FAILING


def test_every_place_of_every_statement_is_whole_sentences_of_its_article(check: Checker) -> None:
    for one in transcript():
        for place in check(one.text, one.offered).places:
            assert any(excerpt.start <= place.start < excerpt.end for excerpt in one.offered)
            assert place.article.text[place.start : place.end].strip() == place.article.text[place.start : place.end]


def test_inventions_in_a_readers_words_never_pass(check: Checker) -> None:
    rows = [json.loads(line) for line in (Path(__file__).parent / "statements.jsonl").read_text("utf-8").splitlines()]
    invented = [row for row in rows if row["kind"] == "invention"]

    passed = [
        row["text"] for row in invented if check(row["text"], whole(article(row["article"]))).support != "unsupported"
    ]

    assert len(invented) > 15
    assert len(passed) <= PASSING * len(invented)
