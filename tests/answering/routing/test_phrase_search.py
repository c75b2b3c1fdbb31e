"""A phrase in quotation marks: every place, counted exactly."""

import re
from collections.abc import Callable

import pytest

from answering.routing.phrase_search import SHOWN, pattern_of, places_of
from assembly import Services
from tests.asking import assert_exact, material, texts

Over = Callable[..., Services]

OLD = "The silt is deep. Silt, said Dorn, is “a bowl of porridge”.\n\nShips left the silted harbour. It is the town's."
NEW = "Nobody wants the\nsilt. The town’s harbour has silt under silt."


@pytest.fixture
def both(over: Over) -> Services:
    return over(
        material(OLD, title="Shut", outlet="The Tide", published="2025-10-06"),
        material(NEW, title="Open", outlet="Belmar Post", published="2025-11-02"),
    )


@pytest.mark.parametrize(
    ("phrase", "text", "times"),
    [
        ("silt", "Silt and SILT, not silted nor basilt", 2),
        ("a bowl of  porridge", "A bowl\nof porridge", 1),
        ("the town's", "The town’s; the town's", 2),
        ("so-called", "so‑called, so called", 1),
        ("$4.5m", "It cost $4.5m. Not $425m, nor 4.5m.", 1),
        ("no “silt”", 'no "silt", no silt', 1),
        ("C++", "C++ and C", 1),
        ("a.b", "a.b acb", 1),
        ("it´s", "It´s, it's", 2),
    ],
)
def test_whole_words_are_counted_and_only_typography_is_folded(phrase: str, text: str, times: int) -> None:
    assert len(pattern_of(phrase).findall(text)) == times


@pytest.mark.parametrize(
    ("phrase", "text", "printed"),
    [
        ("harbour", "The har\u00adbour.", "har\u00adbour"),
        ("café", "A cafe\u0301 closed.", "cafe\u0301"),
        ("cafe\u0301", "A café closed.", "café"),
        ("financial", "A ﬁnancial loss.", "ﬁnancial"),
        ("ﬁnancial", "A financial loss.", "financial"),
        ("Dr Marn", "Asked, Dr\u00a0Marn sighed.", "Dr\u00a0Marn"),
        ("silt", "Re\u00admoved ﬁrst: silt.", "silt"),
    ],
)
def test_places_are_those_of_the_text_as_it_is_printed(phrase: str, text: str, printed: str) -> None:
    assert [text[start:end] for start, end in places_of(pattern_of(phrase), text)] == [printed]


@pytest.mark.parametrize(("phrase", "text"), [("11", "It rose 1½ points."), ("102", "10² metres"), ("cafe", "café")])
def test_digits_and_accents_are_not_folded_away(phrase: str, text: str) -> None:
    assert places_of(pattern_of(phrase), f"{text} So\u00adlid.") == []


def test_every_place_is_counted_and_the_newest_article_comes_first(both: Services) -> None:
    answer = both.ask.quote("“silt”")

    assert_exact(answer, both)
    assert answer.kind == "answer"
    assert answer.lead == "“silt” stands 5 times in 2 articles:"
    assert [(statement.attribution, statement.text) for statement in answer.statements] == [
        ("Belmar Post, 2 November 2025:", "silt."),
        ("", "The town’s harbour has silt under silt."),
        ("The Tide, 6 October 2025:", "The silt is deep."),
        ("", "Silt, said Dorn, is “a bowl of porridge”."),
    ]


def test_a_phrase_may_go_over_a_line_and_over_sentences(both: Services) -> None:
    assert texts(both.ask.quote('"wants the silt"').statements) == ["Nobody wants the\nsilt."]
    over_two = both.ask.quote('"deep. silt"')
    assert texts(over_two.statements) == ["The silt is deep. Silt, said Dorn, is “a bowl of porridge”."]


def test_one_place_is_told_once(both: Services) -> None:
    answer = both.ask.quote("“a bowl of porridge”")

    assert answer.lead == "“a bowl of porridge” stands once in your articles:"
    assert [statement.item for statement in answer.statements] == [False]


def test_of_many_places_the_first_are_shown_and_all_are_counted(over: Over) -> None:
    program = over(material("\n\n".join(f"Gull number {n} sat there." for n in range(30))))

    answer = program.ask.quote("How often does the word “gull” appear?")

    assert len(answer.statements) == SHOWN
    assert answer.lead == "“gull” stands 30 times in 1 article. The first places:"
    assert re.search(r"number 0 ", answer.statements[0].text)


def test_what_stands_nowhere_is_refused_with_the_nearest_words(both: Services) -> None:
    answer = both.ask.quote("“the silt is very deep”")

    assert_exact(answer, both)
    assert (answer.kind, answer.refusal, answer.statements) == ("refusal", "phrase_not_found", ())
    assert answer.lead == "Your articles nowhere say “the silt is very deep”, word for word."
    assert "The silt is deep." in [citation.quote for citation in answer.nearest]


def test_a_question_with_quoted_words_in_it_is_a_look_up(both: Services) -> None:
    answer = both.ask.quote("What did Dorn call “a bowl of porridge”?")

    assert texts(answer.statements)[0] == "Silt, said Dorn, is “a bowl of porridge”."
    assert "stands" not in answer.lead
