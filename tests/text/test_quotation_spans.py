"""Quotations that run over several sentences are shown whole: the words that are quoted, and the rest around them."""

import pytest

from answering.quoting.quote import citations
from tests.answering.quoting.test_quote import quoted, said
from tests.asking import article
from text.quotation_spans import closed, opened
from text.sentences import sentences

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
