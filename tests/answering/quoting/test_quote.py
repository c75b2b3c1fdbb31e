"""An answer composed of the article's own words; which sentence is best is given here, not measured."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.quoting.attribution import attribution
from answering.quoting.candidates import Considered
from answering.quoting.composing import Decided, Quoting
from answering.quoting.quote import Quote, choose_quotes, citations
from domain.values import Article, Citation
from tests.asking import PHRASES, article, candidates_of, never_alike

PIER = article(
    "The pier of Wexmouth is old. It was built in 1911. But it may not stand for long. Gulls nest there. "
    "Why is it shut? The reason is that the silt is deep.\n\n"
    "Nobody has swept the planks. The town sold its crane to Belmar. The lamps were lit at dusk by a boy."
)


WHY = "Why is it so?"


def quoted(one: Article, *best: str) -> list[Quote]:
    """The quotes if the sentences that hold these words score best, in this order, and all others badly."""
    candidates = candidates_of(one)
    scores = np.full(len(candidates), -10.0)
    for place, words in enumerate(best):
        (found,) = [i for i, candidate in enumerate(candidates) if words in candidate.sentence.text]
        scores[found] = 5.0 - place / 10
    return choose_quotes(candidates, scores)


def said(quotes: list[Quote]) -> list[str]:
    return [citation.quote for citation in citations(quotes)]


def test_the_best_sentence_is_the_core_and_others_as_good_follow_in_article_order() -> None:
    assert said(quoted(PIER, "crane", "planks", "1911")) == [
        "The town sold its crane to Belmar.",
        "It was built in 1911.",
        "Nobody has swept the planks.",
    ]


def test_a_printed_question_is_not_quoted() -> None:
    asks = article("Gulls nest there.\n\nThe pier is shut. Why is it shut?\n\nBoats left.")

    assert said(quoted(asks, "Why is it shut?", "Gulls")) == ["Gulls nest there."]


def test_a_heading_is_not_quoted() -> None:
    headed = article("Fog came.\n\nGulls and silt\n\nThe silt is deep.")

    assert said(quoted(headed, "Gulls", "deep")) == ["The silt is deep."]


def test_a_supporting_sentence_that_announces_an_enumeration_brings_its_members() -> None:
    stated = article(
        "The mayor shut the pier.\n\nShe did so for two reasons. First, the planks are rotten. "
        "Second, the silt is deep. Gulls nest there."
    )

    quotes = quoted(stated, "shut the pier", "two reasons", "Second")

    assert said(quotes) == [
        "The mayor shut the pier.",
        "She did so for two reasons.",
        "First, the planks are rotten.",
        "Second, the silt is deep.",
    ]
    assert [quote.item for quote in quotes] == [False, False, True, True]


def test_of_a_framed_sentence_the_clause_is_quoted_and_the_frame_stands_before() -> None:
    (citation,) = citations(quoted(PIER, "The reason is"))

    assert citation.quote == "the silt is deep."
    assert citation.before == "Why is it shut? The reason is that"


def test_a_core_that_leans_brings_the_words_before() -> None:
    (citation,) = citations(quoted(PIER, "It was built"))

    assert citation.before == "The pier of Wexmouth is old."


def test_words_quoted_themselves_are_not_brought_again() -> None:
    before = [citation.before for citation in citations(quoted(PIER, "It was built", "The pier of"))]

    assert before == ["", ""]


def test_words_before_that_depend_on_others_bring_those_of_their_paragraph() -> None:
    text = (
        "Boats left.\n\nTwo pupils draw maps, and one, Nora Castle, builds ships. She comes back in May. "
        "“It is quiet here,” she said."
    )

    (citation,) = citations(quoted(article(text), "quiet"))

    assert citation.before == "Two pupils draw maps, and one, Nora Castle, builds ships. She comes back in May."


def test_words_before_end_where_they_would_be_many() -> None:
    text = f"Nora Castle builds ships{', and draws maps' * 20}. She comes back in May. “It is quiet here,” she said."

    (citation,) = citations(quoted(article(text), "quiet"))

    assert citation.before == "She comes back in May."


def test_a_heading_is_not_brought_as_words_before() -> None:
    far = article("The pier is old.\n\n## Gulls\n\nIt was built in 1911.")

    assert citations(quoted(far, "It was built"))[0].before == ""


@pytest.mark.parametrize(
    ("behind", "brought"),
    [
        ("But it may not stand for long.", True),
        ("But this is no longer the case.", True),
        ("However, they say that is not true.", True),
        ("Gulls nest there.", False),
        ("But Belmar grew.", False),
    ],
)
def test_words_that_turn_the_core_round_are_brought(behind: str, brought: bool) -> None:
    stated = article(f"The pier made a profit in May. {behind} Boats left.")

    assert citations(quoted(stated, "profit"))[0].after == (behind if brought else "")


def test_an_enumeration_is_quoted_whole_whatever_of_it_was_best() -> None:
    listed = article("Gulls nest.\n\nThe plan has two parts. First, dig. Second, sell the crane.\n\nBoats left.")

    for best in (["two parts"], ["First", "two parts"], ["Second", "two parts"]):
        quotes = quoted(listed, *best)

        assert said(quotes) == ["The plan has two parts.", "First, dig.", "Second, sell the crane."]
        assert [quote.item for quote in quotes] == [False, True, True]


def test_an_item_is_quoted_alone_where_its_head_does_not_fit() -> None:
    listed = article("The plan has two parts. First, dig. Second, sell the crane.")

    assert said(quoted(listed, "Second")) == ["Second, sell the crane."]


def test_other_articles_come_after_the_core_s_own() -> None:
    other = article("The crane weighs nine tons.", name="a2", title="Crane")
    candidates = [*candidates_of(PIER), *candidates_of(other)]
    scores = np.full(len(candidates), -10.0)
    scores[[1, 6, -1]] = 3.0, 2.5, 2.9

    quotes = choose_quotes(candidates, scores)

    assert [quote.article.id for quote in quotes] == ["a1", "a1", "a2"]


def test_citations_are_numbered_in_order() -> None:
    made = citations(quoted(PIER, "crane", "planks"))

    assert [citation.number for citation in made] == [1, 2]


def assert_exact(text: str, citation: Citation) -> None:
    """The quote stands at its place, and the words around it touch it but for white space."""
    assert citation.start is not None
    assert citation.end is not None
    assert text[citation.start : citation.end] == citation.quote != ""
    front, back = text[: citation.start].rstrip(), text[citation.end :].lstrip()
    assert front.endswith(citation.before)
    assert back.startswith(citation.after)
    assert citation.before == citation.before.strip()
    assert citation.after == citation.after.strip()


WORDS = [
    *("It was shut.", "But this is no longer so.", "Why?", "The reason is that 👩‍👧 left.", "There are two reasons."),
    *("First, e\u0301\u0323.", "Second, שלום.", "日本は遠い。", "- one", "# Silt"),
    *("\n", "\n\n", "\t", "\u2028", "\u00a0"),
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=12), min_size=1, max_size=14).map(" ".join), st.randoms())
def test_whatever_the_article_every_quote_and_the_words_around_it_are_exact(text: str, random: object) -> None:
    one = article(text)
    candidates = candidates_of(one)
    scores = np.array([random.uniform(-2, 2) for _ in candidates])  # type: ignore[attr-defined]

    made = citations(choose_quotes(candidates, scores)) if candidates else []

    for citation in made:
        assert_exact(text, citation)
    assert [citation.number for citation in made] == list(range(1, len(made) + 1))
    assert len({citation.start for citation in made}) == len(made)


def test_a_framed_sentence_that_begins_a_paragraph_leaves_the_one_above_out() -> None:
    one = article("Gulls nest there in the spring.\n\nThe council's reason is that the silt is deep.")
    (citation,) = citations(quoted(one, "silt"))

    assert (citation.before, citation.quote) == ("The council's reason is that", "the silt is deep.")


def test_a_framed_sentence_keeps_the_printed_question_above_it() -> None:
    one = article("Why is it shut?\n\nThe council's reason is that the silt is deep.")
    (citation,) = citations(quoted(one, "silt"))

    assert citation.before.split() == "Why is it shut? The council's reason is that".split()


BOATS = article(
    "The guild counted 160 boats in three harbours on Monday, more than ever. Gulls were not counted.\n\n"
    "Boats by harbour:\n\nRibe: 41\nBelmar: 7\nVik: 112\n\nThe guild of 1911 will count 12 more."
)


def test_a_row_is_quoted_with_what_stands_above_it_in_its_list() -> None:
    (citation,) = citations(quoted(BOATS, "Belmar: 7"))

    assert citation.quote == "Belmar: 7"
    assert citation.before.split() == ["Boats", "by", "harbour:", "Ribe:", "41"]


def test_behind_a_printed_question_the_question_stands_before() -> None:
    asks = article("When is it shut?\n\nIn May.\n\nGulls nest there.\n\nBoats left. Nobody cared.")

    assert citations(quoted(asks, "In May"))[0].before == "When is it shut?"


def test_an_answer_says_whose_words_follow_where_they_are_another_articles() -> None:
    post = article("The pier was shut by the mayor.", name="a2", outlet="Belmar Post", published="2025-11-03")
    quotes = (*quoted(PIER, "1911"), *quoted(post, "mayor"))
    considered = Considered(candidates=[], scores=np.zeros(0), evidence=0.7)

    answer = Quoting(PHRASES)(
        Decided(question=WHY, considered=considered, quotes=quotes, rival=None, similarity=never_alike, whose="Yours")
    )

    first, *_, last = answer.statements
    assert (first.attribution, last.attribution) == ("", attribution(PHRASES, post.source))
    assert "Belmar Post" in last.attribution
    assert (answer.evidence, answer.as_of) == (0.7, "2025-11-03")


TURNED = "The pier was built in 1911. But it may not stand for long"


def behind(text: str, *best: str) -> str:
    """The words that are shown behind the quote of the first sentence."""
    return citations(quoted(article(text), *best))[0].after


def test_words_that_turn_a_quote_round_are_shown_if_they_are_few_of_its_paragraph_and_not_quoted_too() -> None:
    assert behind(f"{TURNED}.", "1911") == "But it may not stand for long."
    assert behind(f"{TURNED} {'and longer ' * 40}.", "1911") == ""
    assert behind(TURNED.replace(" But", "\n\nBut") + ".", "1911") == ""
    assert behind(f"{TURNED}.", "1911", "stand") == ""


def test_members_of_an_enumeration_stand_without_the_words_around_them() -> None:
    stated = article(
        "It was shut for two reasons. First, the pier was built in 1911. But it stands. Second, the silt is deep."
    )

    made = citations(quoted(stated, "reasons"))

    assert [one.quote for one in made][1:] == ["First, the pier was built in 1911.", "Second, the silt is deep."]
    assert [(one.before, one.after) for one in made] == [("", "")] * 3
