"""Enumerations, framed clauses, printed questions, quotations over several sentences."""

import pytest

from answering.quoting.quote import citations
from tests.answering.quoting.test_quote import quoted, said
from tests.asking import article
from text.discourse import closed, enumeration_around, framed_clause, opened, printed_question
from text.sentences import sentences

REASONS = (
    "The harbour is old. The mayor cannot keep it open for three reasons. First, the silt is deep. Second, the boats "
    "are few. And third, the town has no money. Nobody complained."
)
ORDERED = (1, [2, 3, 4])


@pytest.mark.parametrize("index", [1, 2, 3, 4])
def test_the_head_or_any_member_brings_the_whole(index: int) -> None:
    assert enumeration_around(sentences(REASONS), index) == ORDERED


@pytest.mark.parametrize("index", [0, 5])
def test_sentences_around_it_do_not_belong(index: int) -> None:
    assert enumeration_around(sentences(REASONS), index) is None


def test_bulleted_lines_below_a_head_belong_to_it() -> None:
    everything = sentences("The plan:\n- dig the silt\n- sell the crane\n* close the pier\n\nThat was all.")

    assert [enumeration_around(everything, index) for index in range(5)] == [(0, [1, 2, 3])] * 4 + [None]


def test_a_bullet_of_several_sentences_is_one_member() -> None:
    everything = sentences(
        "The plan:\n- dig the silt. It is deep.\n- sell the crane. Nobody needs it.\n\nThat was all."
    )

    assert enumeration_around(everything, 0) == (0, [1, 3])


def test_a_sentence_between_two_members_is_passed_over() -> None:
    everything = sentences(
        "She named two problems. First, the silt is deep. It came in May. Second, the boats are few. They left."
    )

    assert enumeration_around(everything, 0) == (0, [1, 3])


COUNTED = "The council made three proposals. The silt goes. The crane is sold. And the pier is shut."


def test_the_rest_of_a_paragraph_belongs_to_a_head_that_ends_with_its_number() -> None:
    assert enumeration_around(sentences(f"{COUNTED}\n\nNobody listened."), 0) == (0, [1, 2, 3])
    assert enumeration_around(sentences(COUNTED), 2) is None


@pytest.mark.parametrize(
    "text",
    [
        COUNTED.removesuffix(" And the pier is shut."),
        f"{COUNTED} Nobody listened.",
        "The council met three engineers on Monday. The silt goes. The crane is sold. And the pier is shut.",
        "First, the boats left. The harbour closed.",
        "She gave two reasons.\n\nNobody listened.\n\nThe boats sailed.\n\nIt rained.",
        "He came first. She came second. They left.",
        "One of the boats sank. Two of the crew swam. Three hours passed.",
        "- a lonely line\n\nThe harbour closed.",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    everything = sentences(text)

    assert [enumeration_around(everything, sentence.index) for sentence in everything] == [None] * len(everything)


def test_finally_may_end_it() -> None:
    everything = sentences("There are several risks. First, silt. Second, storms. Finally, thieves steal the ropes.")

    assert enumeration_around(everything, 0) == (0, [1, 2, 3])


@pytest.mark.parametrize(
    ("sentence", "label", "clause"),
    [
        ("The likely answer is that nobody paid.", "the likely answer", "nobody paid."),
        ("The reason was that it rained.", "the reason", "it rained."),
        ("But the main reason is simply that it rained.", "the main reason", "it rained."),
        ("One explanation may be that the silt came back.", "one explanation", "the silt came back."),
        ("His view is that boats should leave.", "his view", "boats should leave."),
        ("The reason is because nobody paid.", "the reason", "because nobody paid."),
    ],
)
def test_the_clause_behind_a_frame_is_found(sentence: str, label: str, clause: str) -> None:
    found = framed_clause(sentence)

    assert found is not None
    assert found.label == label
    assert sentence[found.start :] == clause


@pytest.mark.parametrize(
    "sentence",
    [
        "The answer that she gave was silence.",
        "The likely answer is silence.",
        "She said the reason was that it rained.",
        "Nobody knows whether the reason is that it rained.",
        "That is the reason.",
        "The reason is that",
        "",
    ],
)
def test_a_sentence_without_a_frame_is_quoted_whole(sentence: str) -> None:
    assert framed_clause(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Why is the pier shut?", "Why is the pier shut?"),
        ("It has the means, so why is it waiting?", "why is it waiting?"),
        ("The pier is shut - who will pay?", "who will pay?"),
        ("So how did it end?", "how did it end?"),
        ("“Where are the gulls?”", "“Where are the gulls?”"),
        ("Will it last?", "Will it last?"),
    ],
)
def test_the_question_begins_at_its_question_word(sentence: str, question: str) -> None:
    assert printed_question(sentence) == question


@pytest.mark.parametrize("sentence", ["The pier is shut.", "He asked why it is shut.", "Why? Nobody knows.", ""])
def test_a_statement_puts_no_question(sentence: str) -> None:
    assert printed_question(sentence) is None


SPOKEN = (
    "The keeper spoke. “We lit the lamp. The oil had frozen. Nobody slept,” she said. “Rain fell.” "
    "The boat came.\n\n“A harbour of ours. Never again."
)


def around(text: str, words: str) -> tuple[str, str]:
    """The words before and after, of a quote of the sentence that holds these words."""
    (citation,) = citations(quoted(article(text), words))
    return citation.before, citation.after


def test_a_sentence_inside_a_quotation_brings_the_rest_of_it() -> None:
    assert around(SPOKEN, "The oil had frozen") == ("“We lit the lamp.", "Nobody slept,” she said.")


def test_straight_marks_open_and_close_a_quotation_too() -> None:
    straight = SPOKEN.replace("“", '"').replace("”", '"')

    assert around(straight, "We lit") == ("", 'The oil had frozen. Nobody slept," she said.')
    assert around(straight, "Nobody slept") == ('"We lit the lamp. The oil had frozen.', "")


@pytest.mark.parametrize("words", ["The keeper spoke", "Rain fell", "The boat came"])
def test_a_whole_quotation_and_plain_words_stand_alone(words: str) -> None:
    assert around(SPOKEN, words) == ("", "")


def test_a_quotation_that_its_paragraph_does_not_end_brings_nothing_after() -> None:
    assert around(SPOKEN, "A harbour") == ("", "")


def test_a_paragraph_does_not_stand_in_the_quotation_of_another_one() -> None:
    assert around("“We lit the lamp. It smoked.\n\nThe keeper left for good.", "The keeper") == ("", "")


def test_the_words_before_do_not_begin_within_a_quotation() -> None:
    text = "“We asked for oil. We got water,” he said.\n\nHis brother, Odd Vik, was furious."

    assert around(text, "Odd Vik") == ("“We asked for oil. We got water,” he said.", "")


def test_words_that_are_quoted_themselves_are_not_brought_again() -> None:
    quotes = quoted(article(SPOKEN), "We lit", "Nobody slept")

    assert said(quotes) == ["“We lit the lamp.", "Nobody slept,” she said."]
    assert [citation.before for citation in citations(quotes)] == ["", ""]


def test_a_long_quotation_is_not_brought() -> None:
    long = (
        "“We lit the lamp. "
        + " ".join(f"Then we climbed step {i} of the tower." for i in range(12))
        + " It burned,” he said."
    )

    assert around(long, "It burned") == ("", "")


def test_no_quotation_begins_and_ends_with_the_sentence_itself() -> None:
    text = "The keeper spoke. The boat came."
    everything = sentences(text)

    assert [opened(text, everything, 1), closed(text, everything, 0)] == [1, 0]
