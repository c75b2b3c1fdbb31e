"""The footer in words: each part, their order, one and many."""

import pytest

from answering.export.report import footer_text
from domain.values import DateGloss, Footer
from tests.asking import PHRASES

CHECKED = "supported: names, numbers and dates compared, meaning judged by a model"
MONDAY = "2025-11-03"


def rendered(footer: Footer | None) -> str:
    return footer_text(PHRASES, footer)


@pytest.mark.parametrize(
    ("footer", "text"),
    [
        (Footer(quotes=1), "1 quote, word for word"),
        (Footer(quotes=2), "2 quotes, word for word"),
        (Footer(quotes=2, facts=1), "2 quotes, word for word"),
        (Footer(facts=1), "as the article states it"),
        (Footer(facts=2), "as the article states it"),
        (Footer(articles=1, newest=MONDAY), "1 article · 3 November 2025"),
        (Footer(articles=2, newest=MONDAY), "2 articles · 3 November 2025"),
        (Footer(articles=2), "2 articles · undated"),
        (
            Footer(statements=2, supported=1),
            "1 of 2 supported: names, numbers and dates compared, meaning judged by a model",
        ),
        (Footer(statements=0), "0 of 0 supported: names, numbers and dates compared, meaning judged by a model"),
        (Footer(invented=1), "1 mark that led nowhere was removed"),
        (Footer(invented=2), "2 marks that led nowhere were removed"),
        (Footer(hidden=1), "1 sentence that the articles do not support was left out"),
        (Footer(hidden=2), "2 sentences that the articles do not support were left out"),
        (Footer(stopped=True), "stopped before its end"),
        (Footer(cut=True), "cut off where it became too long"),
        (Footer(also=("A",), sources=1), "also in A · 1 independent source"),
        (Footer(also=("A", "B", "C"), sources=2), "also in A, B, C · 2 independent sources"),
        (Footer(also=("A", "B", "C", "D", "E"), sources=1), "also in A, B, C and 2 more · 1 independent source"),
        (Footer(age_days=8), "the newest article quoted is 8 days old"),
        (Footer(text="as it was · stored"), "as it was · stored"),
        (Footer(), ""),
        (None, ""),
    ],
)
def test_each_part_has_its_words(footer: Footer | None, text: str) -> None:
    assert rendered(footer) == text


def test_the_parts_of_a_quoted_answer_stand_in_order() -> None:
    footer = Footer(
        quotes=2,
        articles=1,
        newest=MONDAY,
        glosses=(DateGloss(words="today", published=MONDAY, first=MONDAY, unit="day"), DateGloss(words="last week")),
        also=("The Paper",),
        sources=1,
        age_days=30,
    )

    assert rendered(footer) == (
        "2 quotes, word for word · 1 article · 3 November 2025 · “today”: 3 November 2025 · "
        "“last week” in an article without a date · also in The Paper · 1 independent source · "
        "the newest article quoted is 30 days old"
    )


def test_the_parts_of_a_written_answer_stand_in_order() -> None:
    footer = Footer(
        statements=3,
        supported=2,
        articles=2,
        newest=MONDAY,
        invented=1,
        hidden=1,
        stopped=True,
        cut=True,
        also=("The Paper",),
        sources=2,
        age_days=30,
    )

    assert rendered(footer) == (
        f"2 of 3 {CHECKED} · 2 articles · 3 November 2025 · "
        "1 mark that led nowhere was removed · 1 sentence that the articles do not support was left out · "
        "stopped before its end · cut off where it became too long · "
        "also in The Paper · 2 independent sources · the newest article quoted is 30 days old"
    )


@pytest.mark.parametrize(
    ("gloss", "text"),
    [
        (DateGloss(words="last week", published="2025-11-05", first="2025-10-27", unit="week"),
         "“last week”: the week before 5 November 2025"),
        (DateGloss(words="this week", published="2025-11-05", first="2025-11-03", unit="week"),
         "“this week”: the week of 5 November 2025"),
        (DateGloss(words="this week", published="2025-11-03", first="2025-11-03", unit="week"),
         "“this week”: the week of 3 November 2025"),
        (DateGloss(words="this week", published="2025-11-09", first="2025-11-03", unit="week"),
         "“this week”: the week of 9 November 2025"),
        (DateGloss(words="next week", published="2025-11-05", first="2025-11-10", unit="week"),
         "“next week”: the week after 5 November 2025"),
        (DateGloss(words="last month", published=MONDAY, first="2025-10-01", unit="month"),
         "“last month”: October 2025"),
        (DateGloss(words="Last year", published=MONDAY, first="2024-01-01", unit="year"), "“Last year”: 2024"),
        (DateGloss(words="yesterday", published=MONDAY, first="2025-11-02", unit="day"),
         "“yesterday”: 2 November 2025"),
        (DateGloss(words="last winter", published=MONDAY), "“last winter”: seen from 3 November 2025"),
        (DateGloss(words="last week"), "“last week” in an article without a date"),
    ],
)  # fmt: skip
def test_a_gloss_names_the_time_as_precisely_as_the_words_do(gloss: DateGloss, text: str) -> None:
    assert rendered(Footer(glosses=(gloss,))) == text
