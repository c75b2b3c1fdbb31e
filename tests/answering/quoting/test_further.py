"""Which sentences are quoted beside the core; how well each scores is given here, not measured."""

import numpy as np
import pytest
from answering.quoting.further import ELSEWHERE, FACT, OPEN, SHORT, Room, further

from domain.values import Article
from tests.asking import article, candidates_of

WHY, WHEN = "Why is it shut?", "When was it built?"
NAMES = ("Ann", "Bob", "Cid", "Dea", "Eva", "Fay", "Gus", "Hal", "Ida", "Jon", "Kay", "Lea", "Moe")
SPARE = 0.1


def told(names: tuple[str, ...] = NAMES, tail: str = "", identity: str = "a1") -> Article:
    """An article of one sentence a name, each with a year of its own."""
    sentences = [f"{name} slept in {1900 + place}{tail}." for place, name in enumerate(names)]
    return article("\n\n".join(sentences), name=identity)


def beside(question: str, texts: list[Article], scores: dict[str, float]) -> list[str]:
    """The sentences quoted beside the best one; ``scores`` by words of theirs, all others score badly."""
    candidates = [candidate for one in texts for candidate in candidates_of(one)]
    given = np.full(len(candidates), -20.0)
    for words, score in scores.items():
        (found,) = [i for i, candidate in enumerate(candidates) if words in candidate.sentence.text]
        given[found] = score
    order = sorted(range(len(given)), key=lambda i: -given[i])
    return [located.sentence.text for located in further(question, candidates[order[0]], candidates, given, order)]


ROOMS = [(WHEN, FACT, NAMES), (WHY, OPEN, NAMES), (WHY, SHORT, NAMES[:12]), (WHEN, SHORT, NAMES[:12])]
"""A short text has at most twelve sentences."""


@pytest.mark.parametrize(("question", "room", "names"), ROOMS)
def test_only_so_many_sentences_are_quoted(question: str, room: Room, names: tuple[str, ...]) -> None:
    everything = {f"{name} slept": 5.0 for name in names}

    assert 1 + len(beside(question, [told(names)], everything)) == room.sentences <= 4


@pytest.mark.parametrize(("question", "room", "names"), ROOMS)
def test_sentences_that_are_much_worse_are_left_out(question: str, room: Room, names: tuple[str, ...]) -> None:
    near = {"Ann": 5.0, "Bob": 5.0 - room.below + SPARE, "Cid": 5.0 - room.below - SPARE}

    assert beside(question, [told(names)], near) == ["Bob slept in 1901."]


@pytest.mark.parametrize(("question", "room", "names"), ROOMS)
def test_long_sentences_do_not_pile_up(question: str, room: Room, names: tuple[str, ...]) -> None:
    long = told(names, " and walked" * 30)

    quoted = beside(question, [long], {f"{name} slept": 5.0 for name in names})

    assert 34 + sum(len(sentence.split()) for sentence in quoted) <= room.words < len(long.text.split())


def test_another_article_s_sentence_must_be_as_good_as_the_best() -> None:
    other = told(("Zoe", "Yan"), identity="a2")
    near, far = 5.0 - ELSEWHERE + SPARE, 5.0 - ELSEWHERE - SPARE

    assert beside(WHY, [told(), other], {"Ann": 5.0, "Zoe": near}) == ["Zoe slept in 1900."]
    assert beside(WHY, [told(), other], {"Ann": 5.0, "Zoe": far}) == []
    assert beside(WHY, [told(), other], {"Ann": 5.0, "Bob": far}) == ["Bob slept in 1901."]


def test_for_one_fact_a_further_sentence_names_another_one() -> None:
    text = told().text.replace("Bob slept in 1901", "Bob slept in 1900").replace("Cid slept in 1902", "Cid slept")
    facts = {"Ann": 5.0, "Bob": 4.9, "Cid": 4.8, "Dea": 4.7}

    assert beside(WHEN, [article(text)], facts) == ["Dea slept in 1903."]
    assert beside(WHY, [article(text)], facts) == ["Bob slept in 1900.", "Cid slept.", "Dea slept in 1903."]


def test_a_sentence_that_says_the_same_again_is_left_out() -> None:
    twice = article("The town sold its crane to Belmar.\n\nTo Belmar the town has sold its crane.\n\nGulls nest there.")

    assert beside(WHY, [twice], {"The town sold": 5.0, "To Belmar": 4.9, "Gulls": 4.8}) == ["Gulls nest there."]


def test_questions_and_headings_are_no_further_words() -> None:
    asks = article("The pier is shut.\n\n## Silt and gulls\n\nWhy is it shut?\n\nGulls nest there.")

    best = {"The pier": 5.0, "Silt and gulls": 4.9, "Why is": 4.8, "Gulls nest": 4.7}
    assert beside(WHY, [asks], best) == ["Gulls nest there."]


def test_each_further_sentence_names_what_none_of_those_before_it_has() -> None:
    same_year = told().text.replace("Cid slept in 1902", "Cid rose early in 1901")

    assert beside(WHEN, [article(same_year)], {"Ann": 5.0, "Bob": 4.9, "Cid": 4.8}) == ["Bob slept in 1901."]
