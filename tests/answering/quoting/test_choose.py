"""Every candidate measured against the question; what the measures weigh is trained and tested by the evaluation."""

import json
from pathlib import Path

import numpy as np
import pytest
from answering.quoting.choose import CHOICE_WEIGHTS, COLUMNS, Chooser, rank
from answering.quoting.evidence import EVIDENCE, EVIDENCE_WEIGHTS, Evidence, measure_evidence, named
from answering.quoting.features import Candidate, Floats, coverage, is_question, leans, measure, question_weights
from hypothesis import given
from hypothesis import strategies as st

from answering.quoting.weights import Weights, load_weights, probability
from retriever.fakes import HashingEmbedder
from tests.asking import article, candidates_of

EMBEDDER = HashingEmbedder()


def table_of(question: str, *candidates: Candidate) -> Floats:
    vectors = EMBEDDER.embed_passages([candidate.text for candidate in candidates])
    before = EMBEDDER.embed_passages([candidate.before for candidate in candidates])
    return Chooser(EMBEDDER).table(question, candidates, vectors, before)


def column(table: Floats, name: str) -> list[float]:
    return [round(float(value), 6) for value in table[:, COLUMNS.index(name)]]


def test_each_candidate_is_a_row_and_each_feature_a_column() -> None:
    table = table_of(
        "Who closed it?", Candidate(text="Dorn did."), Candidate(text=""), Candidate(text="日本 👩‍👧 e\u0301")
    )

    assert table.shape == (3, len(COLUMNS))
    assert np.isfinite(table).all()


def test_no_candidates_are_no_rows() -> None:
    assert table_of("Who closed it?").shape == (0, len(COLUMNS))


@pytest.mark.parametrize(
    ("name", "has", "lacks"),
    [
        ("question", Candidate(text="Who closed it?”"), Candidate(text="Dorn closed it.")),
        ("heading", Candidate(text="Harbour shut", heading=True), Candidate(text="Harbour shut")),
        ("short", Candidate(text="Dorn did."), Candidate(text="Dorn closed it at noon on Monday.")),
        ("leaning", Candidate(text="It was Dorn."), Candidate(text="Dorn was it.")),
        ("coverage", Candidate(text="Dorn closed the harbour."), Candidate(text="Gulls nest.")),
        ("similarity", Candidate(text="who closed the harbour"), Candidate(text="Gulls nest.")),
        ("offers", Candidate(text="It was Ilsa Dorn."), Candidate(text="Gulls nest.")),
        ("position", Candidate(text="Gulls nest.", position=5), Candidate(text="Gulls nest.")),
        ("retrieval", Candidate(text="Gulls nest."), Candidate(text="Gulls nest.", retrieval=0.5)),
        (
            "after_question",
            Candidate(text="Dorn did.", before="So who closed the harbour?"),
            Candidate(text="Dorn did.", before="Dorn closed the harbour."),
        ),
        (
            "after_question",
            Candidate(text="Dorn did.", printed="Who closed the harbour?"),
            Candidate(text="Dorn did.", printed="Who swept the lamps?"),
        ),
        (
            "after_question",
            Candidate(text="Dorn did.", printed="Who closed the harbour?"),
            Candidate(text="Dorn did.", printed="Why was the harbour closed?"),
        ),
        (
            "pair_coverage",
            Candidate(text="Dorn did.", before="So who closed the harbour?"),
            Candidate(text="Dorn did.", before="Gulls nest."),
        ),
    ],
)
def test_a_feature_is_higher_where_its_thing_is_there(name: str, has: Candidate, lacks: Candidate) -> None:
    more, less = column(table_of("Who closed the harbour?", has, lacks), name)

    assert more > less


@pytest.mark.parametrize(("likeness", "answers"), [(0.8, 0.8), (0.6, 0.0)])
def test_a_printed_question_that_means_the_same_counts_though_it_shares_no_word(
    likeness: float, answers: float
) -> None:
    nothing = np.zeros(1, dtype=np.float32)
    under = Candidate(text="Dorn did.", printed="Who shut the port?")
    table = measure(
        "Who closed the harbour?", [under], similarity=nothing, pair=nothing, printed={under.printed: likeness}
    )

    assert column(table, "after_question") == [answers]


def test_relative_features_tell_candidates_of_one_question_apart() -> None:
    table = table_of("Who closed it?", *(Candidate(text=text) for text in ("Dorn closed it.", "Gulls nest.", "Who?")))

    relative = column(table, "coverage, relative")
    assert sum(relative) == pytest.approx(0, abs=1e-5)
    assert max(relative) == relative[0]


@pytest.mark.parametrize(
    ("text", "asks"), [("Why?", True), ("“Why?”", True), ("*Why?*", True), ("Why? he said.", False)]
)
def test_a_question_ends_with_its_mark(text: str, asks: bool) -> None:
    assert is_question(text) == asks


@pytest.mark.parametrize(
    ("text", "pointing"), [("It fell.", True), ("“That fell,” he said.", True), ("Italy fell.", False)]
)
def test_a_sentence_leans_if_it_begins_with_a_word_that_points_back(text: str, pointing: bool) -> None:
    assert leans(text) == pointing


@given(st.text(max_size=50), st.frozensets(st.text(max_size=5)))
def test_coverage_is_a_share(question: str, found: frozenset[str]) -> None:
    weights = question_weights(question)

    assert 0 <= coverage(weights, found) <= 1
    assert coverage(weights, frozenset(weights)) == pytest.approx(1.0 if weights else 0.0)


def test_the_best_come_first_and_of_equals_the_earlier() -> None:
    assert rank([1.0, 3.0, 2.0, 3.0]) == [1, 3, 2, 0]


# What was trained


@pytest.mark.parametrize(("file", "columns"), [(CHOICE_WEIGHTS, COLUMNS), (EVIDENCE_WEIGHTS, EVIDENCE)])
def test_trained_coefficients_fit_the_features_that_are_measured(file: Path, columns: tuple[str, ...]) -> None:
    weights = load_weights(file)

    assert set(weights.names) <= set(columns)
    assert np.isfinite([weights.mean, weights.scale, weights.coefficients]).all()
    assert (weights.scale > 0).all()


def test_trained_coefficients_say_where_they_come_from() -> None:
    for file in (CHOICE_WEIGHTS, EVIDENCE_WEIGHTS):
        assert "evaluation.train" in json.loads(file.read_text("utf-8"))["provenance"]


def test_a_logit_is_the_weighted_sum_of_standard_scores_found_by_name() -> None:
    weights = Weights(
        names=("b", "a"),
        mean=np.array([1.0, 0.0]),
        scale=np.array([2.0, 1.0]),
        coefficients=np.array([3.0, -1.0]),
        intercept=0.5,
    )

    logits = weights.logit(np.array([[10.0, 5.0, 99.0], [0.0, 1.0, 99.0]]), ["a", "b", "other"])

    assert logits == pytest.approx([3 * 2 - 10 + 0.5, 0.5])


@pytest.mark.parametrize(("logit", "share"), [(0.0, 0.5), (1000.0, 1.0), (-1000.0, 0.0)])
def test_a_probability_is_never_out_of_range(logit: float, share: float) -> None:
    assert probability(logit) == pytest.approx(share)


# Whether there is an answer at all


def measured(question: str, text: str) -> Floats:
    candidates, chooser = candidates_of(article(text)), Chooser(EMBEDDER)
    vectors = EMBEDDER.embed_passages([located.candidate.text for located in candidates])
    table = chooser.table(question, [located.candidate for located in candidates], vectors, np.zeros_like(vectors))
    return measure_evidence(question, table, chooser.scores(table), candidates)


def test_evidence_is_a_share_and_words_that_match_give_more_of_it() -> None:
    evidence, text = Evidence(), "Ilsa Dorn closed the harbour of Wexmouth. Gulls nest there."

    asked_of, beside = measured("Who closed the harbour of Wexmouth?", text), measured("What weighs a neutron?", text)

    assert asked_of.shape == (len(EVIDENCE),)
    assert 0 <= evidence(beside) < evidence(asked_of) <= 1


def test_the_many_rows_of_a_list_take_no_confidence_from_a_sentence() -> None:
    rows = "\n".join(f"Harbour {place}: {place + 40} boats" for place in range(30))
    text = f"Most boats, 97, lie in the harbour of Ribe.\n\nBoats by harbour:\n\n{rows}\n\nThe guild was pleased."

    confidence = measured("Which harbour has most boats?", text)[EVIDENCE.index("confidence")]

    assert confidence == pytest.approx(1)


def test_names_and_numbers_are_what_a_question_is_about() -> None:
    assert [word.text for word in named("What did Ilsa Dorn pay in 2016 for the 2nd crane of the G7?")] == [
        "Ilsa", "Dorn", "2016", "2nd", "G7",
    ]  # fmt: skip
