"""Numbers, dates and names of a statement are compared with its evidence as such."""

import pytest

from answering.checking.exact import mismatches
from tests.answering.checking.excerpting import evidence

CITY = "The council voted 7 to 2 on 3 March. Mayor Ann Reeve backed the plan, which will cost $4.5 million a year."


def reasons(statement: str, text: str = CITY, **more: str) -> list[str]:
    return [str(reason) for reason in mismatches(statement, evidence(text, **more))]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("The plan will cost $5.4 million.", "number: 5.4 million"),
        ("The council voted 2 to 9.", "number: 9"),
        ("The council voted on 4 March.", "date: 4 March"),
        ("The council voted on March 30.", "date: 30 March"),
        ("The council voted in May.", "date: May"),
        ("The council voted on Friday.", "date: Friday"),
        ("Mayor Vera Holm backed the plan.", "name: Vera Holm"),
        ("The plan was copied in the United States.", "name: United States"),
    ],
)
def test_what_the_evidence_does_not_have_is_named(statement: str, reason: str) -> None:
    assert reasons(statement) == [reason]


@pytest.mark.parametrize(
    "statement",
    [
        "On 3 March the council voted seven to two.",
        "The plan will cost 4.5 million dollars a year.",
        "Reeve, the mayor, backed it in March.",
        "May the plan succeed.",
    ],
)
def test_the_same_in_another_form_is_no_mismatch(statement: str) -> None:
    assert reasons(statement) == []


def test_numbers_have_to_stand_in_the_evidence_names_only_in_its_article() -> None:
    assert reasons("Omar Diaz won 19 seats.", beside="Omar Diaz won 19 seats.") == ["number: 19"]


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The United States sent food.", "The US sent food."),
        ("Ships of the US sent food.", "The United States sent food."),
        ("The European Union sent food.", "The EU sent food."),
        ("The EU sent food.", "The European Union sent food."),
        ("American ships sent food.", "Ships of America sent food."),
        ("Undergraduates ignored it.", "The students ignored it."),
    ],
)
def test_another_form_of_a_name_or_a_capital_at_the_start_is_no_mismatch(statement: str, text: str) -> None:
    assert reasons(statement, text) == []


def test_a_count_in_words_needs_no_number_in_the_evidence_unless_it_counts_the_same() -> None:
    listed = "Fox, CBS and NBC show the games."

    assert reasons("Three channels show the games.", listed) == []
    assert reasons("Three channels show the games.", f"{listed} Two channels show the final.") == ["number: Three"]
    assert reasons("3 channels show the games.", listed) == ["number: 3"]
    assert reasons("Thirty channels show the games.", listed) == ["number: Thirty"]


def test_the_same_number_of_something_else_is_a_mismatch() -> None:
    text = "It carried 40 cars and 90 passengers."

    assert reasons("It carried 90 cars.", text) == ["number: 90"]
    assert reasons("It carried 40 cars.", text) == []


def test_relative_days_are_resolved_by_the_day_of_publication() -> None:
    text = "The ferry burned yesterday."
    published = "2025-10-07"  # a Tuesday

    assert reasons("The ferry burned on Monday, 6 October.", text, published=published) == []
    assert reasons("The ferry burned on 6 October.", text) == ["date: 6 October"]
    assert reasons("The ferry burned on Sunday.", text, published=published) == ["date: Sunday"]


def test_the_year_of_publication_is_known_where_the_evidence_names_none() -> None:
    text = "The ferry burned."

    assert reasons("The ferry burned in 2025.", text, published="2025-10-07") == []
    assert reasons("The ferry burned in 2024.", text, published="2025-10-07") == ["number: 2024"]
    assert reasons("It burned in 2025.", "It burned in 1999.", published="2025-10-07") == ["number: 2025"]


def test_the_source_of_an_article_may_be_named() -> None:
    assert reasons("The Tide reports that the council voted.", outlet="The Tide") == []
    assert reasons("The Tide reports that the council voted.", outlet="The Ebb") == ["name: Tide"]
