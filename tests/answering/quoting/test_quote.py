"""An answer composed of the article's own words; which sentence is best is given here, not measured."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.context import Considered
from answering.quoting.attribution import attribution
from answering.quoting.composing import Decided
from answering.quoting.quote import Quote, choose_quotes, citations
from answering.quoting.quoting import Quoting
from domain.values import Article, Citation
from tests.asking import PHRASES, article, candidates_of

PIER = article(
    "The pier of Wexmouth is old. It was built in 1911. But it may not stand for long. Gulls nest there. "
    "Why is it shut? The reason is that the silt is deep.\n\n"
    "Nobody has swept the planks. The town sold its crane to Belmar. The lamps were lit at dusk by a boy."
)


WHY = "Why is it so?"
WHEN = "When was it?"


def quoted(one: Article, *best: str, question: str = WHY) -> list[Quote]:
    """The quotes if the sentences that hold these words score best, in this order, and all others badly."""
    candidates = candidates_of(one)
    scores = np.full(len(candidates), -10.0)
    for place, words in enumerate(best):
        (found,) = [i for i, candidate in enumerate(candidates) if words in candidate.sentence.text]
        scores[found] = 5.0 - place / 10
    return choose_quotes(question, candidates, scores)


def said(quotes: list[Quote]) -> list[str]:
    return [citation.quote for citation in citations(quotes)]


def test_the_best_sentence_is_the_core_and_others_as_good_follow_in_article_order() -> None:
    assert said(quoted(PIER, "crane", "planks", "1911")) == [
        "The town sold its crane to Belmar.",
        "It was built in 1911.",
        "Nobody has swept the planks.",
    ]


def test_of_a_question_the_sentence_behind_it_is_quoted() -> None:
    assert said(quoted(PIER, "Why is it shut?")) == ["the silt is deep."]


def test_a_question_that_nothing_follows_is_passed_over_for_the_next_best() -> None:
    asks = article("Gulls nest there.\n\nThe pier is shut. Why is it shut?\n\nBoats left.")

    assert said(quoted(asks, "Why is it shut?", "Gulls")) == ["Gulls nest there."]


def test_the_next_paragraph_answers_a_question_if_it_fits_nearly_as_well() -> None:
    asks = article("The pier is shut. Why is it shut?\n\nSilt lies there.\n\nGulls nest there.")

    assert said(quoted(asks, "Why is it shut?", "Silt")) == ["Silt lies there."]
    assert said(quoted(asks, "Why is it shut?", "Gulls", "Silt"))[0] == "Silt lies there."


def test_a_printed_question_is_quoted_where_the_statement_in_front_of_it_is_asked_for() -> None:
    told = article("The pier is older than the mole, so why was it sold? The answer is silt.")

    states = quoted(told, "mole", question="Which is older, the pier or the mole?")
    asks = quoted(told, "mole", question="Why was the pier sold?")

    assert said(states) == ["The pier is older than the mole, so why was it sold?"]
    assert said(asks) == ["The answer is silt."]


@pytest.mark.parametrize(
    ("printed", "question"),
    [
        ("The pier was shut in May, so why?", "Why was the pier shut?"),
        ("The pier is older, so why is the pier not older than the mole?", "Which is older, the pier or the mole?"),
    ],
    ids=["asks the very same", "asks of the same things"],
)
def test_a_printed_question_that_only_leads_to_what_is_asked_is_answered_behind_it(printed: str, question: str) -> None:
    told = article(f"{printed} The answer is silt.")

    assert said(quoted(told, printed, question=question)) == ["The answer is silt."]


def test_a_headline_behind_a_question_does_not_answer_it() -> None:
    asks = article("Why is the pier shut?\n\nGulls and silt\n\nThe silt is deep.")

    assert said(quoted(asks, "Why is the pier", "Gulls", "deep")) == ["The silt is deep."]


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
    told = article(f"The pier made a profit in May. {behind} Boats left.")

    assert citations(quoted(told, "profit"))[0].after == (behind if brought else "")


def test_an_enumeration_is_quoted_whole_whatever_of_it_was_best() -> None:
    listed = article("Gulls nest.\n\nThe plan has two parts. First, dig. Second, sell the crane.\n\nBoats left.")

    for best in (["two parts"], ["First", "two parts"], ["Second", "two parts"]):
        quotes = quoted(listed, *best)

        assert said(quotes) == ["The plan has two parts.", "First, dig.", "Second, sell the crane."]
        assert [quote.item for quote in quotes] == [False, True, True]


def test_an_item_is_quoted_alone_where_its_head_does_not_fit() -> None:
    listed = article("The plan has two parts. First, dig. Second, sell the crane.")

    assert said(quoted(listed, "Second")) == ["Second, sell the crane."]


def test_a_fact_inside_an_enumeration_is_quoted_alone() -> None:
    listed = article("The plan has two parts. First, dig for 40 days. Second, sell the crane.")

    assert said(quoted(listed, "40 days", question="How many days?")) == ["First, dig for 40 days."]


def test_other_articles_come_after_the_core_s_own() -> None:
    other = article("The crane weighs nine tons.", name="a2", title="Crane")
    candidates = [*candidates_of(PIER), *candidates_of(other)]
    scores = np.full(len(candidates), -10.0)
    scores[[1, 6, -1]] = 3.0, 2.5, 2.9

    quotes = choose_quotes(WHY, candidates, scores)

    assert [quote.article.id for quote in quotes] == ["a1", "a1", "a2"]


def test_numbers_count_from_the_first_one_asked_for() -> None:
    made = citations(quoted(PIER, "crane", "planks"), first_number=4)

    assert [citation.number for citation in made] == [4, 5]


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

    made = citations(choose_quotes(WHY, candidates, scores)) if candidates else []

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


def test_a_row_that_the_question_names_answers_before_a_better_sentence_that_does_not() -> None:
    quotes = quoted(BOATS, "160 boats", "Belmar: 7", question="How many boats lie in Belmar?")

    assert said(quotes)[0] == "Belmar: 7"
    assert citations(quotes)[0].before.split() == ["Boats", "by", "harbour:", "Ribe:", "41"]


@pytest.mark.parametrize("question", ["How many boats are there?", "How many boats lie in Oslo?"])
def test_a_row_that_the_question_does_not_name_waits_behind_and_is_not_added(question: str) -> None:
    assert said(quoted(BOATS, "160 boats", "Belmar: 7", question=question)) == [
        "The guild counted 160 boats in three harbours on Monday, more than ever."
    ]


def test_a_row_answers_no_question_of_another_kind() -> None:
    assert said(quoted(BOATS, "160 boats", "Belmar: 7", question="Why do boats lie in Belmar?"))[0].startswith(
        "The guild"
    )


def test_of_a_table_no_first_line_stands_alone_for_the_whole() -> None:
    table = "The guild counted boats.\n| Harbour | Boats |\n|---|---|\n| Ribe | 41 |\n| Vik | 7 |\nGulls nest there."

    assert said(quoted(article(table), "The guild", question="Which harbour has the most boats?"))[0] == (
        "The guild counted boats."
    )


def test_a_sentence_that_names_what_the_row_does_stays_first() -> None:
    told = article(
        "In Belmar lie 7 boats, as ever.\n\nBoats by harbour:\n\nRibe: 41\nBelmar: 9\n\nThe guild was pleased."
    )
    quotes = quoted(told, "as ever", "Belmar: 9", question="How many boats lie in Belmar?")

    assert said(quotes)[0] == "In Belmar lie 7 boats, as ever."


def test_a_sentence_that_only_repeats_the_question_gives_way_to_the_next_one() -> None:
    told = article("Gulls nest there. One sailor drowned. The guild named him as Ola Nord.\n\nIt rained in Belmar.")

    assert said(quoted(told, "One sailor", question="Who was the sailor that drowned?"))[0] == (
        "The guild named him as Ola Nord."
    )
    assert said(quoted(told, "One sailor", question="Did a sailor drown?"))[0] == "One sailor drowned."
    assert said(quoted(told, "One sailor", question="When did a sailor drown?"))[0] == "One sailor drowned."


def test_the_next_sentence_answers_where_it_goes_on_with_the_fact_asked_for() -> None:
    told = article(
        "Gulls nest there. Ilsa Dorn died at home on Sunday. She was 91. It rained.\n\nShe was born in 1911."
    )

    assert said(quoted(told, "Dorn died", question="How old was Dorn when she died?"))[0] == "She was 91."
    assert said(quoted(told, "Dorn died", question="When did Dorn die?"))[0] == "Ilsa Dorn died at home on Sunday."
    assert said(quoted(told, "It rained", question="When did it rain?"))[0] == "It rained."


def test_behind_a_printed_question_the_question_stands_before() -> None:
    asks = article("When is it shut?\n\nIn May.\n\nGulls nest there.\n\nBoats left. Nobody cared.")

    assert citations(quoted(asks, "In May"))[0].before == "When is it shut?"


def test_an_answer_says_whose_words_follow_where_they_are_another_articles() -> None:
    post = article("The pier was shut by the mayor.", name="a2", outlet="Belmar Post", published="2025-11-03")
    quotes = (*quoted(PIER, "1911"), *quoted(post, "mayor"))
    considered = Considered(candidates=[], scores=np.zeros(0), evidence=0.7)

    answer = Quoting(PHRASES)(Decided(question=WHY, considered=considered, quotes=quotes, rival=None, whose="Yours"))

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
    told = article(
        "It was shut for two reasons. First, the pier was built in 1911. But it stands. Second, the silt is deep."
    )

    made = citations(quoted(told, "reasons"))

    assert [one.quote for one in made][1:] == ["First, the pier was built in 1911.", "Second, the silt is deep."]
    assert [(one.before, one.after) for one in made] == [("", "")] * 3


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("Which harbour has the most boats?", True),
        ("In what harbour were the fewest boats?", True),
        ("Which harbour has the most lamps?", False),
        ("Which guild has the most boats?", False),
        ("Which harbour has boats?", False),
    ],
)
def test_which_has_the_most_is_answered_by_the_whole_list(question: str, whole: bool) -> None:
    told = said(quoted(BOATS, "160 boats", question=question))

    assert (told == ["Boats by harbour:", "Ribe: 41", "Belmar: 7", "Vik: 112"]) is whole
