"""Answer, closest words or refusal: what the evidence decides, given here by a scripted reader."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from answering.pipeline import QuoteAnswerer
from answering.quoting.refusals import CLOSEST_SHARE, NEAREST
from domain.protocols import Embedder
from domain.reading import Calibration
from domain.values import EVERYTHING, Answer, RefusalReason, Scope
from retriever.search import HybridSearch
from tests.asking import PHRASES, material, texts
from tests.making import CountingEmbedder, Desk
from tests.scripted_reader import ScriptedReader

THRESHOLD = 0.5
CALIBRATION = Calibration(window=0.0, evidence_window=0.0, missing=4.0)
"""The evidence is the logistic function of the best sentence's logit."""
HARBOUR = "The silt of Wexmouth is deep.\n\nGulls nest there.\n\nBoats left in May.\n\nFog came in June."
QUESTION = "Why is the harbour of Wexmouth shut?"
SILT = "The silt of Wexmouth is deep."

Ask = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    desks: list[Desk] = []

    def answer(question: str, logits: dict[str, float], *texts: str, scope: Scope = EVERYTHING) -> Answer:
        desk = Desk(tmp_path / str(len(desks)))
        desks.append(desk)
        desk.take_in(*(material(text, title=f"Story {i}") for i, text in enumerate(texts or (HARBOUR,))))
        return answerer(desk, logits)(question, scope=scope)

    yield answer
    for desk in desks:
        desk.close()


def test_a_question_in_another_language_is_compared_with_sentences_by_the_embedder_that_knows_it(
    tmp_path: Path,
) -> None:
    other = CountingEmbedder(dim=32)
    other.name = "other"
    german = "Der Hafen bleibt wegen des Eises geschlossen. Die Fähren fahren ab Dorum."
    own = CountingEmbedder()
    with closing(Desk(tmp_path, embedder=own)) as desk:
        desk.take_in(material(german, title="Hafen"))
        own.embedded.clear()
        answer = answerer(desk, {}, multilingual=lambda: other)("Warum ist der Hafen zu?")

    assert answer.refusal is RefusalReason.NOT_JUDGED
    sentences = {"Der Hafen bleibt wegen des Eises geschlossen.", "Die Fähren fahren ab Dorum."}
    assert sentences <= {*other.embedded}
    assert not sentences & {*own.embedded}


def answerer(
    desk: Desk, logits: dict[str, float], *, multilingual: Callable[[], Embedder] | None = None
) -> QuoteAnswerer:
    """Answer from a desk's library with a reader that gives these logits."""
    reader = ScriptedReader(logits, calibration=CALIBRATION)
    return QuoteAnswerer(
        library=desk.library,
        search=HybridSearch(desk.embedder, desk.index),
        embedder=desk.embedder,
        reader=reader,
        bundled_reader=reader,
        phrases=PHRASES,
        answer_threshold=THRESHOLD,
        aged_after_days=7,
        multilingual=multilingual,
    )


def logit(probability: float) -> float:
    """Return the logit that CALIBRATION takes for this probability, as near as bands need it."""
    low, high = -20.0, 20.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if CALIBRATION.probability(middle) < probability else (low, middle)
    return high


@pytest.mark.parametrize(
    ("evidence", "kind", "refusal"),
    [
        (THRESHOLD + 0.01, "answer", None),
        (THRESHOLD - 0.01, "closest", "not_clear"),
        (CLOSEST_SHARE * THRESHOLD + 0.01, "closest", "not_clear"),
        (CLOSEST_SHARE * THRESHOLD - 0.01, "refusal", "not_found"),
    ],
)
def test_the_evidence_decides_between_answer_closest_words_and_refusal(
    ask: Ask, evidence: float, kind: str, refusal: str | None
) -> None:
    answer = ask(QUESTION, {SILT: logit(evidence)})

    assert (answer.kind, answer.refusal) == (kind, refusal)
    assert answer.evidence == pytest.approx(evidence, abs=1e-4)
    assert texts(answer.statements) == ([SILT] if kind == "answer" else [])


def test_the_sentence_with_the_highest_score_leads(ask: Ask) -> None:
    answer = ask(QUESTION, {"Gulls nest there.": 6.0, "Boats left in May.": 4.0, SILT: 1.0})

    assert texts(answer.statements) == ["Gulls nest there.", "Boats left in May."]


def test_a_refusal_shows_the_nearest_words_best_first_and_claims_nothing(ask: Ask) -> None:
    answer = ask(QUESTION, {"Gulls nest there.": -3.0, "Fog came in June.": -2.0, SILT: -4.0})

    assert (answer.statements, answer.citations) == ((), ())
    assert [one.quote for one in answer.nearest] == ["Fog came in June.", "Gulls nest there.", SILT]
    assert len(answer.nearest) == NEAREST


def test_a_name_that_no_article_has_is_named_and_nothing_is_called_close(ask: Ask) -> None:
    close = logit(THRESHOLD) + CALIBRATION.missing - 0.1

    answer = ask("What did Zebulon Quist do in Wexmouth?", {SILT: close})

    assert (answer.kind, answer.refusal, answer.statements) == ("refusal", "not_mentioned", ())
    assert "Zebulon Quist" in answer.lead
    assert answer.nearest


def test_overwhelming_evidence_answers_in_spite_of_a_missing_name(ask: Ask) -> None:
    answer = ask("What did Zebulon Quist do in Wexmouth?", {SILT: logit(THRESHOLD) + CALIBRATION.missing + 0.1})

    assert (answer.kind, texts(answer.statements)) == ("answer", [SILT])


def test_two_articles_with_different_numbers_stand_side_by_side(ask: Ask) -> None:
    first, second = "In all 145 people left Wexmouth.", "Some 120 people left Wexmouth in the night."

    answer = ask("How many people left Wexmouth?", {first: 5.0, second: 4.5}, first, second)

    assert sorted(texts(answer.statements)) == sorted([first, second])
    assert answer.lead == PHRASES("lead.disagree")


def test_the_trace_tells_the_scores_and_the_threshold(ask: Ask) -> None:
    trace = ask(QUESTION, {SILT: 3.0, "Gulls nest there.": 2.0}).trace

    assert trace is not None
    assert [(one.text, one.score) for one in trace.sentences[:2]] == [(SILT, 3.0), ("Gulls nest there.", 2.0)]
    assert (trace.threshold, trace.missing) == (THRESHOLD, ())
    assert trace.evidence == CALIBRATION.probability(3.0)
