"""The words of an article that changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.difference import difference
from tests.growth import MOST_GROWTH, growth

SENTENCES = [f"Sentence number {number} tells of the harbour and of {number * 7} boats." for number in range(400)]


def marked(old: str, new: str) -> str:
    """Return the comparison in one line: -removed- +added+, … for what is left out."""
    signs = {"kept": "", "added": "+", "removed": "-", "skipped": ""}
    return "".join(f"{signs[one.kind]}{one.text or '…'}{signs[one.kind]}" for one in difference(old, new))


def test_the_same_text_has_no_changes() -> None:
    assert difference("A ferry sank.", "A ferry sank.") == ()


def test_replaced_words_stand_out_before_those_in_their_place() -> None:
    assert marked("Five people were hurt in the fire.", "Six people were hurt in the fire.") == (
        "-Five -+Six +people were hurt in the fire."
    )


def test_what_is_far_from_any_change_is_left_out() -> None:
    old = " ".join(SENTENCES[:40])
    new = old.replace("number 20 tells", "number 20 says")

    shown = marked(old, new)

    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "-tells -+says +" in shown
    assert len(shown) < 500


def test_a_long_text_rewritten_everywhere_is_compared_by_paragraphs() -> None:
    old = "\n\n".join(SENTENCES)
    new = old.replace("tells", "says", 1).replace("number 399", "the last one")

    shown = marked(old, new)

    assert "-tells of the harbour and of 0 boats." in shown
    assert "+says of the harbour and of 0 boats." in shown
    assert "number 200" not in shown


def test_a_huge_text_without_paragraphs_is_shown_as_replaced() -> None:
    old, new = "a " * 1_000_000, "b " * 1_000_000

    assert [one.kind for one in difference(old, new)] == ["removed", "added"]


words = st.lists(st.sampled_from(["ferry", "sank", "a", "the", "on\n\n", "Monday"]), max_size=30).map(" ".join)


@given(words, words)
def test_the_new_text_is_what_was_kept_and_added_and_the_old_one_what_was_kept_and_removed(old: str, new: str) -> None:
    found = difference(old, new)
    if any(one.kind == "skipped" for one in found) or not found:
        return

    assert "".join(one.text for one in found if one.kind != "removed") == new
    assert "".join(one.text for one in found if one.kind != "added").split() == old.split()


@pytest.mark.parametrize(("old", "new"), [("a ", "a b "), ("a b ", "b a "), ("a\n", "a\nb\n"), ("a b c\n", "c b a\n")])
def test_m9_words_that_come_again_and_again_cost_no_more_than_their_number(old: str, new: str) -> None:
    def call(text: str) -> None:
        difference("x " + old * (len(text) // len(old)) + "y", "z " + new * (len(text) // len(new)) + "w")

    assert growth(call, lambda length: "." * length) <= MOST_GROWTH


def test_m9_what_takes_too_long_to_compare_is_taken_out_and_put_in_as_a_whole() -> None:
    old, new = "x " + "a " * 3000 + "y", "z " + "a b " * 1500 + "w"

    assert [(one.kind, one.text) for one in difference(old, new)] == [("removed", old), ("added", new)]


def test_m9_many_edits_in_a_long_article_are_still_shown_word_by_word() -> None:
    words = [f"word{place % 700}" for place in range(2800)]
    edited = [f"edited{place}" if place % 100 == 0 else word for place, word in enumerate(words)]

    stretches = difference(" ".join(words), " ".join(edited))

    assert [one.text.strip() for one in stretches if one.kind == "added"][:2] == ["edited0", "edited100"]
