"""Which sentences are quoted beside the lead sentence; how well each scores is given here, not measured."""

import numpy as np
import pytest

from answering.quoting.quote import ELSEWHERE, MARGIN, SENTENCES, WORDS, supporting
from domain.values import Article
from tests.asking import article, candidates_of

BEST = 5.0
SPARE = 0.1
NAMES = ("Ann", "Bob", "Cid", "Dea", "Eva", "Fay")


def slept(*names: str, words: str = "", name: str = "a1") -> Article:
    """An article of one sentence for each name, with a year of its own."""
    return article("\n\n".join(f"{one} slept in {1900 + i}{words}." for i, one in enumerate(names)), name=name)


def beside(articles: list[Article], scores: dict[str, float]) -> list[str]:
    """Return the supporting sentences of the best one; ``scores`` by words of theirs, all others score badly."""
    candidates = candidates_of(*articles)
    given = np.full(len(candidates), -20.0)
    for words, score in scores.items():
        (found,) = [i for i, candidate in enumerate(candidates) if words in candidate.sentence.text]
        given[found] = score
    order = sorted(range(len(given)), key=lambda i: -given[i])
    return [one.sentence.text for one in supporting(candidates[order[0]], candidates, given, order)]


def test_sentences_within_the_margin_are_quoted_best_first() -> None:
    near = {"Ann": BEST, "Cid": BEST - 1, "Bob": BEST - MARGIN + SPARE, "Dea": BEST - MARGIN - SPARE}

    assert beside([slept(*NAMES)], near) == ["Cid slept in 1902.", "Bob slept in 1901."]


def test_only_so_many_sentences_are_quoted() -> None:
    assert 1 + len(beside([slept(*NAMES)], dict.fromkeys(NAMES, BEST))) == SENTENCES < len(NAMES)


def test_sentences_that_do_not_fit_the_limit_of_words_give_way_to_shorter_ones() -> None:
    long = slept("Ann", "Bob", "Cid", words=" and walked" * 20)
    texts = f"{long.text}\n\nIt rained."

    quoted = beside([article(texts)], {"Ann": BEST, "Bob": BEST - 0.1, "Cid": BEST - 0.2, "rained": BEST - 0.3})

    assert [sentence.split()[0] for sentence in quoted] == ["Bob", "It"]
    assert 44 + sum(len(sentence.split()) for sentence in quoted) <= WORDS


@pytest.mark.parametrize(
    ("behind", "expected"),
    [(ELSEWHERE - SPARE, ["Zoe slept in 1900.", "Bob slept in 1901."]), (ELSEWHERE + SPARE, ["Bob slept in 1901."])],
)
def test_a_sentence_of_another_article_must_be_nearly_as_good_as_the_best(behind: float, expected: list[str]) -> None:
    scores = {"Ann": BEST, "Zoe": BEST - behind, "Bob": BEST - 2 * ELSEWHERE}

    assert beside([slept("Ann", "Bob"), slept("Zoe", name="a2")], scores) == expected


def test_a_sentence_that_repeats_one_chosen_is_left_out() -> None:
    twice = article("The town sold its crane to Belmar.\n\nTo Belmar the town has sold its crane.\n\nGulls nest there.")

    assert beside([twice], {"The town sold": BEST, "To Belmar": 4.9, "Gulls": 4.8}) == ["Gulls nest there."]


def test_a_row_of_a_list_stands_beside_no_other_quote() -> None:
    listed = article(
        "The guild counted boats on Monday.\n\nBoats by harbour:\n\nRibe: 41\nVik: 7\n\nThe guild was pleased."
    )

    beside_sentence = beside([listed], {"on Monday": BEST, "Ribe": 4.9, "pleased": 4.8})
    beside_row = beside([listed], {"Ribe": BEST, "Vik": 4.9})

    assert beside_sentence == ["The guild was pleased."]
    assert beside_row == []
