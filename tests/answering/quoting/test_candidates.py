"""The sentences that may answer: those that the found passages touch."""

from collections.abc import Iterator

import pytest

from answering.quoting.candidates import given, locate
from domain.protocols import Snapshot
from domain.values import Hit, Passage
from tests.asking import article, candidates_of
from tests.making import Desk, text

TOLD = (
    "Shut\n\nThe harbour closed. Boats left.\n\n"
    "Gulls nest there. Nobody came back. Why?\n\nThe silt is deep. Ships are not."
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    desk = Desk(tmp_path_factory.mktemp("library"))
    desk.take_in(text(TOLD))
    with desk.library.snapshot() as opened:
        yield opened
    desk.close()


def hit(snapshot: Snapshot, words: str, score: float = 1.0) -> Hit:
    """A hit whose window is these words of the article."""
    article_id = snapshot.entries()[0].id
    start = TOLD.index(words)
    passage = Passage(article_id=article_id, ordinal=0, text=words, start=start, end=start + len(words))
    return Hit(passage=passage, score=score, window=(passage.start, passage.end))


def test_sentences_that_the_window_touches_are_candidates_with_the_one_before(snapshot: Snapshot) -> None:
    found = locate(snapshot, [hit(snapshot, "left.\n\nGulls")])

    assert [(one.sentence.text, one.candidate.before) for one in found] == [
        ("Boats left.", "The harbour closed."),
        ("Gulls nest there.", "Boats left."),
    ]


def test_a_sentence_of_two_hits_comes_once(snapshot: Snapshot) -> None:
    found = locate(snapshot, [hit(snapshot, "Gulls nest there."), hit(snapshot, "Boats left.\n\nGulls", 0.5)])

    assert [one.sentence.text for one in found] == ["Gulls nest there.", "Boats left."]


def test_only_touching_at_the_edge_is_not_enough(snapshot: Snapshot) -> None:
    assert [one.sentence.text for one in locate(snapshot, [hit(snapshot, " Boats left.\n\n")])] == ["Boats left."]


def test_what_stands_behind_a_question_at_the_edge_is_a_candidate_too(snapshot: Snapshot) -> None:
    found = locate(snapshot, [hit(snapshot, "Nobody came back. Why?\n\n")])

    assert [one.sentence.text for one in found] == ["Nobody came back.", "Why?", "The silt is deep."]


def test_no_hits_are_no_candidates(snapshot: Snapshot) -> None:
    assert locate(snapshot, []) == []


def test_hits_beyond_the_limit_are_not_read(snapshot: Snapshot) -> None:
    found = locate(snapshot, [hit(snapshot, "Gulls nest there."), hit(snapshot, "Boats left.")], most=1)

    assert [one.sentence.text for one in found] == ["Gulls nest there."]


def test_sentences_that_are_cut_already_become_one_article() -> None:
    found = given("Shut", ["The harbour closed.", "Boats left."])

    assert [(one.sentence.text, one.candidate.before) for one in found] == [
        ("The harbour closed.", ""),
        ("Boats left.", "The harbour closed."),
    ]
    assert all(one.article.text[one.sentence.start : one.sentence.end] == one.sentence.text for one in found)


def test_a_paragraph_stands_under_the_question_that_is_printed_above_it() -> None:
    told = "It rained.\n\nWhy is it shut?\n\nThe silt is deep. Ships are not."
    one = article(f"{told}\n\nBoats left. Why? Nobody said so. Fog came.")
    found = {located.sentence.text: located.candidate.printed for located in candidates_of(one)}

    assert [text for text, printed in found.items() if printed] == ["The silt is deep.", "Ships are not."]
    assert found["Ships are not."] == "Why is it shut?"
