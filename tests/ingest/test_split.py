"""A text to passages that cover it exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values import Passage
from ingest.split import MAX_CHARS, MAX_EDITED_CHARS, resplit, split

PIECES = st.sampled_from(
    ["\n", "\n\n", ". ", "? ", " ", "\t", "a", "word ", "Ä", "😀", "e\u0301", "\u2028", "x" * 300, "1,5", "…"]
)
TEXTS = st.one_of(st.text(max_size=1500), st.lists(PIECES, max_size=300).map("".join))


@given(TEXTS)
def test_passages_are_exact_slices_that_cover_the_text(text: str) -> None:
    passages = split("a", text)

    assert "".join(passage.text for passage in passages) == text
    assert all(text[passage.start : passage.end] == passage.text for passage in passages)
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert [passage.start for passage in passages[1:]] == [passage.end for passage in passages[:-1]]


@given(TEXTS)
def test_no_passage_is_too_long_or_only_white_space(text: str) -> None:
    passages = split("a", text)

    assert all(len(passage.text.strip()) <= MAX_CHARS for passage in passages)
    assert all(passage.text.strip() for passage in passages) or not text.strip()


def test_a_short_text_is_one_passage() -> None:
    assert split("a", "One. Two.") == (Passage(article_id="a", ordinal=0, text="One. Two.", start=0, end=9),)


def test_an_empty_text_has_no_passage() -> None:
    assert split("a", "") == ()


def test_a_text_is_cut_at_paragraphs_first() -> None:
    paragraph = "Words of a paragraph. " * 14 + "\n\n"

    assert [passage.text for passage in split("a", paragraph * 3)] == [paragraph] * 3


@pytest.mark.parametrize("end", [". ", "? ", "! "])
def test_a_long_paragraph_is_cut_at_the_end_of_a_sentence(end: str) -> None:
    passages = split("a", f"It is a sentence of some length{end}" * 40)

    assert len(passages) > 2
    assert all(passage.text.endswith(end) for passage in passages)


PIECES = st.sampled_from(["A fox. ", "An owl is here! ", "\n\n", "x" * 90 + " ", "Hens; ducks, geese. "])
TEXTS = st.lists(PIECES, max_size=80).map("".join)


@given(TEXTS, TEXTS)
def test_passages_of_an_edited_text_cover_it_too(before: str, after: str) -> None:
    passages = resplit("a", after, split("a", before))

    assert "".join(passage.text for passage in passages) == after
    assert [after[passage.start : passage.end] for passage in passages] == [passage.text for passage in passages]
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert resplit("a", after, passages) == passages
    assert all(passage.text.strip() for passage in passages) or not after.strip()


@pytest.mark.parametrize("place", range(0, 120, 7))
def test_an_edited_sentence_costs_at_most_two_passages(place: int) -> None:
    sentences = [f"Sentence {number} tells of {number * 7} things that were seen in the bay. " for number in range(120)]
    old = split("a", "".join(sentences))
    sentences[place] = "Something else was printed here, and it is a bit longer than what stood there before it. "

    new = resplit("a", "".join(sentences), old)

    assert len({passage.text for passage in new} - {passage.text for passage in old}) <= 2
    assert max(len(passage.text) for passage in new) <= MAX_EDITED_CHARS


def test_a_sentence_that_becomes_much_longer_does_not_cost_three_passages() -> None:
    first, second, third = (f"{'word ' * count}end.\n\n" for count in (20, 70, 90))
    old = split("a", first + second + third)

    new = resplit("a", f"{first}Many {'more ' * 35}{second}{third}", old)

    assert [passage.text for passage in old] == [first + second, third]
    assert len({passage.text for passage in new} - {passage.text for passage in old}) == 2


def test_a_few_words_that_are_put_between_two_passages_join_the_one_before_them() -> None:
    first, second = f"{'one ' * 75}.\n\n", f"{'two ' * 110}."
    old = split("a", first + second)

    new = resplit("a", f"{first}Between.\n\n{second}", old)

    assert [passage.text for passage in new] == [f"{first}Between.\n\n", second]


WORDS = st.lists(st.sampled_from(["boat", "a", "harbour;", "of,", "1974"]), min_size=3, max_size=40).map(" ".join)
SENTENCES = st.lists(st.tuples(WORDS, st.sampled_from([". ", "? ", ".\n\n"])).map("".join), min_size=1, max_size=60)


@given(SENTENCES, st.data())
def test_wherever_a_sentence_stands_editing_it_costs_at_most_two_passages(
    sentences: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(sentences) - 1))
    more = data.draw(st.text("xyz ", max_size=90))
    old = split("a", "".join(sentences))
    edited = [*sentences[:place], f"Yet {more}{sentences[place]}", *sentences[place + 1 :]]

    new = resplit("a", "".join(edited), old)

    assert len({passage.text for passage in new} - {passage.text for passage in old}) <= 2
    assert max(len(passage.text) for passage in new) <= MAX_EDITED_CHARS
