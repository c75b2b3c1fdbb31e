"""What a model is given to read: how long it is, how words are shown, and which excerpts and sentences fit."""

import numpy as np
import pytest

from answering.phrases import CHOOSE, load_prompt
from answering.quoting.candidates import Considered
from answering.quoting.composing import Decided
from answering.writing.excerpts import fill, is_cut, offer, printed, tokens
from domain.values import Article
from services.parts import PROMPTS
from tests.asking import PHRASES, article, candidates_of, never_alike

PIER = article("Gulls nest. The pier is shut. It cost nine crowns. Nobody paid. Fog came. Rain fell. Boats left.")
BEST = 2
"""The place of the sentence that scores highest."""


def considered(of: Article = PIER) -> Considered:
    candidates = candidates_of(of)
    scores = np.zeros(len(candidates))
    scores[BEST : BEST + 2] = 5.0, 4.0
    return Considered(candidates=candidates, scores=scores, evidence=0.9)


def decided() -> Decided:
    found = considered()
    best = slice(BEST, BEST + 1)
    return Decided(question="?", considered=found, similarity=never_alike, whose="Your articles").quoting(
        found.candidates[best], found.scores[best]
    )


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("a", 1), ("harbour", 2), ("harbours", 3), ("äöü", 3), ("港口", 2)]
)
def test_tokens_are_estimated_rather_too_many_and_each_letter_beyond_english_is_one(text: str, count: int) -> None:
    assert tokens(text) == count


def test_a_server_that_counted_far_fewer_tokens_has_not_read_everything() -> None:
    assert is_cut("word " * 1000, 100)
    assert not is_cut("word " * 1000, 1000)
    assert not is_cut("word " * 1000, 0)


def test_brackets_and_what_is_not_seen_are_replaced_in_what_is_shown_to_a_model() -> None:
    assert printed("[1] <|end|>\u200b  a\tb") == "(1) ‹|end|› a b"


def test_excerpts_begin_with_what_answers_and_its_neighbours_as_far_as_they_fit() -> None:
    (small,) = fill(decided(), tokens("The pier is shut.") + tokens("It cost nine crowns.") + 60)
    (whole,) = fill(decided(), 1000)

    assert PIER.text[small.start : small.end] == "The pier is shut. It cost nine crowns."
    assert PIER.text[whole.start : whole.end] == PIER.text


def test_nothing_fits_no_budget() -> None:
    assert fill(decided(), 10) == []


def test_numbered_sentences_stand_in_the_order_of_their_article_the_best_are_kept() -> None:
    prompt = load_prompt(PROMPTS / "choose.md", CHOOSE)
    empty = offer(
        prompt, PHRASES, "Why?", Considered(candidates=[], scores=np.zeros(0), evidence=0), fence="=", max_tokens=0
    )
    room = tokens(empty.messages[0].text) + tokens(empty.messages[1].text)

    none, some, all_of_them = (
        offer(prompt, PHRASES, "Why?", considered(), fence="=", max_tokens=room + more).sentences
        for more in (5, 60, 1000)
    )

    assert none == ()
    assert "It cost nine crowns." in [one.sentence.text for one in some]
    assert len(some) < len(all_of_them) == len(candidates_of(PIER))
    assert [one.sentence.index for one in some] == sorted(one.sentence.index for one in some)
