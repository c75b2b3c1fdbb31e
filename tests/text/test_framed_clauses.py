"""The exact part of a sentence that answers."""

import pytest

from text.framed_clauses import framed_clause


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
