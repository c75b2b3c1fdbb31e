"""A reply taken apart into statements and marks, and what of a running reply may be shown."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answering.writing.reply import _HELD_BACK, _NUMBERS, Claim, claims, visible
from tests.growth import MOST_GROWTH, growth


def taken_apart(reply: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(claim.text, claim.marks) for claim in claims(reply)]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("The ferry burned [1].", [("The ferry burned.", (1,))]),
        ("The ferry burned. [1]", [("The ferry burned.", (1,))]),
        ("The ferry burned.[1] Nobody died.[2]", [("The ferry burned.", (1,)), ("Nobody died.", (2,))]),
        ("The ferry burned.[1]Nobody died.[2]", [("The ferry burned.", (1,)), ("Nobody died.", (2,))]),
        ("The ferry burned. [1] Nobody died. [2]", [("The ferry burned.", (1,)), ("Nobody died.", (2,))]),
        ("The ferry burned [1][2].", [("The ferry burned.", (1, 2))]),
        ("The ferry burned [1, 2].", [("The ferry burned.", (1, 2))]),
        ("The ferry burned [1; 2 and 3].", [("The ferry burned.", (1, 2, 3))]),
        ("The ferry burned [2-4].", [("The ferry burned.", (2, 3, 4))]),
        ("The ferry burned 【3】.", [("The ferry burned.", (3,))]),
        ("The ferry [2] burned on Monday [1].", [("The ferry burned on Monday.", (2, 1))]),
        ("[1] The ferry burned.", [("The ferry burned.", (1,))]),
        ("The ferry burned [1] [1].", [("The ferry burned.", (1,))]),
        ("The ferry burned.", [("The ferry burned.", ())]),
        ("Mr. Ames of the U.S. office said so. [1]", [("Mr. Ames of the U.S. office said so.", (1,))]),
        ("It cost $4.5m [1], he said [2].", [("It cost $4.5m, he said.", (1, 2))]),
        ("It burned. [1](https://evil.example/1)", [("It burned.", (1,))]),
        ("", []),
        ("[1]", []),
        ("...", []),
    ],
)
def test_marks_belong_to_the_sentence_they_stand_in_or_behind(
    reply: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert taken_apart(reply) == expected


def test_lists_are_statements_and_what_announces_them_is_not() -> None:
    reply = (
        "## Reasons\n\nThere are two:\n- The **pumps** failed [1].\n* Nobody `looked` [2]\n3. It was late. [1]\n\n---\n"
    )

    assert taken_apart(reply) == [("The pumps failed.", (1,)), ("Nobody looked", (2,)), ("It was late.", (1,))]


def test_pictures_and_addresses_of_links_are_no_part_of_a_statement() -> None:
    reply = "It burned ![x](https://evil.example/?q=secret) [1]. See [the report](https://evil.example/a) [2]."

    assert taken_apart(reply) == [("It burned.", (1,)), ("See the report.", (2,))]


def test_what_cannot_be_seen_is_no_part_of_a_statement() -> None:
    assert claims("It bur\u200bned\u202e [\u200b1].") == [Claim(text="It burned.", marks=(1,))]


REPLY = (
    "The **ferry** burned [1][2]. It [sic] was late [1, 23]. ![p](https://e.example/?q=1) "
    "See [this](https://e.example/b) 【12】 now! [3]\n- One [4-6]\n"
)


def test_no_half_printed_mark_is_shown_wherever_the_reply_is_cut() -> None:
    shown = [visible(REPLY[:end]) for end in range(len(REPLY) + 1)]

    assert shown[-1] == "The ferry burned [1][2]. It [sic] was late [1, 23]. See this 【12】 now! [3]\n- One [4-6]\n"
    for text in shown:
        assert not re.search(r"[\[【][^\]】]*$|https|!\[|\*", text), text
        assert shown[-1].startswith(text)


@given(st.text(alphabet="ab 1[]()!*,.【】`\n-\u200b", max_size=40), st.integers(0, 40))
def test_what_was_shown_is_never_taken_back(reply: str, end: int) -> None:
    assert visible(reply).startswith(visible(reply[:end]))


@given(st.text(alphabet="ab. 1[]()!*,\n-#", max_size=60))
def test_any_reply_can_be_taken_apart(reply: str) -> None:
    for claim in claims(reply):
        assert claim.text == claim.text.strip() != ""
        assert not re.search(r"\[\d+\]", claim.text) or "[" in reply


@pytest.mark.parametrize("piece", [" ", "\t", "*", "[", "![", "[1", "【", "`", "_", " [1]", "**a "])
def test_h4_each_piece_of_a_reply_costs_time_in_proportion_to_the_reply(piece: str) -> None:
    assert growth(visible, lambda length: "It rained." + piece * (length // len(piece)) + "x") <= MOST_GROWTH


@given(st.text(st.sampled_from(" \t[]1!*【】(),a\n"), max_size=12))
@example("[]([")
def test_h4_what_is_held_back_is_what_it_was(text: str) -> None:
    former = re.compile(
        rf"[ \t]*(?:!?\[[^\]\n]{{0,200}}|!?(?!\[\s*{_NUMBERS}\s*\]\Z)\[[^\]\n]{{0,200}}\]|"
        r"(?:!?\[[^\]\n]{0,200}\]\([^)\n\[]{0,2000})|【[^】\n]{0,40}|!|\*+|[ \t]+)\Z"
    )

    assert [one and one.start() for one in (_HELD_BACK.search(text),)] == [
        one and one.start() for one in (former.search(text),)
    ]
