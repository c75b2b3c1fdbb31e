"""An answer as a terminal shows it; its JSON form is tested in test_answering_command.py."""

import json
from dataclasses import asdict, replace
from functools import partial

import pytest

from answering.export.report import as_json, as_text, footer_text
from answering.quoting.answers import joined, verbatim
from domain.values import Answer, DateGloss, Footer, RefusalReason
from tests.asking import PHRASES, article, cite

PIER = article("The pier is old. It was built in 1911. But it leans. Gulls nest.")
TOLD = (
    replace(cite(1, of=PIER, quote="It was built in 1911."), before="The pier is old.", after="But it leans."),
    cite(2, of=PIER, quote="Gulls nest."),
)
ANSWER = Answer(
    question="When?",
    kind="answer",
    lead="It says:",
    statements=verbatim(TOLD),
    citations=TOLD,
    footer=Footer(quotes=2, articles=1),
)
FOOTER_TEXT = partial(footer_text, PHRASES)


def test_words_around_a_quote_stand_in_brackets() -> None:
    assert as_text(ANSWER, FOOTER_TEXT).splitlines() == [
        "It says:",
        "  (The pier is old.) It was built in 1911. [1] (But it leans.)",
        "  Gulls nest. [2]",
        "2 quotes, word for word · 1 article · undated",
    ]


def test_items_are_a_list_and_an_attribution_stands_before_its_words() -> None:
    statements = verbatim(TOLD[1:], items=[True], attributions=["The Tide, undated:"])

    lines = as_text(replace(ANSWER, statements=statements), FOOTER_TEXT).splitlines()

    assert lines[1] == "  - The Tide, undated: Gulls nest. [2]"


def test_a_refusal_shows_the_nearest_words_with_their_article() -> None:
    refused = Answer(
        question="Who?", kind="refusal", lead="Nothing.", refusal=RefusalReason.NOT_FOUND, nearest=TOLD[1:]
    )

    assert as_text(refused, FOOTER_TEXT).splitlines() == ["Nothing.", "  [2] Gulls nest. — Harbour closes"]


def test_a_quote_from_a_picture_of_a_page_says_so() -> None:
    scan = replace(TOLD[1].article, source=replace(PIER.source, format="scan"))
    cited = (TOLD[0], replace(TOLD[1], article=scan))

    lines = as_text(replace(ANSWER, citations=cited, nearest=cited[1:]), FOOTER_TEXT).splitlines()

    assert [line.endswith("(read from a picture, OCR)") for line in lines[1:4]] == [False, True, True]
    assert as_json(replace(ANSWER, citations=cited), 0.1, FOOTER_TEXT)["citations"][1]["article"]["format"] == "scan"


def test_of_several_questions_each_stands_over_its_answer() -> None:
    whole = joined("When? Who?", [ANSWER, replace(ANSWER, question="Who?")])

    lines = as_text(whole, FOOTER_TEXT).splitlines()

    assert [line for line in lines if line in ("When?", "Who?")] == ["When?", "Who?"]
    assert "  Gulls nest. [4]" in lines


def test_numbers_in_json_are_rounded() -> None:
    printed = as_json(replace(ANSWER, evidence=0.123456789), 1.23456789, FOOTER_TEXT)

    assert (printed["evidence"], printed["seconds"]) == (0.1235, 1.235)


def test_json_has_the_footer_in_words_and_as_values() -> None:
    footer = Footer(statements=2, supported=1, articles=1, newest="2025-11-03", glosses=(DateGloss(words="today"),))

    printed = json.loads(json.dumps(as_json(replace(ANSWER, footer=footer), 1, FOOTER_TEXT)))

    assert printed["foot"] == (
        "1 of 2 supported: names, numbers and dates compared, meaning judged by a model · 1 article · "
        "3 November 2025 · “today” in an article without a date"
    )
    assert printed["footer"] == asdict(footer) | {
        "glosses": [{"words": "today", "published": None, "first": None, "unit": None}],
        "also": [],
    }


def test_json_has_the_keys_that_programs_rely_on() -> None:
    keys = (
        "question kind mode lead refusal as_of statements citations nearest foot footer scope searched suggestions "
        "evidence read_as written parts seconds"
    )

    assert set(as_json(ANSWER, 1, FOOTER_TEXT)) == set(keys.split())


def test_json_of_an_answer_without_a_footer_has_an_empty_text() -> None:
    printed = as_json(replace(ANSWER, footer=None), 1, FOOTER_TEXT)

    assert (printed["foot"], printed["footer"]) == ("", None)


@pytest.mark.parametrize("reason", RefusalReason)
def test_json_names_the_reason_of_a_refusal_by_its_value(reason: RefusalReason) -> None:
    printed = as_json(replace(ANSWER, kind="refusal", refusal=reason), 1, FOOTER_TEXT)

    assert json.loads(json.dumps(printed))["refusal"] == reason.name.lower()
