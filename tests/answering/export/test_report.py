"""An answer as a terminal shows it; its JSON form is tested in test_answering_command.py."""

from dataclasses import replace

from answering.export.report import as_json, as_text
from answering.quoting.making import joined, verbatim
from domain.values import Answer
from tests.asking import article, cite

PIER = article("The pier is old. It was built in 1911. But it leans. Gulls nest.")
TOLD = (
    replace(cite(1, of=PIER, quote="It was built in 1911."), before="The pier is old.", after="But it leans."),
    cite(2, of=PIER, quote="Gulls nest."),
)
ANSWER = Answer(
    question="When?", kind="answer", lead="It says:", statements=verbatim(TOLD), citations=TOLD, foot="2 quotes"
)


def test_words_around_a_quote_stand_in_brackets() -> None:
    assert as_text(ANSWER).splitlines() == [
        "It says:",
        "  (The pier is old.) It was built in 1911. [1] (But it leans.)",
        "  Gulls nest. [2]",
        "2 quotes",
    ]


def test_items_are_a_list_and_an_attribution_stands_before_its_words() -> None:
    statements = verbatim(TOLD[1:], items=[True], attributions=["The Tide, undated:"])

    assert as_text(replace(ANSWER, statements=statements)).splitlines()[1] == "  - The Tide, undated: Gulls nest. [2]"


def test_a_refusal_shows_the_nearest_words_with_their_article() -> None:
    refused = Answer(question="Who?", kind="refusal", lead="Nothing.", refusal="not_found", nearest=TOLD[1:])

    assert as_text(refused).splitlines() == ["Nothing.", "  [2] Gulls nest. — Harbour closes"]


def test_of_several_questions_each_stands_over_its_answer() -> None:
    whole = joined("When? Who?", [ANSWER, replace(ANSWER, question="Who?")])

    lines = as_text(whole).splitlines()

    assert [line for line in lines if line in ("When?", "Who?")] == ["When?", "Who?"]
    assert "  Gulls nest. [4]" in lines


def test_numbers_in_json_are_rounded() -> None:
    printed = as_json(replace(ANSWER, evidence=0.123456789), 1.23456789)

    assert (printed["evidence"], printed["seconds"]) == (0.1235, 1.235)
