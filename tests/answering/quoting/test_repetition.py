"""What was quoted a moment ago is not the first thing to quote again."""

import numpy as np

from answering.quoting.candidates import Considered
from answering.quoting.reading import lower_if_quoted, rank
from answering.quoting.refusals import nearest
from domain.values import Answer, Turn
from tests.asking import article, candidates_of, cite

HARBOUR = article("The harbour closed. It closed in May. Nobody was hurt.")


def considered(*scores: float) -> Considered:
    return Considered(candidates=candidates_of(HARBOUR), scores=np.array(scores), evidence=0.9)


def answered(*quotes: str) -> Turn:
    made = tuple(cite(number, of=HARBOUR, quote=quote) for number, quote in enumerate(quotes, start=1))
    return Turn(question="?", answer=Answer(question="?", kind="answer", lead="", citations=made))


TALK = Turn(question="thanks", answer=Answer(question="thanks", kind="talk", lead=""))


def first(found: Considered) -> str:
    return found.candidates[rank(found.scores)[0]].sentence.text


def test_a_sentence_that_fits_nearly_as_well_goes_ahead_of_one_just_quoted() -> None:
    assert (
        first(lower_if_quoted(considered(3.0, 2.0, -3.0), [answered("The harbour closed."), TALK]))
        == "It closed in May."
    )
    assert first(lower_if_quoted(considered(3.0, 2.0, -3.0), [answered("harbour closed")])) == "It closed in May."


def test_where_nothing_else_fits_the_same_words_are_quoted_again() -> None:
    assert (
        first(lower_if_quoted(considered(3.0, 0.5, -3.0), [answered("The harbour closed.")])) == "The harbour closed."
    )


def test_words_at_the_same_place_of_another_article_have_not_been_quoted() -> None:
    other = article(HARBOUR.text, name="a2")
    found = Considered(candidates=candidates_of(other), scores=np.array([3.0, 2.0, -3.0]), evidence=0.9)

    assert first(lower_if_quoted(found, [answered("The harbour closed.")])) == "The harbour closed."


def test_only_what_the_last_answer_quoted_counts() -> None:
    turns = [answered("The harbour closed."), answered("Nobody was hurt.")]

    assert first(lower_if_quoted(considered(3.0, 2.0, -3.0), turns)) == "The harbour closed."
    assert lower_if_quoted(considered(3.0, 2.0, -3.0), []).scores.tolist() == [3.0, 2.0, -3.0]


def test_no_headline_stands_among_the_nearest_words_of_a_refusal() -> None:
    stated = article("Harbour closes again\n\nIt closed in May. Nobody was hurt.")
    found = Considered(candidates=candidates_of(stated), scores=np.array([3.0, 2.0, 1.0]), evidence=0.1)

    assert [one.quote for one in nearest(found)] == ["It closed in May.", "Nobody was hurt."]
