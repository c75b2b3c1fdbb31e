"""Where quotations begin and end, in five languages' marks and in unbalanced ones."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafts.quotations import _CLOSERS, find_quotations
from tests.growth import MOST_GROWTH, growth

MARKS = "".join(dict.fromkeys([*_CLOSERS, *"".join(_CLOSERS.values())]))


def found(text: str, kind: str = "quotation") -> list[str]:
    return [text[one.start : one.end] for one in find_quotations(text) if one.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "“We will not go there”, he said.",
        '"We will not go there," he said.',
        "'We will not go there,' he said.",
        "‘We will not go there,’ he said.",
        "„We will not go there“, sagte er.",
        "„We will not go there”, powiedział.",
        "« We will not go there », dit-il.",
        "«\u00a0We will not go there\u00a0», dit-il.",
        "»We will not go there«, sagde han.",
        "”We will not go there”, sade hon.",
        "»We will not go there», sanoi hän.",
        "「We will not go there」と言った。",
        "> We will not go there\n\nHe said so.",
        "> “We will not go there”\n> — A. Reeve\n\nHe said so.",
    ],
)
def test_marks_of_many_languages(text: str) -> None:
    assert [words.rstrip(",") for words in found(text)] == ["We will not go there"]


def test_a_quotation_within_a_quotation_is_found_too() -> None:
    text = "“He told us ‘never to come back here’ and left,” she said."

    inner = find_quotations(text)[1]

    assert text[inner.start : inner.end] == "never to come back here"
    assert inner.inside == 0


def test_a_quotation_goes_on_in_a_paragraph_that_begins_with_its_mark() -> None:
    text = "“We were there before dawn.\n\n“Nobody came to meet us,” he said. It rained."

    (one,) = find_quotations(text)

    assert [text[start:end] for start, end in one.parts] == ["We were there before dawn.", "Nobody came to meet us,"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was the '90s, and the ministers' plan and the workers' plan were alike.", []),
        ('A 27" screen, a 6" pipe and a 12" ruler stood there.', []),
        ('"He is 6\'2" tall and very angry," she said.', ["He is 6'2\" tall and very angry,"]),
        ('We will win it," he said. "We lost it all then," she said.', ["We lost it all then,"]),
        ('"We will win it, he said. Then "we lost it all there," she said.', ["we lost it all there,"]),
        ('"We will win it all, he said.\n\nThe crowd went home at ten.', []),
        ("“We will win “it all in the end,” he said.", ["it all in the end,"]),
        ("It's what's theirs that's ours, isn't it?", []),
        ("‘The ministers’ plan is a bad one,’ he said.", ["The ministers’ plan is a bad one,"]),
    ],
)
def test_apostrophes_inches_and_unbalanced_marks(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_few_words_and_titles_are_left_alone() -> None:
    text = "The “so called” plan is in “The Long Winter of Our Town”, said to be “a very long book indeed”."

    assert found(text, "short") == ["so called"]
    assert found(text, "title") == ["The Long Winter of Our Town"]
    assert found(text) == ["a very long book indeed"]


@given(st.text(st.sampled_from(MARKS + "ab1s. \n>"), max_size=60))
@example(">1〝1\n〞")  # begins in a block quote and ends behind it
def test_quotations_lie_in_the_text_and_nest(text: str) -> None:
    quotations = find_quotations(text)

    for one in quotations:
        assert 0 <= one.outer[0] <= one.start < one.end <= one.outer[1] <= len(text)
        if one.inside is not None:
            around = quotations[one.inside]
            assert around.outer[0] <= one.outer[0]
            assert one.outer[1] <= around.outer[1]


@pytest.mark.parametrize(
    "piece",
    ['"', "“", "'", '1" ', "“ ”", '"a ', "'s ", "> “\n", '\n"', "«» ", "s' a ", '"1" a', "“a\n\n", "a. ”\n", "[“", ">"],
)
def test_time_grows_with_the_length(piece: str) -> None:
    assert growth(find_quotations, lambda length: piece * (length // len(piece))) < MOST_GROWTH
