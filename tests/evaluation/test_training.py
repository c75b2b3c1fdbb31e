"""Training of the reader: what examples are drawn, what a batch looks like, and the calibration that is fitted."""

import random

import numpy as np
import pytest
import torch

from evaluation.training.calibrate import Measured, fit_reading
from evaluation.training.data import (
    Example,
    Piece,
    Question,
    Statement,
    TrainingData,
    more_example,
    question_examples,
    statement_example,
)
from evaluation.training.train import Recipe, collate, draw
from reader.encoding import CLS, SEP

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
