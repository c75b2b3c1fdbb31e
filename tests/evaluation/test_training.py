"""Training of the reader: what examples are drawn, what a batch looks like, and the calibration that is fitted."""

import gzip
import hashlib
import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import tokenizers
import torch

from domain.bundled import bundled_folder
from evaluation.training.calibrate import Measured, fit_reading
from evaluation.training.data import (
    OWN_TIMES,
    Example,
    Piece,
    Question,
    Statement,
    TrainingData,
    load,
    more_example,
    question_examples,
    statement_example,
)
from evaluation.training.train import Recipe, collate, draw
from reader.encoding import CLS, SEP, Encoder
from text.sentences import sentences

SENTENCES = 12


@pytest.fixture
def data() -> TrainingData:
    """Two articles of twelve sentences of ten words; every sentence is one word piece, its number plus 1000 or 2000."""
    articles = [
        Piece([900 + number], [[1000 * (number + 1) + i] for i in range(SENTENCES)], [10] * SENTENCES)
        for number in (0, 1)
    ]
    answerable = Question([7], 0, frozenset({3}), frozenset({4}), [0.0] * SENTENCES, [(1, range(3))])
    absent = Question([8], 0, frozenset(), frozenset({2}), [0.0] * SENTENCES, [])
    statements = [Statement([9], 0, [5], [5, 9], True), Statement([6], 1, [5, 6], [], False)]
    return TrainingData(articles, [answerable, absent], statements, [([5], [[50], [51]], True), ([4], [[52]], False)])


def test_the_projects_own_questions_come_in_where_the_folder_has_their_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = Encoder(tokenizers.Tokenizer.from_file(str(bundled_folder() / "tokenizer.json")))
    article = {"id": "mill", "title": "Mill sold", "text": "The mill was sold. Nobody said to whom."}
    other = {"text": "Otters sleep on their backs. They hold hands.", "claim": "Otters sleep.", "supported": True}
    asked = {"article": "mill", "question": "what was sold?", "core": [[[0, 18]]], "ok": []}
    claimed = {"article": "mill", "claim": "The mill has a new owner.", "supported": True, "evidence": [[0, 18]]}
    otters = {"article": "more:" + hashlib.sha256(str(other["text"]).encode()).hexdigest()[:16]}
    write_rows(tmp_path / "news-search/articles.jsonl.gz", article)
    write_rows(tmp_path / "statements/more.jsonl.gz", other)
    write_rows(tmp_path / "reading/train.jsonl.gz", asked)
    write_rows(tmp_path / "statements/train.jsonl.gz", claimed)
    write_rows(
        tmp_path / "own/reading/train.jsonl.gz",
        otters | {"question": "how do they sleep?", "core": [[[0, 28]]], "ok": []},
        {"article": "elsewhere", "question": "what?", "core": [[[0, 5]]], "ok": []},
    )
    write_rows(tmp_path / "own/statements/train.jsonl.gz", claimed | {"supported": False})
    monkeypatch.setattr("evaluation.training.data._OWN", tmp_path / "own")

    made = load(tmp_path, lambda text: [(one.start, one.end) for one in sentences(text)], encoder)

    by_article = Counter(len(made.articles[one.article].title) > 0 for one in made.questions)
    assert by_article == {True: 1, False: OWN_TIMES}
    assert all(one.core == {0} for one in made.questions)
    assert Counter(one.supported for one in made.statements) == {True: 1, False: OWN_TIMES}


def write_rows(path: Path, *rows: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))


def test_a_question_brings_a_window_that_answers_and_labels_only_its_sentence(data: TrainingData) -> None:
    for seed in range(30):
        first, *others = question_examples(data, data.questions[0], 0, random.Random(seed))
        if of_others(first):
            continue

        labels = dict(zip((i for i in first.encoded.ids if i >= 1000), first.labels, strict=True))
        assert labels[1003] == 1
        assert all(label in (0, -1) for sentence, label in labels.items() if sentence != 1003)
        assert all(1 not in other.labels for other in others)


def of_others(example: Example) -> bool:
    """Whether no sentence of the question's own article is shown."""
    return all(sentence >= 2000 for sentence in example.encoded.ids if sentence >= 1000)


def test_some_questions_are_shown_other_articles_only_and_nothing_there_answers(data: TrainingData) -> None:
    drawn = [question_examples(data, data.questions[0], 0, random.Random(seed)) for seed in range(100)]

    foreign = [examples for examples in drawn if all(of_others(one) for one in examples)]
    assert 0 < len(foreign) < 40
    assert {label for examples in foreign for one in examples for label in one.labels} == {0}


def test_a_sentence_that_may_stand_beside_the_answer_is_not_counted(data: TrainingData) -> None:
    drawn = [
        dict(zip((i for i in one.encoded.ids if i >= 1000), one.labels, strict=True))
        for seed in range(30)
        for one in question_examples(data, data.questions[0], 0, random.Random(seed))
    ]

    assert {labels[1004] for labels in drawn if 1004 in labels} == {-1}


def test_of_a_question_without_an_answer_every_sentence_is_wrong(data: TrainingData) -> None:
    for seed in range(10):
        examples = question_examples(data, data.questions[1], 0, random.Random(seed))

        assert examples
        assert all(set(one.labels) == {0} for one in examples)


def test_a_true_statement_is_supported_only_where_its_evidence_is_shown(data: TrainingData) -> None:
    drawn = [statement_example(data, data.statements[0], random.Random(seed)) for seed in range(60)]

    assert {one.supported for one in drawn} == {0.0, 1.0}
    assert all((1005 in one.encoded.ids) == bool(one.supported) for one in drawn)


def test_a_false_statement_is_never_supported(data: TrainingData) -> None:
    drawn = [statement_example(data, data.statements[1], random.Random(seed)) for seed in range(20)]

    assert {one.supported for one in drawn} == {0.0}


@pytest.mark.parametrize("supported", [True, False])
def test_statements_of_other_texts_are_drawn_by_what_they_are(data: TrainingData, supported: bool) -> None:
    drawn = more_example(data, supported, random.Random(0))

    assert drawn.supported == supported


def test_a_step_draws_the_same_examples_again_and_each_process_its_own(data: TrainingData) -> None:
    recipe = Recipe(questions=1, statements=2)

    again, other = (draw(data, recipe, 0, rank, random.Random(rank)) for rank in (0, 1))

    assert draw(data, recipe, 0, 0, random.Random(0)) == again
    assert {again[0].encoded.ids[1], other[0].encoded.ids[1]} == {7, 8}


def test_a_batch_averages_the_tokens_of_each_sentence(data: TrainingData) -> None:
    examples = draw(data, Recipe(questions=1, statements=2), 0, 0, random.Random(0))[:3]

    inputs, labels = collate(examples)

    assert inputs["input_ids"][:, 0].tolist() == [CLS] * 3
    assert SEP in inputs["input_ids"][0].tolist()
    assert torch.equal(inputs["attention_mask"].sum(1), torch.tensor([len(one.encoded.ids) for one in examples]))
    for row, one in enumerate(examples):
        assert torch.allclose(inputs["pooling"][row].sum(1)[: one.encoded.count], torch.ones(one.encoded.count))
        assert labels[row, : len(one.labels)].tolist() == one.labels


def measured(kind: str, rng: np.random.Generator) -> Measured:
    """A question whose right sentence stands out by its cosine, stands in the article found best, and whose being
    answered shows in its window.
    """
    answerable = kind == "answerable"
    features = rng.normal(0, 0.1, (4, 4))
    features[0, 2:] += 2.0, 0.2
    features[:, 1] += 3.0 if answerable else -3.0
    return Measured(features, np.array([answerable, False, False, False]), answerable, missing=False)


def test_calibration_finds_what_ranks_and_what_separates() -> None:
    rng = np.random.default_rng(0)
    questions = [measured(kind, rng) for kind in ("answerable", "absent") * 40]

    calibration, reached = fit_reading(questions)

    assert reached == {"right_first": 1.0, "auc": 1.0}
    assert calibration.cosine > 0
    assert calibration.found > 0
    assert calibration.evidence_window > 0
    assert calibration.missing == 0
    assert calibration.probability(calibration.evidence(0.0, 3.0, 0.0)) > 0.9
    assert calibration.probability(calibration.evidence(0.0, -3.0, 0.0)) < 0.1
