"""Statements of a draft: its sentences outside of quotations, understood by what stands before."""

import pytest

from drafts.quotations import find_quotations
from drafts.statements import DraftStatement, find_statements
from text.sentences import sentences


def found(text: str) -> list[DraftStatement]:
    return find_statements(text, find_quotations(text), sentences(text))


def printed(text: str) -> list[str]:
    return [text[one.start : one.end] for one in found(text)]


def test_each_sentence_is_a_statement() -> None:
    assert printed("The mill burned down. Its owner wants to build it again.") == [
        "The mill burned down.",
        "Its owner wants to build it again.",
    ]


def test_clauses_between_semicolons_are_statements_if_they_are_long_enough() -> None:
    assert printed("The mill burned down in May; the owner builds it again.") == [
        "The mill burned down in May",
        "the owner builds it again.",
    ]
    assert printed("The mill burned down in May; nobody knows.") == ["The mill burned down in May; nobody knows."]


def test_words_in_quotations_are_no_statement() -> None:
    assert printed("“The mill burned down in two days,” said Ada Lorne.") == []


def test_what_a_sentence_says_beside_a_quotation_is_one() -> None:
    text = "The owner of the burned mill, who lost two horses, said “we will build it again somehow”."

    assert printed(text) == ["The owner of the burned mill, who lost two horses, said"]


def test_a_pronoun_stands_for_whom_the_sentence_before_names() -> None:
    lost = found("Ada Lorne owns the mill. She lost two horses.")[1]

    assert lost.reads_as == "Ada Lorne lost two horses."


def test_a_sentence_that_depends_on_the_one_before_has_it_as_context() -> None:
    first, then = found("The mill burned down in May. It was insured against fire.")

    assert (first.context, then.context) == ("", "The mill burned down in May.")


@pytest.mark.parametrize(
    ("text", "question", "may_be_none"),
    [
        ("Why did the mill in Velbury burn down?", True, False),
        ("I think that this is a great pity for all of us.", False, True),
        ("But that is another story.", False, True),
        ("The mill at Velbury burned down in May.", False, False),
    ],
)
def test_questions_and_what_may_state_nothing_are_marked(text: str, question: bool, may_be_none: bool) -> None:
    (one,) = found(text)

    assert (one.question, one.may_be_none) == (question, may_be_none)
