"""A quotation is verbatim only if every character is the article's, but for what print changes by convention."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from drafts.exact import Match, find_exact
from drafts.tokens import Tokens
from tests.growth import MOST_GROWTH, growth
from text.sentences import sentences

ARTICLE = (
    "The mayor spoke at noon. “We do not support the war,” she said, “and we won’t vote for it – ever.” The plan costs "
    "$300 million, 3% of the budget of 2,400 towns. He will resign on Monday, if the council, which meets in town, "
    "agrees. Ann Reeve leads it. We will help them in the co-op at No. 7. The critics demanded that the office close "
    "in May. The fire at the mill destroyed the whole roof. The crew of the boat is safe. I think we can't. They "
    'voted against the plan. It is unlikely that it rains. He told us the rope was 6" long. 我们永远不会辞职的。'
)


def matches(quotation: str, article: str = ARTICLE) -> list[Match]:
    return list(find_exact(Tokens(quotation), Tokens(article), sentences(article)))


def verbatim(quotation: str, article: str = ARTICLE) -> bool:
    return any(not match.notes for match in matches(quotation, article))


@pytest.mark.parametrize(
    "quotation",
    [
        "We do not support the war",
        "we do not support the war,",
        "We do not support the war.",
        "and we won't vote for it — ever",
        "and we won’t vote\nfor it -\u00a0ever",
        "He will resign on Monday … if the council … agrees",
        "He will resign on Monday, if the council [...] agrees.",
        "He will resign on Monday, if the council (…) agrees",
        "He will resign on Monday (...) agrees.",
        "[H]e will resign on Monday",
        "He will [resigned] on Monday",
        "[Ann Reeve] told us the rope was",
        "We will help them in the co‑op",
        "The fire at the mill … destroyed the whole roof",
        "The fire … destroyed the whole roof",
        "永远不会辞职",
        "The crew of the boat [sic] is safe",
    ],
)
def test_conventional_changes_are_no_changes(quotation: str) -> None:
    assert verbatim(quotation)


@pytest.mark.parametrize(
    "quotation",
    [
        "We do support the war",
        "We … support the war",
        "He will [not] resign on Monday",
        "[The council] will resign on Monday",
        "[The Council] will resign on Monday",
        "[Critics] will help them in the co-op",
        "We (…) support the war",
        "The plan costs $30 million",
        "of the budget of 2,40 towns",
        "300 million, 3% of the budget",
        "The plan costs $300 million, 3",
        "I think we can",
        "likely that it rains",
        "We will help them in the co",
        "The critics … close in May",
        "They voted … the plan",
        "They … the plan",
        "The mayor … We do not support the war",
        "He told us the rope was 6' long",
        "We Do not support the war",
        "We do not support, the war",
        "agrees. … He will resign on Monday",
        "the plan costs … of 2,400 towns",
        "we do not support the war and we won’t vote for it",
    ],
)
def test_any_other_change_is_one(quotation: str) -> None:
    assert not verbatim(quotation)


def test_words_round_an_ellipsis_stand_near_each_other() -> None:
    def article(words: int) -> str:
        return f"The bridge is closed today. {'It rained there again. ' * words}The bridge is safe at last."

    quotation = "The bridge is closed today. … The bridge is safe at last."

    assert verbatim(quotation, article(60))
    assert not matches(quotation, article(70))


def test_what_was_left_out_is_shown() -> None:
    (match,) = matches("He will resign on Monday … agrees")

    assert [ARTICLE[start:end].strip() for start, end in match.omitted] == [", if the council, which meets in town,"]


def test_notes_say_what_an_ellipsis_or_brackets_change() -> None:
    noted = {
        quotation: [note.name for note in matches(quotation)[0].notes]
        for quotation in (
            "We … support the war",
            "The plan costs … of 2,400 towns",
            "The critics … close in May",
            "He will [not] resign",
        )
    }

    assert list(noted.values()) == [
        ["omitted.negation"],
        ["omitted.figure"],
        ["omitted.clause"],
        ["brackets.added"],
    ]


WORDS = st.lists(
    st.sampled_from(["river", "not", "We", "Ann's", "3,400", "7", "co-op", "well", "the", "É"]), min_size=4
)


@given(WORDS, st.data())
def test_a_changed_word_or_digit_is_never_verbatim(words: list[str], data: st.DataObject) -> None:
    """Whatever the words: one that is changed, dropped or added, or one digit, and they stand there no more."""
    article = f"It began. {' '.join(words)}. It ended."
    place = data.draw(st.integers(0, len(words) - 1))
    word = words[place]
    changed = data.draw(
        st.sampled_from(
            [
                word + "s",
                word[:-1],
                f"{word} never",
                "",
                re.sub(r"\d", lambda digit: str((int(digit.group()) + 1) % 10), word, count=1),
                word.swapcase() if len(word) > 1 else word * 2,
            ]
        )
    )
    quotation = " ".join(filter(None, [*words[:place], changed, *words[place + 1 :]]))
    plain = " ".join(words)
    assume(quotation.strip() and quotation[:1].swapcase() + quotation[1:] != plain and quotation != plain)
    assume(f" {quotation} " not in f" {plain} " and f" {quotation[:1].swapcase()}{quotation[1:]} " not in f" {plain} ")

    assert not verbatim(quotation, article)
    assert verbatim(plain, article)


@given(st.text(max_size=40), st.text(max_size=40))
def test_what_is_verbatim_has_the_letters_and_digits_of_the_article(quotation: str, article: str) -> None:
    for match in matches(quotation, article):
        shown = "".join(article[start:end] for start, end in match.spans)
        if not match.notes and not match.omitted and "[" not in quotation:
            assert _plain(shown) == _plain(quotation)


def _plain(text: str) -> str:
    """The letters and digits, as Unicode composes them, without what has no width."""
    return "".join(token for token in Tokens(text).exact if any(map(str.isalnum, token))).casefold()


@pytest.mark.parametrize("piece", ["a ", "We … ", "[a] ", "[", "… ", "1.", "'", "a'b ", "We will "])
def test_time_grows_with_the_length_of_the_quotation(piece: str) -> None:
    article, own = Tokens(ARTICLE), sentences(ARTICLE)

    def look(text: str) -> None:
        list(find_exact(Tokens(text), article, own))

    assert growth(look, lambda length: piece * (length // len(piece))) < MOST_GROWTH
