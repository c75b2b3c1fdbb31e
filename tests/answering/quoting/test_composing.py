"""An answer in the articles' own words, from what was decided."""

from dataclasses import replace

import numpy as np

from answering.quoting.candidates import Considered
from answering.quoting.composing import Decided, Quoting, newest_first
from answering.quoting.quote import Quote
from domain.values import Article
from tests.asking import PHRASES, article, never_alike
from text.sentences import sentences

OLD = article("The pier cost 9 crowns. Rain fell.", name="a1", outlet="The Tide", published="2024-05-01")
NEW = article("The pier cost 12 crowns.", name="a2", title="Pier", outlet="Post", published="2025-11-03")
UNDATED = article("Gulls nest.", name="a3", title="Gulls")


def first(of: Article) -> Quote:
    everything = sentences(of.text)
    return Quote(article=of, sentence=everything[0], everything=everything)


DECIDED = Decided(
    question="What did the pier cost?",
    considered=Considered(candidates=[], scores=np.zeros(0), evidence=0.75),
    quotes=(first(OLD), first(NEW)),
    rival=None,
    similarity=never_alike,
    whose="Your articles",
)


def test_words_of_another_article_than_the_leads_stand_behind_its_outlet_and_day() -> None:
    answer = Quoting(PHRASES)(DECIDED)

    assert [(one.attribution, one.text) for one in answer.statements] == [
        ("", "The pier cost 9 crowns."),
        ("Post, 3 November 2025:", "The pier cost 12 crowns."),
    ]
    assert answer.evidence == 0.75
    assert answer.lead.startswith("The Tide writes")


def test_where_two_articles_disagree_both_are_items_the_newer_first() -> None:
    answer = Quoting(PHRASES)(replace(DECIDED, quotes=(first(OLD),), rival=first(NEW)))

    assert [(one.attribution, one.item) for one in answer.statements] == [
        ("Post, 3 November 2025:", True),
        ("The Tide, 1 May 2024:", True),
    ]
    assert answer.lead == PHRASES("lead.disagree")


def test_undated_quotes_come_last() -> None:
    assert [one.article.id for one in newest_first([first(UNDATED), first(OLD), first(NEW)])] == ["a2", "a1", "a3"]


def test_no_model_reads_a_question() -> None:
    assert Quoting(PHRASES).rewrite("And the crane?", [], context_dependent=True) is None
