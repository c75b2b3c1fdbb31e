"""The check over many statements: a small model's own, labelled by hand, and inventions in a writer's words.

The shares are bounds for the bundled reader; docs/experiments/statements.md has what was measured.
"""

import json
from pathlib import Path

from answering.checking.evidence import Excerpt
from domain.values import Article
from tests.asking import checker
from tests.transcript import article, transcript

MAX_FALSE_ACCEPTED, MAX_TRUE_REJECTED = 0.40, 0.40
MAX_INVENTIONS_ACCEPTED = 0.20


def whole(one: Article) -> list[Excerpt]:
    return [Excerpt(number=1, article=one, start=0, end=len(one.text))]


def test_most_of_what_a_small_model_wrote_is_judged_right() -> None:
    verdicts = [(one.true, checker()(one.text, one.offered).support != "unsupported") for one in transcript()]

    accepted = [supported for true, supported in verdicts if not true]
    rejected = [not supported for true, supported in verdicts if true]
    print(f"false accepted: {sum(accepted)} of {len(accepted)}, true rejected: {sum(rejected)} of {len(rejected)}")
    assert len(verdicts) > 80
    assert sum(accepted) <= MAX_FALSE_ACCEPTED * len(accepted)
    assert sum(rejected) <= MAX_TRUE_REJECTED * len(rejected)


def test_every_place_of_every_statement_is_whole_sentences_of_its_article() -> None:
    for one in transcript():
        for place in checker()(one.text, one.offered).places:
            assert any(excerpt.start <= place.start < excerpt.end for excerpt in one.offered)
            assert place.article.text[place.start : place.end].strip() == place.article.text[place.start : place.end]


def test_inventions_in_a_writers_words_seldom_pass() -> None:
    rows = [json.loads(line) for line in (Path(__file__).parent / "statements.jsonl").read_text("utf-8").splitlines()]
    invented = [row for row in rows if row["kind"] == "invention"]

    passed = [
        row["text"]
        for row in invented
        if checker()(row["text"], whole(article(row["article"]))).support != "unsupported"
    ]

    assert len(invented) > 15
    assert len(passed) <= MAX_INVENTIONS_ACCEPTED * len(invented), passed
